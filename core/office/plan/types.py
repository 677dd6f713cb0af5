"""What the plan officer is handed: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.office.figures.types import IndicatorRow
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
class CarriedOver:
    """A project's unspent money of the closing year, baht: ``free``, and ``committed`` but not yet disbursed."""

    project: int
    title: str
    free: Decimal
    committed: Decimal


@dataclass(frozen=True, slots=True)
class RolloverPreview:
    """What next year's plan would be made from: the year to make, the counts of what is copied, the closing year's results
    as of a day, and the projects with money left. ``source_draft``: the closing year's plan is a draft itself."""

    year: int
    source_draft: bool
    as_of: date
    copied: tuple[tuple[str, int], ...]
    results: tuple[IndicatorRow, ...]
    carried: tuple[CarriedOver, ...]


@dataclass(frozen=True, slots=True)
class RolledOver:
    """A draft that was made: its year, how many records, the money carried into it, and what was touched."""

    year: int
    records: int
    carried: tuple[CarriedOver, ...]
    changes: Changes
