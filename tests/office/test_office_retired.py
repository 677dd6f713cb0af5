"""What is retired of a register stays where it stands, and is filled in no more; what lives elsewhere is only shown."""

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from office_helpers import sheet
from openpyxl import load_workbook

from core.faults import InputRefusal
from core.office import Edit, Office, Query, is_reference
from core.registers.toml_text import toml_text

TRUCK = {"name": "truck", "type": "text", "label": "ทะเบียนรถ", "required": True}
DAY = {"name": "weighed_on", "type": "day", "label": "วันที่ชั่ง", "required": True}
KIND = {"name": "kind", "type": "choice", "label": "ชนิด", "choices": {"wet": "เปียก", "dry": "แห้ง"}}
DRIVER = {"name": "driver", "type": "text", "label": "คนขับ", "required": True}
WASTE: Mapping[str, Any] = {
    "name": "waste",
    "title": "ทะเบียนปริมาณขยะ",
    "key": ["truck", "weighed_on"],
    "day": "weighed_on",
    "fields": [TRUCK, DAY, KIND, DRIVER],
}
LOAD = {"truck": "84-1234", "weighed_on": "2563-03-10", "kind": "wet", "driver": "สมชาย"}


def declare(office: Office, folder: Path, written: Mapping[str, Any] = WASTE) -> None:
    source = folder / "waste.toml"
    source.write_text(toml_text(written), "utf-8")
    office.registers.save(office.registers.design_at(str(source)).written, new=True)


def retire(office: Office, part: str, **named: str) -> None:
    row = next(r for r in office.records.rows(part) if named.items() <= r.values.items())
    office.records.save(part, {"retired": True}, row.id)


@pytest.fixture
def filled(office: Office, tmp_path: Path) -> Office:
    """An office whose register of waste has a record, the driver's field and a choice of kinds retired since."""
    declare(office, tmp_path)
    office.records.save("waste", LOAD)
    retire(office, "plan_register_fields", register_name="waste", name="driver")
    retire(office, "plan_register_choices", field_name="kind", code="wet")
    return office


def test_what_is_retired_is_still_shown_listed_and_exported(filled: Office, tmp_path: Path) -> None:
    row = filled.records.rows("waste")[0]
    register = filled.session.register("waste")
    assert (row.values["driver"], register.field("kind").show(row.values["kind"])) == ("สมชาย", "เปียก")
    filled.sheets.export_records("waste", tmp_path / "out.csv")
    assert "สมชาย" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_a_new_record_does_without_a_retired_field_though_it_was_required(filled: Office) -> None:
    saved = filled.records.save("waste", {"truck": "84-1", "weighed_on": "2563-03-11"})
    assert filled.records.record("waste", saved.record_id).values["driver"] is None


@pytest.mark.parametrize("driver", ["สมหญิง", ""])
def test_a_retired_field_is_filled_in_no_more(filled: Office, driver: str) -> None:
    row = filled.records.rows("waste")[0]
    with pytest.raises(InputRefusal, match=r"คนขับ.*เลิกใช้"):
        filled.records.save("waste", {"driver": driver}, row.id)
    filled.records.save("waste", {"driver": "สมชาย", "kind": "dry"}, row.id)
    with pytest.raises(InputRefusal, match="เลิกใช้"):
        filled.records.save_many(
            "waste", [Edit(None, {"truck": "9", "weighed_on": "2563-03-12", "driver": "ก"})]
        )


def test_a_rule_asks_for_nothing_in_a_field_that_is_filled_in_no_more(office: Office, tmp_path: Path) -> None:
    asked = {"kind": "required_if", "field": "driver", "if": [["kind", "=", "wet"]]}
    optional = {**DRIVER, "required": False}
    declare(office, tmp_path, {**WASTE, "fields": [TRUCK, DAY, KIND, optional], "rules": [asked]})
    load = {"truck": "84-1", "weighed_on": "2563-03-10", "kind": "wet"}
    with pytest.raises(InputRefusal, match="คนขับ"):
        office.records.save("waste", load)
    retire(office, "plan_register_fields", register_name="waste", name="driver")
    office.records.save("waste", load)
    source = sheet(tmp_path / "in.csv", ["truck", "weighed_on", "kind"], ["84-2", "2563-03-10", "wet"])
    assert office.sheets.import_records("waste", source).accepted == 1


