"""What a formula answers: a frozen ``Result`` with its workings. Exact decimals; rounding is the edge's."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.indicators.contested import Contested
from core.indicators.goals import Goal


class Status(StrEnum):
    """The state of an indicator (docs/domain.md section 3)."""

    NO_DATA = "no_data"
    REPORTED = "reported"
    SECURED = "secured"
    OUT_OF_REACH = "out_of_reach"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    OPEN = "open"


# The words on screen and paper (docs/domain.md section 6); a behind one has two, see ``Result.status_label``.
STATUS_WORDS: dict[Status, str] = {
    Status.NO_DATA: "ยังไม่มีข้อมูล",
    Status.REPORTED: "รายงานผล",
    Status.SECURED: "บรรลุเป้าหมายแล้ว",
    Status.OUT_OF_REACH: "ไม่ทันเป้าหมาย",
    Status.ON_TRACK: "เป็นไปตามแผน",
    Status.BEHIND: "ต่ำกว่าเป้าหมาย",
    Status.OPEN: "ยังไม่ถึงกำหนด",
}
_BEHIND_PLAN = "ล่าช้ากว่าแผน"
# What is above what must not be exceeded, and what can't come back under it.
_OVER = {Status.BEHIND: "เกินค่าที่กำหนด", Status.OUT_OF_REACH: "เกินค่าที่กำหนดแล้ว"}
# Every word a state can have, in the order a summary tells them.
STATUS_LABELS = (
    STATUS_WORDS[Status.SECURED],
    STATUS_WORDS[Status.ON_TRACK],
    STATUS_WORDS[Status.OPEN],
    _BEHIND_PLAN,
    STATUS_WORDS[Status.BEHIND],
    _OVER[Status.BEHIND],
    STATUS_WORDS[Status.OUT_OF_REACH],
    _OVER[Status.OUT_OF_REACH],
    STATUS_WORDS[Status.REPORTED],
    STATUS_WORDS[Status.NO_DATA],
)


@dataclass(frozen=True, slots=True)
class Working:
    """One line of the workings: a Thai label, and what stood behind it.

    ``numerator`` / ``denominator`` are counts (or baht, for budgets) where the line is a division, ``value`` the
    line's exact value, ``note`` a Thai remark ("ยังไม่ครบกำหนด 3").
    """

    label: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """An indicator's figures as of the end of a day, unrounded.

    ``value``, ``worst``, ``best``: in the indicator's unit, None where there is none; the worst is the greater where
    less is better. ``open`` counts items not yet due. ``goal`` is that of the day (the period's, else the year's),
    ``year_goal`` the year's, None where there is none; ``year_value`` is the year's, where ``value`` is a quarter's
    or month's alone, too. ``achievement`` is in percent of the goal of the day, uncapped. ``planned`` is the planned
    progress as of the day in the indicator's unit, None where nothing is planned. ``formula`` is the formula in words
    with its parameters filled in, Thai. ``to_do`` is what must be done, in Thai, "" for nothing. ``fault`` says why
    the indicator can't be computed, a Thai sentence that stands among the warnings too; "" where it can.
    ``contested`` is what open conflicts make of the figure, None where none touches it; its sentence stands among the
    warnings too.
    """

    code: str
    as_of: date
    value: Decimal | None
    worst: Decimal | None
    best: Decimal | None
    open: int
    goal: Goal | None
    achievement: Decimal | None
    status: Status
    planned: Decimal | None = None
    formula: str = ""
    workings: tuple[Working, ...] = ()
    warnings: tuple[str, ...] = ()
    to_do: str = ""
    fault: str = ""
    contested: Contested | None = None
    year_goal: Goal | None = None
    year_value: Decimal | None = None

    @property
    def target(self) -> Decimal | None:
        """The target as of the day: what must be reached, or not exceeded; the lower bound where it has two."""
        return self.goal.value if self.goal else None

    @property
    def span(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the greatest the value can come to, whichever of them is the better."""
        known = sorted(bound for bound in (self.worst, self.best) if bound is not None)
        return (known[0] if known else None), (known[1] if len(known) > 1 else None)

    @property
    def met(self) -> bool | None:
        """Does the value meet the goal of the day, unrounded; None without a value or a goal."""
        return None if self.value is None or self.goal is None else self.goal.met(self.value)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must stand beside the figure wherever it is shown: why there is none, and that conflicts touch it."""
        contested = self.contested.sentence if self.contested else ""
        return tuple(filter(None, (self.fault, contested)))

    @property
    def status_label(self) -> str:
        """The state in words, just one of ``STATUS_LABELS``: what has a plan is behind it, a share is below its target or
        above."""
        of_year = self.status is Status.OUT_OF_REACH
        goal, value = (self.year_goal, self.year_value) if of_year else (self.goal, self.value)
        if self.status in _OVER and goal and value is not None and goal.over(value):
            return _OVER[self.status]
        if self.status is Status.BEHIND and self.planned is not None:
            return _BEHIND_PLAN
        return STATUS_WORDS[self.status]


def by_status(results: Iterable[Result]) -> tuple[tuple[str, int], ...]:
    """How many are in which state, in words and each counted once; states nobody is in are left out."""
    counts = Counter(result.status_label for result in results)
    return tuple((label, counts[label]) for label in STATUS_LABELS if counts[label])
