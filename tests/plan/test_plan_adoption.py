"""What a step's plan was adopted as follows from who wrote its months when, in whatever order that is told."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.plan.adoption import FIRST, LAST, Written, changes_in_words, schedule
from core.plan.model import Adoption, Months, Schedule, Step
from core.thai.fiscal import Month, months_of

YEAR = months_of(2563)
STEP = Step(1, 4, "4", "การดำเนินโครงการ", None, None, None, None)
JUNE = date(2020, 6, 30)


def wrote(clock: int, *months: int | None, by: str = "สมศรี", stands: bool = True) -> Written:
    """Months by their place in the year, October 0; ``None`` for months taken away."""
    first, last = (None if n is None else YEAR[n] for n in months)
    return Written((clock, b""), datetime(2020, 1, 1, 9, clock), by, {FIRST: first, LAST: last}, stands)


def months(first: int, last: int) -> Months:
    return Months(YEAR[first], YEAR[last])


def adopted(*written: Written, since: int | None = None) -> Months | None:
    found = schedule(written, (since, b"~") if since is not None else None)
    return found.adoptions[0].months if found.adoptions else None


@pytest.mark.parametrize(
    ("written", "since", "expected"),
    [
        pytest.param((), None, None, id="nothing written"),
        pytest.param((wrote(1, 0, 1), wrote(2, 5, 6)), None, (0, 1), id="the first value filled in"),
        pytest.param((wrote(1, None, None), wrote(2, 5, 6)), None, (5, 6), id="first of all empty"),
        pytest.param((wrote(1, 0, 1), wrote(2, None, None), wrote(3, 5, 6)), None, (0, 1), id="taken away and drawn anew"),
        pytest.param((wrote(1, 0, 1, stands=False), wrote(2, None, None, stands=False), wrote(3, 5, 6)), None, (5, 6),
                     id="the first taken back at once"),
        pytest.param((wrote(1, 0, 1), wrote(2, 2, 3), wrote(5, 5, 6)), 3, (2, 3), id="what stood when the draft became the plan"),
        pytest.param((wrote(1, 0, 1), wrote(2, None, None), wrote(5, 5, 6)), 3, (5, 6), id="nothing stood: the first since"),
        pytest.param((wrote(5, 5, 6), wrote(6, 7, 7)), 3, (5, 6), id="filled in once it was the plan"),
        pytest.param((wrote(1, 0, 1), wrote(2, 4, 4, stands=False), wrote(4, 0, 1, stands=False)), 3, (4, 4),
                     id="taken back only later"),
    ],
)  # fmt: skip
def test_what_is_adopted_first(written, since, expected) -> None:
    assert adopted(*written, since=since) == (months(*expected) if expected else None)


STRETCHES = st.tuples(st.integers(0, 5), st.integers(6, 11)) | st.just((None, None))
WRITINGS = st.lists(st.tuples(STRETCHES, st.booleans()), min_size=1, max_size=8).map(
    lambda found: [wrote(n, *one, stands=stands) for n, (one, stands) in enumerate(found)]
)


@given(WRITINGS, st.randoms(), st.none() | st.integers(0, 8))
def test_the_order_in_which_it_is_told_means_nothing(written, random, since) -> None:
    shuffled = random.sample(written, len(written))
    stamp = None if since is None else (since, b"")
    assert schedule(shuffled, stamp) == schedule(written, stamp)


@given(WRITINGS, STRETCHES)
def test_what_was_adopted_once_stays_whatever_is_written_later(written, later) -> None:
    before = schedule(written, None).adoptions
    after = schedule([*written, wrote(20, *later)], None).adoptions
    assert not before or after == before


def test_one_field_written_by_itself_completes_the_months() -> None:
    first = replace(wrote(1, 0, 1), values={FIRST: YEAR[0], LAST: None})
    second = replace(wrote(2, 0, 1, by="มานี"), values={LAST: YEAR[3]})
    found = schedule([first, second], None)
    assert found.adoptions[0].months == months(0, 3)
    assert (found.adoptions[0].by, found.moved.by) == ("มานี", "มานี")


def planned(first: int | None, last: int | None, *adoptions: Adoption, **moved: object) -> Step:
    ends = [None if n is None else YEAR[n] for n in (first, last)]
    return replace(STEP, planned_from=ends[0], planned_to=ends[1], schedule=Schedule(adoptions, **moved))


def test_lateness_is_measured_against_what_holds_on_the_day() -> None:
    anew = Adoption(months(7, 8), date(2020, 5, 15), "สมศรี", datetime(2020, 5, 15, 9), "ตามหนังสือ กท 0301/45")
    step = planned(7, 8, Adoption(months(5, 6)), anew)
    assert step.due(date(2020, 5, 14)) == months(5, 6)
    assert step.due(date(2020, 5, 15)) == months(7, 8)
    assert step.is_moved(date(2020, 5, 14))
    assert not step.is_moved(JUNE)
    told = changes_in_words(step, JUNE)
    assert told == "ปรับฐานแผนตั้งแต่ 15 พ.ค. 63 (เดิม มี.ค. 63 – เม.ย. 63) โดย สมศรี เหตุผล ตามหนังสือ กท 0301/45"


def test_where_nothing_is_adopted_the_planned_months_are_it() -> None:
    step = planned(0, 1)
    assert step.due(JUNE) == months(0, 1)
    assert not step.is_moved(JUNE)
    assert changes_in_words(step, JUNE) == ""
    assert planned(None, None).due(JUNE) is None


def test_a_plan_taken_away_is_still_measured_and_told() -> None:
    step = planned(None, None, Adoption(months(5, 5)))
    assert step.due(JUNE) == months(5, 5)
    assert changes_in_words(step, JUNE) == "แผนเดิม มี.ค. 63 · แผนปรับ ไม่มีเดือน"


def test_a_month_by_itself_is_said_once() -> None:
    assert Months(Month(2020, 3), Month(2020, 3)).words == "มี.ค. 63"
