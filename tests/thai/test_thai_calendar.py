"""The working days of Bangkok government offices."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.thai.calendar import Holiday, WorkingCalendar, government_calendar
from core.thai.fiscal import first_day_of, last_day_of, months_of

CALENDAR = government_calendar()
DAY = timedelta(days=1)
days = st.dates(date(2015, 1, 1), date(2040, 12, 31))


def test_fiscal_year_2563_month_by_month() -> None:
    months = [CALENDAR.working_days_between(m.first_day - DAY, m.last_day) for m in months_of(2563)]
    assert months == [21, 19, 18, 22, 19, 22, 21, 18, 21, 19, 20, 20]
    assert CALENDAR.working_days_between(first_day_of(2563) - DAY, last_day_of(2563)) == 240


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2019, 10, 24), date(2019, 11, 6)),
        (date(2020, 4, 22), date(2020, 5, 1)),
        (date(2020, 6, 26), date(2020, 7, 9)),
        (date(2019, 12, 24), date(2020, 1, 7)),
        (date(2020, 4, 25), date(2020, 5, 7)),  # received on a Saturday
    ],
)
def test_seventh_working_day(received: date, due: date) -> None:
    assert CALENDAR.nth_working_day_after(received, 7) == due


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2020, 5, 1), True),  # Labour Day
        (date(2021, 5, 3), True),  # in lieu of Labour Day
        (date(2020, 5, 11), False),  # Royal Ploughing Day
        (date(2020, 4, 13), True),  # Songkran was put off
        (date(2020, 7, 27), False),  # and came here
        (date(2020, 9, 4), False),
        (date(2020, 9, 7), False),
        (date(2019, 11, 4), False),  # ASEAN summit
        (date(2019, 12, 30), False),
        (date(2019, 4, 12), False),
        (date(2020, 12, 7), True),  # in-lieu day moved to the 11th
        (date(2020, 12, 11), False),
        (date(2021, 10, 21), False),
        (date(2021, 10, 22), False),
        (date(2021, 10, 25), True),
        (date(2020, 7, 7), False),  # in lieu of Asalha Bucha, behind Buddhist Lent Day
        (date(2020, 6, 27), False),  # Saturday
    ],
)
def test_days_the_cabinet_decided(day: date, working: bool) -> None:
    assert CALENDAR.is_working_day(day) is working


def test_names_are_thai_and_weekends_have_none() -> None:
    assert CALENDAR.holiday(date(2020, 7, 6)).name == "วันเข้าพรรษา"
    assert CALENDAR.holiday(date(2020, 1, 11)) is None  # Children's Day, a Saturday
    assert CALENDAR.holiday(date(2020, 6, 27)) is None
    assert CALENDAR.holiday(date(2020, 6, 26)) is None


def test_holidays_of_a_fiscal_year_are_in_order_and_have_a_source() -> None:
    found = CALENDAR.holidays_of(2563)
    assert list(found) == sorted(found)
    assert (found[0].day, found[-1].day) == (date(2019, 10, 13), date(2020, 9, 7))
    assert all(h.name and h.source for h in found)
    assert Holiday(date(2019, 12, 30), "วันหยุดราชการกรณีพิเศษ", "มติ ครม. 29 ต.ค. 2562") in found
    assert not any("แรงงาน" in h.name or "เด็ก" in h.name for h in found)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (date(2019, 12, 31), date(2020, 1, 1), [date(2019, 12, 31), date(2020, 1, 1)]),
        (date(2020, 1, 1), date(2020, 1, 1), [date(2020, 1, 1)]),
        (date(2020, 1, 2), date(2020, 2, 9), [date(2020, 2, 8)]),
        (date(2020, 1, 2), date(2020, 1, 3), []),
    ],
)
def test_holidays_between_two_days_are_those_of_both_and_all_between(
    start: date, end: date, found: list[date]
) -> None:
    assert [holiday.day for holiday in CALENDAR.holidays_between(start, end)] == found


def test_office_additions_and_removals_come_on_top() -> None:
    closed = Holiday(date(2020, 6, 30), "วันหยุดของสำนักงาน", "บันทึกที่ 1")
    own = government_calendar([closed], [date(2020, 7, 6), date(2020, 6, 30), date(2020, 6, 27)])
    assert own.holiday(date(2020, 6, 30)).name == "วันหยุดของสำนักงาน"
    assert own.is_working_day(date(2020, 7, 6))
    assert not own.is_working_day(date(2020, 6, 27)), "a weekend stays a weekend"
    assert own.nth_working_day_after(date(2020, 6, 26), 7) == date(2020, 7, 9)
    assert own == government_calendar([closed], own.removals) != CALENDAR
    assert CALENDAR.is_working_day(date(2020, 6, 30)), "calendars don't leak into each other"


@given(days, st.integers(1, 400))
def test_the_nth_working_day_is_n_working_days_away(day: date, n: int) -> None:
    due = CALENDAR.nth_working_day_after(day, n)
    assert CALENDAR.is_working_day(due)
    assert CALENDAR.working_days_between(day, due) == n
    assert CALENDAR.working_days_between(day, due - DAY) == n - 1


@given(days, st.integers(0, 500))
def test_counting_agrees_with_looking_at_every_day(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    open_days = sum(CALENDAR.is_working_day(start + timedelta(days=n)) for n in range(1, length + 1))
    assert CALENDAR.working_days_between(start, end) == open_days
    assert CALENDAR.working_days_between(end, start) == -open_days


@pytest.mark.parametrize("n", [0, -1])
def test_there_is_no_zeroth_working_day(n: int) -> None:
    with pytest.raises(ValueError, match="1 or more"):
        CALENDAR.nth_working_day_after(date(2020, 1, 1), n)


def test_weekends_alone_where_no_holidays_are_known() -> None:
    assert CALENDAR.holidays_of(2693) == ()
    assert CALENDAR.nth_working_day_after(date(2150, 1, 1), 1).weekday() < 5


def test_every_year_of_use_has_its_holidays() -> None:
    for year in range(2558, 2584):
        assert 15 <= len({h.day for h in CALENDAR.holidays_of(year)}) <= 32, year


def test_a_year_is_worked_out_once() -> None:
    calendar = WorkingCalendar()
    for day in (first_day_of(2563) + timedelta(days=n) for n in range(366)):
        calendar.nth_working_day_after(day, 7)
    assert set(calendar._years) == {2019, 2020}
