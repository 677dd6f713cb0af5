"""The plan check names an indicator that counts something other than it promises; plans that agree have no such finding."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.office import Office
from core.office.plan.fitting import misfits
from core.plan.check import is_demand

CODES = {
    "indicator.title-unit",
    "indicator.formula-unit",
    "indicator.register-retired",
    "indicator.register-year",
    "indicator.register-unit",
    "indicator.register-empty",
    "indicator.time",
}
CLOSED = {"register": "complaints", "clock": "close"}
# What is changed of indicator 3.1 (complaints closed within 3 working days, of ฝ่ายปกครอง), and what is found then.
CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"unit": "คน"}, ["indicator.title-unit", "indicator.formula-unit"]),
    (
        {"formula": "count", "parameters": {"register": "complaints"}},
        ["indicator.formula-unit", "indicator.time"],
    ),
    ({"title": "จำนวนเรื่องร้องเรียน", "unit": "เรื่อง"}, ["indicator.formula-unit"]),
    ({"title": "ร้อยละของเรื่องที่ปิดภายใน ๕ วันทำการ"}, ["indicator.time"]),
    ({"title": "ร้อยละของเรื่องที่ปิดภายใน 3 วัน"}, ["indicator.time"]),
    ({"owner": "clean"}, ["indicator.register-unit"]),
    (
        {
            "formula": "share",
            "parameters": {"register": "survey_answers", "meets": [["overall_level", ">=", 3]]},
        },
        [],  # a condition may tell the time limit
    ),
    ({"parameters": {"register": "gone"}}, []),  # that it can't be computed is said elsewhere
]


@pytest.fixture(scope="module")
def district(
    office_file_of: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("fitting") / "d.phaen"
    shutil.copy(office_file_of("gov", plan="example-district-2568", sample=True), path)
    with Office.open(path) as office:
        yield office


@pytest.mark.parametrize(("changed", "found"), CASES)
def test_what_does_not_fit_is_named(district: Office, changed: dict[str, Any], found: list[str]) -> None:
    plan, registers = district.session.plan(2568), district.session.file.registers
    indicator = replace(plan.indicator("3.1"), **changed)
    told = list(misfits(replace(plan, indicators=(indicator,)), registers))
    assert [advice.code for advice in told] == found
    assert all(advice.ref == "indicator:3.1" for advice in told)


@pytest.mark.parametrize("years", [{"retired": True}, {"used_to": 2567}, {"used_from": 2569}])
def test_a_register_out_of_use_is_named(district: Office, years: dict[str, Any]) -> None:
    plan, registers = district.session.plan(2568), district.session.file.registers
    ended = {**registers, "complaints": replace(registers["complaints"], **years)}
    (advice,) = misfits(replace(plan, indicators=(plan.indicator("3.1"),)), ended)
    assert advice.code in ("indicator.register-retired", "indicator.register-year")
    assert "ทะเบียนเรื่องร้องเรียน" in advice.message


@pytest.mark.parametrize(
    ("years", "demanded"),
    [({"retired": True}, False), ({"used_to": 2567}, True), ({"used_from": 2569}, True)],
)
def test_what_the_year_does_not_count_is_mended_or_waived_first(
    district: Office, years: dict[str, Any], demanded: bool
) -> None:
    plan, registers = district.session.plan(2568), district.session.file.registers
    ended = {**registers, "complaints": replace(registers["complaints"], **years)}
    (advice,) = misfits(replace(plan, indicators=(plan.indicator("3.1"),)), ended)
    assert is_demand(advice) is demanded


def test_plans_that_agree_have_no_such_finding(district: Office, sample_year: Office) -> None:
    for office, year in ((district, 2568), (sample_year, 2563)):
        assert [f for f in office.plan.check_plan(year) if f.code in CODES] == []


def test_an_empty_register_is_named_once_others_are_not(district: Office) -> None:
    office = district
    indicator = office.plan.locate(2568, "indicator:2.1")
    assert indicator is not None
    none = '{"register": "training_attendance", "filter": [["result", "=", "passed"], ["result", "empty"]]}'
    office.records.save("plan_indicators", {"parameters": none}, indicator[1])
    found = [f for f in office.plan.check_plan(2568) if f.code in CODES]
    assert [(f.code, f.ref) for f in found] == [("indicator.register-empty", "indicator:2.1")]
    office.records.undo()


OVER = {"register": "complaints", "filter": [["topic", "in", ["road", "lighting", "trees"]]]}
ASKING: list[tuple[str, dict[str, Any]]] = [
    ("count", OVER),
    ("count", {**OVER, "distinct": "place"}),
    ("share", {**OVER, "meets": [["closed_on", "filled"]]}),
    ("share_in_time", {**OVER, "clock": "close"}),
    ("share_in_time", {**OVER, "clock": "close", "each": "topic"}),
    ("ratio", {"over": {"indicator": "1.1"}, "under": OVER}),
]


@pytest.mark.parametrize(("formula", "parameters"), ASKING)
def test_as_many_records_are_looked_at_whichever_formula_asks(
    district: Office, formula: str, parameters: dict[str, Any]
) -> None:
    first, day = date(2024, 10, 1), date(2025, 6, 30)
    trial = district.figures.try_formula(2568, "3.1", formula, parameters, day)
    there = 0
    for row in district.records.rows("complaints"):
        topic, received, cancelled = (row.values[n] for n in ("topic", "received_on", "cancelled_on"))
        assert isinstance(received, date)
        stopped = isinstance(cancelled, date) and cancelled <= day
        there += topic in ("road", "lighting", "trees") and first <= received <= day and not stopped
    assert there
    assert [(c.title, c.records, c.counted_in) for c in trial.counted] == [("เรื่องร้องเรียน", there, "เรื่อง")]
