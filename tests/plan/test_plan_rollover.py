"""Next year's plan by rule: what is moved on, what is copied as it is, whatever shape the plan has."""

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import registers
from core.plan.carried import Unspent, next_budget
from core.plan.compose import plan_from_rows
from core.plan.load import BORN_REGISTERS, genesis
from core.plan.model import BudgetLine, Plan, PrintedRow, Project, Target
from core.plan.records import PLAN_REGISTERS
from core.plan.rollover import Closing, next_plan
from core.plan.years import cells_moved_on, head_moved_on, moved_on, years_to_judge
from core.thai.fiscal import Month

FILE = Path(__file__).parents[1] / "cases" / "plan" / "next-year.toml"
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))["กรณี"]
Rows = dict[str, list[dict[str, Any]]]
REGISTERS = {register.name: register for register in registers.ALL}


@pytest.fixture(scope="module")
def rows() -> Rows:
    release = genesis("2563")
    return {n: [*map(dict, release.of(n))] for n in (*(r.name for r in PLAN_REGISTERS), *BORN_REGISTERS)}


def rolled(year: int, rows: Mapping[str, Any], closing: Closing | None = None) -> Rows:
    made: Rows = {}
    for name, record, values in next_plan(year, rows, closing or Closing(), REGISTERS):
        made.setdefault(name, []).append({"id": record, **values})
    return made


@pytest.mark.parametrize("case", CASES, ids=[str(n) for n, _ in enumerate(CASES, 1)])
def test_a_text_is_moved_on_or_left_as_the_cases_say(case) -> None:
    turn = head_moved_on if case.get("หัวตาราง") else moved_on
    new = turn(case["เดิม"], 2563)
    assert new == (case["ใหม่"] or case["เดิม"])
    assert "หัวตาราง" in case or list(years_to_judge(new, 2564)) == case.get("ตรวจ", [])


def test_target_columns_move_one_year_on_and_the_last_is_kept() -> None:
    heads = ("ลำดับที่", "ตัวชี้วัด", "ค่าเป้าหมาย2561", "2562", "2563")
    row = PrintedRow(1, "row", ("1", "ความสำเร็จ", "---", "ร้อยละ 70", "ร้อยละ 80"))
    assert cells_moved_on(row, heads, 2563)[2:] == ("ร้อยละ 70", "ร้อยละ 80", "ร้อยละ 80")


@given(
    st.text(alphabet="กปีพ.ศ 0123456789๐๑๒๓๔๕๖๗๘๙\nงบประมาณมกราคม,()", max_size=60), st.integers(2550, 2598)
)
def test_moving_on_changes_digits_alone(text, year) -> None:
    moved = moved_on(text, year)
    assert len(moved) == len(text)
    kind = {**dict.fromkeys("0123456789", "a"), **dict.fromkeys("๐๑๒๓๔๕๖๗๘๙", "ก")}
    assert [kind.get(c, c) for c in moved] == [kind.get(c, c) for c in text]


def project(budget: int | None, *lines: tuple[str, int], text: str = "---") -> Project:
    amount = None if budget is None else Decimal(budget)
    given = tuple(BudgetLine(n, title, Decimal(a)) for n, (title, a) in enumerate(lines, 1))
    return Project(1, "", "", "", amount, text, "", 1, "", "", True, None, (), (), given)


def test_unspent_money_comes_as_lines_of_its_own() -> None:
    budget = next_budget(project(500), Unspent(Decimal(30), Decimal("20.50")), 2563)
    assert budget.amount == Decimal("550.50")
    assert budget.lines == (
        ("งบประมาณ พ.ศ.2564", Decimal(500)),
        ("เงินเหลื่อมปีงบประมาณ พ.ศ. 2563 ที่ยังไม่ก่อหนี้ผูกพัน", Decimal(30)),
        ("เงินเหลื่อมปีงบประมาณ พ.ศ. 2563 ที่ก่อหนี้ผูกพันแล้ว", Decimal("20.50")),
    )
    assert budget.text.startswith("เป็นเงิน 550.50 บาท (งบประมาณ พ.ศ.2564 เป็นเงิน 500.- บาท เงินเหลื่อมปี")


