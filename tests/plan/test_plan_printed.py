"""The official tables follow the plan: each object where it belongs, once, in the plan's order; totals and counts are sums."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_check_edits import with_indicator, with_project, with_step

from core.plan.check import check_plan
from core.plan.load import bundled_plan
from core.plan.model import (
    Indicator,
    Measure,
    Node,
    Plan,
    PrintedRow,
    PrintedTable,
    PrintedText,
    Project,
    Target,
    Unit,
)
from core.plan.money import amount_in
from core.plan.printed import printed_plan
from core.thai.digits import to_arabic

PLAN_2563, DISTRICT = "2563", "example-district-2568"


@cache
def bundled(name: str) -> Plan:
    return bundled_plan(name)


def bare(plan: Plan) -> Plan:
    """The plan without any wording of its own."""
    return replace(plan, tables=(), texts=())


def rows(plan: Plan, *families: str, kind: str = "row") -> list[PrintedRow]:
    found = (t for t in plan.tables if re.sub(r"[.-][0-9]+$", "", t.name) in families)
    return [row for table in found for row in table.rows if row.kind == kind]


def told(found: Iterable[PrintedRow], kind: str) -> list[str]:
    return [code for row in found for k, code in row.refs if k == kind]


# --- the plan of 2563 and one without any wording


def test_the_plan_of_2563_prints_as_it_did() -> None:
    plan = bundled(PLAN_2563)
    assert printed_plan(plan) == plan


def test_what_is_composed_stands_in_the_layout_of_the_book_of_2563() -> None:
    plan = bundled(PLAN_2563)
    composed = printed_plan(bare(plan))
    of_texts = {"past-results", "swot"}
    assert [t.name for t in composed.tables if t.name not in of_texts] == [
        t.name for t in plan.tables if t.name not in of_texts
    ]
    for table in plan.tables:
        if table.name not in of_texts:
            mine = composed.table(table.name)
            assert [(r.kind, r.ref) for r in mine.rows if r.ref] == [
                (r.kind, r.ref) for r in table.rows if r.ref
            ]
            assert mine.title.split()[0] == table.title.split()[0]
    slip = ("คำธิบาย", "คำอธิบาย")
    heads = [
        (t.name, tuple(c.replace(*slip) for c in r.cells))
        for t in plan.tables
        for r in t.rows
        if r.kind == "head"
    ]
    known = [(t.name, r.cells) for t in composed.tables for r in t.rows if r.kind == "head"]
    laid_out_alike = [h for h in heads if not h[0].startswith("steps.") and h[0] not in of_texts]
    assert laid_out_alike == [h for h in known if not h[0].startswith("steps.") and h[0] not in of_texts]


def test_the_district_prints_its_whole_book_with_no_row_typed() -> None:
    plan = printed_plan(bundled(DISTRICT))
    families = Counter(re.sub(r"[.-][0-9]+$", "", t.name) for t in plan.tables)
    assert families == {
        **dict.fromkeys(("targets", "measure-targets", "projects", "table-a", "table-b"), 5),
        **dict.fromkeys(("past-results", "summary", "routine", "basic-list"), 1),
        "steps": 6,
    }
    assert rows(plan, "summary", kind="total")[0].cells[2] == "6,855,000 บาท"
    assert [t.text for t in plan.section("key_indicator")][:1] == ["ปริมาณมูลฝอยที่คัดแยกนำกลับมาใช้ประโยชน์"]


def test_an_office_without_a_hierarchy_prints_its_indicators_and_projects() -> None:
    plan = bare(bundled(DISTRICT))
    plan = replace(
        plan, nodes=(), measures=(), projects=tuple(replace(p, measure=None) for p in plan.projects)
    )
    plan = replace(plan, indicators=tuple(replace(i, node=None) for i in plan.indicators))
    printed = printed_plan(plan)
    codes = [i.code for i in plan.indicators]
    assert told(rows(printed, "targets"), "indicator") == codes
    assert told(rows(printed, "table-b"), "indicator") == [i.code for i in plan.indicators if i.negotiated]
    assert told(rows(printed, "projects"), "project") == [str(p.number) for p in plan.projects]
    assert not [t for t in printed.tables if t.name.startswith("measure-targets")]


def test_a_plan_of_nothing_prints_no_table() -> None:
    empty = Plan(2570, "", "", "", (Unit("a", "ก", 1),), (), (), (), (), (), (), ())
    assert printed_plan(empty).tables == ()


# --- whatever is added or taken out


@st.composite
def edited(draw: st.DrawFn) -> Plan:
    """A plan with things added, moved and taken out."""
    plan = bundled(draw(st.sampled_from([PLAN_2563, DISTRICT])))
    plan = bare(plan) if draw(st.booleans()) else plan
    for n in range(draw(st.integers(0, 6))):
        plan = draw(st.sampled_from(EDITS))(draw, plan, 50 + n)
    return plan


def add_objective(draw: st.DrawFn, plan: Plan, n: int) -> Plan:
    parent = draw(st.sampled_from([node.code for node in plan.nodes if node.kind in ("area", "dimension")]))
    node = Node(f"o{n}", "objective", "เป้าประสงค์ที่", f"9.{n}", f"เป้าประสงค์ใหม่ {n}", parent, n)
    return replace(plan, nodes=(*plan.nodes, node))


def add_measure(draw: st.DrawFn, plan: Plan, n: int) -> Plan:
    node = draw(st.sampled_from([node.code for node in plan.nodes if node.kind == "objective"]))
    return replace(plan, measures=(*plan.measures, Measure(f"m{n}", str(n), f"มาตรการใหม่ {n}", node, (), n)))


def add_project(draw: st.DrawFn, plan: Plan, n: int) -> Plan:
    budget = draw(st.none() | st.integers(1, 10**9).map(Decimal))
    new = Project(
        number=n,
        title=f"โครงการใหม่ที่ {n}",
        detail="",
        owner=plan.units[0].code,
        budget=budget,
        budget_text="",
        source=draw(st.sampled_from(["", "กทม."])),
        priority=draw(st.integers(0, 9)),
        area=draw(st.sampled_from(["", "ด้านใหม่", plan.projects[0].area if plan.projects else ""])),
        note="",
        negotiated=draw(st.booleans()),
        measure=draw(st.none() | st.sampled_from([m.code for m in plan.measures])) if plan.measures else None,
        indicators=(),
        steps=(),
    )
    return replace(plan, projects=(*plan.projects, new))


def add_indicator(draw: st.DrawFn, plan: Plan, n: int) -> Plan:
    measure = draw(st.none() | st.sampled_from(plan.measures)) if plan.measures else None
    model = draw(st.sampled_from(plan.indicators)) if plan.indicators else bundled(PLAN_2563).indicators[0]
    new = replace(
        model,
        code=f"{n}.1",
        title=f"ตัวชี้วัดใหม่ {n}",
        heading=draw(st.sampled_from(["", model.heading])),
        node=draw(st.sampled_from([node.code for node in plan.nodes])),
        negotiated=draw(st.booleans()),
        dimension=draw(st.sampled_from([1, 1, 1, 2])),
    )
    mine = {measure.code: (*measure.indicators, new.code)} if measure else {}
    measures = tuple(replace(m, indicators=mine.get(m.code, m.indicators)) for m in plan.measures)
    return replace(plan, indicators=(*plan.indicators, new), measures=measures)


def add_step(draw: st.DrawFn, plan: Plan, n: int) -> Plan:
    project = draw(st.sampled_from(plan.projects)) if plan.projects else None
    if project is None or not project.steps:
        return plan
    new = replace(
        project.steps[-1],
        step=n,
        label=str(n),
        title=f"ขั้นใหม่ {n}",
        share=draw(st.none() | st.just(Decimal(5))),
    )
    return with_project(project.number, steps=(*project.steps, new))(plan)


def drop_project(draw: st.DrawFn, plan: Plan, _: int) -> Plan:
    gone = draw(st.sampled_from([p.number for p in plan.projects])) if plan.projects else None
    return replace(plan, projects=tuple(p for p in plan.projects if p.number != gone))


def drop_indicator(draw: st.DrawFn, plan: Plan, _: int) -> Plan:
    gone = draw(st.sampled_from([i.code for i in plan.indicators])) if plan.indicators else None
    return replace(
        plan,
        indicators=tuple(i for i in plan.indicators if i.code != gone),
        measures=tuple(
            replace(m, indicators=tuple(c for c in m.indicators if c != gone)) for m in plan.measures
        ),
        projects=tuple(
            replace(p, indicators=tuple(c for c in p.indicators if c != gone)) for p in plan.projects
        ),
    )


def reorder(draw: st.DrawFn, plan: Plan, _: int) -> Plan:
    places = draw(st.permutations(range(1, len(plan.projects) + 1)))
    return replace(
        plan, projects=tuple(replace(p, priority=n) for p, n in zip(plan.projects, places, strict=True))
    )


EDITS: list[Callable[[st.DrawFn, Plan, int], Plan]] = [
    add_objective,
    add_measure,
    add_project,
    add_indicator,
    add_step,
    drop_project,
    drop_indicator,
    reorder,
]


@settings(max_examples=60, deadline=None)
@given(edited())
def test_everything_stands_once_where_it_belongs(plan: Plan) -> None:
    printed = printed_plan(plan)
    numbers = [str(p.number) for p in plan.projects]
    for family in ("summary", "basic-list"):
        assert sorted(told(rows(printed, family), "project")) == sorted(numbers)
    known = {m.code for m in plan.measures}
    carried = [str(p.number) for p in plan.projects if p.measure in known or not plan.measures]
    assert sorted(told(rows(printed, "projects"), "project")) == sorted(carried)
    steps = [f"{s.project}.{s.step}" for p in plan.projects for s in p.steps]
    assert told(rows(printed, "steps"), "step") == steps
    assert told(rows(printed, "steps", kind="lead"), "project") == numbers
    _indicators_stand_once(plan, printed)


def _indicators_stand_once(plan: Plan, printed: Plan) -> None:
    nodes, of_measure = {n.code for n in plan.nodes}, {c for m in plan.measures for c in m.indicators}
    first = [i for i in plan.indicators if i.dimension == 1]
    placed = [i for i in first if i.code in of_measure or i.node in nodes or i.negotiated or not nodes]
    once = Counter(i.code for i in placed)
    in_a = rows(printed, "table-a")
    assert Counter(told(rows(printed, "targets"), "indicator")) == once
    assert Counter(told((r for r in in_a if len(r.cells) == 3), "indicator")) == once
    assert Counter(told((r for r in in_a if len(r.cells) == 4), "indicator")) == once
    headed = {(i.heading, i.node) for i in first if i.code in of_measure and i.heading}
    beside = [i.code for i in first if i.code not in of_measure and (i.heading, i.node) in headed]
    known = Counter(told(rows(printed, "measure-targets"), "indicator"))
    measured = Counter(i.code for i in first if i.code in of_measure or (i.code in beside and known[i.code]))
    assert known == measured
    agreed = Counter(i.code for i in placed if i.negotiated)
    assert Counter(told(rows(printed, "table-b"), "indicator")) == agreed
    others = Counter(i.code for i in plan.indicators if i.dimension > 1)
    assert Counter(told(rows(printed, "dimension"), "indicator")) == others


@settings(max_examples=60, deadline=None)
@given(edited())
def test_totals_and_counts_are_sums(plan: Plan) -> None:
    printed = printed_plan(plan)
    budgets = [p.budget for p in plan.projects if p.budget]
    for family, column in (("summary", 2), ("basic-list", 3)):
        totals = [amount_in(row.cells[column]) for row in rows(printed, family, kind="total")]
        assert totals == [sum(budgets)] * bool(plan.projects)
    counted = [re.search(r"([0-9]+) *โครงการ", row.cells[0]) for row in rows(printed, "summary", kind="note")]
    meant = [len(plan.projects), len(budgets), len(plan.projects) - len(budgets)] if plan.projects else []
    assert [int(found[1]) for found in counted if found] == meant
    for project in plan.projects:
        shares = [s.share for s in project.steps if s.share is not None]
        table = printed.table(f"steps.{project.number}")
        for row in (r for r in table.rows if r.kind == "total" and shares):
            assert {Decimal(c) for c in row.cells[1:] if c and c.isdigit()} <= {sum(shares)}
            assert f"รวม {len(project.steps)} ขั้นตอน" in row.cells[0] + row.cells[1]


@settings(max_examples=30, deadline=None)
@given(edited())
def test_projects_stand_in_the_order_of_their_priority(plan: Plan) -> None:
    printed = printed_plan(plan)
    ordered = sorted(
        plan.projects, key=lambda p: (not p.negotiated, p.priority or 10**6 + p.number, p.number)
    )
    found = [row for row in rows(printed, "summary") if row.ref]
    assert told(found, "project") == [str(p.number) for p in ordered]
    assert [to_arabic(row.cells[0]) for row in found] == [str(n) for n in range(1, len(ordered) + 1)]


# --- wording


def test_a_new_project_changes_every_total_and_count_of_2563() -> None:
    plan = bundled(PLAN_2563)
    new = replace(
        plan.project(2), number=7, title="โครงการใหม่", budget=Decimal(250_000), budget_text="", steps=()
    )
    printed = printed_plan(replace(plan, projects=(*plan.projects, new)))
    assert rows(printed, "summary", kind="total")[0].cells[2] == "14,736,000.-บาท"
    assert rows(printed, "basic-list", kind="total")[0].cells[3] == "14,736,000.-บาท"
    notes = [" ".join(row.cells[0].split()) for row in rows(printed, "summary", kind="note")]
    assert [re.findall("[0-9]+", text) for text in notes] == [["7"], ["3"], ["4"]]
    (row,) = (r for r in printed.table("projects.2").rows if r.ref == "project:7")
    assert row.cells == ("โครงการใหม่", "250,000 บาท", "ส่วนบริหารกลาง")
    found = [a.code for a in check_plan(replace(plan, projects=(*plan.projects, new)))]
    assert found.count("total.budget") == found.count("total.count") == 2


@pytest.mark.parametrize(
    ("edit", "table", "ref", "column", "cell"),
    [
        (with_project(1, budget=Decimal(4_000_000)), "projects.1", "project:1", 1, "4,000,000 บาท"),
        (with_project(6, budget=Decimal(1)), "basic-list", "project:6", 3, "1.- บาท"),
        (with_project(6, budget=Decimal(1)), "summary", "project:6", 2, "1 บาท"),
        (with_project(3, owner="central"), "summary", "project:3", 4, "ส่วนบริหารกลาง"),
        (with_project(1, source="เงินอุดหนุน"), "summary", "project:1", 3, "เงินอุดหนุน"),
        (with_step(1, 3, share=Decimal(25)), "steps.1", "step:1.3", 2, "25"),
        (with_indicator("3", owner="admin"), "table-b.3", "indicator:3 project:3", 5, "ฝ่ายบริหารงานทั่วไป"),
    ],
)
def test_facts_follow_the_plan_whatever_the_wording_says(
    edit: Callable[[Plan], Plan], table: str, ref: str, column: int, cell: str
) -> None:
    printed = printed_plan(edit(bundled(PLAN_2563)))
    (row,) = (r for r in printed.table(table).rows if r.ref == ref)
    assert row.cells[column] == cell


def test_a_sub_indicator_without_a_measure_stands_with_its_heading() -> None:
    plan = bundled(PLAN_2563)
    new = replace(plan.indicator("5.4"), code="5.5", title="จำนวนครั้งที่ติดตาม")
    printed = printed_plan(replace(plan, indicators=(*plan.indicators, new)))
    (row,) = (r for r in printed.table("targets.5").rows if r.kind == "row")
    assert told([row], "indicator") == ["5.1", "5.2", "5.3", "5.4", "5.5"]
    assert row.cells[1].split("\n")[-1] == "5) จำนวนครั้งที่ติดตาม"


def test_a_budget_of_nothing_is_none() -> None:
    free = replace(bundled(PLAN_2563).project(2), number=7, title="โครงการไม่ใช้เงิน", budget=Decimal(0))
    plan = replace(bundled(PLAN_2563), projects=(*bundled(PLAN_2563).projects, free))
    notes = [re.findall("[0-9]+", row.cells[0]) for row in rows(printed_plan(plan), "summary", kind="note")]
    assert notes == [["7"], ["2"], ["5"]]
    assert "budget.text" not in {a.code for a in check_plan(plan)}
    row = next(r for r in rows(printed_plan(plan), "summary") if r.ref == "project:7")
    assert row.cells[2] == "---"


def test_the_cost_below_a_projects_name_follows_its_budget() -> None:
    printed = printed_plan(with_project(1, budget=Decimal(4_000_000))(bundled(PLAN_2563)))
    cells = [row.cells[3] for row in printed.table("table-a.1").rows if "project:1" in row.ref]
    assert [cell.split("\n")[1] for cell in cells] == ["งบประมาณ 4,000,000 บาท"]


def test_wording_of_a_row_lies_over_a_composed_table() -> None:
    plan = bundled(DISTRICT)
    row = PrintedRow(1, "row", ("9", "สวนใกล้บ้าน", "1 บาท", "เงินบาท", "ฝ่ายอื่น"), "project:2")
    worded = printed_plan(replace(plan, tables=(PrintedTable("summary", 1, "", (row,)),)))
    before, after = printed_plan(plan).table("summary"), worded.table("summary")
    assert [r.ref for r in after.rows] == [r.ref for r in before.rows]
    changed = [(a.cells, b.cells) for a, b in zip(before.rows, after.rows, strict=True) if a.cells != b.cells]
    assert [b[1] for _, b in changed] == ["สวนใกล้บ้าน"]
    assert [b[2:] for _, b in changed] == [a[2:] for a, _ in changed]


def test_a_table_that_names_no_object_is_the_offices_own() -> None:
    plan = bundled(DISTRICT)
    own = PrintedTable(
        "summary", 1, "ตารางของเรา", (PrintedRow(1, "head", ("ก",)), PrintedRow(2, "row", ("ข",)))
    )
    assert printed_plan(replace(plan, tables=(own,))).table("summary").rows == own.rows


def test_a_text_of_the_analysis_that_is_added_is_printed_below_the_wording() -> None:
    plan = bundled(PLAN_2563)
    added = replace(plan, texts=(*plan.texts, PrintedText("swot", 99, "S๕", "บุคลากรพร้อม")))
    before, after = plan.table("swot"), printed_plan(added).table("swot")
    (pair,) = ((a, b) for a, b in zip(before.rows, after.rows, strict=True) if a != b)
    assert pair[1].cells[1] == f"{pair[0].cells[1]}\nS๕ บุคลากรพร้อม"


def test_prose_that_lists_indicators_and_objectives_is_added_to() -> None:
    plan = bundled(PLAN_2563)
    node = Node("o9", "objective", "เป้าประสงค์ที่", "5.4.1.2", "ประชาชนเข้าถึงข้อมูลเปิด", "d5.4", 99)
    new = replace(plan.indicator("2"), code="7", title="จำนวนชุดข้อมูลเปิดภาครัฐ", node="o9")
    printed = printed_plan(replace(plan, indicators=(*plan.indicators, new), nodes=(*plan.nodes, node)))
    assert [(t.number, t.text) for t in printed.section("key_indicator")][-1] == ("6.", "จำนวนชุดข้อมูลเปิดภาครัฐ")
    assert printed.section("goal")[-1].text == "เป้าประสงค์ที่ 5.4.1.2 ประชาชนเข้าถึงข้อมูลเปิด"


def test_what_is_renamed_is_named_by_the_check_where_its_wording_stays() -> None:
    renamed = with_project(2, title="โครงการศูนย์ข้อมูลเปิดภาครัฐ")(bundled(PLAN_2563))
    assert "project.title" in {a.code for a in check_plan(renamed)}
    assert told(rows(printed_plan(bare(renamed)), "summary"), "project") == ["1", "3", "5", "2", "4", "6"]
    assert any("ศูนย์ข้อมูลเปิด" in row.cells[1] for row in rows(printed_plan(bare(renamed)), "summary"))


def test_past_targets_are_told_where_the_plan_has_no_results() -> None:
    plan = bundled(DISTRICT)
    table = printed_plan(plan).table("past-results")
    assert told(table.rows, "indicator") == [
        i.code for i in plan.indicators if any(t.year == 2567 for t in i.targets)
    ]
    without: tuple[Indicator, ...] = tuple(
        replace(i, targets=_this_year(i.targets), baseline=None) for i in plan.indicators
    )
    assert "past-results" not in [t.name for t in printed_plan(replace(plan, indicators=without)).tables]


def _this_year(targets: Iterable[Target]) -> tuple[Target, ...]:
    return tuple(t for t in targets if t.year == 2568)
