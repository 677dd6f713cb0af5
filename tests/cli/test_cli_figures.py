"""indicators, workings and plan: the 2563 plan's own examples come out as docs/commands.md promises."""

from decimal import Decimal

import pytest

from core.cli.plan import plain
from core.indicators.measures import Tallied
from core.store.facts import counters

CODES = ["1", "2", "3", "4.1", "4.2", "5.1", "5.2", "5.3", "5.4", "6"]
CODES += ["D2.1", "D2.2.1", "D2.2.2", "D3.1", "D3.2", "D3.3", "D4.1", "D4.2"]
KEYS = [
    "code",
    "title",
    "unit",
    "target",
    "value",
    "worst",
    "best",
    "open",
    "achievement",
    "status",
    "conflicts",
    "could_be",
    "warnings",
    "comparison",
    "target_to",
    "weight",
    "level",
    "weighted",
]


def by_code(answer):
    return {row["code"]: row for row in answer.data["indicators"]}


def test_the_seeds_examples_come_out(ctl, seed_office):
    rows = by_code(ctl("indicators", seed_office, "--as-of", "2020-06-30", "--json"))
    assert (rows["3"]["value"], rows["3"]["achievement"]) == ("91.00", "113.75")
    assert rows["2"]["value"] == "11.11"
    assert rows["1"]["value"] == "50.00"
    assert (rows["5.2"]["value"], rows["5.2"]["achievement"]) == ("97.00", "121.25")
    assert rows["5.1"]["value"] == "100"
    assert rows["D2.1"]["value"] is None


def test_every_indicator_is_there_with_the_promised_keys(ctl, blank_office):
    answer = ctl("indicators", blank_office, "--as-of", "30/06/2563", "--json")
    assert answer.status == 0
    assert answer.data["fiscal_year"] == 2563
    assert answer.data["as_of"] == "2020-06-30"
    assert [row["code"] for row in answer.data["indicators"]] == CODES
    assert all(list(row) == KEYS for row in answer.data["indicators"])
    assert {row[name] for row in answer.data["indicators"] for name in KEYS[-3:]} == {None}
    assert answer.data["totals"] == {"weight": "0.00", "weighted": "0.00"}


@pytest.mark.parametrize(
    "day", ["2020-06-30", "30/06/2563", "30 มิ.ย. 63", "๓๐/๐๖/๒๕๖๓", "300663", "2563-06-30"]
)
def test_a_day_may_be_written_in_any_way(ctl, blank_office, day):
    assert ctl("indicators", blank_office, "--as-of", day, "--json").data["as_of"] == "2020-06-30"


def test_today_is_the_day_where_none_is_named(ctl, blank_office):
    from datetime import date

    assert ctl("indicators", blank_office, "--json").data["as_of"] == date.today().isoformat()


def test_later_facts_do_not_exist_yet(ctl, seed_office):
    rows = by_code(ctl("indicators", seed_office, "--as-of", "2019-10-31", "--json"))
    assert rows["3"]["open"] == 100
    assert rows["3"]["value"] is None
    assert (rows["3"]["worst"], rows["3"]["best"]) == ("0.00", "100.00")


def test_a_fault_in_one_indicator_is_said_of_it_alone_and_logged(ctl, seed_office, monkeypatch, tmp_path):
    monkeypatch.setenv("PHAEN_STATE_DIR", str(tmp_path))
    monkeypatch.setattr(
        counters, "COUNTERS", {k: v for k, v in counters.COUNTERS.items() if k is not Tallied}
    )
    answer = ctl("indicators", seed_office, "--as-of", "2020-06-30", "--json")
    assert (answer.status, answer.err) == (0, "")
    rows = by_code(answer)
    assert (rows["3"]["value"], rows["3"]["warnings"]) == ("91.00", [])
    assert (rows["5.4"]["status"], rows["5.4"]["value"]) == ("no_data", None)
    (said,) = rows["5.4"]["warnings"]
    assert "ตัวชี้วัดที่ 5.4" in said
    assert said in ctl("indicators", seed_office, "--as-of", "2020-06-30").out
    told = ctl("workings", seed_office, "5.4", "--as-of", "2020-06-30")
    assert (told.status, said in told.out, told.err) == (0, True, "")
    log = (tmp_path / "phaenctl.log").read_text(encoding="utf-8")
    assert "indicator 5.4" in log
    assert "KeyError" in log


