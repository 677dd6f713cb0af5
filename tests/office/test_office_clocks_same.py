"""The declared clocks judge as the code they replace."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core import registers
from core.office.figures.clock_settings import mean_terms
from core.office.figures.clocks import ClockTerms, next_moment
from core.office.figures.enquiries import EnquiryTerms, Limit
from core.office.figures.enquiries import next_moment as next_before
from core.office.figures.requests import RequestTerms
from core.registers.deadlines import overdue_until
from core.thai.calendar import government_calendar

CALENDAR = government_calendar()
FIRST = date(2019, 9, 20)
DAYS = st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n))
MAYBE = st.none() | DAYS
REQUESTS = st.fixed_dictionaries(
    {**dict.fromkeys(("received_on", "returned_on", "resubmitted_on", "cheque_on", "cancelled_on"), MAYBE)},
    optional={"procurement": st.sampled_from(["w119", "other", None])},
)
CHOSEN = st.fixed_dictionaries(
    {
        "working_days": st.integers(1, 20),
        "clock": st.sampled_from(["first_receipt", "resubmission"]),
        "procurement": st.sampled_from(["w119", "other"]),
    }
)


@settings(max_examples=150)
@given(REQUESTS, CHOSEN, DAYS)
def test_requests(values, chosen, as_of):
    register = registers.by_name("finance_requests")
    old = RequestTerms.under(chosen, as_of, CALENDAR)
    new = mean_terms(register, chosen, as_of, CALENDAR)
    before, after = old.state(values), new.state(values)
    assert (after.chip, after.verdict, after.due, after.waits, after.away, after.overdue) == (
        before.chip,
        before.verdict,
        before.due_on,
        before.waits,
        before.away,
        before.overdue,
    )
    assert after.speaking.due == old.due_on(values)
    assert new.due_day(values) == old.due(values)
    assert overdue_until(new.clocks[0], as_of, CALENDAR) == old.overdue_until


MOMENTS = st.integers(0, 60 * 24 * 6).map(lambda n: datetime(2019, 10, 31, 0, 0) + timedelta(minutes=n))
ASKED = st.fixed_dictionaries(
    {name: st.none() | MOMENTS for name in ("asked_at", "acknowledged_at", "answered_at")}
)
LIMITS = st.tuples(st.integers(1, 3000), st.sampled_from(["clock", "office"]))


@settings(max_examples=150)
@given(ASKED, LIMITS, LIMITS, st.integers(0, 7), st.none() | MOMENTS, st.booleans())
def test_enquiries(values, first, second, day, now, near):
    as_of = date(2019, 10, 30) + timedelta(days=day)
    if near and values["asked_at"]:
        for name in ("acknowledged_at", "answered_at"):
            if values[name]:
                values[name] = values["asked_at"] + (values[name] - datetime(2019, 10, 31)) / 60
                values[name] = values[name].replace(second=0, microsecond=0)
    register = registers.by_name("letter_enquiries")
    old = EnquiryTerms(as_of, CALENDAR, Limit(*first), Limit(*second))
    clocks = tuple(
        replace(clock, limit=n, unit="office_minutes" if hours == "office" else "minutes")
        for clock, (n, hours) in zip(register.clocks, (first, second), strict=True)
    )
    new = ClockTerms(register, clocks, as_of, CALENDAR)
    before, after = old.state(values, now), new.state(values, now)
    assert (after.chip, after.verdicts, after.waits) == (
        before.chip,
        (before.acknowledged, before.answered),
        before.waits,
    )
    if values["asked_at"]:
        assert tuple(s.due for s in after.clocks) == tuple(old.limits(values["asked_at"]).values())
    following = next_moment(clocks, values)
    assert (following.until if following else None) == next_before(values)
