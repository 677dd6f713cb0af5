"""A register that the keeper of the plan declares: filled in, taken back, carried to a colleague's file, proposed elsewhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from exchange_helpers import Desk

from core.faults import Refusal
from core.office import Edit, Office
from core.plan.register_mappings import part_rows

WASTE: Mapping[str, Any] = {
    "name": "waste",
    "title": "ทะเบียนปริมาณขยะ",
    "key": ["truck", "weighed_on"],
    "day": "weighed_on",
    "order": ["weighed_on"],
    "fields": [
        {"name": "truck", "type": "text", "label": "ทะเบียนรถ", "required": True},
        {"name": "weighed_on", "type": "day", "label": "วันที่ชั่ง", "required": True},
        {"name": "kind", "type": "choice", "label": "ชนิด", "choices": {"wet": "เปียก", "dry": "แห้ง"}},
        {"name": "tonnes", "type": "number", "label": "น้ำหนัก (ตัน)", "minimum": 0},
    ],
    "rules": [{"kind": "not_in_future", "fields": ["weighed_on"]}],
}
LOAD = {"truck": "84-1234", "weighed_on": "2563-03-10", "kind": "wet", "tonnes": "5.25"}


def declare(office: Office, written: Mapping[str, Any] = WASTE) -> None:
    """Save a declaration as the records it is, register by register."""
    edits: dict[str, list[Edit]] = {}
    for name, _, values in part_rows(written):
        edits.setdefault(name, []).append(Edit(None, {k: v for k, v in values.items() if v is not None}))
    for name, some in edits.items():
        office.records.save_many(name, some)


def test_a_declared_register_is_one_like_any_other(office: Office) -> None:
    declare(office)
    register = office.session.register("waste")
    assert [field.label for field in register.fields] == ["ทะเบียนรถ", "วันที่ชั่ง", "ชนิด", "น้ำหนัก (ตัน)"]
    saved = office.records.save("waste", LOAD)
    assert str(office.records.record("waste", saved.record_id).values["tonnes"]) == "5.25"
    with pytest.raises(Refusal, match="84-1234"):
        office.records.save("waste", LOAD)
    assert office.file.check().problems == ()


def test_another_title_is_a_change_of_one_record_and_can_be_taken_back(office: Office) -> None:
    declare(office)
    office.records.save("waste", LOAD)
    record = next(row.id for row in office.records.rows("plan_registers") if row.values["name"] == "waste")
    office.records.save("plan_registers", {"title": "ขยะ"}, record)
    assert office.session.register("waste").title == "ขยะ"
    office.records.undo()
    assert office.session.register("waste").title == "ทะเบียนปริมาณขยะ"
    assert len(office.records.rows("waste")) == 1


@pytest.mark.parametrize(
    ("part", "named"),
    [("plan_registers", "waste"), ("plan_register_fields", "tonnes"), ("plan_register_choices", "wet")],
)
def test_what_records_use_is_retired_and_never_taken_out(office: Office, part: str, named: str) -> None:
    declare(office)
    saved = office.records.save("waste", LOAD)
    record = next(
        row.id
        for row in office.records.rows(part)
        if named in (row.values.get("code"), row.values.get("name"))
    )
    with pytest.raises(Refusal, match="เลิกใช้"):
        office.records.delete(part, record)
    office.records.delete("waste", saved.record_id)
    with pytest.raises(Refusal, match="เลิกใช้"):
        office.records.delete(part, record)  # the deleted record can be brought back


def test_a_field_nobody_filled_in_can_be_taken_out(office: Office) -> None:
    declare(office)
    field = next(
        row.id for row in office.records.rows("plan_register_fields") if row.values["name"] == "tonnes"
    )
    office.records.delete("plan_register_fields", field)
    assert "tonnes" not in office.session.register("waste").by_name


def test_it_travels_by_package_and_is_filled_in_elsewhere(
    finance: Desk, central: Desk, tmp_path: Path
) -> None:
    with finance.open() as office:
        office.session.set_unit("")  # a file that names no unit is its own keeper
        declare(office)
    finance.save(LOAD, register="waste")
    central.take(finance.send(tmp_path / "ไป.phaenx"))
    central.save({**LOAD, "truck": "84-9999"}, register="waste")
    finance.take(central.send(tmp_path / "กลับ.phaenx"))
    for desk in (finance, central):
        with desk.open() as office:
            trucks = [row.values["truck"] for row in office.records.rows("waste")]
            assert sorted(map(str, trucks)) == ["84-1234", "84-9999"]
            assert office.file.check().problems == ()


def test_fields_put_in_apart_are_no_conflict(finance: Desk, central: Desk, tmp_path: Path) -> None:
    one, *others = WASTE["fields"]
    more = [{"name": name, "type": "text", "label": name} for name in ("driver", "gate", "scale")]
    with finance.open() as office:
        office.session.set_unit("")
        office.registers.save(WASTE, new=True)
    central.take(finance.send(tmp_path / "ไป.phaenx"))
    for desk, fields in ((finance, [more[0], one, *others]), (central, [one, *more[1:], *others])):
        with desk.open() as office:
            office.session.set_unit("")
            office.registers.save({**office.registers.declaration("waste"), "fields": fields})
    central.take(finance.send(tmp_path / "ไป2.phaenx"))
    with central.open() as office:
        assert office.conflicts.open() == ()
        order = [field.name for field in office.session.register("waste").fields]
        assert order == ["driver", "truck", "gate", "scale", "weighed_on", "kind", "tonnes"]


def test_where_the_plan_is_not_kept_a_declaration_is_a_proposal(finance: Desk) -> None:
    with finance.open() as office:
        declare(office)
        assert "waste" not in office.session.file.registers
        assert {part.register for p in office.plan.proposals() for part in p.records} >= {"plan_registers"}


@pytest.mark.parametrize(
    "points",
    [
        {"type": "text", "refers_to": "trucks"},
        {"type": "text", "refers_to": "budget_entries"},
        {"type": "text", "through": "plan_steps.nothing"},
        {"type": "text", "through": "plan_steps.title"},
        {"type": "text", "through": "nowhere"},
    ],
)
def test_a_field_that_points_to_what_is_not_there_holds_what_is_typed(office: Office, points: Any) -> None:
    declare(office, {**WASTE, "fields": [*WASTE["fields"], {"name": "more", "label": "อื่น", **points}]})
    saved = office.records.save("waste", {**LOAD, "more": "ก"})
    assert str(office.records.record("waste", saved.record_id).values["more"]) == "ก"
    assert office.file.check().problems == ()


def test_a_reference_holds_once_the_register_it_is_to_has_come(office: Office) -> None:
    reference = {"name": "driver", "type": "text", "label": "พนักงาน", "refers_to": "drivers"}
    declare(office, {**WASTE, "fields": [*WASTE["fields"], reference]})
    office.records.save("waste", {**LOAD, "driver": "สมชาย"})
    declare(
        office,
        {
            "name": "drivers",
            "title": "ทะเบียนพนักงานขับรถ",
            "key": ["name"],
            "fields": [{"name": "name", "type": "text", "label": "ชื่อ", "required": True}],
        },
    )
    with pytest.raises(Refusal, match="ทะเบียนพนักงานขับรถ"):
        office.records.save("waste", {**LOAD, "truck": "84-9999", "driver": "สมชาย"})
    assert len(office.records.rows("waste")) == 1
    assert office.file.check().problems == ()