def test_money_carried_over_once_is_not_carried_again() -> None:
    was = project(1200, ("งบประมาณ พ.ศ.2563", 1000), ("ไว้เบิกเหลื่อมปีงบประมาณพ.ศ.2562", 200))
    budget = next_budget(was, Unspent(), 2563)
    assert (budget.amount, budget.lines) == (Decimal(1000), (("งบประมาณ พ.ศ.2564", Decimal(1000)),))
    only_carried = next_budget(project(200, ("เงินเหลื่อมปี 2562", 200)), Unspent(), 2563)
    assert (only_carried.amount, only_carried.lines, only_carried.text) == (None, (), "---")


def test_a_project_with_nothing_left_keeps_its_budget_and_has_no_such_line() -> None:
    budget = next_budget(project(500, text="500 บาท ปีงบประมาณ 2563"), Unspent(), 2563)
    assert (budget.amount, budget.lines, budget.text) == (Decimal(500), (), "500 บาท ปีงบประมาณ 2564")
    assert next_budget(project(None), Unspent(), 2563).amount is None


AMOUNTS = st.decimals(Decimal(-1000), Decimal(1000), places=2)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_what_is_left_is_allocated_less_disbursed_and_never_negative(allocated, committed, disbursed) -> None:
    unspent = Unspent.of(allocated, committed, disbursed)
    assert unspent.free >= 0
    assert unspent.committed >= 0
    assert unspent.whole == max(allocated - disbursed, Decimal(0))
    if 0 <= committed <= allocated - disbursed:
        assert (unspent.free, unspent.committed) == (allocated - disbursed - committed, committed)


def shape(plan: Plan) -> object:
    return (
        [(n.code, n.kind, n.label, n.number, n.title, n.parent) for n in plan.nodes],
        [(m.code, m.node, m.indicators) for m in plan.measures],
        [(i.code, i.node, i.formula, i.parameters, i.owner, i.negotiated) for i in plan.indicators],
        [(p.number, p.owner, p.measure, p.indicators, p.note) for p in plan.projects],
        [(s.project, s.step, s.label, s.share, s.cumulative) for p in plan.projects for s in p.steps],
        plan.study_parts,
        [(u.code, u.name, [d.text for d in u.duties]) for u in plan.units],
    )


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, int, str]]:
    kinds = st.sampled_from(["plan_nodes", "plan_measures", "plan_indicators", "plan_projects", "plan_steps"])
    edits = st.sampled_from(["out", "again", "title", "orphan", "share"])
    return draw(st.lists(st.tuples(kinds, st.integers(0, 40), edits), max_size=8))


def edited(rows: Rows, edits: list[tuple[str, int, str]]) -> Rows:
    new = {name: [dict(r) for r in of] for name, of in rows.items()}
    for name, at, edit in edits:
        records = new[name]
        if not records:
            continue
        record = records[at % len(records)]
        code = "step" if name == "plan_steps" else "number" if name == "plan_projects" else "code"
        if edit == "out":
            records.remove(record)
        elif edit == "again":
            other = at + 900 if isinstance(record[code], int) else f"{record[code]}.{at}"
            records.append(
                {**record, code: other, "ordinal": 900 + at}
                if "ordinal" in record
                else {**record, code: other}
            )
        elif edit == "title":
            record["title"] = f"ชื่อที่แก้ไขแล้ว {at}"
        elif "share" in record:
            record["share"] = Decimal(at)
        elif "parent" in record:
            record["parent"] = "ไม่มีหัวข้อนี้"
    return new


@given(edits())
@settings(max_examples=30)
def test_whatever_the_plan_was_made_into_its_shape_and_codes_are_kept(rows, edits) -> None:
    before = edited(rows, edits)
    after = rolled(2563, before)
    old, new = plan_from_rows(2563, before), plan_from_rows(2564, after)
    assert shape(new) == shape(old)
    assert new.draft
    assert [(t.name, [r.kind for r in t.rows], [r.ref for r in t.rows]) for t in new.tables] == [
        (t.name, [r.kind for r in t.rows], [r.ref for r in t.rows]) for t in old.tables
    ]
    assert all(record["fiscal_year"] == 2564 for of in after.values() for record in of)
    again = plan_from_rows(2565, rolled(2564, after))
    assert shape(again) == shape(old)


