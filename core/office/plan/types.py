"""What the plan officer is handed: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.office.figures.types import IndicatorRow
from core.plan.left_behind import Left
from core.store.log.changes import Changes


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """One place where the plan contradicts itself: advice, never an error.

    ``message`` says what and what was probably meant; ``ref`` is for a jump to the place ("row:table-a.3/5",
    "project:6", "text:goal/4" ..., see ``core.plan.check``).
    """

    code: str
    message: str
    where: str
    ref: str = ""

    @property
    def of_draft(self) -> bool:
        """True for what is to be looked through in a draft, and asked of no plan in force."""
        return self.code.startswith("draft.")


@dataclass(frozen=True, slots=True)
class PlanFault:
    """A demand the plan fails. ``waived`` is the reason it is let stand, None while nobody has settled it."""

    code: str
    message: str
    where: str
    ref: str
    waived: str | None = None


@dataclass(frozen=True, slots=True)
class PlanState:
    """How a year's plan stands: a ``draft`` is not the year's plan, whether nobody made it so or a fault is open."""

    year: int
    flagged: bool
    faults: tuple[PlanFault, ...]

    @property
    def open(self) -> tuple[PlanFault, ...]:
        """The faults nobody has settled or waived."""
        return tuple(f for f in self.faults if f.waived is None)

    @property
    def draft(self) -> bool:
        """True while it is not the year's plan."""
        return self.flagged or bool(self.open)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands on an office's memoranda. ``picture`` is a PNG of its own picture for the screen, empty for none;
    ``fault`` why that can't be printed, "" where it can; ``own_picture`` is False where it is another year's."""

    telephone: str
    email: str
    addressee: str
    picture: bytes
    fault: str
    own_picture: bool


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """A project's unspent money of the closing year, baht: ``free``, and ``committed`` but not yet disbursed."""

    project: int
    title: str
    free: Decimal
    committed: Decimal

    @property
    def whole(self) -> Decimal:
        """All of it."""
        return self.free + self.committed


@dataclass(frozen=True, slots=True)
class GoingOn:
    """A project that may go on: how many of its ``steps`` are ``done``, its indicators, its budget in the closing year's plan
    that isn't carried over itself (``own``), what is left of its money, and whether it had some and all is ``spent``.
    ``finished``: all steps are done (of one without steps: its money is spent), and nothing is left to be spent."""

    number: int
    title: str
    steps: int
    done: int
    indicators: tuple[str, ...]
    own: Decimal
    unspent: Decimal
    spent: bool

    @property
    def finished(self) -> bool:
        """True where nothing is left to be done or spent: it needn't go on."""
        return not self.unspent and (self.done == self.steps if self.steps else self.spent)


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator that may go on: with the projects it is measured by, the indicators whose values it takes, the registers it
    counts."""

    code: str
    title: str
    projects: tuple[int, ...]
    indicators: tuple[str, ...]
    registers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UsedRegister:
    """A register of the office's own that may be used on: its name, title, how many records it has, and the other registers
    that its fields, views and rules look at."""

    name: str
    title: str
    records: int
    looks_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RolloverPreview:
    """What next year's plan would be made from: the year to make, the counts of what is copied, the closing year's results
    as of a day, the projects with money left, and what may be left behind. ``source_draft``: the closing year's plan is a
    draft itself."""

    year: int
    source_draft: bool
    as_of: date
    copied: tuple[tuple[str, int], ...]
    results: tuple[IndicatorRow, ...]
    carried: tuple[CarriedOver, ...]
    projects: tuple[GoingOn, ...]
    indicators: tuple[Measured, ...]
    registers: tuple[UsedRegister, ...]


@dataclass(frozen=True, slots=True)
class RolledOver:
    """A draft that was made: its year, how many records, the money carried into it, what was left behind and what follows from
    that in Thai sentences, and what was touched."""

    year: int
    records: int
    carried: tuple[CarriedOver, ...]
    left: Left
    follows: tuple[str, ...]
    changes: Changes
