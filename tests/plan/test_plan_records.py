"""The plan's own registers: keys, limits and the few rules an edit must keep."""

from datetime import date
from typing import Any

import pytest

from core.faults import Finding
from core.plan.load import genesis
from core.plan.records import PLAN_REGISTERS
from core.registers.declare import Register, RuleContext
from core.thai.fiscal import Month

BY_NAME = {r.name: r for r in PLAN_REGISTERS}


class Nothing:
    """No other records, every day a working day."""

    def by_key(self, register: str, key: str) -> None:
        return None

    def where(self, register: str, **equals: object) -> tuple[()]:
        return ()

    def is_working_day(self, day: date) -> bool:
        return True


class Released(Nothing):
    """The records of the released plan, by their keys."""

    def __init__(self) -> None:
        rows = [(BY_NAME[name], values) for name, _, values in genesis("2563").rows if name in BY_NAME]
        self._rows = {(r.name, r.key(*(values.get(f) for f in r.key_fields))): values for r, values in rows}

    def by_key(self, register: str, key: str) -> Any:
        return self._rows.get((register, key))


def findings(
    register: Register, others: Nothing | None = None, **values: Any
) -> list[tuple[str, str | None]]:
    context = RuleContext(others or Nothing(), Nothing(), date(2020, 6, 30), {})
    found: list[Finding] = [f for rule in register.rules for f in rule(values, context)]
    assert all("โปรด" in f.message for f in found)
    return [(f.code, f.field) for f in found]


def test_all_are_kept_with_the_plan_by_whoever_may_add_and_take_out() -> None:
    for register in PLAN_REGISTERS:
        assert (register.unit, register.internal, register.plan_born, register.fixed_id) == (
            "",
            True,
            False,
            True,
        )
        assert register.key_fields[0] == "fiscal_year"
        assert all(any("\u0e00" < c < "\u0e7f" for c in f.label) for f in register.fields)


def test_a_key_needs_all_its_parts() -> None:
    steps = BY_NAME["plan_steps"]
    assert steps.natural_key({"fiscal_year": 2563, "project": 1, "step": 2}) == "2563|1|2"
    assert steps.natural_key({"fiscal_year": 2563, "project": 1, "step": None}) is None
    assert steps.natural_key({"project": 1, "step": 2}) is None


def test_the_released_plan_breaks_no_rule() -> None:
    released = Released()
    for name, _, values in genesis("2563").rows:
        if name in BY_NAME:
            assert findings(BY_NAME[name], released, **values) == []


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, []),
        (Month(2019, 10), Month(2020, 9), []),
        (Month(2020, 5), Month(2020, 5), []),
        (Month(2020, 5), None, [("planned.incomplete", "planned_to")]),
        (None, Month(2020, 5), [("planned.incomplete", "planned_from")]),
        (Month(2020, 5), Month(2020, 4), [("planned.backwards", "planned_to")]),
        (Month(2019, 9), Month(2020, 1), [("planned.outside", "planned_from")]),
        (Month(2020, 9), Month(2020, 10), [("planned.outside", "planned_to")]),
    ],
)
def test_planned_months(first: Month | None, last: Month | None, expected: list[tuple[str, str]]) -> None:
    values = {"fiscal_year": 2563, "planned_from": first, "planned_to": last}
    assert findings(BY_NAME["plan_steps"], **values) == expected


def test_a_contract_ends_after_it_is_signed() -> None:
    projects = BY_NAME["plan_projects"]
    assert findings(projects, contract_signed_on=date(2020, 2, 3), contract_due_on=date(2020, 2, 3)) == []
    backwards = findings(projects, contract_signed_on=date(2020, 2, 3), contract_due_on=date(2020, 2, 2))
    assert backwards == [("contract.backwards", "contract_due_on")]


@pytest.mark.parametrize(
    ("typed", "fine"), [("{}", True), (None, True), ('{"times": 4}', True), ("[4]", False), ("{", False)]
)
def test_parameters_are_a_json_object(typed: str | None, fine: bool) -> None:
    found = findings(BY_NAME["plan_indicators"], parameters=typed)
    assert found == ([] if fine else [("parameters.unreadable", "parameters")])
