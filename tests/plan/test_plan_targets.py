"""One target: the plan's wording is printed while it says the number, comparison and unit, else these are."""

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plan_check_edits import corrected, with_indicator

from core.plan.check import check_plan
from core.plan.load import bundled_plan
from core.plan.model import Plan
from core.plan.printed import printed_plan
from core.plan.printed_targets import target_cells
from core.plan.targets import agrees, composed, printed_target, worded
from core.thai.digits import to_thai

FILE = Path(__file__).parents[1] / "cases" / "plan" / "target-wording.toml"
CASES = [case for cases in tomllib.loads(FILE.read_text("utf-8")).values() for case in cases]
UNITS = st.sampled_from(["percent", "piece", "person", "level"])
COMPARISONS = st.sampled_from(["ge", "eq"])
AMOUNTS = st.integers(0, 10**9).map(lambda n: Decimal(n) / 100)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return bundled_plan("2563")


def with_target(plan: Plan, code: str, value: Decimal | None) -> Plan:
    targets = tuple(
        replace(t, value=value) if t.year == plan.fiscal_year else t for t in plan.indicator(code).targets
    )
    return with_indicator(code, target=value, targets=targets)(plan)


@pytest.mark.parametrize("case", CASES, ids=[f"{c[0]}:{c[1]}:{c[2]}:{c[3]}" for c in CASES])
def test_a_target_prints_as_the_case_says(case: list[str]) -> None:
    text, number, unit, comparison, printed = case
    value = None if number == "-" else Decimal(number)
    assert worded(text, value, unit, comparison) == (text if printed == "=" else printed)


@given(AMOUNTS, UNITS, COMPARISONS, st.booleans())
def test_what_is_composed_says_its_target_and_no_other(
    value: Decimal, unit: str, comparison: str, thai: bool
) -> None:
    text = composed(value, unit, comparison)
    text = to_thai(text) if thai else text
    assert agrees(text, value, unit, comparison)
    assert worded(text, value, unit, comparison) == text
    assert not agrees(text, value + Decimal("0.01"), unit, comparison)
    assert not agrees(text, None, unit, comparison)


def test_the_plan_of_2563_prints_its_own_words_everywhere(plan: Plan) -> None:
    assert printed_plan(plan) == plan
    cells = [cell for t in plan.tables for row in t.rows for cell in target_cells(plan, t, row)]
    assert len(cells) == 40
    for indicator in plan.indicators:
        for target in indicator.targets:
            told = target.text.strip("-") or ("ร้อยละ 100.00" if target.value else "")
            assert printed_target(indicator, target.year) == told


@pytest.mark.parametrize("code", ["1", "2", "3", "4.1", "4.2", "5.1", "5.2", "5.4"])
def test_a_changed_number_is_printed_in_every_table_and_reported(plan: Plan, code: str) -> None:
    changed = with_target(plan, code, Decimal(77))
    indicator = changed.indicator(code)
    new = composed(Decimal(77), indicator.unit, indicator.comparison)
    before, after = (
        [
            (t.name, row.ordinal, cell.column, cell.text, cell.printed)
            for t in p.tables
            for row in t.rows
            for cell in target_cells(p, t, row)
            if any(i.code == code and t is not None and t.year == 2563 for i, t in cell.of)
        ]
        for p in (plan, changed)
    )
    assert len(before) == len(after) == 4  # objectives, measures, tables ก and ข
    assert all(new in printed for *_, printed in after)
    assert all(text.count("\n") == printed.count("\n") for *_, text, printed in after if "\n" in printed)
    table = printed_plan(changed).table(after[0][0])
    assert table.rows[after[0][1] - 1].cells[after[0][2]] == after[0][4]
    found = [a for a in check_plan(changed) if a.code.startswith("target.")]
    assert [a.code for a in found].count("target.text") == 1
    assert [a.code for a in found].count("target.printed") == 4
    assert all(new in a.message for a in found)
    assert printed_plan(with_target(changed, code, plan.indicator(code).target)) == plan


def test_a_changed_comparison_or_unit_changes_what_is_printed(plan: Plan) -> None:
    changed = with_indicator("5.1", unit="piece")(with_indicator("2", comparison="eq")(plan))
    assert printed_target(changed.indicator("5.1"), 2563) == "ไม่น้อยกว่า 50 ชิ้นงาน"
    assert printed_target(changed.indicator("2"), 2563) == "ร้อยละ 10.00"


