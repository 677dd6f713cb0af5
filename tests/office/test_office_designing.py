"""Designing registers: from the library, blank, from one that the file has; saved, changed and tried."""

import re
from datetime import date

import pytest

from core.faults import InputRefusal, UsageRefusal
from core.office import Office, proposes

TEXT = {"name": "subject", "type": "text", "label": "เรื่อง"}
VISITS = {
    "name": "visits",
    "title": "ทะเบียนตรวจเยี่ยม",
    "key": ["visit_no"],
    "day": "visited_on",
    "fields": [
        {"name": "visit_no", "type": "text", "label": "เลขที่", "required": True},
        {"name": "visited_on", "type": "day", "label": "วันที่ตรวจ", "required": True},
        {"name": "result", "type": "choice", "label": "ผล", "choices": {"good": "ดี", "poor": "ต้องปรับปรุง"}},
        {"name": "reported_on", "type": "day", "label": "วันที่รายงาน"},
    ],
    "clocks": [
        {
            "name": "report",
            "label": "รายงาน",
            "from": "visited_on",
            "until": "reported_on",
            "limit": 3,
            "unit": "days",
        }
    ],
    "rules": [
        {"kind": "in_order", "fields": ["visited_on", "reported_on"]},
        {"kind": "near_duplicate", "fields": ["visited_on", "result"]},
    ],
}


def changed(**given):
    return {**VISITS, **given}


def with_field(name, **given):
    return changed(fields=[{**f, **(given if f["name"] == name else {})} for f in VISITS["fields"]])


# From the library, blank, of the file


def test_the_library_is_told_with_its_fields(office):
    told = {one.name: one for one in office.registers.library()}
    assert "วันที่รับ" in told["complaints"].fields
    assert "project_steps" not in told  # every file has it
    assert "info_centres" not in told  # it comes with a plan, as its records do


def test_a_register_of_the_library_is_a_design_of_its_own(office):
    design = office.registers.from_library("finance_requests")
    assert design.base is None
    assert design.written["name"] == "finance_requests_2"
    assert office.registers.read(design.written, new=True).title == "ทะเบียนใบขอเบิกเงิน"
    with pytest.raises(UsageRefusal, match="complaints"):
        office.registers.from_library("nothing")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("ทะเบียนเรื่องร้องเรียน", "complaints"),  # as the library calls it
        ("ทะเบียนใบขอเบิกเงิน", "finance_requests_2"),
        ("Visitors 2025", "visitors_2025"),
        ("ทะเบียนรถราชการ", "rthrachkar"),
        ("๒๕๖๘", "register"),
        ("entries", "entries_2"),  # a table of the program's own
    ],
)
def test_a_blank_register_is_named_after_its_title(office, title, name):
    design = office.registers.blank(title)
    assert (design.written["name"], design.written["title"]) == (name, title)
    assert re.fullmatch("[a-z][a-z0-9_]*", name)
    with pytest.raises(InputRefusal):
        office.registers.read(design.written, new=True)  # it has no field yet
    assert office.registers.read({**design.written, "fields": [TEXT]}, new=True).name == name


def test_one_of_the_file_is_designed_on(office):
    office.registers.save(VISITS, new=True)
    design = office.registers.of_file("visits")
    assert design.written == design.base == VISITS
    assert office.registers.meaning(design.written) == ()


# Saving


def test_a_new_register_is_saved_as_one_step(office):
    assert office.registers.save(VISITS, new=True).register.name == "visits"
    office.records.save("visits", {"visit_no": "1", "visited_on": "2020-06-01"})
    office.records.undo()
    assert office.records.undo_label == "เพิ่มทะเบียนใหม่ ทะเบียนตรวจเยี่ยม"
    office.records.undo()
    assert office.records.undo_label is None
    assert "visits" not in {one.register.name for one in office.registers.declared()}


