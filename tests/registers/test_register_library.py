"""The library of registers that ships, and those of the example district: each can be read, says what it asks for, and names
nothing of one office."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core import registers, resources
from core.faults import InputRefusal
from core.office.records.defaults import blank
from core.registers.declaration import read_register, read_registers, written_in
from core.registers.declare import Register, StatedRule
from core.thai.fiscal import Month

LIBRARY = {path.stem: path for path in resources.path("registers", "library").glob("*.toml")}
DISTRICT = {
    path.stem: path for path in resources.path("plans", "example-district-2568", "registers").glob("*.toml")
}
MOST_COLUMNS = 7
each = pytest.mark.parametrize(
    "path",
    [*sorted(LIBRARY.values()), *sorted(DISTRICT.values())],
    ids=lambda path: f"{path.parent.parent.name}-{path.stem}",
)


def of_library(name: str) -> Register:
    return read_register(written_in(LIBRARY[name]))


@each
def test_every_register_can_be_read(path: Path) -> None:
    register = read_register(written_in(path))
    assert register.name == path.stem
    assert register.title
    assert register.new_label
    assert register.fields[0].in_list


@each
def test_every_rule_says_what_it_asks_for(path: Path) -> None:
    written, register = written_in(path), read_register(written_in(path))
    names = [rule["name"] for rule in written["rules"]]
    assert len(names) == len({*names})
    assert len(register.rules) == len(names)
    said = [rule.says for rule in register.rules if isinstance(rule, StatedRule)]
    assert len({*said}) == len(names)


@each
def test_every_field_helps_and_the_list_fits_a_screen(path: Path) -> None:
    register = read_register(written_in(path))
    assert [f.name for f in register.fields if not f.help] == []
    assert len([f for f in register.fields if f.in_list]) <= MOST_COLUMNS
    sections = [f.section for f in register.fields]
    begun = [here for before, here in zip(["", *sections], sections, strict=False) if here != before]
    assert len(begun) == len({*begun})


def test_the_library_is_of_no_office() -> None:
    offered = read_registers([written_in(path) for path in LIBRARY.values()])
    assert {*LIBRARY} & {r.name for r in registers.ALL} == set()
    assert {r.unit for r in offered} == {""}
    assert [r.name for r in offered if r.items] == []
    for path in LIBRARY.values():
        assert "256" not in path.read_text("utf-8").replace("2568-01", "")


def test_the_districts_registers_stand_together() -> None:
    kept = {r.name: r for r in read_registers([written_in(path) for path in DISTRICT.values()])}
    assert {r.unit for r in kept.values()} == {"clean", "social", "gov"}
    waste = kept["measured_items"]
    assert waste.plan_born
    assert waste.fixed_id
    assert [item["code"] for item in waste.items] == ["food", "recycle", "branch", "hazard", "bulky"]
    assert waste.items[0]["active"] is True
    assert kept["measured_quantities"].views[0].kind == "grid"


def test_a_new_record_starts_with_what_is_declared() -> None:
    day, register = date(2025, 2, 3), of_library("complaints")
    first = blank(None, register, day, 2568)  # type: ignore[arg-type]  # nothing is asked of the file
    assert first["received_on"] == day
    assert first["channel"] is None
    typed = {**first, "received_on": date(2025, 1, 2), "channel": "phone", "subject": "ไฟดับ"}
    following = blank(None, register, day, 2568, typed)  # type: ignore[arg-type]  # nothing is asked of the file
    assert following == {**first, "received_on": day, "channel": "phone"}
    course = of_library("training_attendance")
    assert blank(None, course, day, 2568, {"started_on": date(2025, 1, 2)})["started_on"] == date(2025, 1, 2)  # type: ignore[arg-type]  # nothing is asked of the file


ITEMS = {
    "name": "points",
    "title": "จุดวัด",
    "key": ["code"],
    "fields": [
        {"name": "code", "type": "text", "label": "รหัส", "required": True},
        {"name": "month", "type": "month", "label": "เดือน"},
        {"name": "much", "type": "number", "label": "ปริมาณ", "decimals": 3},
        {"name": "seen_on", "type": "day", "label": "วันที่"},
    ],
}
GRID = {"kind": "grid", "item": "code", "month": "month", "value": "much"}


def test_items_are_read_as_values_and_come_with_the_plan() -> None:
    items = [
        {"code": "ก1", "month": "2568-01", "much": Decimal("1.125")},
        {"code": "ก2", "seen_on": "3/2/2568"},
    ]
    register = read_register({**ITEMS, "items": items})
    assert register.items == (
        {"code": "ก1", "month": Month(2025, 1), "much": Decimal("1.125"), "seen_on": None},
        {"code": "ก2", "month": None, "much": None, "seen_on": date(2025, 2, 3)},
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"items": [{"code": "ก1"}, {"code": "ก ๑ "}, {"code": "ก1"}]}, "items ที่ 3"),
        ({"items": [{"much": 1}]}, r"items ที่ 1.*\(key\) ว่าง"),
        ({"items": [{"code": "ก1", "colour": "แดง"}]}, "ไม่มีช่อง.*colour"),
        ({"items": [{"code": "ก1", "much": Decimal("0.0001")}]}, "items ที่ 1: ปริมาณ.*ทศนิยม"),
        ({"views": [{"kind": "map"}]}, "ไม่รู้จักมุมมอง"),
        ({"views": [{**GRID, "rows": 3}]}, "ไม่รู้จัก.*rows"),
        ({"views": [{"kind": "grid", "item": "code"}]}, "ยังไม่มี month"),
        ({"views": [{**GRID, "value": "gone"}]}, "ไม่มีช่อง.*gone"),
        ({"views": [{**GRID, "month": "seen_on"}]}, "ไม่ใช่เดือน"),
        ({"views": [{**GRID, "value": "code"}]}, "ไม่ใช่ตัวเลข"),
        ({"views": [{**GRID, "months": [1, 13]}]}, "months"),
        ({"views": [{**GRID, "months": "มกราคม"}]}, "months"),
        ({"views": [{**GRID, "fill": {"seen_on": "tomorrow"}}]}, "fill"),
        ({"views": [{**GRID, "fill": {"much": "as_of"}}]}, "fill"),
        ({"views": [{"kind": "list", "columns": ["code", "gone"]}]}, "ไม่มีช่อง.*gone"),
        ({"views": [{"kind": "list", "form": [["code", "much"], ["code"]]}]}, "ซ้ำ"),
        ({"views": [{"kind": "list", "sum_by": "code"}]}, "ไม่มีตัวเลือก"),
        ({"views": [{"kind": "items", "project": "หนึ่ง"}]}, "project"),
    ],
)
def test_items_and_views_that_make_no_sense_are_refused_by_name(more: Mapping[str, Any], said: str) -> None:
    with pytest.raises(InputRefusal, match=said):
        read_register({**ITEMS, **more})


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"type": "text", "pattern": "("}, "pattern"),
        ({"type": "day", "pattern": "1"}, "pattern"),
        ({"type": "money", "decimals": 3}, "decimals"),
        ({"type": "number", "decimals": 5}, "decimals"),
        ({"type": "day", "default": "เร็ว ๆ นี้"}, "default"),
        ({"type": "choice", "choices": {"a": "ก"}, "default": "b"}, "default"),
    ],
)
def test_fields_that_make_no_sense_are_refused_by_name(field: Mapping[str, Any], said: str) -> None:
    with pytest.raises(InputRefusal, match=said):
        read_register({**ITEMS, "fields": [*ITEMS["fields"], {"name": "odd", "label": "ช่องแปลก", **field}]})
