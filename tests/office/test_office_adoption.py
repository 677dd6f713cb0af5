"""A plan that was moved shows it: lateness is measured against the plan the office has adopted, and both are told."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from exchange_helpers import Desk, desk_of
from office_helpers import entries

from core.faults import InputRefusal
from core.indicators.result import Status
from core.office import Asked, Edit, Office
from core.office.reports.documents import document_of
from core.plan.adoption import changes_in_words
from core.plan.model import Months, Step
from core.store.tables.register_tables import SHIPPED
from core.thai.fiscal import Month

JUNE = date(2020, 6, 30)
APRIL_MAY = {"planned_from": Month(2020, 4), "planned_to": Month(2020, 5)}
JULY = {"planned_from": Month(2020, 7), "planned_to": Month(2020, 7)}
AUGUST = {"planned_from": Month(2020, 8), "planned_to": Month(2020, 8)}
NONE = {"planned_from": None, "planned_to": None}


def key(register: str, **fields: Any) -> str:
    found = SHIPPED[register].id_for({"fiscal_year": 2563, **fields})
    assert found is not None
    return found


def plan_step(office: Office, values: dict[str, Any], step: int = 4, project: int = 1) -> None:
    office.records.save("plan_steps", values, key("plan_steps", project=project, step=step))


def step_of(office: Office, step: int = 4, project: int = 1) -> Step:
    return office.session.plan(2563).project(project).steps[step - 1]


def due(office: Office, step: int = 4) -> str:
    found = step_of(office, step).due(JUNE)
    return found.words if found else "-"


def done(office: Office, *steps: int) -> None:
    for step in steps:
        office.records.save(
            "project_steps", {"finished_on": "2020-01-31"}, key("project_steps", project=1, step=step)
        )


# The case: a late step dragged into one on time


def test_a_late_step_that_is_moved_stays_late_and_both_plans_are_told(office: Office) -> None:
    done(office, 1, 2, 3)
    for step in (1, 2, 3):
        plan_step(office, {"planned_from": Month(2019, 10), "planned_to": Month(2019, 12)}, step)
    plan_step(office, APRIL_MAY)
    before = office.figures.indicator("1", 2563, JUNE).result
    assert before.status is Status.BEHIND
    count = entries(office)
    plan_step(office, JULY)
    assert entries(office) == count + 1
    after = office.figures.indicator("1", 2563, JUNE).result
    assert (after.status, after.planned, after.value) == (Status.BEHIND, before.planned, before.value)
    assert "ควรเสร็จ พ.ค." in after.to_do
    assert "แผนปรับ ก.ค." in after.to_do
    (line,) = (u for u in office.figures.upcoming(JUNE) if u.register == "project_steps")
    assert line.day == date(2020, 5, 31)
    assert "แผนปรับถึง ก.ค. 63" in line.text
    told = changes_in_words(step_of(office), JUNE)
    assert told.startswith("แผนเดิม เม.ย. 63 – พ.ค. 63 · แผนปรับ ก.ค. 63 โดย สมศรี ")
    office.records.undo()
    assert changes_in_words(step_of(office), JUNE) == ""


def rows_of(office: Office, name: str) -> list[Any]:
    document = document_of(office.session, Asked(name, 2563, Month(2020, 6), None, False))
    return [block for section in document.sections for block in section.blocks]


def test_paper_shows_the_plan_the_revised_plan_and_what_was_done(office: Office) -> None:
    plan_step(office, APRIL_MAY)
    plan_step(office, JULY)
    tables = [block.rows for block in rows_of(office, "steps") if hasattr(block, "rows")]
    bars = [[c.fill for c in row.cells if c.fill] for row in tables[0]]
    assert ["plan", "plan"] in bars
    assert ["revised"] in bars
    paper = repr(rows_of(office, "steps"))
    assert "แผนเดิม เม.ย. 63 – พ.ค. 63 · แผนปรับ ก.ค. 63 โดย สมศรี" in paper
    for name in ("monthly", "quarterly", "annual"):
        assert "แผนเดิม เม.ย. 63 – พ.ค. 63 · แผนปรับ ก.ค. 63 โดย สมศรี" in repr(rows_of(office, name)), name
    assert "แผนปรับ ก.ค. 63" in repr(rows_of(office, "renovation"))


def test_a_plan_that_was_not_moved_prints_as_before(office: Office) -> None:
    plan_step(office, APRIL_MAY)
    paper = repr(rows_of(office, "steps"))
    assert "revised" not in paper
    assert "แผนเดิม" not in paper


# What counts as adopted


def test_a_first_value_taken_back_was_never_adopted(office: Office) -> None:
    plan_step(office, APRIL_MAY)
    office.records.undo()
    plan_step(office, JULY)
    assert due(office) == "ก.ค. 63"
    office.records.undo()
    office.records.redo()
    assert due(office) == "ก.ค. 63"
    assert not step_of(office).is_moved(JUNE)


def test_clearing_and_drawing_anew_is_a_move_too(office: Office) -> None:
    plan_step(office, APRIL_MAY)
    plan_step(office, NONE)
    assert due(office) == "เม.ย. 63 – พ.ค. 63"
    plan_step(office, JULY)
    assert due(office) == "เม.ย. 63 – พ.ค. 63"


def test_months_a_units_clerk_writes_through_the_register_are_moves_too(office: Office) -> None:
    record = key("project_steps", project=1, step=4)
    office.records.save("project_steps", APRIL_MAY, record)
    office.records.save("project_steps", JULY, record)
    assert due(office) == "เม.ย. 63 – พ.ค. 63"


def test_a_draft_is_moved_freely_and_adopted_as_it_stands(office: Office) -> None:
    plan = key("plan_years")
    office.records.save("plan_years", {"draft": True}, plan)
    plan_step(office, APRIL_MAY)
    plan_step(office, JULY)
    assert due(office) == "ก.ค. 63"
    assert step_of(office).schedule.adoptions == ()
    office.plan.adopt_plan(2563)
    assert due(office) == "ก.ค. 63"
    plan_step(office, APRIL_MAY)
    assert due(office) == "ก.ค. 63"
    plan_step(office, APRIL_MAY, step=5)
    plan_step(office, JULY, step=5)
    assert due(office, 5) == "เม.ย. 63 – พ.ค. 63"


# Adopting anew


def test_the_keeper_adopts_anew_with_a_reason_from_a_day_on(office: Office) -> None:
    plan_step(office, APRIL_MAY)
    plan_step(office, JULY)
    for reason in ("", "   "):
        with pytest.raises(InputRefusal, match="เหตุผล"):
            office.plan.adopt_anew(2563, reason, JUNE, 1)
    count = entries(office)
    office.plan.adopt_anew(2563, "ผู้ว่าฯ อนุมัติขยายเวลา", JUNE, 1)
    assert entries(office) == count + 1
    assert due(office) == "ก.ค. 63"
    yesterday = step_of(office).due(JUNE - timedelta(days=1))
    assert yesterday == Months(Month(2020, 4), Month(2020, 5))
    assert "ผู้ว่าฯ อนุมัติขยายเวลา" in changes_in_words(step_of(office), JUNE)
    with pytest.raises(InputRefusal, match="ไม่มีอะไรต้องปรับ"):
        office.plan.adopt_anew(2563, "อีกครั้ง", JUNE, 1)
    office.records.undo()
    assert due(office) == "เม.ย. 63 – พ.ค. 63"
    office.plan.adopt_anew(2563, "ใหม่", JUNE)
    plan_step(office, APRIL_MAY)
    office.plan.adopt_anew(2563, "ใหม่อีก", JUNE)
    assert due(office) == "เม.ย. 63 – พ.ค. 63"


def test_anew_is_refused_before_a_day_adopted_for_already_and_for_a_draft(office: Office) -> None:
    plan_step(office, APRIL_MAY)
    plan_step(office, JULY)
    office.plan.adopt_anew(2563, "ก", JUNE)
    plan_step(office, AUGUST)
    with pytest.raises(InputRefusal, match=r"30 มิ\.ย\. 63"):
        office.plan.adopt_anew(2563, "ข", date(2020, 3, 1))
    office.records.save("plan_years", {"draft": True}, key("plan_years"))
    with pytest.raises(InputRefusal, match="ร่าง"):
        office.plan.adopt_anew(2563, "ค", JUNE)


def test_only_the_keeper_adopts_anew(finance: Desk) -> None:
    with finance.open() as office, pytest.raises(InputRefusal, match="ดูแลแผน"):
        office.plan.adopt_anew(2563, "เลื่อน", JUNE)


def test_steps_that_change_places_take_along_what_was_adopted(office: Office) -> None:
    october = {"planned_from": Month(2019, 10), "planned_to": Month(2019, 10)}
    plan_step(office, october, 2)
    plan_step(office, APRIL_MAY, 3)
    two, three = step_of(office, 2), step_of(office, 3)
    count = entries(office)
    edits = {
        2: Edit(key("plan_steps", project=1, step=2), {"title": three.title, **APRIL_MAY}),
        3: Edit(key("plan_steps", project=1, step=3), {"title": two.title, **october}),
    }
    office.plan.exchange_steps(2563, 1, edits)
    assert entries(office) == count + 1
    assert (due(office, 2), due(office, 3)) == ("เม.ย. 63 – พ.ค. 63", "ต.ค. 62")
    assert [changes_in_words(step_of(office, n), JUNE) for n in (2, 3)] == ["", ""]
    office.records.undo()
    assert (step_of(office, 2), step_of(office, 3)) == (two, three)


# Files that travel


def test_two_files_that_met_in_either_order_agree_on_what_was_adopted(
    plan_file: Path, tmp_path: Path
) -> None:
    desks = [desk_of(plan_file, tmp_path, "admin", name) for name in ("สมศรี", "มานี")]
    record = key("plan_steps", project=1, step=4)
    desks[0].save(dict(APRIL_MAY), record, "plan_steps")
    desks[1].save(dict(JULY), record, "plan_steps")
    sent = [desk.send(tmp_path / f"{n}.phaenx") for n, desk in enumerate(desks)]
    desks[0].take(sent[1])
    desks[1].take(sent[0])
    found = []
    for desk in desks:
        with desk.open() as office:
            found.append(step_of(office).schedule)
    assert found[0] == found[1]
    assert found[0].adoptions[0].months == Months(Month(2020, 4), Month(2020, 5))


def test_an_old_file_tells_what_was_filled_in_first(tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "fixtures" / "files" / "format-1.phaen"
    with Office.open(Path(shutil.copy(source, tmp_path / "old.phaen")), author="สมศรี") as office:
        (adopted,) = step_of(office, 1).schedule.adoptions
        assert adopted.months == Months(Month(2019, 10), Month(2019, 11))
        plan_step(office, JULY, 1)
        assert step_of(office, 1).due(JUNE) == adopted.months
