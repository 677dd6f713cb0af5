"""What is promised of an indicator: at least, at most, or between; by the year, and within it by quarter or month.

Whatever compares a value with a target does it here: states, what must be done, bars and words follow from a ``Goal``.
Compared unrounded. Source: FORMATS, "plan.toml, new"; docs/domain.md section 3, "Status".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from core.indicators.amounts import around, decimals_of
from core.indicators.exact import HUNDRED, ZERO, decimal_of
from core.indicators.measures import DaySpan, Measured, Passed, Steps
from core.thai.dates import month_short
from core.thai.fiscal import Month, last_day_of, quarter_of, stretch_of
from core.thai.numbers import format_decimal

AT_LEAST, AT_MOST, EQUAL, BETWEEN = "ge", "le", "eq", "between"
# How a comparison is said before an amount; "equal" and "between" go without saying.
SAID_AS = {AT_LEAST: "ไม่น้อยกว่า", AT_MOST: "ไม่เกิน", EQUAL: "", BETWEEN: ""}
_SIGNS = {AT_LEAST: "≥ ", AT_MOST: "≤ ", EQUAL: "= ", BETWEEN: ""}


class TargetLike(Protocol):
    """A target of a year (Buddhist), or of one quarter (1-4) or month of it."""

    @property
    def year(self) -> int: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def value_to(self) -> Decimal | None: ...
    @property
    def quarter(self) -> int | None: ...
    @property
    def month(self) -> Month | None: ...


class Promised(Protocol):
    """What an indicator of the plan promises; ``target`` (up to ``target_to``) is that of the plan's year."""

    @property
    def comparison(self) -> str: ...
    @property
    def target(self) -> Decimal | None: ...
    @property
    def target_to(self) -> Decimal | None: ...
    @property
    def period_targets(self) -> Sequence[TargetLike]: ...
    @property
    def cumulative(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: at least ``value`` (``ge``, and ``eq``, which is met by more, too), at most (``le``), or from it to
    ``value_to`` (``between``, bounds included). ``until`` is the last day of the period it is for, ``since`` the first where that
    counts by itself, None where none is said."""

    comparison: str
    value: Decimal
    value_to: Decimal | None = None
    until: date | None = None
    since: date | None = None

    @classmethod
    def of(
        cls, comparison: str, value: Decimal | None, value_to: Decimal | None, until: date | None = None
    ) -> "Goal | None":
        """The goal of a target; None where it has no number, or lacks the end of its span."""
        if value is None or (comparison == BETWEEN and value_to is None):
            return None
        return cls(comparison, value, value_to if comparison == BETWEEN else None, until)

    @property
    def least(self) -> Decimal | None:
        """What must be reached, None where less is better."""
        return None if self.comparison == AT_MOST else self.value

    @property
    def most(self) -> Decimal | None:
        """What must not be exceeded, None where more is better."""
        return self.value if self.comparison == AT_MOST else self.value_to

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """Its number, or both where it has two."""
        return (self.value,) if self.value_to is None else (self.value, self.value_to)

    @property
    def less_is_better(self) -> bool:
        """True where only an upper bound is promised."""
        return self.comparison == AT_MOST

    def under(self, value: Decimal) -> bool:
        """True where a value doesn't reach what must be reached."""
        return self.least is not None and value < self.least

    def over(self, value: Decimal) -> bool:
        """True where a value exceeds what must not be exceeded."""
        return self.most is not None and value > self.most

    def met(self, value: Decimal) -> bool:
        """True where a value meets the goal."""
        return not (self.under(value) or self.over(value))

    def kept(self, low: Decimal | None, high: Decimal | None) -> bool:
        """True where every value from ``low`` to ``high`` meets it; None: nothing bounds the value on that side."""
        reached = self.least is None or (low is not None and not self.under(low))
        return reached and (self.most is None or (high is not None and not self.over(high)))

    def lost(self, low: Decimal | None, high: Decimal | None) -> bool:
        """True where no value from ``low`` to ``high`` meets it."""
        return (high is not None and self.under(high)) or (low is not None and self.over(low))

    def achievement(self, value: Decimal) -> Decimal | None:
        """What is achieved of it in percent, not capped: value x 100 / target, or target x 100 / value where less is better;
        100 between its bounds, as much of the nearer bound outside. None with a target of nothing to be reached."""
        if self.comparison == BETWEEN and self.met(value):
            return HUNDRED
        if self.less_is_better or self.over(value):
            return _share(self.most or ZERO, value) if value > 0 else HUNDRED
        return _share(value, self.value) if self.value else None

    def amount(self, unit: str, *, brief: bool = False) -> str:
        """Its amount with the unit: ``ร้อยละ 80.00``, ``ร้อยละ 60.00-80.00``, ``3 ชิ้นงาน``; a ``brief`` one with the decimals it
        has: ``ร้อยละ 80``."""
        before, behind = around(unit)
        exact = (format_decimal(end, decimals_of(unit, end), grouping=True) for end in self.ends)
        return f"{before}{self._numbers if brief else '-'.join(exact)}{behind}"

    def words(self, unit: str, *, brief: bool = False) -> str:
        """The goal in words: ``ไม่น้อยกว่าร้อยละ 80.00``, ``ร้อยละ 100.00``, ``ไม่เกิน 5 เรื่อง``."""
        compared, amount = SAID_AS.get(self.comparison, ""), self.amount(unit, brief=brief)
        return f"{compared}{' ' if compared and amount[:1].isdigit() else ''}{amount}"

    @property
    def when(self) -> str:
        """The period it is for: ``ถึงสิ้น มี.ค. 63`` or, of what counts by itself, ``เฉพาะ มี.ค. 63``, ``เฉพาะไตรมาสที่ 2``; "" where
        none is said."""
        if self.until is None:
            return ""
        last = Month.of(self.until)
        if self.since is None:
            return f"ถึงสิ้น {month_short(last)}"
        return (
            f"เฉพาะ {month_short(last)}"
            if Month.of(self.since) == last
            else f"เฉพาะไตรมาสที่ {quarter_of(last)}"
        )

    @property
    def sign(self) -> str:
        """The goal in short: ``≥ 80``, ``= 100``, ``≤ 5``, ``60-80``."""
        return f"{_SIGNS.get(self.comparison, '≥ ')}{self._numbers}"

    @property
    def _numbers(self) -> str:
        return "-".join(format(end.normalize(), ",f") for end in self.ends)


def _share(part: Decimal, whole: Decimal) -> Decimal:
    return decimal_of(Fraction(part) * 100 / Fraction(whole)) if whole else ZERO


def year_goal(promised: Promised, fiscal_year: int) -> Goal | None:
    """The goal of the plan's year; None where it has none."""
    return Goal.of(promised.comparison, promised.target, promised.target_to, last_day_of(fiscal_year))


def goal_on(promised: Promised, fiscal_year: int, day: date) -> Goal | None:
    """The goal as of a day: that of the month or quarter of the year the day lies in, else the year's."""
    found = _of_period(promised, fiscal_year, day)
    return found[0] if found else year_goal(promised, fiscal_year)


def _of_period(promised: Promised, fiscal_year: int, day: date) -> tuple[Goal, int] | None:
    """The goal of the month or quarter a day lies in, and how many months that is; None where the plan has none."""
    known = {_period(t): t for t in promised.period_targets if t.year == fiscal_year}
    month = Month.of(day)
    if month.fiscal_year != fiscal_year:
        return None
    for period, months in ((month, 1), (quarter_of(month), 3)):
        if target := known.get(period):
            first, last = stretch_of(month, months)
            if goal := Goal.of(promised.comparison, target.value, target.value_to, last.last_day):
                alone = None if promised.cumulative else first.first_day
                return replace(goal, since=alone), months
    return None


def _period(target: TargetLike) -> Month | int | None:
    return target.quarter if target.month is None else target.month


def span_of(promised: Promised, fiscal_year: int, day: date, measure: Measured | None = None) -> DaySpan:
    """The days whose records count as of the end of a day: those of the year or, where it isn't cumulative, of the month or
    quarter alone whose goal is the day's. Steps, and what passes by months, are of the plan's year whatever is said."""
    alone = None if promised.cumulative else _of_period(promised, fiscal_year, day)
    if alone is None or isinstance(measure, Steps | Passed):
        return DaySpan(fiscal_year, day)
    return DaySpan(fiscal_year, day, alone[1])
