"""A release: complete, its keys unique, its ids the same for ever, and broken files refused in a sentence."""

import hashlib
import json
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from core import registers, resources
from core.faults import FileRefusal, UsageRefusal
from core.indicators import FORMULAS, settings
from core.plan.load import BORN_REGISTERS, PlanRelease, bundled_plan, genesis, genesis_from, shipped_plans
from core.plan.records import FORMULA_CHOICES, PLAN_REGISTERS

ALL = {r.name: r for r in (*registers.ALL, *PLAN_REGISTERS)}


@pytest.fixture(scope="module")
def release() -> PlanRelease:
    return genesis("2563")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.path("plans", "2563"), tmp_path / "2563"))


def fingerprint(release: PlanRelease) -> str:
    wires = [
        [name, record, {f.name: f.to_wire(values[f.name]) for f in ALL[name].stored_fields}]
        for name, record, values in release.rows
    ]
    return hashlib.sha256(json.dumps(wires, ensure_ascii=False).encode()).hexdigest()


def test_2563_comes_with_the_program() -> None:
    assert "2563" in shipped_plans()
    assert genesis("2563").release == "2563.1"


def test_a_plan_the_program_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(UsageRefusal, match=r"2570.*2563"):
        genesis("2570")


def test_every_register_of_the_plan_has_rows_and_no_other(release: PlanRelease) -> None:
    counts = Counter(name for name, _, _ in release.rows)
    made_later = {"plan_definitions", "plan_waivers", "plan_adoptions"}  # by the plan officer, in the year
    assert set(counts) == {r.name for r in PLAN_REGISTERS} - made_later | set(BORN_REGISTERS)
    assert all((r.plan_born or r.internal) and r.fixed_id for r in (ALL[name] for name in counts))
    assert counts["info_centres"] == 72
    assert counts["project_steps"] == counts["plan_steps"] == 32
    assert counts["study_parts"] == counts["plan_study_parts"] == 4
    assert counts["renovation_items"] == 6
    assert counts["plan_indicators"] == 18


def test_ids_follow_from_the_keys_and_are_unique(release: PlanRelease) -> None:
    records = [record for _, record, _ in release.rows]
    assert len(set(records)) == len(records)
    assert all(record == ALL[name].id_for(values) for name, record, values in release.rows)


def test_keys_hold_no_titles(release: PlanRelease) -> None:
    for name, _, values in release.rows:
        assert (ALL[name].natural_key(values) or "").isascii()


def test_ids_stay_what_they_were(release: PlanRelease) -> None:
    """Files in offices hold these ids: a change here would part them from new files."""
    found = {(name, ALL[name].natural_key(values)): record for name, record, values in release.rows}
    assert found["plan_indicators", "2563|3"] == "2f8ecef2-e1f0-55f3-ab96-017f46c161c1"
    assert found["plan_printed_rows", "2563|summary|4"] == "0e918b0a-93c5-5248-870a-17098da693af"
    assert found["project_steps", "2563|1|5"] == "20668b21-cc11-5146-9c26-348d8a316821"
    assert found["info_centres", "50010000"] == "2525bbe6-59c6-510c-9570-651dc3662e39"


def test_the_same_rows_every_time(release: PlanRelease) -> None:
    assert fingerprint(genesis("2563")) == fingerprint(release)


def test_rows_name_every_stored_field_with_values_that_travel(release: PlanRelease) -> None:
    for name, _, values in release.rows:
        assert list(values) == [f.name for f in ALL[name].stored_fields]
        for field in ALL[name].stored_fields:
            assert field.from_wire(field.to_wire(values[field.name])) == values[field.name]


def test_72_centres_69_of_them_named(release: PlanRelease) -> None:
    centres = release.of("info_centres")
    assert Counter(c["kind"] for c in centres) == {"district": 50, "bureau": 16, "other": 6}
    assert len([c for c in centres if c["name"]]) == 69
    assert len({c["name"] for c in centres if c["name"]}) == 69
    assert centres[4]["code"] == "50050000"
    assert centres[4]["name"] == "สำนักงานเขตบางเขน"
    assert all(c["active"] for c in centres)


def test_the_checklist_adds_up_to_100(release: PlanRelease) -> None:
    criteria = release.of("audit_criteria")
    assert sum(Decimal(str(c["points"])) for c in criteria) == 100
    sections = {f"มาตรา 7({n})" for n in range(1, 6)} | {f"มาตรา 9({n})" for n in range(1, 9)}
    assert {c["section"] for c in criteria} == sections


