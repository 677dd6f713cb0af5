"""What goes on into next year's plan: what is left is left with all that is tied to it, and carried money counts once."""

import random
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from office_helpers import entries

from core.faults import InputRefusal
from core.office import Left, Office, Query

AFTER = date(2020, 11, 2)


@pytest.fixture
def closing(sample: Office) -> Office:
    """The sample year, once it is over."""
    sample.session.today = lambda: AFTER
    return sample


def held(office: Office, register: str, year: int = 2564, **equals: object) -> list[dict[str, object]]:
    rows = office.records.rows(register, Query(equals={"fiscal_year": year, **equals}))
    return [row.values for row in rows]


def test_what_is_finished_needs_not_go_on(closing: Office) -> None:
    """Every step of the sample's projects is done; of 1 and 6 money is left to be spent."""
    found = closing.plan.preview_rollover(2564)
    assert [(p.number, p.steps == p.done, p.finished) for p in found.projects] == [
        (1, True, False),
        (2, True, True),
        (3, True, True),
        (4, True, True),
        (5, True, True),
        (6, True, False),
    ]
    assert closing.plan.finished(found) == Left.of(
        (2, 3, 4, 5), ("2", "3", "4.1", "4.2", "5.1", "5.2", "5.3", "5.4")
    )
    step = closing.session.register("project_steps").id_for({"fiscal_year": 2563, "project": 3, "step": 2})
    closing.records.save("project_steps", {"finished_on": ""}, step)
    assert [p.number for p in closing.plan.preview_rollover(2564).projects if p.finished] == [2, 4, 5]


def test_a_project_left_takes_its_parts_and_its_paper_with_it(closing: Office) -> None:
    made = closing.plan.roll_over(2564, left=Left.of([3], ["3"]))
    plan = closing.session.plan(2564)
    assert [p.number for p in plan.projects] == [1, 2, 4, 5, 6]
    assert "3" not in [i.code for i in plan.indicators]
    for register in ("plan_steps", "plan_budget_lines", "project_steps"):
        assert not [r for r in held(closing, register) if r["project"] == 3]
    assert not [r for r in held(closing, "plan_targets") if r["indicator"] == "3"]
    refs = {ref for table in plan.tables for row in table.rows for ref in row.refs}
    gone = {m.code for m in closing.session.plan(2563).measures} - {m.code for m in plan.measures}
    assert not refs & {("project", "3"), ("indicator", "3"), *(("measure", code) for code in gone)}
    assert not any(kind == "step" and code.startswith("3.") for kind, code in refs)
    assert "steps.3" not in {table.name for table in plan.tables}
    before = {code for code, _ in found_in(closing, 2563)}
    assert {code for code, _ in found_in(closing, 2564)} - before <= {
        "draft.year", "draft.targets", "draft.months", "draft.budget", "draft.results",
    }  # fmt: skip
    assert made.left == Left.of([3], ["3"])
    assert closing.file.check().sound


def found_in(office: Office, year: int) -> set[tuple[str, str]]:
    return {(f.code, f.ref) for f in office.plan.check_plan(year)}


def test_what_follows_is_said(closing: Office) -> None:
    ratio = {
        "code": "7",
        "title": "ผลรวม",
        "unit": "percent",
        "comparison": "ge",
        "owner": "admin",
        "formula": "weighted_mean",
    }
    parameters = '{"of": ["2", "3"], "weights": [50, 50]}'
    closing.records.save(
        "plan_indicators", {**ratio, "dimension": "1", "ordinal": "30", "parameters": parameters}
    )
    left = Left.of([1], ["3"], ["deliverables"])
    found = closing.plan.preview_rollover(2564)
    said = closing.plan.follows(found, left)
    for words in (
        "โครงการที่ 1 ไม่ทำต่อ เงินเหลือ 146,000.00 บาทจึงไม่ยกไป",
        "ตัวชี้วัดที่ 1 วัดจากโครงการที่ 1",
        "ตัวชี้วัดที่ 7 ใช้ค่าของตัวชี้วัดที่ 3",
        "ตัวชี้วัดที่ 4.2 นับจาก",
        "โครงการที่ 3 ทำต่อ แต่ไม่มีตัวชี้วัด",
    ):
        assert any(sentence.startswith(words) for sentence in said), (words, said)
    assert closing.plan.follows(found, Left()) == ()
    closing.plan.roll_over(2564, left=left)
    about = {ref for _, ref in found_in(closing, 2564)}
    assert {"indicator:7", "indicator:1"} <= about
    assert closing.figures.indicator("7", 2564, date(2021, 3, 31)).result.value is None


