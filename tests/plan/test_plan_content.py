"""The totals, weights and links the printed plan must reach (docs/domain.md sections 2 and 3)."""

from decimal import Decimal

import pytest

from core.plan.load import bundled_plan
from core.plan.model import Plan

NEGOTIATED = ("1", "2", "3", "4.1", "4.2", "5.1", "5.2", "5.3", "5.4")
DIMENSIONS = ("D2.1", "D2.2.1", "D2.2.2", "D3.1", "D3.2", "D3.3", "D4.1", "D4.2")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return bundled_plan("2563")


def test_budget_totals_14486000_in_six_projects_two_of_them_paid_for(plan: Plan) -> None:
    budgets = [p.budget for p in plan.projects]
    assert len(budgets) == 6
    assert sum(b for b in budgets if b is not None) == Decimal(14_486_000)
    assert sum(b is not None for b in budgets) == 2
    assert "14,486,000.-บาท" in plan.table("summary").rows[-4].cells
    assert "14,486,000.-บาท" in plan.table("basic-list").rows[-1].cells


def test_project_6_is_paid_by_two_lines(plan: Plan) -> None:
    lines = plan.project(6).budget_lines
    assert [line.amount for line in lines] == [Decimal(9_800_000), Decimal(1_000_000)]
    assert sum(line.amount for line in lines) == plan.project(6).budget
    assert plan.project(1).budget == Decimal(3_686_000)


def test_projects_stand_in_the_summary_by_priority(plan: Plan) -> None:
    by_priority = [p.number for p in sorted(plan.projects, key=lambda p: p.priority)]
    assert by_priority == [1, 3, 5, 2, 4, 6]
    refs = [code for row in plan.table("summary").rows for kind, code in row.refs if kind == "project"]
    assert [int(code) for code in refs] == by_priority
    assert [int(c) for r in plan.table("basic-list").rows for _, c in r.refs] == by_priority


def test_owners(plan: Plan) -> None:
    owners = {1: "central", 2: "central", 3: "finance", 4: "complaints", 5: "secretariat", 6: "central"}
    assert {p.number: p.owner for p in plan.projects} == owners
    assert [u.code for u in plan.units] == ["admin", "central", "secretariat", "finance", "complaints"]
    assert [len(u.duties) for u in plan.units] == [8, 8, 6, 6, 6]
    assert {i.owner for i in plan.indicators if i.code.startswith("D")} == {"admin"}


@pytest.mark.parametrize("number", [1, 2, 6])
def test_shares_of_a_weighted_project_are_100(plan: Plan, number: int) -> None:
    assert sum(s.share or 0 for s in plan.project(number).steps) == 100


def test_steps_keep_what_is_printed(plan: Plan) -> None:
    assert [s.cumulative for s in plan.project(1).steps] == [10, 20, 50, 80, 100]
    assert [s.cumulative for s in plan.project(6).steps] == [40, 20, 15, 15, 5, 5]
    assert [s.share for s in plan.project(3).steps] == [None, None, None, None, 100]
    assert [s.label for s in plan.project(5).steps] == ["๖.๑", "๖.๒", "๖.๓", "๖.๔", "๖.๕", "๖.๖"]
    assert all(s.share is None for n in (4, 5) for s in plan.project(n).steps)
    assert all(s.planned_from is None and s.planned_to is None for p in plan.projects for s in p.steps)


def test_study_parts_are_100(plan: Plan) -> None:
    assert [(p.part, p.share) for p in plan.study_parts] == [(1, 20), (2, 20), (3, 40), (4, 20)]


def test_indicators_in_printed_order(plan: Plan) -> None:
    assert tuple(i.code for i in plan.indicators) == (*NEGOTIATED, "6", *DIMENSIONS)
    assert tuple(i.code for i in plan.indicators if i.negotiated) == NEGOTIATED
    assert [i.dimension for i in plan.indicators if i.code in DIMENSIONS] == [2, 2, 2, 3, 3, 3, 4, 4]
    assert all(i.short_title and len(i.short_title) <= 42 for i in plan.indicators)


def test_targets(plan: Plan) -> None:
    targets = {i.code: (i.comparison, i.target, i.unit) for i in plan.indicators if i.target is not None}
    assert targets == {
        "1": ("eq", 100, "percent"),
        "2": ("ge", 10, "percent"),
        "3": ("ge", 80, "percent"),
        "4.1": ("eq", 100, "percent"),
        "4.2": ("ge", 1, "piece"),
        "5.1": ("ge", 50, "person"),
        "5.2": ("ge", 80, "percent"),
        "5.3": ("ge", 80, "percent"),
        "5.4": ("ge", 80, "percent"),
        "6": ("eq", 100, "percent"),
    }
    assert [(t.year, t.text) for t in plan.indicator("1").targets] == [
        (2561, "---"),
        (2562, "ร้อยละ 100"),
        (2563, "ร้อยละ100"),
    ]
    assert plan.indicator("D2.1").targets == ()