def test_a_name_in_use_is_no_new_register(office):
    office.registers.save(VISITS, new=True)
    for ask in (office.registers.read, office.registers.meaning, office.registers.save):
        with pytest.raises(InputRefusal, match="ทะเบียนตรวจเยี่ยม"):
            ask(changed(title="อื่น"), new=True)
    assert office.registers.declaration("visits") == VISITS


@pytest.mark.parametrize(
    "wanted",
    [
        changed(title="ทะเบียนเยี่ยมบ้าน"),
        changed(fields=list(reversed(VISITS["fields"]))),
        changed(fields=[*VISITS["fields"], {"name": "note", "type": "long_text", "label": "หมายเหตุ"}]),
        with_field("visit_no", label="เลขที่ใบตรวจ"),
        with_field("result", choices={"poor": "ควรปรับปรุง", "good": "ดี", "best": "ดีมาก"}),
        with_field("visited_on", type="month", label="เดือนที่ตรวจ") | {"clocks": [], "rules": []},
        changed(clocks=[{**VISITS["clocks"][0], "limit": 5, "unit": "working_days"}]),
        changed(clocks=[], rules=[], key=[], day=""),
        changed(rules=[{"kind": "together", "fields": ["reported_on", "result"], "name": "both"}]),
        changed(views=[{"kind": "list"}]),
    ],
)
def test_whatever_is_changed_is_one_step_and_can_be_taken_back(office, wanted):
    wanted = {key: value for key, value in wanted.items() if value not in ("", [])}
    office.registers.save(VISITS, new=True)
    office.registers.save(wanted)
    assert office.registers.declaration("visits") == wanted
    assert [f.name for f in office.session.register("visits").fields] == [f["name"] for f in wanted["fields"]]
    office.records.undo()
    assert office.registers.declaration("visits") == VISITS
    assert office.file.check().sound


def test_what_is_the_same_writes_nothing(office):
    office.registers.save(VISITS, new=True)
    assert not office.registers.save(VISITS).changes


def test_a_register_that_ships_is_changed_like_any_other(office):
    written = office.registers.declaration("project_steps")
    told = {**written, "short_title": "ขั้นตอน"}
    office.registers.save(told)
    assert office.registers.declaration("project_steps") == told


def test_where_the_plan_is_not_kept_a_change_is_proposed(office):
    office.registers.save(VISITS, new=True)
    office.session.set_unit("finance")
    assert proposes(office.registers.save(changed(title="ทะเบียนอื่น")).changes)
    assert office.registers.declaration("visits") == VISITS


# Trying


def test_a_register_is_tried_before_it_is_saved(office: Office):
    trial = office.registers.trial(VISITS, new=True)
    assert trial.blank(date(2020, 6, 5))["visited_on"] == date(2020, 6, 5)
    found = trial.check({"visit_no": "", "visited_on": "5/6/2563", "reported_on": "1/6/2563"})
    assert {one.code for one in found} == {"required", "in_order"}
    first, _ = trial.read({"visit_no": "1", "visited_on": "5/6/2563", "result": "ดี"})
    codes = {one.code for one in trial.check({"visit_no": "1", "visited_on": "5/6/2563"}, [first])}
    assert "key.taken" in codes
    like = trial.check({"visit_no": "2", "visited_on": "5/6/2563", "result": "ดี"}, [first])
    assert [one.code for one in like] == ["near_duplicate"]
    standing = trial.state(first, date(2020, 6, 6))
    assert standing is not None
    assert standing.chip.text == "เหลือ 2 วัน"
    assert [column.heading for column in trial.columns][:2] == ["เลขที่", "สถานะ"]
    (line,) = trial.lines([first], date(2020, 6, 6))
    assert [str(getattr(cell, "text", cell)) for cell in line.cells][:4] == [
        "1",
        "เหลือ 2 วัน",
        "5 มิ.ย. 63",
        "ดี",
    ]
    assert "visits" not in office.session.file.registers
