"""``phaenctl rollover``: next year's plan from the command line."""

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def sample(sample_office, tmp_path) -> Path:
    return Path(shutil.copy(sample_office, tmp_path / "sample.phaen"))


def test_the_draft_is_made_and_told(ctl, sample):
    answer = ctl("rollover", sample, 2564, "--json")
    assert answer.status == 0
    told = answer.data
    assert (told["fiscal_year"], told["draft"]) == (2564, True)
    assert told["carried"] == [
        {"project": 1, "free": "146000.00", "committed": "0.00"},
        {"project": 6, "free": "213600.00", "committed": "8400000.00"},
    ]
    assert {f["code"] for f in told["look_through"]} >= {"draft.year", "draft.months", "draft.targets"}
    plan = ctl("plan", sample, "--year", 2564, "--json").data
    assert plan["totals"]["budget"] == "22245600.00"
    assert [line["amount"] for line in plan["projects"][5]["budget_lines"]] == [
        "9800000.00",
        "213600.00",
        "8400000.00",
    ]
    assert ctl("check", sample).status == 0
    assert (
        len(ctl("indicators", sample, "--year", 2564, "--as-of", "2021-03-31", "--json").data["indicators"])
        == 18
    )


def test_what_does_not_go_on_is_named_and_what_follows_is_told(ctl, sample):
    options = ("--without-project", 1, "--without-indicator", "3", "--without-register", "deliverables")
    told = ctl("rollover", sample, 2564, *options, "--json").data
    assert told["left"] == {"projects": [1], "indicators": ["3"], "registers": ["deliverables"]}
    assert [c["project"] for c in told["carried"]] == [6]
    assert "โครงการที่ 1 ไม่ทำต่อ เงินเหลือ 146,000.00 บาทจึงไม่ยกไป" in told["follows"]
    plan = ctl("plan", sample, "--year", 2564, "--json").data
    assert [p["number"] for p in plan["projects"]] == [2, 3, 4, 5, 6]
    assert "3" not in [i["code"] for i in plan["indicators"]]
    declared = ctl("register", sample, "show", "deliverables", "--json").data
    assert "2563" in str(declared)


def test_what_is_finished_may_be_left(ctl, sample):
    told = ctl("rollover", sample, 2564, "--without-finished", "--json").data
    assert told["left"]["projects"] == [2, 3, 4, 5]
    answer = ctl("rollover", sample, 2565, "--without-project", 2)
    assert answer.status == 3
    assert "โครงการที่ 2" in answer.err


def test_for_people_it_says_what_to_look_through(ctl, sample):
    answer = ctl("rollover", sample, "๒๕๖๔", "--leave", 1)
    assert answer.status == 0
    assert "ทำร่างแผนปีงบประมาณ 2564 แล้ว" in answer.out
    assert "213,600.00" in answer.out
    assert "146,000.00" not in answer.out
    assert "- แผนปี 2564 คำนำ:" in answer.out


def test_the_old_year_answers_as_before(ctl, sample):
    asked = ("indicators", sample, "--year", 2563, "--as-of", "2020-09-30", "--json")
    before = ctl(*asked).data
    assert ctl("rollover", sample, 2564).status == 0
    assert ctl("rollover", sample, 2565).status == 0
    assert ctl(*asked).data == before


@pytest.mark.parametrize("year", [2563, 2565, 2562])
def test_a_year_that_does_not_follow_is_refused(ctl, office, year):
    ctl("rollover", office, year)  # a copied file takes a new identity when first opened for writing
    before = office.read_bytes()
    answer = ctl("rollover", office, year)
    assert (answer.status, answer.out) == (3, "")
    assert "โปรด" in answer.err
    assert office.read_bytes() == before


def test_money_that_is_not_there_cannot_be_left(ctl, office):
    answer = ctl("rollover", office, 2564, "--leave", 1)
    assert answer.status == 3
    assert "โครงการที่ 1" in answer.err