def test_indicators_hang_on_project_measure_and_node(plan: Plan) -> None:
    assert {p.number: p.indicators for p in plan.projects} == {
        1: ("1",),
        2: ("2",),
        3: ("3",),
        4: ("4.1", "4.2"),
        5: ("5.1", "5.2", "5.3", "5.4"),
        6: ("6",),
    }
    assert plan.measure("m7.5.1.1-2").indicators == ("5.1", "5.2", "5.3", "5.4")
    assert {i.node for i in plan.indicators} == {"o3.1.1.1", "o5.4.1.1", "g7.4.1", "o7.5.1.1", None}
    assert plan.indicator("4.1").heading == plan.indicator("4.2").heading != ""
    assert all(i.definition for i in plan.indicators if i.code != "6")
    assert all(i.calculation for i in plan.indicators if i.negotiated)


def test_the_hierarchy_reaches_from_part_to_objective(plan: Plan) -> None:
    assert [n.kind for n in plan.nodes].count("objective") == 4
    path = ["o7.5.1.2"]
    while (parent := plan.node(path[-1]).parent) is not None:
        path.append(parent)
    assert path == ["o7.5.1.2", "g7.5.1", "d7.5", "a7", "p2"]


def test_swot_numbers(plan: Plan) -> None:
    numbers = [t.number for t in plan.section("swot")]
    assert numbers == [
        f"{letter}{'๐๑๒๓๔๕๖'[n]}"
        for letter, count in zip("SWOT", (4, 6, 4, 4), strict=True)
        for n in range(1, count + 1)
    ]


def test_prose_sections_and_headings(plan: Plan) -> None:
    counts = {"cover": 4, "foreword": 2, "mission": 5, "goal": 11, "key_indicator": 11, "vision": 1}
    assert {name: len(plan.section(name)) for name in counts} == counts
    assert [t.number for t in plan.section("past_result")] == ["", "1.", "2.", "3.", "4.", "5."]
    assert plan.heading("vision") == "วิสัยทัศน์"
    assert plan.heading("main").count("\n") == 1
    assert plan.heading("cover") == ""


def test_printed_tables_are_all_there(plan: Plan) -> None:
    numbered = {"targets": 5, "measure-targets": 5, "projects": 5, "table-a": 5, "table-b": 5, "steps": 6}
    names = {f"{name}.{n}" for name, count in numbered.items() for n in range(1, count + 1)}
    names |= {f"dimension-{n}" for n in (2, 3, 4)}
    names |= {"past-results", "swot", "summary", "routine", "basic-list"}
    assert {t.name for t in plan.tables} == names
    assert not any("project:6" in r.ref for t in plan.tables if t.name.startswith("table-") for r in t.rows)


def test_rows_of_a_grid_are_as_wide_as_its_head(plan: Plan) -> None:
    for table in plan.tables:
        width = 0
        for row in table.rows:
            if row.kind in ("title", "lead", "note"):
                assert len(row.cells) == 1, table.name
                continue
            if row.kind == "head":
                width = len(row.cells)
            assert len(row.cells) == width, f"{table.name} {row.ordinal}"


def test_gantt_cells_are_empty(plan: Plan) -> None:
    for number in range(1, 7):
        rows = [r for r in plan.table(f"steps.{number}").rows if r.kind == "row"]
        assert [r.refs for r in rows] == [(("step", f"{number}.{n}"),) for n in range(1, len(rows) + 1)]
        assert all(r.cells[-12:] == ("",) * 12 for r in rows)


def test_the_continued_heading_and_no_routine_projects(plan: Plan) -> None:
    assert any(r.cells[0].endswith("(ต่อ)") for r in plan.table("summary").rows)
    assert plan.table("routine").rows[-1].cells[1] == "-ไม่มี-"


def test_slips_of_the_print_are_kept(plan: Plan) -> None:
    assert any("การเมืองสีขาว" in r.cells[0] for r in plan.table("table-a.3").rows)
    assert any("3.1.2.1" in r.cells[0] for r in plan.table("table-b.1").rows)
    assert "ขนาใหญ่" in plan.table("table-b.1").rows[-1].cells[3]
    assert plan.project(3).note.startswith("หมายเหตุจำนวน")
    assert plan.units[4].duties[4].number == "5.๕"
