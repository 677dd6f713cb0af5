"""What a closed month refuses of a record's change, and what may still be typed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import registers
from core.plan.closing import ClosedRecords, is_closed_by_months, measured_fields
from core.plan.load import bundled_plan
from core.plan.records import PLAN_REGISTERS
from core.registers.as_of import day_of
from core.thai.fiscal import Month

REGISTERS = {r.name: r for r in (*registers.ALL, *PLAN_REGISTERS)}
MAY = date(2020, 5, 31)
MEASURED = measured_fields(bundled_plan("2563"), REGISTERS)

REQUEST = {
    "request_no": "1/2563",
    "procurement": "w119",
    "amount": Decimal(100),
    "received_on": date(2020, 5, 20),
    "payee": "ร้านค้า",
}
AUDIT = {"centre": "50050000", "month": Month(2020, 5), "audited_on": date(2020, 5, 29), "score": Decimal(80)}
STEP = {"fiscal_year": 2563, "project": 1, "step": 1, "started_on": date(2020, 5, 1)}
LATER = date(2020, 6, 3)


def closing(register):
    return ClosedRecords(REGISTERS[register], MAY, MEASURED.get(register, frozenset()))


@pytest.mark.parametrize(
    ("register", "before", "change", "refused"),
    [
        # A request of May gets its cheque in June, and its number and a note with it.
        ("finance_requests", REQUEST, {"cheque_on": LATER, "cheque_no": "7", "note": "รับเอง"}, None),
        ("finance_requests", REQUEST, {"cheque_on": MAY}, ("cheque_on",)),
        (
            "finance_requests",
            REQUEST | {"cheque_on": LATER},
            {"cheque_on": date(2020, 5, 30)},
            ("cheque_on",),
        ),
        ("finance_requests", REQUEST | {"cheque_on": LATER}, {"cheque_on": date(2020, 6, 5)}, None),
        ("finance_requests", REQUEST, {"amount": Decimal(90), "payee": "ร้านอื่น"}, ("payee", "amount")),
        ("finance_requests", REQUEST, {"received_on": LATER}, ()),
        ("finance_requests", REQUEST | {"received_on": LATER}, {"amount": Decimal(90)}, None),
        ("finance_requests", REQUEST | {"received_on": LATER}, {"received_on": MAY}, ()),
        ("centre_audits", AUDIT, {"score": Decimal(90)}, ("score",)),
        ("centre_audits", AUDIT | {"score": None}, {"score": Decimal(90)}, ("score",)),
        ("centre_audits", AUDIT | {"audited_on": LATER}, {"score": Decimal(90)}, None),
        ("project_steps", STEP, {"finished_on": LATER}, None),
        ("project_steps", STEP, {"finished_on": MAY}, ("finished_on",)),
        ("project_steps", STEP | {"fiscal_year": 2564}, {"finished_on": MAY}, None),
        # A register without days says how things are, not what happened.
        ("info_centres", {"code": "1", "url": "a"}, {"url": "b", "name": "ศูนย์"}, None),
        ("signers", {"unit": "finance", "name": "สมศรี"}, {"name": "มานี"}, None),
    ],
)
def test_what_a_change_would_alter(register, before, change, refused):
    assert closing(register).refused(before, before | change) == refused


@pytest.mark.parametrize(
    ("register", "values", "refused"),
    [
        ("finance_requests", REQUEST, True),
        ("finance_requests", REQUEST | {"received_on": LATER}, False),
        ("centre_audits", AUDIT, True),
        ("centre_audits", AUDIT | {"audited_on": LATER}, False),
        ("project_steps", {"fiscal_year": 2563, "project": 1, "step": 9}, False),  # a step more in the plan
        ("project_steps", {"fiscal_year": 2564, "project": 1, "step": 1}, False),  # next year's plan
        ("signers", {"unit": "finance", "name": "สมศรี"}, False),
        # Points of a month's round are given when the round is audited.
        ("audit_points", {"centre": "1", "month": Month(2020, 5), "criterion": "7.1", "points": 5}, False),
    ],
)
def test_what_comes_into_a_closed_month(register, values, refused):
    assert closing(register).refused(None, values) == (() if refused else None)


@pytest.mark.parametrize(
    ("register", "values", "refused"),
    [
        ("finance_requests", REQUEST, True),
        ("finance_requests", REQUEST | {"received_on": LATER}, False),
        ("audit_points", {"centre": "1", "month": Month(2020, 5), "criterion": "7.1", "points": 5}, True),
        ("project_steps", STEP, True),
        ("signers", {"unit": "finance", "name": "สมศรี"}, False),
    ],
)
def test_what_goes_out_of_a_closed_month(register, values, refused):
    assert closing(register).refused(values, None) == (() if refused else None)


def test_what_was_filled_since_may_be_written_again():
    before, after = REQUEST | {"cheque_no": "7"}, REQUEST | {"cheque_no": "8"}
    assert closing("finance_requests").refused(before, after) == ("cheque_no",)
    assert closing("finance_requests").refused(before, after, {"cheque_no"}) is None


def test_neither_the_plan_nor_the_calendar_is_closed():
    open_ones = {name for name, register in REGISTERS.items() if not is_closed_by_months(register)}
    assert {name for name in REGISTERS if name.startswith("plan_")} | {"office_holidays"} == open_ones


def test_an_indicator_counts_by_what_its_formula_looks_at():
    assert MEASURED["centre_audits"] == {"centre", "month", "score", "audited_on"}
    assert MEASURED["finance_requests"] >= {"received_on", "cheque_on", "cancelled_on", "procurement"}
    assert "payee" not in MEASURED["finance_requests"]


DATED = tuple(n for n in sorted(REGISTERS) if is_closed_by_months(REGISTERS[n]) and REGISTERS[n].event_fields)


@st.composite
def _records(draw):
    register = REGISTERS[draw(st.sampled_from(DATED))]
    days = st.integers(-40, 40).map(lambda n: MAY + timedelta(n))

    def value(field):
        if field.type.python is Month:
            return draw(days.map(Month.of))
        if field.type.tells_a_day:
            return draw(days)
        return draw(st.sampled_from([2563, 2564] if field.name == "fiscal_year" else ["a", "b"]))

    def one():
        return {f.name: value(f) if draw(st.booleans()) else None for f in register.stored_fields}

    before = draw(st.one_of(st.none(), st.just(one())))
    changed = {n: v for n, v in one().items() if draw(st.booleans())}
    return register, before, draw(st.one_of(st.none(), st.just({**(before or one()), **changed})))


def _plainly(register, values):
    """A record at the end of May, told field by field; None where it isn't there."""
    if values is None or (values.get("fiscal_year") or 0) > 2563:
        return None
    if register.begins and (day_of(values[register.begins]) or MAY) > MAY:
        return None
    return {
        f.name: None
        if f.type.tells_a_day and not f.beforehand and (values[f.name] or MAY) > MAY
        else values[f.name]
        for f in register.stored_fields
    }


@given(_records())
def test_what_is_let_pass_leaves_the_closed_month_as_it_was(drawn):
    register, before, after = drawn
    counts = MEASURED.get(register.name, frozenset())
    was, becomes = _plainly(register, before), _plainly(register, after)
    if closing(register.name).refused(before, after) is not None:
        assert was != becomes
        return
    if (
        was is None or becomes is None
    ):  # what comes or goes says nothing of a day that has passed, and counts nowhere
        told = {**(was or {}), **(becomes or {})}
        key = {*register.key_fields, register.begins}
        assert not any(told[n] is not None and n in counts for n in told.keys() - key)
        return
    for name in was:
        filled = was[name] is None and name not in counts and not isinstance(becomes[name], date)
        assert was[name] == becomes[name] or filled