def test_an_amount_alone_does_not_say_that_it_must_not_be_passed(plan: Plan) -> None:
    changed = with_indicator("3", comparison="le")(plan)
    assert not agrees("ร้อยละ 80", Decimal(80), "percent", "le")
    assert agrees("ไม่เกินร้อยละ 80", Decimal(80), "percent", "le")
    (row,) = (r for r in printed_plan(changed).table("targets.3").rows if r.kind == "row")
    assert row.cells[4].startswith("ไม่เกินร้อยละ 80")
    assert "target.printed" in {a.code for a in check_plan(changed)}


def test_a_cell_of_several_targets_keeps_its_numbers_and_what_agrees(plan: Plan) -> None:
    changed = printed_plan(with_target(plan, "5.3", Decimal(90)))
    (row,) = (
        r
        for r in changed.table("table-a.5").rows
        if r.kind == "row" and "5.3" in r.ref and "5.1" in r.ref and r.cells[2].startswith("1)")
    )
    assert row.cells[2] == "1) ไม่น้อยกว่า 50 คน\n2) ร้อยละ 80\n3) ไม่น้อยกว่าร้อยละ 90.00\n4) ร้อยละ 80"


@pytest.mark.parametrize(
    "cell", ["ไม่น้อยกว่า 50 คน และร้อยละ 80 ทุกข้อ", "1) ไม่น้อยกว่า\n50 คน\n2) ร้อยละ\n80\n3) ร้อยละ 80\n4) ร้อยละ 80"]
)
def test_a_cell_whose_lines_cant_be_counted_off_is_kept_while_it_says_all(plan: Plan, cell: str) -> None:
    loose = corrected(plan, "tables/table-b.5", "ไม่น้อยกว่า 50 คน\nร้อยละ 80\nร้อยละ 80\nร้อยละ 80", cell)
    assert printed_plan(loose) == loose
    changed = printed_plan(with_target(loose, "5.1", Decimal(60)))
    (printed,) = {
        c.printed
        for row in changed.table("table-b.5").rows
        for c in target_cells(with_target(plan, "5.1", Decimal(60)), changed.table("table-b.5"), row)
        if len(c.of) == 4
    }
    assert printed.startswith("1) ไม่น้อยกว่า 60 คน\n2) ")
    assert printed.count("80") == 3


def test_a_target_taken_away_leaves_a_dash_in_the_tables(plan: Plan) -> None:
    changed = printed_plan(with_target(plan, "3", None))
    (row,) = (r for r in changed.table("targets.3").rows if r.kind == "row")
    assert row.cells[2:] == ("---", "---", "---")
    assert printed_target(changed.indicator("3"), 2563) == ""


def test_a_target_whose_record_is_gone_leaves_a_dash_in_the_tables(plan: Plan) -> None:
    targets = tuple(t for t in plan.indicator("3").targets if t.year != plan.fiscal_year)
    changed = with_indicator("3", target=None, targets=targets)(plan)
    told = [
        row.cells
        for t in printed_plan(changed).tables
        for row in t.rows
        if row.kind == "row" and "3" in row.ref
    ]
    assert not [c for cells in told for c in cells if c == "ร้อยละ 80"]
    assert [a.code for a in check_plan(changed)].count("target.printed") == 4


def test_an_empty_cell_is_filled_once_the_plan_has_the_target(plan: Plan) -> None:
    emptied = corrected(plan, "tables/targets.3", "ร้อยละ 80", "")
    (row,) = (r for r in printed_plan(emptied).table("targets.3").rows if r.kind == "row")
    assert row.cells[4] == "ร้อยละ 80"


def test_a_title_and_prose_that_name_another_target_are_told_of_once(plan: Plan) -> None:
    for code, phrase in (("4.2", "อย่างน้อย 1 ชิ้นงาน"), ("3", "เป้าหมายร้อยละ 80")):
        (advice,) = (a for a in check_plan(with_target(plan, code, Decimal(90))) if a.code == "target.named")
        assert phrase in advice.message
        assert advice.ref == f"indicator:{code}"
