"""The plan put together from records: round trip, other years, and records that merging left in a poor state."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.plan.compose import plan_from_rows
from core.plan.load import bundled_plan, genesis
from core.plan.records import PLAN_REGISTERS
from core.thai.fiscal import Month

Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def rows() -> Rows:
    release = genesis("2563")
    return {r.name: [dict(row) for row in release.of(r.name)] for r in PLAN_REGISTERS}


def test_the_order_of_records_does_not_matter(rows: Rows) -> None:
    backwards: Mapping[str, Sequence[Mapping[str, Any]]] = {n: rs[::-1] for n, rs in rows.items()}
    assert plan_from_rows(2563, backwards) == bundled_plan("2563")


def test_records_that_went_through_the_file_give_the_same_plan(rows: Rows) -> None:
    for register in PLAN_REGISTERS:
        for row in rows[register.name]:
            row |= {f.name: f.from_wire(f.to_wire(row[f.name])) for f in register.stored_fields}
    assert plan_from_rows(2563, rows) == bundled_plan("2563")


def test_other_years_are_passed_over(rows: Rows) -> None:
    later = {name: [{**r, "fiscal_year": 2564, "title": "อื่น"} for r in rs] for name, rs in rows.items()}
    both = {name: rs + later[name] for name, rs in rows.items()}
    assert plan_from_rows(2563, both) == bundled_plan("2563")
    assert plan_from_rows(2564, both).title == "อื่น"


def test_an_edit_shows(rows: Rows) -> None:
    step = next(r for r in rows["plan_steps"] if (r["project"], r["step"]) == (1, 4))
    step |= {"planned_from": Month(2020, 5), "planned_to": Month(2020, 7)}
    project = next(r for r in rows["plan_projects"] if r["number"] == 1)
    project |= {
        "contract_contractor": "บจก.ก่อสร้าง",
        "contract_amount": Decimal("3500000.50"),
        "contract_signed_on": date(2020, 2, 3),
    }
    plan = plan_from_rows(2563, rows)
    changed = plan.project(1).steps[3]
    assert (changed.planned_from, changed.planned_to) == (Month(2020, 5), Month(2020, 7))
    contract = plan.project(1).contract
    assert (contract.contractor, contract.number) == ("บจก.ก่อสร้าง", None)
    assert (contract.amount, contract.signed_on, contract.due_on) == (
        Decimal("3500000.50"),
        date(2020, 2, 3),
        None,
    )
    assert replace(plan.project(2)) == bundled_plan("2563").project(2)


def test_nothing_at_all_is_an_empty_plan() -> None:
    plan = plan_from_rows(2599, {})
    assert (plan.fiscal_year, plan.title, plan.indicators, plan.tables) == (2599, "", (), ())


def test_an_unknown_unit_node_or_formula_still_composes(rows: Rows) -> None:
    rows["plan_units"].clear()
    rows["plan_nodes"].clear()
    rows["plan_indicators"][0] |= {"owner": "nobody", "formula": "later", "unit": "สี"}
    indicator = plan_from_rows(2563, rows).indicator("1")
    assert (indicator.owner, indicator.formula, indicator.unit) == ("nobody", "later", "สี")


@pytest.mark.parametrize("typed", [None, ""])
def test_parameters_left_empty_are_the_formulas_own(rows: Rows, typed: str | None) -> None:
    rows["plan_indicators"][0]["parameters"] = typed
    assert plan_from_rows(2563, rows).indicator("1").parameters == {}


@pytest.mark.parametrize("typed", ["{", "[1]", "7", "[" * 9_000])
def test_parameters_that_cannot_be_read_are_none(rows: Rows, typed: str) -> None:
    """None, and not the formula's own: the office chose others, which nobody knows any more."""
    rows["plan_indicators"][0]["parameters"] = typed
    assert plan_from_rows(2563, rows).indicator("1").parameters is None


def test_records_with_empty_fields_still_compose(rows: Rows) -> None:
    for register in PLAN_REGISTERS:
        for row in rows[register.name][::2]:
            row |= {f.name: None for f in register.stored_fields if f.name != "fiscal_year"}
    plan = plan_from_rows(2563, rows)
    assert len(plan.indicators) == len(rows["plan_indicators"])
    assert plan.indicators[-1].code == ""


def test_records_with_absent_fields_still_compose(rows: Rows) -> None:
    for name, records in rows.items():
        rows[name] = [{"fiscal_year": 2563}, *records]
    assert plan_from_rows(2563, rows).indicator("3") == bundled_plan("2563").indicator("3")
