"""A file may lack any register but its plan's: whatever is asked of it is answered, or refused in a sentence."""

import inspect
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from bare_plan import plan_folder

from core.faults import Refusal
from core.indicators.formulas import FORMULAS
from core.office import ListQuery, Office, Query
from core.plan.office_registers import ALWAYS
from core.store.log.changes import Delete

DAY = date(2025, 3, 31)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Office]:
    """An office that keeps the six registers of any plan, and no other."""
    with Office.create(
        tmp_path / "เขต.phaen", plan=plan_folder(tmp_path), unit="gov", author="สมศรี"
    ) as office:
        office.session.today = lambda: DAY
        yield office


# What is given for a parameter, by its name; a method that asks for anything else isn't called, nor one that writes.
WRITES = {"adopt_plan", "roll_over", "keep_copy", "take_merge_back", "undo", "redo"}
SERVICES = ("records", "lists", "figures", "plan", "conflicts", "registers", "sheets", "exchange", "file")


def ask_everything(office: Office, folder: Path) -> int:
    """Ask each service whatever it answers, of every register and indicator; a Refusal is an answer. How many were asked."""
    plan = office.session.plan()
    codes = [indicator.code for indicator in plan.indicators]
    # What is listed, and what is of the plan, may be asked for too.
    names = [r.name for r in office.session.file.registers.values()]
    given: dict[str, list[Any]] = {
        "as_of": [DAY],
        "year": [plan.fiscal_year],
        "working_days": [10],
        "code": codes,
        "name": names,
        "register": names,
        "target": [folder / "ออก.csv"],
        "folder": [folder / "แผน"],
        "whole": [True],
        "query": [ListQuery(name, DAY, plan.fiscal_year) for name in names],
    }
    asked = 0
    for service in (getattr(office, name) for name in SERVICES):
        for name, method in inspect.getmembers(service, inspect.ismethod):
            needed = [p.name for p in inspect.signature(method).parameters.values() if p.default is p.empty]
            if name.startswith("_") or name in WRITES or not {*needed} <= given.keys():
                continue
            for some in product(*(given[parameter] for parameter in needed)):
                with suppress(Refusal):
                    method(**dict(zip(needed, some, strict=True)))
                asked += 1
    for report in office.reports.available():
        with suppress(Refusal):
            office.reports.print_report(report.name, folder / f"{report.name}.pdf", as_of=DAY)
    return asked


def test_a_file_with_the_registers_of_any_plan_alone_answers_everything(bare: Office, tmp_path: Path) -> None:
    assert {r.name for r in bare.session.registers()} == {*ALWAYS}
    assert ask_everything(bare, tmp_path) > 200
    bare.plan.roll_over(2569)
    assert bare.session.years == (2568, 2569)


@pytest.mark.parametrize("formula", sorted(FORMULAS))
def test_an_indicator_over_a_register_that_is_not_there_has_no_figure(
    bare: Office, tmp_path: Path, formula: str
) -> None:
    row = bare.records.rows("plan_indicators")[0]
    with suppress(Refusal):  # a formula may ask for parameters first
        bare.records.save("plan_indicators", {"formula": formula, "parameters": ""}, row.id)
    ask_everything(bare, tmp_path)


def test_a_file_whose_registers_were_all_taken_out_answers_too(bare: Office, tmp_path: Path) -> None:
    """By whatever came by merging: nobody can do so by hand while records use them."""
    for row in bare.records.rows("plan_registers"):
        bare.session.write([Delete("plan_registers", row.id)], "ลบ")
    assert bare.session.registers() == ()
    ask_everything(bare, tmp_path)


PARTS = """
name = "parts"
title = "งานย่อย"
key = ["fiscal_year", "part"]
items_per_year = true
day = "done_on"
{more}

[[fields]]
name = "fiscal_year"
type = "whole"
label = "ปีงบประมาณ"

[[fields]]
name = "part"
type = "whole"
label = "ส่วนที่"

[[fields]]
name = "title"
type = "text"
label = "งาน"

[[fields]]
name = "share"
type = "number"
label = "ร้อยละ"

[[fields]]
name = "done_on"
type = "day"
label = "วันที่แล้วเสร็จ"

[[items]]
part = 1
title = "เตรียมการปี 2568"
share = 40

[[items]]
part = 2
title = "ดำเนินการ"
share = 60
"""


def with_parts(folder: Path, more: str = "") -> Office:
    plan = plan_folder(folder)
    (plan / "registers").mkdir()
    (plan / "registers" / "parts.toml").write_text(PARTS.format(more=more), "utf-8")
    return Office.create(folder / "เขต.phaen", plan=plan, unit="gov", author="สมศรี")


def told(office: Office, year: int) -> list[tuple[object, ...]]:
    names = ("part", "title", "share", "done_on")
    rows = office.records.rows("parts", Query(equals={"fiscal_year": year}))
    return [tuple(row.values[name] for name in names) for row in rows]


def test_next_year_begins_with_what_the_plan_says_of_its_items(tmp_path: Path) -> None:
    with with_parts(tmp_path) as office:
        office.session.today = lambda: DAY
        one, _ = office.records.rows("parts")
        office.records.save("parts", {"done_on": "2568-03-10", "share": 45}, one.id)
        office.plan.roll_over(2569)
        assert told(office, 2569) == [(1, "เตรียมการปี 2569", 45, None), (2, "ดำเนินการ", 60, None)]
        office.plan.roll_over(2570)
        assert [row[:3] for row in told(office, 2570)] == [(1, "เตรียมการปี 2570", 45), (2, "ดำเนินการ", 60)]
        assert office.file.check().problems == ()


@pytest.mark.parametrize("more", ["used_to = 2568", "retired = true"])
def test_items_of_a_register_not_used_next_year_stay_behind(tmp_path: Path, more: str) -> None:
    with with_parts(tmp_path, more) as office:
        office.plan.roll_over(2569)
        assert (len(told(office, 2568)), told(office, 2569)) == (2, [])