def test_another_field_may_take_the_label_of_a_retired_one(filled: Office, tmp_path: Path) -> None:
    more = {"register_name": "waste", "name": "driver_code", "ordinal": 99, "type": "text", "label": "คนขับ"}
    filled.records.save("plan_register_fields", more)
    register = filled.session.register("waste")
    assert [f.label for f in register.fields if "คนขับ" in f.label] == ["คนขับ (เลิกใช้)", "คนขับ"]
    source = sheet(tmp_path / "in.csv", ["truck", "weighed_on", "คนขับ"], ["84-2", "2563-03-11", "D7"])
    assert filled.sheets.import_records("waste", source).accepted == 1
    made = next(r for r in filled.records.rows("waste") if r.values["truck"] == "84-2")
    assert (made.values["driver_code"], made.values["driver"]) == ("D7", None)


def test_a_template_has_no_retired_column_and_offers_no_retired_choice(
    filled: Office, tmp_path: Path
) -> None:
    target = tmp_path / "แบบ.xlsx"
    filled.sheets.write_template("waste", target)
    book = load_workbook(target)
    assert [cell.value for cell in book.worksheets[0][1]] == ["ทะเบียนรถ", "วันที่ชั่ง", "ชนิด"]
    assert [cell.value for cell in book["ตัวเลือก"]["C"]] == ["แห้ง"]


def test_a_column_of_a_retired_field_is_named_and_left_out(filled: Office, tmp_path: Path) -> None:
    source = sheet(
        tmp_path / "in.csv", ["ทะเบียนรถ", "วันที่ชั่ง", "คนขับ", "ชนิด"], ["84-2", "2563-03-11", "สมปอง", "เปียก"]
    )
    found = filled.sheets.import_records("waste", source)
    assert found.accepted == 1
    assert ["คนขับ" in remark.message for remark in found.remarks] == [True]
    made = next(r for r in filled.records.rows("waste") if r.values["truck"] == "84-2")
    assert (made.values["driver"], made.values["kind"]) == (None, "wet")
    with closing(filled.sheets.open_sheet("waste", source)) as incoming:
        assert incoming.look().proposed == ("truck", "weighed_on", None, "kind")


def test_a_retired_register_takes_no_more_records_and_keeps_those_it_has(
    filled: Office, tmp_path: Path
) -> None:
    retire(filled, "plan_registers", name="waste")
    row = filled.records.rows("waste")[0]
    filled.records.save("waste", {"kind": "dry"}, row.id)
    with pytest.raises(InputRefusal, match="เลิกใช้แล้ว"):
        filled.records.save("waste", {"truck": "84-3", "weighed_on": "2563-03-11"})
    source = sheet(tmp_path / "in.csv", ["truck", "weighed_on"], ["84-4", "2563-03-11"])
    report = filled.sheets.import_records("waste", source)
    assert (report.accepted, [p.code for p in report.problems]) == (0, ["register.unused"])
    assert filled.records.count("waste") == 1
    assert filled.file.check().problems == ()


def test_a_register_takes_records_of_the_years_it_is_used_in(office: Office, tmp_path: Path) -> None:
    declare(office, tmp_path, {**WASTE, "used_from": 2563, "used_to": 2563})
    office.records.save("waste", LOAD)
    for day, said in (("2562-09-30", "ปีงบประมาณ 2563"), ("2563-10-01", "ปีงบประมาณ 2563")):
        with pytest.raises(InputRefusal, match=said):
            office.records.save("waste", {**LOAD, "weighed_on": day})
    rows = [["1", "2563-03-11", "ก"], ["2", "2562-03-11", "ก"], ["3", "2563-03-12", "ก"]]
    source = sheet(tmp_path / "in.csv", ["truck", "weighed_on", "driver"], *rows)
    report = office.sheets.import_records("waste", source, keep_good=True)
    assert (report.accepted, [p.row for p in report.problems]) == (2, [3])


