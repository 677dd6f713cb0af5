"""What must be true of every figure, whatever the facts."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.indicators import FORMULAS, evaluate
from core.indicators.exact import decimal_of
from core.indicators.facts import (
    BudgetFacts,
    CountFacts,
    EnteredFacts,
    Facts,
    PassFacts,
    PassGroup,
    ShareFacts,
    ShareMonth,
    StepFact,
    StepFacts,
    Tally,
    TallyFacts,
)
from core.indicators.goals import Goal
from core.indicators.result import Result, Status
from core.plan.model import Indicator
from core.thai.fiscal import Month, months_of

YEAR = 2563
MONTHS = months_of(YEAR)
MEAN = "monthly_mean"
few = st.integers(0, 30)
days = st.dates(date(2019, 10, 1), date(2020, 10, 31))
targets = st.none() | st.integers(1, 120).map(Decimal)


def tally(month: Month, on_time: int, late: int, waiting: int) -> ShareMonth:
    return ShareMonth(month, on_time + late + waiting, on_time, late, waiting)


month_facts = st.dictionaries(st.sampled_from(MONTHS), st.tuples(few, few, few)).map(
    lambda found: ShareFacts.of_months(tuple(tally(m, *counts) for m, counts in found.items() if sum(counts)))
)
pass_facts = st.lists(st.builds(PassGroup, st.integers(0, 6), st.integers(0, 6), few), max_size=6).map(
    lambda groups: PassFacts(tuple(groups))
)
share_facts = st.tuples(few, few, few).map(lambda c: ShareFacts(sum(c), *c))


def ratings(levels: Sequence[int]) -> TallyFacts:
    """So many ratings of each level, the lowest first."""
    return TallyFacts(tuple(Tally(level, given) for level, given in enumerate(levels, 1)))


rating_facts = st.tuples(few, few, few, few, few).map(ratings)


@st.composite
def step_facts(draw: st.DrawFn) -> StepFacts:
    shares = draw(st.lists(st.integers(1, 40), max_size=6))
    return StepFacts(
        tuple(
            StepFact(
                number,
                f"งานที่ {number}",
                Decimal(share),
                draw(st.none() | days),
                None,
                draw(st.none() | st.sampled_from(MONTHS)),
            )
            for number, share in enumerate(sorted(shares), 1)
        )
    )


baht = st.integers(0, 10**12).map(lambda satang: Decimal(satang) / 100)
# A formula that takes facts of a type that isn't here fails every test of this file.
FACTS: dict[type[Facts], st.SearchStrategy[Facts]] = {
    PassFacts: pass_facts,
    ShareFacts: month_facts | share_facts,
    TallyFacts: rating_facts,
    StepFacts: step_facts(),
    CountFacts: few.map(CountFacts),
    EnteredFacts: st.builds(EnteredFacts, st.none() | baht),
    BudgetFacts: st.builds(BudgetFacts, baht, baht, baht),
}
# Those that count what the plan of 2563 does, whatever is chosen; tests/office/test_office_measures.py has the others.
PRESETS = [
    *("ladder", "share_sum", "monthly_mean", "pass_rate", "share_within", "top_box", "count"),
    *("entered", "budget_share"),
]
all_facts = st.one_of(*(FACTS[FORMULAS[name].facts] for name in PRESETS))


def indicator(formula: str, target: Decimal | None = Decimal(80)) -> Indicator:
    return Indicator("1", "", "", "", "percent", "ge", target, (), formula, {}, "admin", 1, True, None, 1)


def taking(facts: Facts) -> list[str]:
    return [name for name in PRESETS if FORMULAS[name].facts is type(facts)]


def every_result(facts: Facts, target: Decimal | None, as_of: date, *of: str) -> list[Result]:
    return [evaluate(indicator(name, target), facts, as_of, YEAR) for name in of or taking(facts)]


def figures_of(result: Result) -> list[Any]:
    lines: list[Any] = [result, *result.workings]
    return [getattr(line, field.name) for line in lines for field in fields(line)]


@given(all_facts, targets, days)
def test_value_lies_between_worst_and_best(facts: Facts, target: Decimal | None, as_of: date) -> None:
    for result in every_result(facts, target, as_of):
        if result.value is None:
            continue
        assert result.worst is None or result.worst <= result.value
        assert result.best is None or result.value <= result.best


@given(all_facts, targets, days)
def test_no_binary_float_comes_out(facts: Facts, target: Decimal | None, as_of: date) -> None:
    for result in every_result(facts, target, as_of):
        assert not any(isinstance(figure, float) for figure in figures_of(result))


@given(all_facts, targets, days)
def test_state_agrees_with_the_figures(facts: Facts, target: Decimal | None, as_of: date) -> None:
    for result in every_result(facts, target, as_of):
        met = result.value is not None and target is not None and result.value >= target
        if result.status in (Status.SECURED,):
            assert met
        if result.status in (Status.OUT_OF_REACH, Status.OPEN, Status.BEHIND):
            assert not met
        assert (result.status is Status.NO_DATA) == (result.value is None)
        assert (result.status is Status.REPORTED) == (result.value is not None and target is None)
        assert (result.achievement is None) == (result.value is None or target is None)


@given(all_facts, targets, days)
def test_settled_once_never_open_again(facts: Facts, target: Decimal | None, as_of: date) -> None:
    """After the year with nothing open there are only two ends."""
    for result in every_result(facts, target, date(2020, 12, 31)):
        if result.value is not None and target is not None and not result.open:
            assert result.status in (Status.SECURED, Status.OUT_OF_REACH)


@given(month_facts, st.randoms(use_true_random=False))
def test_order_of_months_does_not_matter(facts: ShareFacts, chance: Any) -> None:
    shuffled = list(facts.months)
    chance.shuffle(shuffled)
    assert every_result(facts, Decimal(80), date(2020, 6, 30)) == every_result(
        ShareFacts.of_months(tuple(shuffled)), Decimal(80), date(2020, 6, 30)
    )


@given(step_facts(), st.randoms(use_true_random=False), days)
def test_order_of_steps_does_not_matter(facts: StepFacts, chance: Any, as_of: date) -> None:
    shuffled = list(facts.steps)
    chance.shuffle(shuffled)
    assert every_result(facts, Decimal(100), as_of) == every_result(
        StepFacts(tuple(shuffled)), Decimal(100), as_of
    )


@given(pass_facts, st.randoms(use_true_random=False))
def test_order_of_centres_does_not_matter(facts: PassFacts, chance: Any) -> None:
    shuffled = list(facts.groups)
    chance.shuffle(shuffled)
    assert every_result(facts, Decimal(10), date(2020, 6, 30)) == every_result(
        PassFacts(tuple(shuffled)), Decimal(10), date(2020, 6, 30)
    )


@given(st.integers(1, 12), few, st.integers(0, 30))
def test_mean_of_equal_months_is_that_month(count: int, on_time: int, late: int) -> None:
    if on_time + late == 0:
        return
    facts = ShareFacts.of_months(tuple(tally(month, on_time, late, 0) for month in MONTHS[:count]))
    (result,) = every_result(facts, Decimal(80), date(2020, 10, 31), MEAN)
    assert result.value == decimal_of(Fraction(on_time * 100, on_time + late))


@given(month_facts, st.data())
def test_paying_an_open_request_in_time_never_lowers_its_months_figure(
    facts: ShareFacts, data: st.DataObject
) -> None:
    waiting = [m for m in facts.months if m.open and m.met + m.missed]
    if not waiting:
        return
    chosen = data.draw(st.sampled_from(waiting))
    paid = replace(chosen, met=chosen.met + 1, open=chosen.open - 1)
    missed = replace(chosen, missed=chosen.missed + 1, open=chosen.open - 1)
    before, in_time, late = (
        month_value(tuple(other if m is chosen else m for m in facts.months))
        for other in (chosen, paid, missed)
    )
    assert late <= before <= in_time


def month_value(months: tuple[ShareMonth, ...]) -> Decimal:
    (result,) = every_result(ShareFacts.of_months(months), Decimal(80), date(2020, 6, 30), MEAN)
    assert result.value is not None
    return result.value


@given(month_facts)
def test_settling_open_requests_stays_within_the_bounds(facts: ShareFacts) -> None:
    (before,) = every_result(facts, Decimal(80), date(2020, 6, 30), MEAN)
    for all_paid in (True, False):
        settled = ShareFacts.of_months(
            tuple(
                tally(m.month, m.met + m.open * all_paid, m.missed + m.open * (not all_paid), 0)
                for m in facts.months
            )
        )
        (after,) = every_result(settled, Decimal(80), date(2020, 6, 30), MEAN)
        assert after.value == (before.best if all_paid else before.worst)


@given(share_facts)
def test_recording_an_open_enquiry_does_not_move_the_share(facts: ShareFacts) -> None:
    more = replace(facts, total=facts.total + 1, open=facts.open + 1)
    (before,), (after,) = (
        every_result(f, Decimal(80), date(2020, 6, 30), "share_within") for f in (facts, more)
    )
    assert after.value == before.value
    assert after.open == before.open + 1


@given(step_facts(), st.data(), days)
def test_finishing_one_more_step_never_lowers_the_figure(
    facts: StepFacts, data: st.DataObject, as_of: date
) -> None:
    undone = [s for s in facts.steps if s.finished_on is None]
    if not undone:
        return
    chosen = data.draw(st.sampled_from(undone))
    done = StepFacts(
        tuple(replace(s, finished_on=date(2019, 10, 1)) if s is chosen else s for s in facts.steps)
    )
    for before, after in zip(
        every_result(facts, Decimal(100), as_of), every_result(done, Decimal(100), as_of), strict=True
    ):
        assert before.value is not None
        assert after.value is not None
        assert before.value <= after.value


@given(step_facts(), days, st.integers(0, 60))
def test_time_alone_never_lowers_a_ladder(facts: StepFacts, as_of: date, later: int) -> None:
    for before, after in zip(
        every_result(facts, Decimal(100), as_of),
        every_result(facts, Decimal(100), as_of + timedelta(days=later)),
        strict=True,
    ):
        assert before.value is not None
        assert after.value is not None
        assert before.value <= after.value


@given(rating_facts.filter(lambda f: f.records > 0), st.integers(1, 99).map(Decimal))
def test_the_promised_run_of_good_ratings_just_reaches_the_target(facts: TallyFacts, target: Decimal) -> None:
    (result,) = every_result(facts, target, date(2020, 6, 30))
    if result.status is not Status.BEHIND:
        return
    needed = int(result.to_do.split(" รายติดต่อกัน")[0].split()[-1])
    for more, reaches in ((needed, True), (needed - 1, False)):
        *lower, best = facts.tallies
        given = TallyFacts((*lower, replace(best, records=best.records + more)))
        (after,) = every_result(given, target, date(2020, 6, 30))
        assert after.value is not None
        assert (after.value >= target) is reaches


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_achievement_undoes_itself(value: int, target: int) -> None:
    reached = Goal("ge", Decimal(target)).achievement(Decimal(value))
    assert reached is not None
    assert abs(reached * target / 100 - value) < Decimal("1e-12")
