"""Facts: the few numbers a formula needs, counted by the store *as of the end of a day*.

Every fact belongs to one fiscal year by its own date (a request by its receipt, an enquiry by ``asked_at``,
a step, part, deliverable or rating by its day). Facts dated after the as-of day do not exist yet.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
class MonthTally:
    """One month's requests by month of receipt: ``received`` = on_time + late + open."""

    month: Month
    received: int
    on_time: int
    late: int
    open: int


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """Months that received at least one request, in order."""

    months: tuple[MonthTally, ...]


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
    """One month of a share within a time: ``total`` = met + missed + open."""

    month: Month
    total: int
    met: int
    missed: int
    open: int


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """A share within minutes over the year (``met`` of ``total``), with its months. With ``count = users`` the
    year's figures count users (and the months count each month's users), else enquiries."""

    total: int
    met: int
    missed: int
    open: int
    months: tuple[ShareMonth, ...] = ()


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """Ratings by level: ``levels[0]`` is how many gave 1 (น้อยที่สุด) ... ``levels[4]`` how many gave 5."""

    levels: tuple[int, int, int, int, int]


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


Facts = (
    StepFacts | MonthFacts | PassFacts | ShareFacts | RatingFacts | CountFacts | EnteredFacts | BudgetFacts
)