def test_a_register_left_is_used_to_the_closing_years_end_and_one_undo_takes_all_back(
    closing: Office,
) -> None:
    before, length = closing.registers.declaration("study_parts"), entries(closing)
    closing.plan.roll_over(2564, left=Left.of(registers=["study_parts", "deliverables"]))
    assert entries(closing) == length + 1
    for name in ("study_parts", "deliverables"):
        assert closing.session.register(name).used_to == 2563
    assert not held(closing, "study_parts")
    assert not closing.session.plan(2564).study_parts
    with pytest.raises(InputRefusal, match="2563"):
        closing.records.save(
            "deliverables", {"title": "ใหม่", "delivered_on": "2020-12-01", "fiscal_year": "2564"}
        )
    closing.records.undo()
    assert closing.registers.declaration("study_parts") == before
    assert closing.session.years == (2563,)


def test_what_nobody_counts_any_more_does_not_come_with_the_plan(closing: Office) -> None:
    """The study's parts go with the last indicator that counts them, the fixtures of project 1 with indicator 1."""
    closing.plan.roll_over(2564, left=Left.of([1, 4], ["1", "4.1"]))
    assert not closing.session.plan(2564).study_parts
    for register in ("study_parts", "renovation_items"):
        assert not held(closing, register)
        assert closing.session.register(register).used_to is None
    assert {r["project"] for r in held(closing, "project_steps")} == {2, 3, 5, 6}


def test_a_register_that_looks_at_one_left_is_named(closing: Office) -> None:
    found = closing.plan.preview_rollover(2564)
    titles = {r.name: r.title for r in found.registers}
    said = closing.plan.follows(found, Left.of(registers=["info_centres"]))
    assert any(
        s.startswith(f"“{titles['centre_audits']}” ใช้รายการของ “{titles['info_centres']}”") for s in said
    )
    both = Left.of(registers=["info_centres", "centre_audits", "audit_points"])
    assert not any("ใช้รายการของ" in s for s in closing.plan.follows(found, both))


@pytest.mark.parametrize(
    ("left", "named"),
    [
        (Left.of([9]), "โครงการที่ 9"),
        (Left.of((), ["X"]), "ตัวชี้วัดที่ X"),
        (Left.of((), (), ["signers"]), "signers"),
    ],
)
def test_only_what_is_there_can_be_left(closing: Office, left: Left, named: str) -> None:
    length = entries(closing)
    with pytest.raises(InputRefusal, match=named):
        closing.plan.roll_over(2564, left=left)
    assert entries(closing) == length


@pytest.fixture
def bare(plan_file: Path, tmp_path: Path) -> Iterator[Office]:
    with Office.open(Path(shutil.copy(plan_file, tmp_path / "bare.phaen")), author="สมศรี") as office:
        yield office


@pytest.mark.parametrize("seed", range(4))
def test_carried_money_counts_once_over_two_years(bare: Office, seed: int) -> None:
    """A year's budget is what the plan gives beside what the year before left; what was left before that is in it only as
    far as it is still unspent: never twice."""
    draw = random.Random(seed)
    own = {p.number: (p.budget or Decimal(0)) for p in bare.session.plan(2563).projects}
    own[6] -= 1_000_000  # what 2562 had left, in the plan of 2563
    brought = {number: Decimal(0) for number in own}
    for year in (2563, 2564, 2565):
        left = {}
        for number in own:
            whole = Decimal(draw.randrange(1, 9_000_000)) / 100 + brought[number]
            spent, held_back = (whole * draw.randrange(0, 101) / 100 for _ in range(2))
            for kind, amount in (("allocated", whole), ("disbursed", spent), ("committed", held_back)):
                if amount := amount.quantize(Decimal("0.01")):
                    day = date(year - 543, draw.randrange(1, 10), 5).isoformat()
                    entry = {"project": str(number), "entry_on": day, "kind": kind, "amount": str(amount)}
                    bare.records.save("budget_entries", entry)
            left[number] = whole - spent.quantize(Decimal("0.01"))
        bare.session.today = lambda year=year: date(year - 543, 11, 2)
        leave = [n for n in own if left[n] and draw.random() < 0.2]
        made = bare.plan.roll_over(year + 1, leave)
        assert {c.project: c.whole for c in made.carried} == {
            n: m for n, m in left.items() if m and n not in leave
        }
        brought = {n: Decimal(0) if n in leave else money for n, money in left.items()}
        plan = bare.session.plan(year + 1)
        for project in plan.projects:
            carried = [line for line in project.budget_lines if "เหลื่อมปี" in line.title]
            assert sum(line.amount for line in carried) == brought[project.number]
            assert (project.budget or 0) == own[project.number] + brought[project.number]
            assert all(f"พ.ศ. {year}" in line.title for line in carried)
            assert sum(line.amount for line in project.budget_lines) in (0, project.budget)
