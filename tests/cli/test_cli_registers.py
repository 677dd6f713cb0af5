"""``phaenctl register``: the file's registers told, declared, written down and carried to another file."""

import shutil
import sqlite3
import tomllib
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from core import resources
from core.office import Office

NEW = ("new", "library:complaints", "--unit", "complaints")
WASTE = """
name = "waste"
title = "ทะเบียนปริมาณขยะ"
key = ["truck"]
day = "weighed_on"

[[fields]]
name = "truck"
type = "text"
label = "ทะเบียนรถ"
required = true

[[fields]]
name = "weighed_on"
type = "day"
label = "วันที่ชั่ง"

[[fields]]
name = "tonnes"
type = "number"
label = "น้ำหนัก (ตัน)"
minimum = 0.5

[[rules]]
kind = "not_in_future"
fields = ["weighed_on"]
"""
FIELD = '[[fields]]\nname = "a"\ntype = "text"\nlabel = "ก"\n'


@pytest.fixture
def other(blank_office, tmp_path) -> Path:
    """A file of another unit."""
    path = Path(shutil.copy(blank_office, tmp_path / "other.phaen"))
    with Office.open(path) as office:
        office.session.set_unit("complaints")
    return path


@pytest.fixture
def toml(tmp_path):
    """Writes a declaration to a file."""

    def write(text: str, name: str = "register.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def names(ctl, file):
    return [one["name"] for one in ctl("register", file, "list", "--json").data["registers"]]


def entries(file):
    """How many entries the file's log has."""
    with sqlite3.connect(file) as connection:
        return connection.execute("SELECT count(*) FROM entries").fetchone()


def undo(file):
    with Office.open(file) as office:
        office.records.undo()


# Telling


def test_the_registers_of_a_file_are_listed(ctl, office):
    told = {one["name"]: one for one in ctl("register", office, "list", "--json").data["registers"]}
    assert told["finance_requests"] == {
        "name": "finance_requests",
        "title": "ทะเบียนใบขอเบิกเงิน",
        "unit": "finance",
        "records": 0,
        "retired": False,
    }
    assert told["info_centres"]["records"] == 72
    assert not [name for name in told if name.startswith("plan_")]
    assert "ใบขอเบิกเงิน" in ctl("register", office, "list").out


def test_one_is_shown_with_its_fields_rules_and_clocks(ctl, office):
    assert ctl("register", office, *NEW).status == 0
    shown = ctl("register", office, "show", "complaints").out
    assert "วันที่รับ" in shown
    assert "- วันที่ต้องไม่ย้อนลำดับ: วันที่รับ → วันที่ยกเลิก" in shown
    said = next(line for line in shown.splitlines() if "กำหนดเวลา" in line)
    assert said == (
        "- กำหนดเวลา ปิดเรื่อง: จากวันที่รับ ถึงวันที่ปิดเรื่อง ภายใน 3 วันทำการ ไม่นับเมื่อมีวันที่ยกเลิก"
        " พักเมื่อมีวันที่ขอข้อมูลเพิ่ม นับใหม่จากวันที่ได้ข้อมูลเพิ่ม"
    )


def test_as_json_it_is_what_was_declared(ctl, office, toml):
    assert ctl("register", office, "new", toml(WASTE)).status == 0
    told = ctl("register", office, "show", "waste", "--json").data
    assert told["fields"][2] == {
        "name": "tonnes",
        "type": "number",
        "label": "น้ำหนัก (ตัน)",
        "minimum": "0.5",
    }
    assert told["rules"] == [{"kind": "not_in_future", "fields": ["weighed_on"]}]


def test_of_a_file_the_registers_that_it_has_are_told(ctl, office, toml):
    assert ctl("register", office, "new", toml(WASTE)).status == 0
    (told,) = [r for r in ctl("registers", office, "--json").data["registers"] if r["name"] == "waste"]
    assert [column["name"] for column in told["columns"]] == ["truck", "weighed_on", "tonnes"]
    assert "waste" not in [r["name"] for r in ctl("registers", "--json").data["registers"]]


# Declaring


def test_a_register_of_the_library_is_declared_and_taken_back_as_one_step(ctl, office):
    before = names(ctl, office)
    answer = ctl("register", office, *NEW, "--name", "cases", "--json")
    assert answer.data == {
        "register": "cases",
        "title": "ทะเบียนเรื่องร้องเรียน",
        "proposed": False,
        "left_out": [],
    }
    (told,) = [r for r in ctl("register", office, "list", "--json").data["registers"] if r["name"] == "cases"]
    assert (told["unit"], told["records"]) == ("complaints", 0)
    undo(office)
    assert names(ctl, office) == before
    assert ctl("register", office, *NEW, "--name", "cases").status == 0
    assert ctl("check", office, "--json").data["file"] == {"sound": True, "problems": []}


def test_what_is_left_of_an_earlier_declaration_does_not_come_back(ctl, office, toml):
    assert ctl("register", office, "new", toml(WASTE)).status == 0
    with Office.open(office) as opened:
        (row,) = [r for r in opened.records.rows("plan_registers") if r.values["name"] == "waste"]
        opened.records.delete("plan_registers", row.id)
    assert "waste" not in names(ctl, office)
    fewer = WASTE.replace('[[fields]]\nname = "tonnes"', '[[fields]]\nname = "weight"').replace("0.5", "1")
    assert ctl("register", office, "new", toml(fewer)).status == 0
    told = ctl("register", office, "show", "waste", "--json").data
    assert [field["name"] for field in told["fields"]] == ["truck", "weighed_on", "weight"]


def test_where_the_plan_is_not_kept_it_is_proposed(ctl, office, other, tmp_path):
    answer = ctl("register", other, *NEW, "--json")
    assert (answer.status, answer.data["proposed"]) == (0, True)
    assert "complaints" not in names(ctl, other)
    assert ctl("pack", other, tmp_path / "a.phaenx").status == 0
    assert ctl("merge", office, tmp_path / "a.phaenx", "--trust").status == 0
    (wished,) = ctl("proposals", office, "--year", 2563, "--json").data["proposals"]
    assert wished["title"] == "เพิ่มทะเบียนใหม่ ทะเบียนเรื่องร้องเรียน"
    assert ctl("decide", office, wished["id"], "take").status == 0
    assert "complaints" in names(ctl, office)


def test_a_proposal_to_change_a_register_belongs_to_the_year_worked_in(ctl, other):
    with Office.open(other) as office:
        record = next(r.id for r in office.records.rows("plan_registers") if r.values["name"] == "signers")
        office.records.save("plan_registers", {"title": "ผู้ลงนาม ก"}, record)
        (wished,) = office.plan.proposals(office.session.default_year(office.session.today()))
        assert wished.records[0].fields[0].wanted == "ผู้ลงนาม ก"


# Writing down


def test_what_is_written_down_gives_the_same_elsewhere(ctl, office, other, tmp_path):
    with Office.open(other) as opened:
        opened.session.set_unit("admin")
    for written in sorted(resources.path("registers", "library").glob("*.toml")):
        name = tomllib.loads(written.read_text("utf-8"))["name"]
        target = tmp_path / f"{name}.toml"
        assert ctl("register", office, "new", f"library:{written.stem}").status == 0, name
        assert ctl("register", office, "export", name, target).status == 0
        assert ctl("register", other, "new", target).status == 0, name
        told = [ctl("register", file, "show", name, "--json").data for file in (office, other)]
        assert told[0] == told[1]


def test_what_is_written_down_is_the_declaration(ctl, office, toml, tmp_path):
    assert ctl("register", office, "new", toml(WASTE)).status == 0
    target = tmp_path / "out.toml"
    assert ctl("register", office, "export", "waste", target, "--json").data == {
        "register": "waste",
        "target": str(target),
    }
    written = tomllib.loads(target.read_text("utf-8"), parse_float=Decimal)
    assert written == tomllib.loads(WASTE, parse_float=Decimal)


def test_a_part_that_toml_cannot_say_keeps_it_from_being_written(ctl, office, tmp_path):
    with Office.open(office) as opened:
        record = next(r.id for r in opened.records.rows("plan_registers") if r.values["name"] == "signers")
        opened.records.save("plan_registers", {"parameters": '{"odd": [null]}'}, record)
    refused = ctl("register", office, "export", "signers", tmp_path / "out.toml")
    assert (refused.status, refused.out) == (3, "")
    assert not (tmp_path / "out.toml").exists()


# From a sheet, from a form


BOOK = [["ลำดับ", "เลขที่", "วันที่รับ", "เรื่อง"], [1, "1/63", "1/6/2563", "ก"], [2, "2/63", "2/6/2563", "ข"]]
FORM = [["type", "name", "label"], ["text", "a", "ชื่อ"], ["image", "b", "รูป"]]


@pytest.fixture
def book(tmp_path):
    """Writes a workbook: its sheets by name."""

    def write(**sheets) -> Path:
        workbook = openpyxl.Workbook()
        workbook.remove(workbook.active)
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(name)
            for row in rows:
                sheet.append(row)
        workbook.save(tmp_path / "book.xlsx")
        return tmp_path / "book.xlsx"

    return write


def test_a_sheet_becomes_a_register_and_its_rows_come_in(ctl, office, book):
    path = book(งาน=BOOK[:1], รายการ=BOOK)
    answer = ctl("register", office, "new", path, "--sheet", "รายการ", "--name", "notes", "--json")
    assert answer.data == {
        "register": "notes",
        "title": "ทะเบียนรายการ",
        "proposed": False,
        "left_out": [],
    }
    told = ctl("register", office, "show", "notes", "--json").data
    assert [field["type"] for field in told["fields"]] == ["text", "day", "text"]
    assert ctl("register", office, "new", path, "--sheet", "ไม่มี").status == 3


def test_a_form_becomes_a_register(ctl, office, book):
    path = book(survey=FORM)
    answer = ctl("register", office, "new", path, "--name", "notes")
    assert answer.out.splitlines() == [
        "เพิ่มทะเบียน notes (book) แล้ว",
        '- รูปภาพ "รูป" ไม่มีช่องแบบนี้ในทะเบียน จึงไม่ได้นำมา',
    ]


def test_a_dry_run_tells_and_writes_nothing(ctl, office, book):
    before = entries(office)
    told = ctl("register", office, "new", book(survey=FORM), "--name", "notes", "--dry-run", "--json").data
    assert told["declaration"]["fields"] == [{"name": "a", "type": "text", "label": "ชื่อ"}]
    assert len(told["left_out"]) == 1
    assert "ชื่อ" in ctl("register", office, "new", book(survey=FORM), "--dry-run").out
    assert entries(office) == before


# Changing


def test_a_register_is_changed_to_what_a_file_says(ctl, office, toml):
    assert ctl("register", office, "new", toml(WASTE)).status == 0
    changed = toml(WASTE.replace("ทะเบียนรถ", "เลขทะเบียน"))
    said = 'เปลี่ยนชื่อช่อง "ทะเบียนรถ" เป็น "เลขทะเบียน" ค่าในรายการไม่เปลี่ยน'
    dry = ctl("register", office, "change", changed, "--dry-run", "--json").data
    assert dry == {"register": "waste", "changes": [{"what": said, "records": 0, "refused": False}]}
    assert ctl("register", office, "show", "waste", "--json").data["fields"][0]["label"] == "ทะเบียนรถ"
    assert said in ctl("register", office, "change", changed).out
    assert ctl("register", office, "show", "waste", "--json").data["fields"][0]["label"] == "เลขทะเบียน"
    assert ctl("register", office, "change", changed, "--dry-run").out == "ไม่มีอะไรเปลี่ยน\n"


def test_what_would_garble_records_is_told_dry_and_refused(ctl, office, toml, sheet):
    assert ctl("register", office, "new", toml(WASTE)).status == 0
    assert ctl("import", office, "waste", sheet({"truck": "1", "tonnes": "2"})).status == 0
    changed = toml(WASTE.replace('type = "number"', 'type = "whole"').replace("0.5", "1"))
    before = entries(office)
    dry = ctl("register", office, "change", changed, "--dry-run", "--json")
    assert (dry.status, [c["refused"] for c in dry.data["changes"]]) == (1, [True])
    refused = ctl("register", office, "change", changed)
    assert (refused.status, refused.out) == (3, "")
    assert "โปรด" in refused.err
    assert entries(office) == before


def test_where_the_plan_is_not_kept_a_change_is_proposed(ctl, other, toml):
    written = ctl("register", other, "show", "signers", "--json").data
    assert written["title"]
    path = toml("", "signers.toml")
    path.unlink()
    assert ctl("register", other, "export", "signers", path).status == 0
    path.write_text(path.read_text("utf-8").replace('title = "', 'title = "ของ', 1), "utf-8")
    assert ctl("register", other, "change", path, "--json").data["proposed"]


# With records of its own

ROOMS = """
name = "rooms"
title = "ทะเบียนห้อง"
key = ["code"]
fields = [
    { name = "code", type = "text", label = "รหัส" },
    { name = "seats", type = "whole", label = "ที่นั่ง" },
    { name = "note", type = "text", label = "หมายเหตุ" },
]
items = [{ code = "a", seats = 10 }, { code = "b" }]
"""


def test_a_register_brings_its_records_as_one_step(ctl, office, toml, tmp_path, other):
    with Office.open(other) as opened:
        opened.session.set_unit("admin")
    assert ctl("register", office, "new", toml(ROOMS)).status == 0
    with Office.open(office) as opened:
        assert [r.values["seats"] for r in opened.records.rows("rooms")] == [10, None]
        (first, _) = opened.records.rows("rooms")
        opened.records.save("rooms", {"note": "ใหม่"}, first.id)
    target = tmp_path / "rooms.toml"
    assert ctl("register", office, "export", "rooms", target).status == 0
    assert tomllib.loads(target.read_text("utf-8"))["items"] == [
        {"code": "a", "seats": 10, "note": "ใหม่"},
        {"code": "b"},
    ]
    assert ctl("register", other, "new", target).status == 0
    more = toml(ROOMS.replace('{ code = "b" }', '{ code = "b", seats = 5 }, { code = "c" }'))
    assert ctl("register", office, "change", more).status == 0
    with Office.open(office) as opened:
        rows = [(r.values["code"], r.values["seats"], r.values["note"]) for r in opened.records.rows("rooms")]
        assert rows == [("a", 10, "ใหม่"), ("b", 5, None), ("c", None, None)]
    undo(office)
    assert ctl("check", office, "--json").data["file"] == {"sound": True, "problems": []}
    with Office.open(other) as opened:
        assert len(opened.records.rows("rooms")) == 2
        assert opened.file.check().sound
        opened.records.undo()
        assert "rooms" not in opened.session.file.registers
        assert opened.file.check().sound
        opened.records.redo()
        assert len(opened.records.rows("rooms")) == 2


def test_one_with_records_is_the_keeper_s(ctl, other, toml):
    before = entries(other)
    refused = ctl("register", other, "new", toml(ROOMS))
    assert (refused.status, refused.out) == (3, "")
    assert entries(other) == before


# The whole way


def test_a_new_register_is_filled_in_here_and_in_another_unit_s_file(ctl, office, other, sheet, tmp_path):
    assert ctl("register", office, *NEW).status == 0
    here = sheet({"complaint_no": "1", "received_on": "2020-06-01", "topic": "other", "subject": "น้ำท่วม"})
    assert ctl("import", office, "complaints", here).status == 0
    package, target = tmp_path / "a.phaenx", tmp_path / "out.toml"
    assert ctl("register", office, "export", "complaints", target).status == 0
    assert ctl("pack", office, package).status == 0
    assert ctl("merge", other, package, "--trust").status == 0
    there = sheet({"complaint_no": "2", "received_on": "2020-06-02", "topic": "other", "subject": "ไฟดับ"})
    assert ctl("import", other, "complaints", there).status == 0
    told = {r["name"]: r["records"] for r in ctl("register", other, "list", "--json").data["registers"]}
    assert told["complaints"] == 2
    assert ctl("pack", other, package).status == 0
    assert ctl("merge", office, package, "--trust").status == 0
    for file in (office, other):
        assert ctl("check", file, "--json").data["file"] == {"sound": True, "problems": []}
        assert ctl("register", file, "show", "complaints", "--json").data["unit"] == "complaints"


# What can't be


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (("show",), 2, "NAME"),
        (("show", "nothing"), 2, "finance_requests"),
        (("show", "plan_years"), 2, "finance_requests"),
        (("list", "more"), 2, "เกินมา"),
        (("list", "--unit", "admin"), 2, "--unit"),
        (("export", "signers"), 2, "TARGET"),
        (("export", "signers", "out.xlsx"), 3, ".toml"),
        (("new", "nowhere.toml"), 3, "nowhere.toml"),
        (("new", "form.xlsx"), 3, "form.xlsx"),
        (("new", "form.docx"), 3, "library:"),
        (("change", "library:complaints"), 2, "finance_requests"),
        (("change", "library:deliverables", "--unit", "admin"), 2, "--unit"),
        (("show", "signers", "--dry-run"), 2, "--dry-run"),
        (("new", "library:nothing"), 2, "complaints"),
        (("new", "library:../plans"), 2, "complaints"),
        (("new", "library:complaints", "--unit", "env"), 3, "finance"),
        (("new", "library:complaints", "--name", "finance_requests"), 3, "ใบขอเบิกเงิน"),
        (("new", "library:complaints", "--name", "entries"), 3, "entries"),
        (("new", "library:complaints", "--name", "Not So"), 3, "name"),
        (("new", "library:measured_quantities", "--name", "again"), 3, "measured_items"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(ctl, office, asked, status, said):
    before = entries(office)
    answer = ctl("register", office, *asked)
    assert (answer.status, answer.out) == (status, "")
    assert said in answer.err
    assert entries(office) == before


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "name"),
        ("name = ", "TOML"),
        ('name = "a"\ntitle = "ก"\n', "fields"),
        (f'name = "a"\ntitle = "ก"\nunit = "env"\n{FIELD}', "env"),
        (f'name = "a"\ntitle = "ก"\nkey = ["b"]\n{FIELD}', "b"),
        (f'name = "a"\ntitle = "ก"\n{FIELD}{FIELD}', "ซ้ำกัน"),
        (f'name = "a"\ntitle = "ก"\n{FIELD}help = "ก\\nข"\n', "ช่องของทะเบียน a a"),
        (f'name = "a"\ntitle = "ก"\n{FIELD}refers_to = "nothing"\n', "nothing"),
        (f'name = "a"\ntitle = "ก"\n{FIELD}refers_to = "budget_entries"\n', "budget_entries"),
        (f'name = "a"\ntitle = "ก"\n{FIELD}through = "plan_steps.title"\n', "through"),
        (f'name = "a"\ntitle = "ก"\nkey = ["a"]\n{FIELD}[[items]]\nb = "1"\n', "items"),
        (f'name = "a"\ntitle = "ก"\nkey = ["a"]\nplan_born = true\n{FIELD}', "plan_born"),
        (f'name = "a"\ntitle = "ก"\n{FIELD}[[rules]]\nkind = "no_such"\n', "no_such"),
    ],
)
def test_nonsense_is_refused_and_changes_nothing(ctl, office, toml, written, said):
    before = entries(office)
    answer = ctl("register", office, "new", toml(written))
    assert (answer.status, answer.out) == (3, "")
    assert said in answer.err
    assert entries(office) == before


def test_a_name_in_use_is_refused_the_second_time(ctl, office):
    assert ctl("register", office, *NEW).status == 0
    before = entries(office)
    again = ctl("register", office, *NEW)
    assert again.status == 3
    assert "ทะเบียนเรื่องร้องเรียน" in again.err
    assert entries(office) == before
