"""The plan check finds every disagreement of the plan of 2563 and nothing else, and by general rules."""

import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from plan_check_edits import corrected, mended, with_indicator, with_project, with_step

from core.plan.check import RULES, PlanAdvice, check_plan
from core.plan.check.drafts import NO_RESULT
from core.plan.load import bundled_plan
from core.plan.model import BudgetLine, Plan, Unit
from core.thai.fiscal import Month

FILE = Path(__file__).parents[1] / "cases" / "plan" / "plan-check.toml"
CASES: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))["กรณี"]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return bundled_plan("2563")


@pytest.fixture(scope="module")
def found(plan: Plan) -> tuple[PlanAdvice, ...]:
    return check_plan(plan)


@pytest.fixture(scope="module")
def sound(plan: Plan) -> Plan:
    """The plan with every case corrected."""
    for case in CASES:
        if not case.get("หายด้วย"):
            plan = mended(plan, case["แก้"])
    link = next(c for c in CASES if c["รหัส"] == "measure.unknown")["แก้"]
    return mended(plan, [[part, old.replace("ขนาใหญ่", "ขนาดใหญ่"), new] for part, old, new in link])


def keys(advice: Iterable[PlanAdvice]) -> Counter[tuple[str, str, str]]:
    return Counter((a.code, a.where, a.ref) for a in advice)


def test_the_plan_of_2563_disagrees_where_the_cases_say_and_nowhere_else(found) -> None:
    assert keys(found) == Counter((c["รหัส"], *c["ที่"]) for c in CASES)


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{c['รหัส']}" for n, c in enumerate(CASES, 1)])
def test_a_correction_settles_its_own_case(plan, found, case) -> None:
    left = keys(check_plan(mended(plan, case["แก้"])))
    gone = keys(found) - left
    assert sorted(code for code, _, _ in gone.elements()) == sorted([case["รหัส"], *case.get("หายด้วย", [])])
    assert (case["รหัส"], *case["ที่"]) in gone
    assert not left - keys(found)


def test_a_plan_with_all_corrected_is_in_agreement(sound) -> None:
    assert check_plan(sound) == ()


def test_every_piece_of_advice_is_a_thai_sentence_with_an_intention(found) -> None:
    for advice in found:
        assert "\n" not in advice.sentence
        assert "น่าจะ" in advice.intention
        assert advice.sentence == f"{advice.message} {advice.intention}"
        assert len(advice.sentence) < 260


def added_line(plan: Plan) -> Plan:
    line = BudgetLine(9, "เพิ่มเติม", Decimal(1))
    return with_project(6, budget_lines=(*plan.project(6).budget_lines, line))(plan)


def other_share(plan: Plan) -> Plan:
    *before, last = plan.study_parts
    return replace(plan, study_parts=(*before, replace(last, share=last.share + 1)))


def without_months(code: str) -> Callable[[Plan], Plan]:
    given = {
        "half": {"planned_from": Month(2020, 1)},
        "outside": {"planned_from": Month(2019, 9), "planned_to": Month(2019, 12)},
        "order": {"planned_from": Month(2020, 3), "planned_to": Month(2020, 2)},
    }
    return with_step(1, 1, **given[code])


def reword(part: str, old: str, new: str) -> Callable[[Plan], Plan]:
    return lambda plan: corrected(plan, part, old, new)


def draft(edit: Callable[[Plan], Plan]) -> Callable[[Plan], Plan]:
    return lambda plan: replace(edit(plan), draft=True)


def another_project(title: str, number: int = 7) -> Callable[[Plan], Plan]:
    return lambda plan: replace(
        plan, projects=(*plan.projects, replace(plan.project(6), number=number, title=title, indicators=()))
    )


def without_project(plan: Plan) -> Plan:
    return replace(plan, projects=tuple(p for p in plan.projects if p.number != 6))


def unplaced_indicator(plan: Plan) -> Plan:
    new = replace(plan.indicator("3"), code="9", title="จำนวนเรื่องที่ค้าง", node=None, negotiated=False)
    return replace(plan, indicators=(*plan.indicators, new))


def without_target(plan: Plan) -> Plan:
    targets = tuple(t for t in plan.indicator("3").targets if t.year != plan.fiscal_year)
    return with_indicator("3", targets=targets, target=None)(plan)


def another_unit(plan: Plan) -> Plan:
    return replace(plan, units=(*plan.units, Unit("fin2", "ฝ่ายการคลงั", 9, ())))


def another_step(plan: Plan) -> Plan:
    steps = plan.project(2).steps
    return with_project(2, steps=(*steps, replace(steps[0], step=6, label="", share=None, cumulative=None)))(
        plan
    )


