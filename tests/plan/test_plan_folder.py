"""An office's own plan folder: little is needed, and what is left out is what it says in FORMATS."""

from base64 import b64decode, b64encode
from decimal import Decimal
from pathlib import Path
from uuid import uuid5

import pytest

from core.faults import FileRefusal
from core.plan.check import check_plan
from core.plan.compose import plan_from_rows
from core.plan.load import PlanRelease, genesis_from
from core.plan.model import Target
from core.registers.declare import NAMESPACE
from core.thai.fiscal import Month

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


# One point, black.
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
WRITES = """[settings]
telephone = "0 2563 2564"
email = "office@example.go.th"
emblem = "ครุฑ.png"

[[units]]"""


def with_picture(folder: Path, content: bytes = PNG, text: str = WRITES) -> PlanRelease:
    folder.mkdir(exist_ok=True)
    (folder / "ครุฑ.png").write_bytes(content)
    return read(folder, LEAST.replace("[[units]]", text, 1))


def test_how_the_office_is_reached_and_its_picture_are_settings_too(tmp_path: Path) -> None:
    plan = with_picture(tmp_path / "แผน").plan
    assert (plan.telephone, plan.email, plan.emblem) == ("0 2563 2564", "office@example.go.th", PNG)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"GIF89a", WRITES),
        (PNG + bytes(300_000), WRITES),
        (PNG[:40], WRITES),
        (PNG, WRITES.replace("ครุฑ", "อื่น")),
        (PNG, WRITES.replace("ครุฑ.png", "../แผน/ครุฑ.png")),
        (PNG, WRITES.replace('"ครุฑ.png"', "1")),
    ],
    ids=["no picture", "too large", "cut", "not there", "elsewhere", "no name"],
)
def test_a_picture_that_cannot_be_used_is_refused_by_name(tmp_path: Path, content: bytes, text: str) -> None:
    with pytest.raises(FileRefusal, match="emblem"):
        with_picture(tmp_path / "แผน", content, text)


SCORED = LEAST.replace(
    "targets = [",
    """weight = 15
levels = [20, 25, 30, 35.5, 40]
score = "result"
cumulative = false
baseline = 35
baseline_note = "ปี 2567"
targets = [{ year = 2568, quarter = 2, value = 20 }, { year = 2568, month = "2567-10", value = 2, value_to = 3 }, """,
)


def test_an_indicator_may_have_targets_of_periods_weight_levels_and_a_baseline(tmp_path: Path) -> None:
    (plain,), (scored,) = (read(tmp_path / f, t).plan.indicators for f, t in (("ก", LEAST), ("ข", SCORED)))
    assert (plain.weight, plain.levels, plain.score, plain.cumulative) == (None, (), "achievement", True)
    assert (scored.weight, scored.score, scored.cumulative) == (15, "result", False)
    assert scored.levels == (20, 25, 30, Decimal("35.5"), 40)
    assert (scored.baseline, scored.baseline_note) == (35, "ปี 2567")
    assert (scored.targets, scored.target) == (plain.targets, 40)
    assert scored.period_targets == (
        Target(2568, "", Decimal(20), quarter=2),
        Target(2568, "", Decimal(2), Decimal(3), month=Month(2024, 10)),
    )


def test_a_target_of_a_year_keeps_its_id_beside_those_of_periods(tmp_path: Path) -> None:
    """There are files that hold it: its key is told without quarter and month."""
    (old,), new = (
        [record for name, record, _ in read(tmp_path / f, t).rows if name == "plan_targets"]
        for f, t in (("ก", LEAST), ("ข", SCORED))
    )
    assert old == str(uuid5(NAMESPACE, "plan_targets|2568|1|2568"))
    assert old in new
    assert len(set(new)) == 3


@pytest.mark.parametrize("levels", ['"60"', "{ a = 1 }", "[true]", '["1"]', "1"])
def test_levels_that_are_no_numbers_are_refused(tmp_path: Path, levels: str) -> None:
    with pytest.raises(FileRefusal, match="levels"):
        read(tmp_path / "แผน", SCORED.replace("[20, 25, 30, 35.5, 40]", levels))


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
@pytest.mark.parametrize("field", ["addressee", "telephone", "email", "emblem"])
def test_a_year_whose_letterhead_says_nothing_takes_that_of_the_year_before(
    year: int, said: str, field: str
) -> None:
    named = {2568: "ผู้อำนวยการเขต", 2570: "ปลัด"}
    kept = {y: b64encode(word.encode()).decode() if field == "emblem" else word for y, word in named.items()}
    rows = [{"fiscal_year": y, field: kept.get(y)} for y in range(2567, 2572)]
    found = getattr(plan_from_rows(year, {"plan_years": rows}), field)
    assert found == (said.encode() if field == "emblem" else said)


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


def test_a_target_between_that_lacks_its_end_is_found_in_a_folder_too(tmp_path: Path) -> None:
    text = LEAST.replace('comparison = "ge"', 'comparison = "between"')
    found = check_plan(read(tmp_path / "แผน", text).plan)
    assert [(a.code, a.ref) for a in found if a.code.startswith("target")] == [("target.span", "indicator:1")]
    whole = text.replace("value = 40", "value = 40, value_to = 50")
    assert not [a for a in check_plan(read(tmp_path / "ทั้งช่วง", whole).plan) if a.code.startswith("target")]
