"""A day decades from every plan of the file: an error in every register, whatever field holds it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers_drawer import REGISTERS, Drawer

from core.faults import Finding, Severity
from core.registers.cases import cases_of
from core.registers.declare import Field, Register
from core.registers.validate import check
from core.thai.fiscal import first_day_of, fiscal_year_of, last_day_of

FIELDS = [
    pytest.param(register, field, id=f"{register.name}.{field.name}")
    for register in REGISTERS.values()
    for field in register.fields
    if field.type.is_dated
]
DRAWER = Drawer()
plans = st.lists(st.integers(2400, 2699), max_size=4, unique=True).map(tuple)
days = st.dates(date(1857, 1, 1), date(2156, 12, 31))


def value_on(field: Field, day: date) -> Any:
    value = field.type.on_day(day)
    return value.replace(hour=9, minute=15) if isinstance(value, datetime) else value


def said(register: Register, field: Field, day: date, plan_years: tuple[int, ...] = (2563,)) -> list[Finding]:
    context = DRAWER.context(plan_years=plan_years)
    found = check(register, {field.name: value_on(field, day)}, context)
    return [f for f in found if f.code in ("day.far", "day.no_plan")]


@pytest.mark.parametrize(("register", "field"), FIELDS)
def test_every_day_month_and_moment_of_every_register_is_looked_at(register: Register, field: Field) -> None:
    (far,) = said(register, field, date(1977, 1, 31))
    assert (far.code, far.severity, far.field) == ("day.far", Severity.ERROR, field.name)
    assert "2520" in far.message
    (other,) = said(register, field, date(2021, 1, 31))
    assert (other.code, other.severity, other.field) == ("day.no_plan", Severity.REMARK, field.name)
    assert said(register, field, date(2020, 1, 31)) == []


@pytest.mark.parametrize(("register", "field"), FIELDS)
def test_rows_checked_by_columns_are_told_the_same(register: Register, field: Field) -> None:
    context = DRAWER.context(plan_years=(2563,))
    held = [value_on(field, date(year, 1, 31)) for year in (1977, 2020, 2021)]
    found = [
        (place, finding.code)
        for cases in cases_of(register)
        for place, findings in cases.findings({field.name: held}, len(held), context, worded=True)
        for finding in findings
        if finding.code in ("day.far", "day.no_plan")
    ]
    assert found == [(0, "day.far"), (2, "day.no_plan")]


@given(plans, days)
def test_five_fiscal_years_are_near_and_more_are_far(plan_years: tuple[int, ...], day: date) -> None:
    register = REGISTERS["deliverables"]
    found = [f.code for f in said(register, register.field("delivered_on"), day, plan_years)]
    distances = [abs(fiscal_year_of(day) - year) for year in plan_years]
    nearest = min(distances, default=0)
    assert found == ([] if nearest == 0 else ["day.no_plan"] if nearest <= 5 else ["day.far"])


def test_the_last_day_that_is_near_and_the_first_that_is_far() -> None:
    register = REGISTERS["deliverables"]
    field = register.field("delivered_on")
    for day, code in (
        (first_day_of(2558), "day.no_plan"),
        (first_day_of(2558) - timedelta(days=1), "day.far"),
        (last_day_of(2568), "day.no_plan"),
        (last_day_of(2568) + timedelta(days=1), "day.far"),
    ):
        assert [f.code for f in said(register, field, day)] == [code]
