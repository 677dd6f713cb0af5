"""Scores against a plain rule, and what the evaluators of 2563 did as one case of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.indicators.goals import Goal
from core.indicators.result import Result, Status
from core.indicators.scores import Score, Total, levels_fault, score_of, scores_of
from core.plan.model import Indicator

BASE = Indicator("1", "", "", "", "percent", "ge", None, (), "entered", {}, "admin", 1, True, None, 1)
DAY = date(2020, 6, 30)
RISING = tuple(map(Decimal, (60, 65, 70, 75, 80)))
numbers = st.integers(0, 1200).map(lambda n: Decimal(n) / 10)
weights = st.integers(0, 1000).map(lambda n: Decimal(n) / 10)


def indicator(**changes: Any) -> Indicator:
    return replace(BASE, weight=Decimal(15), **changes)


def result(value: Decimal | None, goal: Goal | None = None, **changes: Any) -> Result:
    reached = goal.achievement(value) if goal and value is not None else None
    base = Result("1", DAY, value, None, None, 0, goal, reached, Status.REPORTED)
    return replace(base, **changes)


def plain_level(levels: tuple[Decimal, ...], value: Decimal) -> Fraction:
    """By hand: as far as the value has come between two neighbours."""
    of = [Fraction(level) for level in levels]
    better = (lambda a, b: a >= b) if of[0] < of[-1] else (lambda a, b: a <= b)
    reached = [n for n, level in enumerate(of, 1) if better(Fraction(value), level)]
    if not reached or max(reached) == 5:
        return Fraction(max(reached, default=1))
    n = max(reached)
    return n + (Fraction(value) - of[n - 1]) / (of[n] - of[n - 1])


@given(st.sets(numbers, min_size=5, max_size=5), numbers, st.booleans(), weights)
def test_a_level_lies_in_proportion_between_two(
    found: set[Decimal], value: Decimal, less: bool, weight: Decimal
) -> None:
    levels = tuple(sorted(found, reverse=less))
    of = replace(indicator(comparison="le" if less else "ge", levels=levels), weight=weight)
    score = score_of(of, result(value))
    level = plain_level(levels, value)
    assert score.level == pytest.approx(Decimal(level.numerator) / level.denominator)
    assert 1 <= (score.level or 0) <= 5
    assert score.weighted == pytest.approx(weight * (score.level or 0) / 5)


@given(numbers, numbers, weights)
def test_without_levels_the_achievement_is_paid_up_to_all_of_it(
    value: Decimal, target: Decimal, weight: Decimal
) -> None:
    goal = Goal("ge", target)
    score = score_of(replace(indicator(), weight=weight), result(value, goal))
    reached = goal.achievement(value)
    if reached is None:
        assert score.weighted is None
    else:
        assert score.weighted == pytest.approx(weight * min(reached, Decimal(100)) / 100)


@pytest.mark.parametrize(("reached", "points"), [("100", "40"), ("70", "28"), ("121.25", "40"), ("0", "0")])
def test_result_times_40_by_100_as_in_2563(reached: str, points: str) -> None:
    """The value itself is taken as percent, whatever the target."""
    of = replace(indicator(score="result"), weight=Decimal(40))
    assert score_of(of, result(Decimal(reached), Goal("ge", Decimal(10)))).weighted == Decimal(points)


def test_the_bounds_of_a_figure_are_bounds_of_its_points() -> None:
    found = result(Decimal(70), Goal("ge", Decimal(80)), worst=Decimal(60), best=Decimal(90))
    score = score_of(indicator(), found)
    assert (score.worst, score.weighted, score.best) == (Decimal("11.25"), Decimal("13.125"), Decimal(15))
    less = result(Decimal(5), Goal("le", Decimal(4)), worst=Decimal(8), best=Decimal(2))
    score = score_of(indicator(comparison="le"), less)
    assert (score.worst, score.weighted, score.best) == (Decimal("7.5"), Decimal(12), Decimal(15))


@given(numbers, numbers, numbers, numbers)
def test_between_two_bounds_no_value_earns_more_or_less(
    a: Decimal, b: Decimal, low: Decimal, high: Decimal
) -> None:
    low, high = min(low, high), max(low, high)
    goal = Goal("between", min(a, b), max(a, b))
    of = indicator(comparison="between")
    score = score_of(of, result(low, goal, worst=low, best=high))
    steps = [low + (high - low) * n / 20 for n in range(21)]
    for value in steps:
        points = score_of(of, result(value, goal)).weighted
        assert points is not None
        assert (score.worst or 0) - Decimal("1e-9") <= points <= (score.best or 0) + Decimal("1e-9")


@pytest.mark.parametrize(
    ("levels", "comparison", "says"),
    [
        ((), "ge", ""),
        (RISING, "ge", ""),
        (RISING, "eq", ""),
        (RISING[::-1], "le", ""),
        (RISING, "between", ""),
        (RISING[::-1], "between", ""),
        (None, "ge", "อ่านไม่ได้"),
        (RISING[:4], "ge", "4 ค่า"),
        ((*RISING, Decimal(90)), "ge", "6 ค่า"),
        ((*RISING[:2], RISING[1], *RISING[3:]), "ge", "ไม่เรียง"),
        (RISING[::-1], "ge", "กลับทาง"),
        (RISING, "le", "กลับทาง"),
    ],
)
def test_levels_that_cannot_be_used_give_no_score_but_a_sentence(
    levels: Any, comparison: str, says: str
) -> None:
    fault = levels_fault(levels, comparison)
    assert says in fault
    assert bool(says) == bool(fault)
    if fault:
        score = score_of(indicator(levels=levels, comparison=comparison), result(Decimal(70)))
        assert score == Score(Decimal(15), fault=fault)


@given(st.lists(st.tuples(st.integers(1, 4), st.none() | weights, st.none() | numbers), max_size=8))
def test_totals_add_up_what_is_not_rounded(rows: list[tuple[int, Decimal | None, Decimal | None]]) -> None:
    lines = [
        (replace(BASE, code=str(n), dimension=d, weight=weight, levels=RISING), result(value))
        for n, (d, weight, value) in enumerate(rows)
    ]
    scores = scores_of(lines)
    kept = [s for s in scores.of.values() if s.weight is not None]
    assert scores.total.weight == sum((s.weight or 0 for s in kept), Decimal(0))
    assert scores.total.weighted == sum((s.weighted or 0 for s in kept), Decimal(0))
    assert sum((t.weighted for t in scores.dimensions.values()), Decimal(0)) == pytest.approx(
        scores.total.weighted
    )
    assert scores.are_kept == bool(kept)


def test_what_has_no_score_counts_nothing_and_its_weight_all() -> None:
    lines = [
        (indicator(), result(None, Goal("ge", Decimal(80)))),
        (replace(indicator(), code="2"), result(Decimal(40), Goal("ge", Decimal(80)))),
        (replace(BASE, code="3"), result(Decimal(90), Goal("ge", Decimal(80)))),
    ]
    scores = scores_of(lines)
    assert scores.total == Total(Decimal(30), Decimal("7.5"), Decimal("7.5"), Decimal("7.5"))
    assert scores.of["3"].weighted is None
