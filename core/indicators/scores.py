"""The year's score as evaluators compute it: each indicator's weight by what was reached, added up unrounded.

With levels (ระดับ 1-5) a value scores between two of them in proportion, and earns weight x level / 5; without, weight x
achievement (or the value itself as percent, as in 2563) / 100, not over 100. Source: FORMATS, "Scores".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Protocol

from core.indicators.exact import HUNDRED, decimal_of, weighted_points
from core.indicators.goals import AT_MOST, BETWEEN, Goal
from core.indicators.result import Result

LEVELS = 5
OF_RESULT = "result"


class Weighed(Protocol):
    """What an indicator says of its score: ``weight`` in percent of the whole (None: it has no part in the score), ``levels``
    the values that score 1 to 5 (empty for none, None: can't be read), ``score`` what is taken without them."""

    @property
    def code(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def comparison(self) -> str: ...
    @property
    def weight(self) -> Decimal | None: ...
    @property
    def levels(self) -> Sequence[Decimal] | None: ...
    @property
    def score(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Score:
    """What an indicator earns, unrounded: of its ``weight`` the ``share`` in percent (0 to 100), ``weighted`` in points;
    ``level`` 1 to 5 where it has levels. ``worst`` and ``best`` are the points of the figure's bounds. None where there is
    none; ``fault`` says in Thai why levels can't be used."""

    weight: Decimal | None = None
    level: Decimal | None = None
    share: Decimal | None = None
    weighted: Decimal | None = None
    worst: Decimal | None = None
    best: Decimal | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    """Weights and points added up; what has no score counts 0, and what has no bound counts what it earns."""

    weight: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)
    worst: Decimal = Decimal(0)
    best: Decimal = Decimal(0)

    @property
    def share(self) -> Decimal | None:
        """The points in percent of the weight; None of no weight."""
        return decimal_of(Fraction(self.weighted) * 100 / Fraction(self.weight)) if self.weight else None


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of a plan's indicators by code, in the plan's order, their totals by dimension, and over all."""

    of: Mapping[str, Score] = field(default_factory=dict)
    dimensions: Mapping[int, Total] = field(default_factory=dict)
    total: Total = Total()

    @property
    def are_kept(self) -> bool:
        """True where the plan gives any weight."""
        return any(score.weight is not None for score in self.of.values())


def scores_of(lines: Iterable[tuple[Weighed, Result]]) -> Scores:
    """The scores of indicators with their figures."""
    known = [
        (indicator.dimension, indicator.code, score_of(indicator, result)) for indicator, result in lines
    ]
    ordered = sorted(known, key=lambda one: one[0])
    dimensions = {
        dimension: _total([score for *_, score in group])
        for dimension, group in groupby(ordered, key=lambda one: one[0])
    }
    of = {code: score for _, code, score in known}
    return Scores(of, dimensions, _total(list(of.values())))


def _total(scores: Sequence[Score]) -> Total:
    kept = [score for score in scores if score.weight is not None]
    weighted = [score.weighted or Decimal(0) for score in kept]
    bounds = zip(kept, weighted, strict=True)
    worst, best = [], []
    for score, points in bounds:
        worst.append(points if score.worst is None else score.worst)
        best.append(points if score.best is None else score.best)
    weights = [score.weight or Decimal(0) for score in kept]
    return Total(*(sum(column, Decimal(0)) for column in (weights, weighted, worst, best)))


def score_of(indicator: Weighed, result: Result) -> Score:
    """What an indicator earns by its figures."""
    fault = levels_fault(indicator.levels, indicator.comparison)
    if fault:
        return Score(indicator.weight, fault=fault)
    share = _share(indicator, result.goal, result.value)
    level = _level(indicator.levels or (), result.value) if indicator.levels else None
    weighted, worst, best = (_points(indicator, s) for s in (share, *_bounds(indicator, result)))
    return Score(indicator.weight, level, share, weighted, worst, best)


def _points(indicator: Weighed, share: Decimal | None) -> Decimal | None:
    return None if share is None or indicator.weight is None else weighted_points(share, indicator.weight)


def _share(indicator: Weighed, goal: Goal | None, value: Decimal | None) -> Decimal | None:
    """The percent of its weight that a value earns; None without a value, and without a goal to hold it against."""
    if value is None:
        return None
    if indicator.levels:
        return decimal_of(Fraction(_level(indicator.levels, value) or 0) * 100 / LEVELS)
    if indicator.score == OF_RESULT:
        return min(value, HUNDRED)
    reached = goal.achievement(value) if goal else None
    return None if reached is None else min(reached, HUNDRED)


def _bounds(indicator: Weighed, result: Result) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest share that the figure's bounds leave; None where there is no such bound."""
    worst, best = (_share(indicator, result.goal, bound) for bound in (result.worst, result.best))
    goal = result.goal
    if indicator.comparison != BETWEEN or indicator.levels or indicator.score == OF_RESULT:
        return worst, best
    # Between two bounds neither end is the better one, and all is earned where they hold the goal between them.
    if goal is None or result.worst is None or result.best is None or worst is None or best is None:
        return None, None
    missed = goal.lost(result.worst, result.best)
    return min(worst, best), max(worst, best) if missed else HUNDRED


def _level(levels: Sequence[Decimal], value: Decimal | None) -> Decimal | None:
    """The level of a value, 1 to 5: in proportion between two, the ends beyond them."""
    if value is None:
        return None
    falling = levels[0] > levels[-1]
    steps = [Fraction(-step if falling else step) for step in levels]
    at = Fraction(-value if falling else value)
    if at <= steps[0]:
        return Decimal(1)
    for level, (low, high) in enumerate(pairwise(steps), 1):
        if at < high:
            return decimal_of(level + (at - low) / (high - low))
    return Decimal(LEVELS)


def levels_fault(levels: Sequence[Decimal] | None, comparison: str) -> str:
    """Why levels can't be used, in Thai; "" where they can, or there are none."""
    if levels is None:
        return "เกณฑ์ระดับอ่านไม่ได้ โปรดกรอกตัวเลขห้าค่า"
    if not levels:
        return ""
    if len(levels) != LEVELS:
        return f"เกณฑ์ระดับมี {len(levels)} ค่า โปรดกรอกให้ครบห้าค่า ระดับ 1 ถึง 5"
    rising, falling = (all(sign * a < sign * b for a, b in pairwise(levels)) for sign in (1, -1))
    if not (rising or falling):
        return "เกณฑ์ระดับไม่เรียงตามลำดับ โปรดเรียงจากระดับ 1 ถึง 5 ไม่ให้ซ้ำกัน"
    if comparison != BETWEEN and falling != (comparison == AT_MOST):
        better = "มากไปน้อย เพราะยิ่งน้อยยิ่งดี" if comparison == AT_MOST else "น้อยไปมาก เพราะยิ่งมากยิ่งดี"
        return f"เกณฑ์ระดับเรียงกลับทาง โปรดเรียงจากค่า{better}"
    return ""
