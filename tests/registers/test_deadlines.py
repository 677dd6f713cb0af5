"""Clocks of a record at the end of a day: the last day or moment in time, and in time, late, open, stopped or out."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.registers.clocks import UNITS, Clock
from core.registers.deadlines import judged, last_in_time, overdue_until
from core.thai.calendar import end_of, government_calendar

CALENDAR = government_calendar()
MONDAY = date(2020, 6, 22)


def clock(unit, limit, **more):
    return Clock(name="close", label="ปิดเรื่อง", since="since", until="until", unit=unit, limit=limit, **more)


@pytest.mark.parametrize(
    ("unit", "limit", "began", "last"),
    [
        ("working_days", 1, date(2020, 6, 26), date(2020, 6, 29)),  # a Friday: over the weekend
        ("working_days", 7, date(2019, 10, 24), date(2019, 11, 6)),  # 4 and 5 November were holidays
        ("days", 3, date(2020, 6, 26), date(2020, 6, 29)),
        ("minutes", 15, datetime(2020, 6, 26, 16, 25), datetime(2020, 6, 26, 16, 40)),
        ("office_minutes", 15, datetime(2020, 6, 26, 16, 25), datetime(2020, 6, 29, 8, 40)),
        ("office_minutes", 5, datetime(2020, 6, 26, 16, 25), datetime(2020, 6, 26, 16, 30)),
        ("hours", 48, datetime(2020, 6, 26, 9, 0), datetime(2020, 6, 28, 9, 0)),
        ("office_hours", 8, datetime(2020, 6, 26, 9, 0), datetime(2020, 6, 29, 9, 0)),
    ],
)
def test_the_last_in_time_is_counted_in_the_clocks_unit(unit, limit, began, last):
    assert last_in_time(clock(unit, limit), began, CALENDAR) == last


DAY_CLOCK = clock("days", 3, stopped_by="stopped", out_since="out", restarts_on="back")
OUT = {"since": MONDAY, "out": date(2020, 6, 23)}
RECORDS = {
    "nothing yet": ({}, 25, "not_begun", None),
    "comes later": ({"since": date(2020, 6, 26)}, 25, "later", 29),
    "time left": ({"since": MONDAY}, 24, "open", 25),
    "the last day is over": ({"since": MONDAY}, 25, "late", 25),
    "done on the last day": ({"since": MONDAY, "until": date(2020, 6, 25)}, 30, "in_time", 25),
    "done a day later": ({"since": MONDAY, "until": date(2020, 6, 26)}, 30, "late", 25),
    "done later than the day looked at": ({"since": MONDAY, "until": date(2020, 6, 25)}, 24, "open", 25),
    "stopped": ({"since": MONDAY, "stopped": date(2020, 6, 24)}, 30, "stopped", 25),
    "not stopped yet": ({"since": MONDAY, "stopped": date(2020, 6, 24)}, 23, "open", 25),
    "out: no clock runs": (OUT, 30, "open", None),
    "not out yet": (OUT, 22, "open", 25),
    "back: it began anew": ({**OUT, "back": date(2020, 6, 26)}, 28, "open", 29),
    "back, and over": ({**OUT, "back": date(2020, 6, 26)}, 29, "late", 29),
    "done while out": ({**OUT, "until": date(2020, 6, 25)}, 30, "in_time", 25),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_stands_as_of_the_day(name):
    values, day, standing, due = RECORDS[name]
    (state,) = judged([DAY_CLOCK], values, date(2020, 6, day), CALENDAR)
    assert (state.standing, state.due) == (standing, due and date(2020, 6, due))


def test_a_clock_that_runs_on_takes_no_notice_of_being_out():
    running = clock("days", 3, out_since="out", restarts_on="back", runs_on=True)
    (state,) = judged([running], OUT, date(2020, 6, 24), CALENDAR)
    assert (state.out, state.due) == (True, date(2020, 6, 25))
    (back,) = judged([running], {**OUT, "back": date(2020, 6, 24)}, date(2020, 6, 24), CALENDAR)
    assert (back.out, back.due) == (False, date(2020, 6, 25))


def test_a_limit_in_minutes_is_judged_at_the_days_end():
    minutes = clock("minutes", 30)
    (state,) = judged([minutes], {"since": datetime(2020, 6, 22, 23, 30)}, MONDAY, CALENDAR)
    assert state.standing == "open"  # until midnight, which is no longer of the day
    (state,) = judged([minutes], {"since": datetime(2020, 6, 22, 23, 29)}, MONDAY, CALENDAR)
    assert state.standing == "late"


def test_what_stops_one_clock_stops_the_others():
    found = judged([DAY_CLOCK, clock("days", 9)], {"since": MONDAY, "stopped": MONDAY}, MONDAY, CALENDAR)
    assert [state.standing for state in found] == ["stopped", "stopped"]


@given(
    st.sampled_from(sorted(UNITS)),
    st.integers(1, 60),
    st.dates(date(2019, 10, 1), date(2020, 9, 30)),
)
def test_what_began_by_then_is_overdue_and_what_began_later_is_not(unit, limit, as_of):
    chosen = clock(unit, limit)
    found = overdue_until(chosen, as_of, CALENDAR)
    step, end = (timedelta(days=1), as_of) if chosen.by_day else (timedelta(minutes=1), end_of(as_of))
    assert last_in_time(chosen, found, CALENDAR) < end <= last_in_time(chosen, found + step, CALENDAR)