def test_what_the_plan_says_of_a_part_is_shown_and_changed_in_the_plan_alone(office: Office) -> None:
    rows = office.records.rows("study_parts", Query(year=2563))
    parts = office.session.plan(2563).study_parts
    assert [(r.values["title"], r.values["share"]) for r in rows] == [(p.title, p.share) for p in parts]
    with pytest.raises(InputRefusal, match=r"ร้อยละ.*แก้ไขในแผน"):
        office.records.save("study_parts", {"share": 50}, rows[0].id)
    office.records.save("study_parts", {"share": parts[0].share, "finished_on": "2563-03-10"}, rows[0].id)
    plan = next(r for r in office.records.rows("plan_study_parts") if r.values["part"] == 1)
    office.records.save("plan_study_parts", {"share": 25}, plan.id)
    assert office.records.record("study_parts", rows[0].id).values["share"] == 25


def test_a_field_that_is_forged_to_lie_in_the_plan_makes_no_fact_of_the_year(office: Office) -> None:
    """The units' declarations come from other files: what the keeper alone may write they can't take from it."""
    step = next(r for r in office.records.rows("plan_register_fields") if r.values["name"] == "planned_from")
    office.records.save("plan_register_fields", {"through": "plan_steps.title"}, step.id)
    record = office.records.rows("project_steps")[0]
    with pytest.raises(InputRefusal) as refused:
        office.records.save("project_steps", {"planned_from": "2563-03", "planned_to": "2563-04"}, record.id)
    assert [f.code for f in refused.value.findings] == ["field.closed"]


VISITS: Mapping[str, Any] = {
    "name": "visits",
    "title": "ทะเบียนตรวจเยี่ยม",
    "day": "visited_on",
    "owner_by": "project",
    "fields": [
        {"name": "of", "type": "whole", "label": "โครงการ", "refers_to": "projects"},
        {"name": "by", "type": "text", "label": "ผู้ตรวจ", "refers_to": "units"},
        {"name": "about", "type": "text", "label": "เรื่อง", "refers_to": "projects"},
        {"name": "visited_on", "type": "day", "label": "วันที่ตรวจ"},
        {"name": "closed_on", "type": "day", "label": "วันที่ปิด"},
    ],
    "clocks": [
        {
            "name": "close",
            "label": "ปิด",
            "from": "visited_on",
            "until": "closed_on",
            "limit": 3,
            "unit": "days",
        }
    ],
}


def test_records_that_go_by_their_project_belong_to_the_unit_that_answers_for_it(
    office: Office, tmp_path: Path
) -> None:
    declare(office, tmp_path, VISITS)
    plan = office.session.plan(2563)
    for project in plan.projects[:3]:
        visit = {"of": project.number, "by": "admin", "about": "1", "visited_on": "2563-02-10"}
        office.records.save("visits", visit)
    february = {u.unit.code: u.cells[4].text for u in office.figures.completeness(2563, date(2020, 6, 30))}
    owned = Counter(project.owner for project in plan.projects[:3])
    assert {unit: words for unit, words in february.items() if unit in owned} == {
        unit: f"ค้าง {count}" for unit, count in owned.items()
    }
    (told,) = [d for d in office.registers.declared() if d.register.name == "visits"]
    assert (told.unit, told.register.owner_by) == ("", "project")
    columns = {c.name for c in office.lists.list_columns("visits") if c.field and is_reference(c.field)}
    assert columns == {"of", "by", "about"}


def test_an_owner_that_no_field_tells_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputRefusal, match="owner_by"):
        declare(office, tmp_path, {**WASTE, "owner_by": "indicator"})


def test_a_day_of_any_year_may_lie_far_from_every_plan(office: Office, tmp_path: Path) -> None:
    born = {"name": "born_on", "type": "day", "label": "วันเกิด"}
    declare(office, tmp_path, {**WASTE, "fields": [TRUCK, DAY, {**born, "any_year": True}]})
    office.records.save("waste", {"truck": "1", "weighed_on": "2563-03-10", "born_on": "2515-03-01"})
    assert office.records.rows("waste")[0].far == ()
    with pytest.raises(InputRefusal, match="ห่างจากแผน"):
        office.records.save("waste", {"truck": "2", "weighed_on": "2515-03-01"})