def test_a_person_gets_a_table(ctl, seed_office):
    answer = ctl("indicators", seed_office, "--as-of", "2020-06-30")
    line = next(text for text in answer.out.splitlines() if text.startswith("3 "))
    assert "91.00" in line
    assert "ณ สิ้นวันที่ 30 มิ.ย. 63" in answer.out


def test_workings_name_the_records(ctl, seed_office):
    data = ctl("workings", seed_office, "3", "--as-of", "2020-06-30", "--json").data
    assert (data["code"], data["value"]) == ("3", "91.00")
    assert [(w["numerator"], w["denominator"], w["value"]) for w in data["workings"]] == [
        ("90", "100", "90.00"),
        ("46", "50", "92.00"),
    ]
    assert {verdict: len(found) for verdict, found in data["records"].items()} == {
        "for": 136,
        "against": 14,
        "open": 0,
        "outside": 0,
    }
    assert set(data["records"]["for"][0]) == {"register", "id", "label", "detail"}


def test_workings_for_a_person_say_formula_months_and_records(ctl, seed_office):
    out = ctl("workings", seed_office, "3", "--as-of", "2020-06-30").out
    assert "สูตร:" in out
    assert "ตุลาคม 2562" in out
    assert "นับเป็นไม่ผ่าน 14 รายการ" in out


@pytest.mark.parametrize("code", CODES)
def test_every_indicators_workings_can_be_shown(ctl, sample_office, code):
    assert ctl("workings", sample_office, code, "--as-of", "2020-06-30").status == 0
    assert ctl("workings", sample_office, code, "--as-of", "2020-06-30", "--json").data["code"] == code


def test_an_indicator_that_is_not_in_the_plan_is_wrong_usage(ctl, blank_office):
    answer = ctl("workings", blank_office, "9.9")
    assert answer.status == 2
    assert "9.9" in answer.err


def test_a_year_the_file_does_not_hold_is_wrong_usage(ctl, blank_office):
    answer = ctl("indicators", blank_office, "--year", "2570")
    assert (answer.status, answer.out) == (2, "")
    assert "2570" in answer.err


def test_the_plan_as_held(ctl, blank_office):
    data = ctl("plan", blank_office, "--json").data
    assert data["totals"] == {
        "budget": "14486000.00",
        "projects": 6,
        "with_budget": 2,
        "without_budget": 4,
    }
    assert [p["number"] for p in data["projects"]] == [1, 2, 3, 4, 5, 6]
    assert {"number", "title", "budget", "owner", "steps"} <= set(data["projects"][0])
    assert data["projects"][0]["budget"] == "3686000.00"
    assert data["projects"][1]["budget"] is None
    assert [i["code"] for i in data["indicators"]] == CODES
    third = data["indicators"][2]
    assert {"code", "title", "target", "unit", "formula", "parameters"} <= set(third)
    assert (third["target"], third["formula"]) == ("80.00", "monthly_mean")
    assert data["indicators"][4]["target"] == "1"


def test_a_step_tells_what_was_adopted_and_who_moved_it(ctl, office):
    source = office.parent / "steps.csv"
    for months in ("2562-10,2562-11", "2562-12,2562-12"):
        source.write_text(f"project,step,planned_from,planned_to\n1,1,{months}\n", "utf-8")
        assert ctl("import", office, "project_steps", source, "--update").status == 0
    step, other = ctl("plan", office, "--json").data["projects"][0]["steps"][:2]
    assert (step["planned_from"], step["planned_to"]) == ("2019-12", "2019-12")
    assert (step["adopted_from"], step["adopted_to"]) == ("2019-10", "2019-11")
    (adopted,) = step["adoptions"]
    assert (adopted["planned_to"], adopted["on"], adopted["reason"]) == ("2019-11", None, "")
    assert set(step["moved"]) == {"by", "at"}
    assert (other["adopted_from"], other["adoptions"], other["moved"]) == (None, [], None)


def test_the_plan_for_a_person(ctl, blank_office):
    out = ctl("plan", blank_office).out
    assert "รวม 6 โครงการ ใช้งบประมาณ 2 ไม่ใช้ 4 รวมเงิน 14,486,000.00 บาท" in out


def test_parameters_are_told_in_jsons_own_types():
    assert plain({"n": 4, "share": Decimal("12.5"), "steps": (1, Decimal(2)), "on": True}) == {
        "n": 4,
        "share": "12.5",
        "steps": [1, "2"],
        "on": True,
    }