def under(code: str, parent: str) -> Callable[[Plan], Plan]:
    return lambda plan: replace(
        plan, nodes=tuple(replace(n, parent=parent) if n.code == code else n for n in plan.nodes)
    )


FIVE = tuple(map(Decimal, (60, 65, 70, 75, 80)))
PLANTED: tuple[tuple[str, Callable[[Plan], Plan]], ...] = (
    ("project.no-owner", with_project(3, owner="")),
    ("project.no-owner", with_project(3, owner="stranger")),
    ("project.no-budget", with_project(3, budget_text="")),
    ("project.no-area", with_project(1, area="")),
    ("project.no-source", with_project(1, source="---")),
    ("indicator.no-formula", with_indicator("3", formula="")),
    ("indicator.no-target", with_indicator("3", target=None)),
    ("indicator.unit", with_indicator("3", unit="")),
    ("indicator.no-node", with_indicator("2", node=None, negotiated=True)),
    ("levels", with_indicator("3", levels=FIVE[:4])),
    ("levels", with_indicator("3", levels=FIVE[::-1])),
    ("levels", with_indicator("3", levels=None)),
    ("levels", with_indicator("3", comparison="le", levels=FIVE)),
    ("score.unit", with_indicator("5.1", score="result")),
    ("weights.sum", with_indicator("3", weight=Decimal("99.5"))),
    ("target.span", with_indicator("3", comparison="between")),
    ("shares.sum", with_step(1, 5, share=Decimal(10), cumulative=Decimal(90))),
    ("shares.cumulative", with_step(2, 3, cumulative=Decimal(70))),
    ("shares.parts", other_share),
    ("step.number", with_step(6, 2, label="ขั้นตอนที่ 3")),
    ("step.months-half", without_months("half")),
    ("step.months-outside", without_months("outside")),
    ("step.months-order", without_months("order")),
    ("budget.lines", added_line),
    ("budget.printed", reword("tables/projects.1", "3,686,000", "3,668,000")),
    ("total.budget", reword("tables/summary", "14,486,000", "14,468,000")),
    ("total.count", reword("tables/summary", "2 โครงการ", "3 โครงการ")),
    ("target.printed", reword("tables/table-a.3", "ร้อยละ 80", "ร้อยละ 85")),
    ("target.printed", reword("tables/targets.2", "ร้อยละ 10", "ร้อยละ 12")),
    ("measure.title", reword("tables/measure-targets.2", "การผลักดัน", "การส่งเสริม")),
    ("node.title", reword("tables/targets.4", "เทคโนโลยีสารสนเทศ", "เทคโนโลยี")),
    ("node.title", reword("texts/goal", "มหานครประชาธิปไตย", "มหานครธรรมาธิปไตย")),
    ("project.title", reword("tables/basic-list", "โครงการพัฒนาระบบ", "โครงการจัดทำระบบ")),
    ("name.letters", reword("tables/steps.5", "Line@", "line@")),
    ("digits.mixed", reword("texts/vision", "เป็นองค์กร", "เป็นองค์กร 1๐ ปี")),
    ("draft.year", draft(reword("texts/vision", "เป็นองค์กร", "เป็นองค์กรตามมติปี 2562"))),
    ("draft.year", draft(reword("tables/targets.2", "2563", "2565"))),
    ("draft.months", draft(lambda plan: plan)),
    ("draft.budget", draft(lambda plan: plan)),
    ("draft.targets", draft(lambda plan: plan)),
    ("draft.results", draft(reword("texts/past_result", "ดำเนินการแล้วเสร็จ 6 ครั้ง", NO_RESULT))),
    ("budget.printed", with_project(1, budget=Decimal(4_000_000), budget_text="4,000,000 บาท")),
    ("budget.text", with_project(1, budget=Decimal(4_000_000))),
    ("total.budget", with_project(2, budget=Decimal(250_000), budget_text="250,000 บาท")),
    ("total.budget", another_project("โครงการปลูกต้นไม้รอบศาลาว่าการ")),
    ("total.count", another_project("โครงการปลูกต้นไม้รอบศาลาว่าการ")),
    ("owner.printed", with_project(3, owner="central")),
    ("source.printed", with_project(1, source="เงินอุดหนุนรัฐบาล")),
    ("step.printed", with_step(2, 1, share=Decimal(6))),
    ("total.shares", another_step),
    ("printed.gone", without_project),
    ("printed.nowhere", unplaced_indicator),
    ("project.no-measure", with_project(3, measure=None)),
    ("target.printed", without_target),
    ("indicator.listed", reword("texts/key_indicator", "ความสำเร็จในการให้บริการติดตาม", "จำนวนครั้งของการติดตาม")),
    ("printed.gone", with_project(1, indicators=("1", "2"))),
    ("name.near", another_project("โครงการพัฒนาระบบสารบรรณอิเล็กทรอนิคส์ของกรุงเทพมหานคร (3)")),
    ("name.near", another_project("กิจกรรมผลักดันศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์")),
    ("name.near", another_unit),
    ("link.loop", under("g7.5.1", "g7.5.1")),
    ("link.loop", under("a7", "o7.5.1.1")),
    ("spelling.letter", reword("texts/vision", "ประสิทธิภาพ", "ประสิธิภาพ")),
    ("spelling.letter", reword("tables/projects.1", "งบประมาณ", "งบประมณ")),
)


