"""Goals against a plain rule: met, achieved, kept and lost, whatever the comparison; and which goal holds on which day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.indicators import evaluate
from core.indicators.duties import needed_in_a_row
from core.indicators.facts import CountFacts, PassFacts, PassGroup, ShareFacts, Tally, TallyFacts
from core.indicators.goals import Goal, goal_on, span_of, year_goal
from core.indicators.result import Status
from core.plan.model import Indicator, Target
from core.thai.fiscal import Month, first_day_of, last_day_of, months_of

YEAR = 2563
FIRST, LAST = first_day_of(YEAR), last_day_of(YEAR)
BASE = Indicator("1", "", "", "", "percent", "ge", None, (), "count", {}, "admin", 1, True, None, 1)
whole = st.integers(0, 30)
comparisons = st.sampled_from(["ge", "eq", "le", "between"])
days_of_the_year = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))


def promised(comparison: str, low: int, high: int) -> Indicator:
    low, high = min(low, high), max(low, high)
    to = Decimal(high) if comparison == "between" else None
    return replace(BASE, comparison=comparison, target=Decimal(low), target_to=to)


def good(indicator: Indicator, value: int) -> bool:
    """The plain rule."""
    target, to = indicator.target, indicator.target_to
    assert target is not None
    if indicator.comparison == "le":
        return value <= target
    return value >= target and (to is None or value <= to)


@given(comparisons, whole, whole, whole)
def test_met_and_achieved_by_the_plain_rule(comparison: str, low: int, high: int, value: int) -> None:
    indicator = promised(comparison, low, high)
    goal, target = year_goal(indicator, YEAR), indicator.target
    assert goal is not None
    assert target is not None
    assert goal.met(Decimal(value)) == good(indicator, value)
    found = goal.achievement(Decimal(value))
    if comparison in ("ge", "eq"):
        assert found == (None if target == 0 else pytest.approx(value * 100 / target))
    elif comparison == "le":
        assert found == pytest.approx(target * 100 / value if value else Decimal(100))
    elif good(indicator, value):
        assert found == 100
    else:
        assert found is not None
        assert 0 <= found < 100


@given(comparisons, whole, whole, whole, whole)
def test_kept_and_lost_are_what_every_value_between_says(
    comparison: str, low: int, high: int, least: int, more: int
) -> None:
    indicator = promised(comparison, low, high)
    goal = year_goal(indicator, YEAR)
    assert goal is not None
    values = range(least, least + more + 1)
    ends = (Decimal(values[0]), Decimal(values[-1]))
    assert goal.kept(*ends) == all(good(indicator, v) for v in values)
    # Between two values the goal may lie unseen by whole numbers: bounds are looked at alone.
    assert goal.lost(*ends) == (not any(good(indicator, v) for v in values))
    assert goal.kept(*ends) is False or goal.lost(*ends) is False


@given(comparisons, whole, whole, whole, days_of_the_year)
def test_a_growing_count_is_settled_when_nothing_more_can_change_it(
    comparison: str, low: int, high: int, count: int, day: date
) -> None:
    indicator = promised(comparison, low, high)
    status = evaluate(indicator, CountFacts(count), day, YEAR).status
    still = [count] if day == LAST else range(count, 100)
    if all(good(indicator, v) for v in still):
        assert status is Status.SECURED
    elif not any(good(indicator, v) for v in still):
        assert status is Status.OUT_OF_REACH
    else:
        assert status is (Status.ON_TRACK if good(indicator, count) else Status.OPEN)


@given(comparisons, whole, whole, st.integers(0, 12), st.integers(0, 12), days_of_the_year)
def test_a_rate_of_items_is_settled_when_none_of_them_can_change_it(
    comparison: str, low: int, high: int, passed: int, hopeful: int, day: date
) -> None:
    indicator = replace(promised(comparison, low, high), formula="pass_rate", parameters={"denominator": 100})
    facts = PassFacts((PassGroup(4, 0, passed), PassGroup(0, 4, hopeful)))
    status = evaluate(indicator, facts, day, YEAR).status
    still = range(passed, passed + hopeful + 1)
    assert (status is Status.SECURED) == all(good(indicator, v) for v in still)
    assert (status is Status.OUT_OF_REACH) == (not any(good(indicator, v) for v in still))


@given(st.integers(0, 50), st.integers(1, 50), st.integers(1, 99))
def test_what_a_share_has_left_is_told_to_the_last(top: int, other: int, limit: int) -> None:
    indicator = replace(BASE, comparison="le", target=Decimal(limit), formula="top_box")

    def share(*levels: int) -> Decimal:
        found = evaluate(indicator, ratings(*levels), date(2020, 6, 30), YEAR).value
        assert found is not None
        return found

    to_do = evaluate(indicator, ratings(other, top), date(2020, 6, 30), YEAR).to_do
    if share(other, top) > limit:
        needed = needed_in_a_row(other, top + other, Decimal(100 - limit))
        assert needed is not None
        assert f" {needed:,} " in to_do
        assert share(other + needed, top) <= limit < share(other + needed - 1, top)
    else:
        left = int(to_do.split("ไม่เกิน ")[1].split()[0].replace(",", ""))
        assert share(other, top + left) <= limit < share(other, top + left + 1)


def ratings(other: int, top: int) -> TallyFacts:
    return TallyFacts((Tally(1, other), Tally(5, top)))


def target(value: int, **of: object) -> Target:
    return Target(YEAR, "", Decimal(value), **of)  # type: ignore[arg-type]


@given(
    st.dictionaries(st.integers(1, 4), whole),
    st.dictionaries(st.sampled_from(months_of(YEAR)), whole),
    st.none() | whole,
    days_of_the_year | st.just(date(2020, 10, 1)),
)
def test_the_goal_of_a_day_is_that_of_its_month_else_its_quarter_else_the_year(
    quarters: dict[int, int], months: dict[Month, int], year: int | None, day: date
) -> None:
    of = [target(v, quarter=q) for q, v in quarters.items()] + [target(v, month=m) for m, v in months.items()]
    other = Target(YEAR + 1, "", Decimal(99), quarter=1)
    own = Decimal(year) if year is not None else None
    indicator = replace(BASE, target=own, period_targets=(*of, other))
    place = [*months_of(YEAR), None].index(Month.of(day) if day <= LAST else None)
    wanted = months.get(Month.of(day), quarters.get(place // 3 + 1 if place < 12 else 0, year))
    goal = goal_on(indicator, YEAR, day)
    assert (goal.value if goal else None) == wanted


@pytest.mark.parametrize(
    ("of", "cumulative", "day", "first", "end"),
    [
        ([target(5, quarter=2)], True, date(2020, 2, 15), FIRST, LAST),
        ([target(5, quarter=2)], False, date(2020, 2, 15), date(2020, 1, 1), date(2020, 3, 31)),
        ([target(5, quarter=2)], False, date(2020, 4, 1), FIRST, LAST),
        ([], False, date(2020, 9, 30), FIRST, LAST),
        ([target(5, month=Month(2020, 2))], False, date(2020, 2, 15), date(2020, 2, 1), date(2020, 2, 29)),
        ([target(5, month=Month(2020, 9))], False, date(2020, 11, 1), FIRST, LAST),
    ],
)
def test_the_days_counted_are_those_of_the_goal_of_the_day(
    of: list[Target], cumulative: bool, day: date, first: date, end: date
) -> None:
    span = span_of(replace(BASE, cumulative=cumulative, period_targets=tuple(of)), YEAR, day)
    assert (span.first, span.end, span.last) == (first, end, min(day, LAST))


def test_a_quarters_target_judges_how_it_stands_the_years_what_is_settled() -> None:
    indicator = replace(BASE, target=Decimal(10), period_targets=(target(2, quarter=1), target(4, quarter=2)))

    def state(count: int, day: date) -> tuple[str, str]:
        result = evaluate(indicator, CountFacts(count), day, YEAR)
        return result.status.value, str(result.achievement)

    assert state(3, date(2019, 12, 31)) == ("on_track", "150")
    assert state(3, date(2020, 1, 1)) == ("open", "75")
    assert state(10, date(2020, 1, 1)) == ("secured", "250")
    assert state(3, date(2020, 7, 1)) == ("open", "30")


@pytest.mark.parametrize(
    ("comparison", "quarter", "year", "day", "status"),
    [
        ("ge", 3, 15, LAST, Status.SECURED),
        ("ge", 3, 9, LAST, Status.OUT_OF_REACH),
        ("ge", 3, 9, date(2020, 7, 1), Status.ON_TRACK),
        ("ge", 2, 9, date(2020, 7, 1), Status.OPEN),
        ("le", 1, 12, LAST, Status.SECURED),
        ("le", 1, 13, date(2020, 7, 1), Status.OUT_OF_REACH),
        ("le", 4, 5, date(2020, 7, 1), Status.BEHIND),
    ],
)
def test_what_is_settled_goes_by_the_years_figures_where_a_period_counts_by_itself(
    comparison: str, quarter: int, year: int, day: date, status: Status
) -> None:
    of = tuple(target(3, quarter=n) for n in (1, 2, 3, 4))
    indicator = replace(BASE, comparison=comparison, target=Decimal(12), cumulative=False, period_targets=of)
    result = evaluate(indicator, CountFacts(quarter), day, YEAR, of_year=CountFacts(year))
    assert (result.status, result.target, result.value) == (status, 3, quarter)
    assert result.status_label == (
        "เกินค่าที่กำหนดแล้ว" if (comparison, year) == ("le", 13) else result.status_label
    )


@pytest.mark.parametrize("goal", [None, Decimal(50)])
def test_the_worst_is_the_greater_where_less_is_better_also_without_a_target(goal: Decimal | None) -> None:
    indicator = replace(BASE, comparison="le", formula="share_within", target=goal)
    result = evaluate(indicator, ShareFacts(4, 2, 1, 1), date(2020, 6, 30), YEAR)
    assert (result.worst, result.best) == (75, 50)
    assert result.span == (50, 75)


@pytest.mark.parametrize(
    ("goal", "unit", "words", "sign"),
    [
        (Goal("ge", Decimal(80)), "percent", "ไม่น้อยกว่าร้อยละ 80.00", "≥ 80"),
        (Goal("eq", Decimal(100)), "percent", "ร้อยละ 100.00", "= 100"),
        (Goal("le", Decimal(5)), "เรื่อง", "ไม่เกิน 5 เรื่อง", "≤ 5"),
        (Goal("between", Decimal(60), Decimal(80)), "percent", "ร้อยละ 60.00-80.00", "60-80"),
        (Goal("between", Decimal(1), Decimal("2.5")), "ตัน", "1-2.5 ตัน", "1-2.5"),
    ],
)
def test_a_goal_in_words(goal: Goal, unit: str, words: str, sign: str) -> None:
    assert (goal.words(unit), goal.sign) == (words, sign)


def test_a_span_without_its_end_is_no_target_and_said_so() -> None:
    result = evaluate(replace(BASE, comparison="between", target=Decimal(5)), CountFacts(4), LAST, YEAR)
    assert (result.goal, result.status, result.achievement) == (None, Status.REPORTED, None)
    assert "ยังไม่มีค่าสูงสุด" in result.warnings[0]


def test_what_counts_by_itself_says_which_days_it_counts() -> None:
    alone = replace(BASE, formula="share_within", cumulative=False)
    by_quarter, by_month = (target(5, quarter=2),), (target(5, month=Month(2020, 2)),)
    found = {
        months: evaluate(replace(alone, period_targets=of), ShareFacts(4, 3, 1, 0), date(2020, 2, 5), YEAR)
        for months, of in ((3, by_quarter), (1, by_month))
    }
    assert [found[n].formula.rpartition(" · ")[2] for n in (3, 1)] == ["นับเฉพาะ ม.ค.–มี.ค.", "นับเฉพาะ ก.พ."]
    assert [found[n].workings[0].label for n in (3, 1)] == ["รวมทั้งไตรมาส", "รวมทั้งเดือน"]


@pytest.mark.parametrize(
    ("of", "cumulative", "when"),
    [
        ([target(5, quarter=2)], True, "ถึงสิ้น มี.ค. 63"),
        ([target(5, quarter=2)], False, "เฉพาะไตรมาสที่ 2"),
        ([target(5, month=Month(2020, 2))], True, "ถึงสิ้น ก.พ. 63"),
        ([target(5, month=Month(2020, 2))], False, "เฉพาะ ก.พ. 63"),
    ],
)
def test_a_goal_says_whether_its_period_counts_by_itself(
    of: list[Target], cumulative: bool, when: str
) -> None:
    goal = goal_on(replace(BASE, cumulative=cumulative, period_targets=tuple(of)), YEAR, date(2020, 2, 15))
    assert goal is not None
    assert goal.when == when