def test_records_of_the_new_year_have_ids_of_their_own_that_follow_from_codes(rows) -> None:
    first, second = rolled(2563, rows), rolled(2563, rows)
    assert first == second
    ids = {r["id"] for of in first.values() for r in of}
    assert len(ids) == sum(map(len, first.values()))
    assert not ids & {r["id"] for of in rows.values() for r in of}


def test_what_belongs_to_the_year_is_left_behind(rows) -> None:
    with_deeds = {name: [dict(r) for r in of] for name, of in rows.items()}
    with_deeds["plan_steps"][0] |= {"planned_from": "2019-10", "planned_to": "2019-11"}
    with_deeds["plan_projects"][0] |= {"contract_number": "12/2563", "contract_amount": Decimal(1)}
    with_deeds["plan_waivers"] = [{"id": "w", "fiscal_year": 2563, "code": "c", "ref": "r", "reason": "x"}]
    after = rolled(2563, with_deeds)
    assert "plan_waivers" not in after
    assert {(s["planned_from"], s["planned_to"]) for s in after["plan_steps"]} == {(None, None)}
    assert {(p["contract_number"], p["contract_amount"]) for p in after["plan_projects"]} == {(None, None)}
    for name, key in (("project_steps", 3), ("study_parts", 2), ("renovation_items", 3)):
        assert len(after[name]) == len(rows[name])
        assert all(sum(v is not None for v in r.values()) == key + 1 for r in after[name])


def test_a_target_given_already_stands(rows) -> None:
    given_already = {name: [dict(r) for r in of] for name, of in rows.items()}
    target = {"fiscal_year": 2563, "indicator": "3", "year": 2564, "text": "ร้อยละ 85", "value": Decimal(85)}
    given_already["plan_targets"].append({"id": "t", **target})
    plan = plan_from_rows(2564, rolled(2563, given_already))
    assert [(t.year, t.text) for t in plan.indicator("3").targets] == [
        (2562, "---"),
        (2563, "ร้อยละ 80"),
        (2564, "ร้อยละ 85"),
    ]
    assert plan.indicator("2").target == 10


def test_what_an_indicator_counts_for_and_how_the_office_writes_goes_on_as_it_is(rows) -> None:
    before = {name: [dict(r) for r in of] for name, of in rows.items()}
    writes = {"telephone": "0 2563 2563", "email": "office2563@go.th", "emblem": "ปี 2563"}
    counts = {"weight": Decimal(15), "levels": "[2563]", "score": "result", "cumulative": False}
    base = {"baseline": Decimal(7), "baseline_note": "ปี 2562"}
    before["plan_years"][0] |= writes
    before["plan_indicators"][0] |= counts | base
    after = rolled(2563, before)
    assert {n: after["plan_years"][0][n] for n in writes} == writes
    assert {n: after["plan_indicators"][0][n] for n in (*counts, *base)} == counts | base


def test_targets_of_periods_move_to_the_next_year_unless_some_were_given(rows) -> None:
    blank = dict.fromkeys(("text", "value_to", "quarter", "month"))
    about = {"fiscal_year": 2563, "year": 2563, **blank}
    quarter = {**about, "indicator": "3", "quarter": 2, "value": Decimal(20)}
    month = {**about, "indicator": "2", "month": Month(2019, 10), "value": Decimal(5)}
    mine = {**rows, "plan_targets": [*rows["plan_targets"], quarter, month]}
    plan = plan_from_rows(2564, rolled(2563, mine))
    assert plan.indicator("3").period_targets == (Target(2564, "", Decimal(20), quarter=2),)
    assert plan.indicator("2").period_targets == (Target(2564, "", Decimal(5), month=Month(2020, 10)),)
    given = {**quarter, "year": 2564, "quarter": 3, "value": Decimal(30)}
    mine["plan_targets"].append(given)
    plan = plan_from_rows(2564, rolled(2563, mine))
    assert plan.indicator("3").period_targets == (Target(2564, "", Decimal(30), quarter=3),)
