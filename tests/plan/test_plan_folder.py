"""An office's own plan folder: little is needed, and what is left out is what it says in FORMATS."""

from pathlib import Path

import pytest

from core.faults import FileRefusal
from core.plan.compose import plan_from_rows
from core.plan.load import PlanRelease, genesis_from

LEAST = """
fiscal_year = 2568
title = "แผนปฏิบัติราชการ"
office = "สำนักงานเขต"

[[units]]
code = "clean"
name = "ฝ่ายรักษาความสะอาด"

[[units]]
code = "gov"
name = "ฝ่ายปกครอง"

[[indicators]]
code = "1"
title = "ขยะที่คัดแยก"
unit = "ตัน"
comparison = "ge"
formula = "entered"
owner = "clean"
targets = [{ year = 2568, value = 40 }]
"""


def read(folder: Path, text: str = LEAST) -> PlanRelease:
    folder.mkdir(exist_ok=True)
    (folder / "plan.toml").write_text(text, "utf-8")
    return genesis_from(folder)


def test_an_office_needs_little(tmp_path: Path) -> None:
    plan = read(tmp_path / "แผน").plan
    assert (plan.fiscal_year, plan.office, plan.keeper) == (2568, "สำนักงานเขต", "clean")
    assert [(u.code, u.ordinal) for u in plan.units] == [("clean", 1), ("gov", 2)]
    (indicator,) = plan.indicators
    assert (indicator.unit, indicator.dimension, indicator.ordinal) == ("ตัน", 1, 1)
    assert (indicator.parameters, indicator.target) == ({}, 40)


def test_the_keeper_may_be_any_unit(tmp_path: Path) -> None:
    text = LEAST.replace("office =", 'keeper = "gov"\noffice =')
    assert read(tmp_path / "แผน", text).plan.keeper == "gov"


def test_whom_an_office_writes_to_is_a_setting_of_its_plan(tmp_path: Path) -> None:
    assert read(tmp_path / "แผน").plan.addressee == ""
    text = LEAST.replace("[[units]]", '[settings]\naddressee = "ผู้อำนวยการเขต"\n\n[[units]]', 1)
    made = read(tmp_path / "แผน", text)
    assert made.plan.addressee == "ผู้อำนวยการเขต"
    with pytest.raises(FileRefusal, match="colour"):
        read(tmp_path / "แผน", text.replace("addressee", "colour"))


@pytest.mark.parametrize(("stated", "stored"), [("", None), ("dimension = 1", 1), ("dimension = 2", 2)])
def test_a_dimension_the_plan_does_not_name_is_not_stored(
    tmp_path: Path, stated: str, stored: int | None
) -> None:
    made = read(tmp_path / "แผน", LEAST.replace('unit = "ตัน"', f'unit = "ตัน"\n{stated}'))
    assert made.of("plan_indicators")[0]["dimension"] == stored
    assert made.plan.indicators[0].dimension == (stored or 1)


@pytest.mark.parametrize(
    ("year", "said"),
    [(2568, "ผู้อำนวยการเขต"), (2569, "ผู้อำนวยการเขต"), (2570, "ปลัด"), (2571, "ปลัด"), (2567, "ปลัด")],
)
def test_a_year_that_names_nobody_writes_to_whom_the_year_before_wrote(year: int, said: str) -> None:
    named = {2568: "ผู้อำนวยการเขต", 2570: "ปลัด"}
    rows = [{"fiscal_year": y, "addressee": named.get(y)} for y in range(2567, 2572)]
    assert plan_from_rows(year, {"plan_years": rows}).addressee == said


@pytest.mark.parametrize(
    "text",
    [
        LEAST.replace("\n", "\r\n"),
        "\ufeff" + LEAST,
        "# หมายเหตุ\n" + LEAST.replace('code = "gov"\nname = "ฝ่ายปกครอง"', 'name = "ฝ่ายปกครอง"\ncode = "gov"'),
        LEAST.replace("office =", 'release = "2568.7"\nkeeper = "clean"\noffice ='),
        LEAST.replace("value = 40", "value = 40.0").replace('unit = "ตัน"', 'unit = "ตัน"\nordinal = 1'),
    ],
    ids=["line ends", "byte order mark", "comments and order of keys", "defaults stated", "numbers"],
)
def test_rows_follow_from_what_is_said_not_from_how(tmp_path: Path, text: str) -> None:
    assert read(tmp_path / "หนึ่ง") == read(tmp_path / "สอง", text)