@pytest.mark.parametrize(("code", "edit"), PLANTED, ids=[f"{n}-{c}" for n, (c, _) in enumerate(PLANTED)])
def test_what_is_planted_in_a_sound_plan_is_found(sound, code, edit) -> None:
    changed = edit(sound)
    assert any(advice.code == code for rule in RULES for advice in rule(changed))


def test_wording_of_what_is_gone_is_told_once_a_table_and_by_name(sound) -> None:
    told = [a for a in check_plan(without_project(sound)) if a.code == "printed.gone"]
    assert len(told) == len({a.where for a in told}) == 3  # summary, basic list, steps
    assert all("เพราะโครงการที่ 6 ไม่มีในแผนแล้ว" in a.message and ":" not in a.message for a in told)
    moved = [a for a in check_plan(with_project(1, indicators=("1", "2"))(sound)) if a.code == "printed.gone"]
    assert all("ไม่อยู่ด้วยกันในแผนแล้ว" in a.message for a in moved)
    assert any("มาตรการที่ 1 ตัวชี้วัดที่ 2 โครงการที่ 2" in a.message for a in moved)


def test_a_draft_that_is_made_the_years_plan_is_looked_through_no_more(sound) -> None:
    looked_through = check_plan(replace(sound, draft=True))
    assert {a.code.partition(".")[0] for a in looked_through} == {"draft"}
    assert check_plan(replace(sound, draft=False)) == ()


def test_names_that_differ_in_numbers_are_meant_to(sound) -> None:
    changed = another_project("โครงการพัฒนาระบบสารบรรณอิเล็กทรอนิกส์ของกรุงเทพมหานคร (4)")(sound)
    assert "name.near" not in {a.code for a in check_plan(changed)}


def test_a_loop_is_told_of_each_node_in_it_and_of_no_other(sound) -> None:
    found = check_plan(under("a7", "o7.5.1.1")(sound))
    assert {a.ref for a in found if a.code == "link.loop"} == {
        "node:a7",
        "node:d7.5",
        "node:g7.5.1",
        "node:o7.5.1.1",
    }


def test_a_total_of_shares_that_is_wrong_is_found(sound) -> None:
    table = sound.table("steps.2")
    total = replace(table.rows[-1], cells=(table.rows[-1].cells[0], "90", *table.rows[-1].cells[2:]))
    changed = replace(table, rows=(*table.rows[:-1], total))
    tables = tuple(changed if t is table else t for t in sound.tables)
    (advice,) = check_plan(replace(sound, tables=tables))
    assert (advice.code, advice.where) == ("total.shares", "ตารางขั้นตอน ตัวชี้วัดที่ 2")


def test_an_empty_plan_is_looked_at_without_complaint() -> None:
    empty = Plan(2570, "", "", "", (), (), (), (), (), (), (), ())
    assert check_plan(empty) == ()


def without_cells(plan: Plan) -> Plan:
    tables = (replace(t, rows=tuple(replace(r, cells=()) for r in t.rows)) for t in plan.tables)
    return replace(plan, tables=tuple(tables))


def without_words(plan: Plan) -> Plan:
    for character in "กงนรอ012๖. ":
        plan = corrected(plan, "", character, "")
    return plan


def without_records(plan: Plan) -> Plan:
    return replace(plan, nodes=(), indicators=(), measures=(), projects=(), units=())


@pytest.mark.parametrize("broken", [without_cells, without_words, without_records])
def test_a_plan_that_merging_left_in_pieces_is_looked_at_all_the_same(plan, broken) -> None:
    assert all(advice.where for advice in check_plan(broken(plan)))


def test_looking_at_a_plan_takes_a_moment(plan) -> None:
    times = []
    for _ in range(3):
        began = time.process_time()
        check_plan(plan)
        times.append(time.process_time() - began)
    assert min(times) < 0.3


def test_every_rule_says_what_it_expects() -> None:
    assert len(RULES) == len(set(RULES))
    assert all(rule.__doc__ for rule in RULES)
