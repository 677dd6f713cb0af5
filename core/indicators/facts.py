"""Facts: the few numbers a formula needs, counted by the store *as of the end of a day*.

Every fact belongs to one fiscal year by its own date (a request by its receipt, an enquiry by ``asked_at``,
a step, part, deliverable or rating by its day). Facts dated after the as-of day do not exist yet.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.registers.fields import Value
from core.thai.fiscal import Month


@dataclass(frozen=True, slots=True)
class StepFact:
    """A weighted step or part. ``share`` in percent of the whole (for a ladder: the *level* reached with this
    step, 10 20 50 80 100); ``finished_on`` is None while unfinished as of the day; planned months (inclusive) are those
    the office has adopted, ``revised_to`` the last month as planned now where that is another."""

    number: int
    title: str
    share: Decimal
    finished_on: date | None
    planned_from: Month | None = None
    planned_to: Month | None = None
    revised_to: Month | None = None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """All steps or parts of a ladder or a sum of shares, in order."""

    steps: tuple[StepFact, ...]


@dataclass(frozen=True, slots=True)
class PassGroup:
    """Centres alike: ``count`` centres that passed ``passed`` months and may still pass ``open`` more."""

    passed: int
    open: int
    count: int


@dataclass(frozen=True, slots=True)
class PassFacts:
    """Centres grouped by months passed and months still open. Centres without any audit are included while
    they have a row; the denominator is the plan's parameter, not the count of rows. ``by_month`` gives, per
    audited month, how many centres were audited and how many passed."""

    groups: tuple[PassGroup, ...]
    by_month: tuple[tuple[Month, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ShareMonth:
    """One month (or quarter, named by its first month) of what is to be done in time: ``total`` = met + missed + open."""

    month: Month
    total: int
    met: int
    missed: int
    open: int


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """What is to be done in time over the year (``met`` of ``total``), with the months that have any. Where values of a field
    are counted instead of records, the year's figures count each once, and so do each month's."""

    total: int
    met: int
    missed: int
    open: int
    months: tuple[ShareMonth, ...] = ()

    @classmethod
    def of_months(cls, months: tuple[ShareMonth, ...]) -> "ShareFacts":
        """The year of these months, where nothing is counted in two of them."""
        tallies = ((m.total, m.met, m.missed, m.open) for m in months)
        total, met, missed, still = map(sum, zip(*tallies, strict=True)) if months else (0, 0, 0, 0)
        return cls(total, met, missed, still, months)


@dataclass(frozen=True, slots=True)
class Tally:
    """The records of one month, or of one value of a field (None where it is empty): how many, how many meet the measure's
    condition, how many have its field filled, and the field's sum."""

    of: Month | Value | None
    records: int
    met: int = 0
    filled: int = 0
    total: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class TallyFacts:
    """A year's records by month, or by a field's value."""

    tallies: tuple[Tally, ...]

    @property
    def records(self) -> int:
        """How many there are."""
        return sum(tally.records for tally in self.tallies)

    @property
    def met(self) -> int:
        """How many meet the condition."""
        return sum(tally.met for tally in self.tallies)

    @property
    def filled(self) -> int:
        """How many have the field filled."""
        return sum(tally.filled for tally in self.tallies)

    @property
    def total(self) -> Decimal:
        """The field's sum."""
        return sum((tally.total for tally in self.tallies), Decimal(0))


@dataclass(frozen=True, slots=True)
class TermFacts:
    """Figures that are put together, in their order; None where one has none."""

    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class CountFacts:
    """A plain count as of the day, with the running count at each month's end up to it."""

    count: int
    by_month: tuple[tuple[Month, int], ...] = ()


@dataclass(frozen=True, slots=True)
class EnteredFacts:
    """The latest value entered by hand on or before the day; None where there is none."""

    value: Decimal | None
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class BudgetFacts:
    """Budget of the fiscal year up to the day, baht. ``carried`` is what last year left free (allocated - disbursed -
    committed), ``carried_committed`` what it left committed and not yet disbursed."""

    allocated: Decimal
    committed: Decimal
    disbursed: Decimal
    carried: Decimal = Decimal(0)
    carried_committed: Decimal = Decimal(0)


Facts = StepFacts | PassFacts | ShareFacts | TallyFacts | CountFacts | EnteredFacts | BudgetFacts | TermFacts
