"""``phaenctl proposals`` and ``decide``: changes of the plan wished by a unit that doesn't keep it."""

import shutil
from pathlib import Path

import pytest

from core.office import Office
from core.store.tables.register_tables import SHIPPED

PROJECT = SHIPPED["plan_projects"].id_for({"fiscal_year": 2563, "number": 2})


@pytest.fixture
def finance(blank_office, tmp_path) -> Path:
    """A file of finance in which a project's title was changed."""
    path = Path(shutil.copy(blank_office, tmp_path / "finance.phaen"))
    with Office.open(path, author="สมศรี") as office:
        office.session.set_unit("finance")
        office.records.save("plan_projects", {"title": "ชื่อใหม่"}, PROJECT)
    return path


@pytest.fixture
def keeper(finance, office, tmp_path, ctl) -> Path:
    """The file of the unit that keeps the plan, after finance's package came."""
    assert ctl("pack", finance, tmp_path / "a.phaenx").status == 0
    assert ctl("merge", office, tmp_path / "a.phaenx", "--trust").status == 0
    return office


def test_proposals_are_told(ctl, keeper):
    (told,) = ctl("proposals", keeper, "--json").data["proposals"]
    assert (told["unit"], told["by"], told["state"], told["moved"]) == ("finance", "สมศรี", "open", False)
    (record,) = told["records"]
    (field,) = record["fields"]
    assert (record["action"], field["field"], field["wanted"]) == ("change", "title", "ชื่อใหม่")
    shown = ctl("proposals", keeper).out
    assert "รอพิจารณา" in shown
    assert told["id"] in shown
    assert ctl("proposals", keeper, "--year", 2564, "--json").data == {"proposals": []}


def test_one_is_taken_up(ctl, keeper):
    (told,) = ctl("proposals", keeper, "--json").data["proposals"]
    assert ctl("decide", keeper, told["id"], "take", "--reason", "เห็นชอบ").status == 0
    titles = {p["number"]: p["title"] for p in ctl("plan", keeper, "--json").data["projects"]}
    assert titles[2] == "ชื่อใหม่"
    (told,) = ctl("proposals", keeper, "--json").data["proposals"]
    assert (told["state"], told["answer"]) == ("taken", "เห็นชอบ")
    again = ctl("decide", keeper, told["id"], "take")
    assert (again.status, again.out) == (3, "")


def test_declining_needs_a_reason(ctl, keeper):
    (told,) = ctl("proposals", keeper, "--json").data["proposals"]
    refused = ctl("decide", keeper, told["id"], "decline")
    assert refused.status == 3
    assert "เหตุผล" in refused.err
    assert ctl("decide", keeper, told["id"], "decline", "--reason", "ไม่ตรงคำสั่ง").status == 0


def test_the_proposer_withdraws_and_does_not_decide(ctl, finance):
    (told,) = ctl("proposals", finance, "--json").data["proposals"]
    assert ctl("decide", finance, told["id"], "take").status == 3
    assert ctl("decide", finance, told["id"], "withdraw").status == 0
    assert ctl("proposals", finance, "--json").data["proposals"][0]["state"] == "withdrawn"


def test_an_unknown_one_is_refused(ctl, keeper):
    refused = ctl("decide", keeper, "nothing", "take")
    assert refused.status == 3
    assert "ไม่พบข้อเสนอ" in refused.err