def test_first_rows_of_the_registers_hold_no_dates(release: PlanRelease) -> None:
    assert all(s["started_on"] is None and s["finished_on"] is None for s in release.of("project_steps"))
    assert all(p["finished_on"] is None for p in release.of("study_parts"))
    assert {(i["room"], i["fixture"]) for i in release.of("renovation_items")} == {
        (room, fixture) for room in ("men", "women") for fixture in ("toilet", "basin", "handrail")
    }


def test_every_formula_of_the_plan_can_be_set_up() -> None:
    assert set(FORMULA_CHOICES) == set(FORMULAS)
    for indicator in bundled_plan("2563").indicators:
        settings(indicator)


def test_the_plan_of_a_year_is_put_together_once() -> None:
    assert bundled_plan("2563") is bundled_plan("2563")


BROKEN = {
    "unknown field": ("plan.toml", 'budget_text = "---"', 'budget_words = "---"', "budget_words"),
    "unknown choice": ("plan.toml", 'formula = "ladder"', 'formula = "lader"', "formula"),
    "unknown unit": ("plan.toml", 'owner = "finance"', 'owner = "finanse"', "finanse"),
    "unknown node": ("plan.toml", 'parent = "p1"', 'parent = "p9"', "p9"),
    "an empty title": ("plan.toml", 'title = "มหานครประชาธิปไตย"', 'title = ""', "title"),
    "two of one code": ("centres.toml", 'code = "50020000"', 'code = "50010000"', "50010000"),
    "a fraction of a satang": ("plan.toml", "budget = 3686000", "budget = 3686000.005", "budget"),
    "no number": ("plan.toml", "budget = 3686000", 'budget = "สามล้าน"', "budget"),
    "no TOML": ("plan.toml", "release =", "release", "TOML"),
    "no year": ("plan.toml", "fiscal_year = 2563", "", "fiscal_year"),
    "a year that is no number": ("plan.toml", "fiscal_year = 2563", 'fiscal_year = "2563"', "fiscal_year"),
    "a year of no century": ("plan.toml", "fiscal_year = 2563", "fiscal_year = 2020", "fiscal_year"),
    "a unit twice": ("plan.toml", 'code = "central"', 'code = "admin"', "ส่วนราชการ"),
    "a unit with a space in its code": ("plan.toml", 'code = "finance"', 'code = "fin ance"', "fin ance"),
    "a keeper that is no unit": ("plan.toml", "fiscal_year", 'keeper = "police"\nfiscal_year', "police"),
    "unknown part": ("plan.toml", "fiscal_year", 'ofice = "สำนักงาน"\nfiscal_year', "ofice"),
    "an indicator without a code": ("plan.toml", 'code = "4.2"', "", "code"),
    "unknown parameter": (
        "plan.toml",
        "parameters = { project = 1 }",
        "parameters = { projekt = 1 }",
        "ตัวชี้วัด 1",
    ),
    "no parameters": ("plan.toml", "parameters = { project = 1 }", "parameters = 1", "parameters"),
    "unknown reference": ("tables.toml", 'ref = "project:6"', 'ref = "project:7"', "project 7"),
    "unknown kind of reference": ("tables.toml", 'ref = "project:6"', 'ref = "projekt:6"', "projekt"),
    "no cells": ("tables.toml", "cells = [", "cels = [", "ตาราง past-results"),
    "a text without number": ("texts.toml", '["1.", ', "[", "texts"),
    "a heading that is no list": ("texts.toml", 'heading = ["คำนำ"]', 'heading = "คำนำ"', "foreword"),
    "unknown kind of centre": ("centres.toml", 'kind = "bureau"', 'kind = "buro"', "kind"),
    "points above 100": ("criteria.toml", "points = 15", "points = 150", "points"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_by_name_and_place(folder: Path, name: str) -> None:
    file, right, wrong, said = BROKEN[name]
    path = folder / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    with pytest.raises(FileRefusal) as refusal:
        genesis_from(folder)
    assert said in str(refusal.value)
    assert "โปรด" in str(refusal.value)
    assert str(refusal.value).startswith("แฟ้มแผน")


def test_a_folder_without_a_plan_is_refused(folder: Path) -> None:
    (folder / "plan.toml").unlink()
    with pytest.raises(FileRefusal, match=r"2563/plan\.toml .*ไม่มีแฟ้มนี้"):
        genesis_from(folder)


def test_a_register_of_a_folder_that_cannot_be_used_is_refused(folder: Path) -> None:
    (folder / "registers").mkdir()
    (folder / "registers" / "complaints.toml").write_text('name = "complaints"', "utf-8")
    with pytest.raises(FileRefusal, match="complaints"):
        genesis_from(folder)


def test_a_file_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "texts.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FileRefusal, match="UTF-8"):
        genesis_from(folder)
