"""``phaenctl adopt`` and ``adopt-anew``: a draft becomes the year's plan, moved months become the adopted ones."""

import shutil
from pathlib import Path

import pytest

from core.office import Office
from core.store.tables.register_tables import SHIPPED
from core.thai.fiscal import Month

ANEW = ("--reason", "ผู้ว่าราชการอนุมัติขยายเวลา", "--from", "30/06/2563")


@pytest.fixture
def moved(blank_office, tmp_path) -> Path:
    """A file in which a step of projects 1 and 6 was planned for April and moved to July."""
    path = Path(shutil.copy(blank_office, tmp_path / "moved.phaen"))
    with Office.open(path, author="สมศรี") as office:
        for project in (1, 6):
            step = SHIPPED["plan_steps"].id_for({"fiscal_year": 2563, "project": project, "step": 2})
            for month in (Month(2020, 4), Month(2020, 7)):
                office.records.save("plan_steps", {"planned_from": month, "planned_to": month}, step)
    return path


def adopted(ctl, path: Path, project: int) -> tuple[str, str, str]:
    """What lateness of the step is measured against, since when and why."""
    projects = ctl("plan", path, "--json").data["projects"]
    step = next(p for p in projects if p["number"] == project)["steps"][1]
    last = step["adoptions"][-1]
    return step["adopted_to"], last["on"] or "", last["reason"]


def test_the_moved_steps_of_a_project_are_adopted_anew(ctl, moved):
    told = ctl("adopt-anew", moved, *ANEW, "--project", 1, "--json")
    assert told.status == 0
    assert told.data == {
        "fiscal_year": 2563,
        "from": "2020-06-30",
        "steps": [{"project": 1, "step": 2, "adopted_from": "2020-07", "adopted_to": "2020-07"}],
    }
    assert adopted(ctl, moved, 1) == ("2020-07", "2020-06-30", "ผู้ว่าราชการอนุมัติขยายเวลา")
    assert adopted(ctl, moved, 6) == ("2020-04", "", "")


def test_without_a_project_every_moved_step_is_told_and_adopted(ctl, moved):
    told = ctl("adopt-anew", moved, *ANEW)
    assert told.status == 0
    assert "ปรับฐานแผน 2 ขั้นตอน ตั้งแต่ 30 มิ.ย. 63" in told.out
    assert told.out.count("ก.ค. 63") == 2
    assert adopted(ctl, moved, 6)[0] == "2020-07"


def test_what_cannot_be_adopted_anew_is_refused_in_a_sentence(ctl, moved, office):
    ctl("adopt", office, 2563)  # a copied file takes a new identity when first opened for writing
    before = office.read_bytes()
    for path, given, said in (
        (moved, ("--reason", "  "), "เหตุผล"),
        (moved, ("--reason", "เลื่อน", "--project", 99), "ไม่มีขั้นตอน"),
        (office, ("--reason", "เลื่อน"), "ไม่มีขั้นตอน"),
    ):
        refused = ctl("adopt-anew", path, *given)
        assert (refused.status, refused.out) == (3, "")
        assert said in refused.err
    assert ctl("adopt-anew", moved).status == 2, "a reason is asked for"
    assert office.read_bytes() == before


def test_a_draft_is_taken_into_use_once_nothing_is_open(ctl, office):
    assert ctl("rollover", office, 2564).status == 0
    share = SHIPPED["plan_steps"].id_for({"fiscal_year": 2564, "project": 6, "step": 1})
    with Office.open(office) as opened:
        opened.records.save("plan_steps", {"share": "1"}, share)
    refused = ctl("adopt", office, 2564)
    assert (refused.status, refused.out) == (3, "")
    assert "ต้องแก้ไข" in refused.err
    with Office.open(office) as opened:
        opened.records.save("plan_steps", {"share": "40"}, share)
        assert opened.session.plan(2564).draft
    assert ctl("adopt", office, 2564).out == "ใช้เป็นแผนปีงบประมาณ 2564 แล้ว\n"
    with Office.open(office) as opened:
        assert not opened.session.plan(2564).draft


def test_a_year_without_a_plan_is_wrong_usage(ctl, office):
    refused = ctl("adopt", office, 2570)
    assert (refused.status, refused.out) == (2, "")
    assert "2570" in refused.err
