"""What offices send that isn't as it should be: read as it is meant, or named at its cell, or refused in a sentence.

One test for each thing on the list; nothing of the office's file changes where something is refused.
"""

import zipfile
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.faults import FileRefusal
from core.office import Office

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sheets"
HEADS = ("เลขที่ใบขอเบิก", "ประเภท", "จำนวนเงิน", "วันที่รับ")
SOUND = ("63/9001", "w119", 1200, date(2020, 1, 31))
PLACES = {"number": 0, "amount": 2, "day": 3}


def book(path: Path, *rows: Any, base: Any = None) -> Path:
    made = Workbook()
    if base:
        made.epoch = base
    for row in (HEADS, *rows):
        made.active.append(row)
    made.save(path)
    return path


def with_cell(folder: Path, place: str, cell: Any) -> Path:
    row = list(SOUND)
    row[PLACES[place]] = cell
    return book(folder / "in.xlsx", row)


def with_entry(path: Path, name: str) -> Path:
    """The package with one more part, as macros are kept."""
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(name, b"Sub AutoOpen()")
    return path


def taken(office: Office, source: Path) -> Any:
    """What of the one row came to be kept."""
    assert office.sheets.import_records("finance_requests", source).accepted == 1
    (row,) = office.records.rows("finance_requests")
    return row.values


@pytest.mark.parametrize(
    ("place", "cell", "kept"),
    [
        ("day", date(2020, 1, 31), date(2020, 1, 31)),
        ("day", date(2563, 1, 31), date(2020, 1, 31)),
        ("day", "31/01/2563", date(2020, 1, 31)),
        ("day", "31 ม.ค. 2563", date(2020, 1, 31)),
        ("day", "31 มกราคม 2563", date(2020, 1, 31)),
        ("day", "๓๑/๐๑/๒๕๖๓", date(2020, 1, 31)),
        ("day", "31/1/63", date(2020, 1, 31)),
        ("day", "2020-01-31", date(2020, 1, 31)),
        ("amount", "1,200.50", Decimal("1200.50")),
        ("amount", "๑,๒๐๐", Decimal(1200)),
        ("amount", 0.1 + 0.2, Decimal("0.30")),
        ("number", 631, "631"),
    ],
)
def test_what_is_written_in_other_ways_is_read_as_it_is_meant(
    office: Office, tmp_path: Path, place: str, cell: Any, kept: Any
) -> None:
    values = taken(office, with_cell(tmp_path, place, cell))
    assert values[{"number": "request_no", "amount": "amount", "day": "received_on"}[place]] == kept


@pytest.mark.parametrize(
    ("place", "cell", "said"),
    [
        ("amount", "#N/A", "คำนวณแล้วผิดพลาด โปรดแก้สูตรหรือพิมพ์ค่าแทน"),
        ("amount", "#DIV/0!", "คำนวณแล้วผิดพลาด โปรดแก้สูตรหรือพิมพ์ค่าแทน"),
        ("amount", "=600*2", "เป็นสูตรที่ยังไม่ได้คำนวณ"),
        ("amount", "สองพัน", "ให้พิมพ์เป็นตัวเลข"),
        ("amount", 1200.505, "ทศนิยม"),
        ("day", 43861, "ไม่ใช่วันที่ โปรดพิมพ์ เช่น 31/01/2563"),
        ("day", 25630131, "ไม่ใช่วันที่ โปรดพิมพ์ เช่น 31/01/2563"),
        ("day", "31/02/2563", "ไม่มีวันที่ 31"),
        ("day", "31/01/2020", "ค.ศ."),
        ("day", "01/31/2563", "ไม่มีเดือนที่ 31"),
        ("number", date(2020, 6, 1), "ไม่ใช่ข้อความ โปรดจัดรูปแบบเซลล์เป็นข้อความ"),
    ],
)
def test_what_cant_be_known_is_named_at_its_cell(
    office: Office, tmp_path: Path, place: str, cell: Any, said: str
) -> None:
    report = office.sheets.import_records(
        "finance_requests", with_cell(tmp_path, place, cell), keep_good=True
    )
    assert (report.accepted, report.rejected) == (0, 1)
    (problem,) = report.problems
    assert (problem.row, said in problem.message) == (2, True), problem.message
    assert office.records.count("finance_requests") == 0


def test_days_on_the_base_of_1904_are_the_same_days(office: Office, tmp_path: Path) -> None:
    source = book(tmp_path / "in.xlsx", SOUND, base=CALENDAR_MAC_1904)
    assert taken(office, source)["received_on"] == date(2020, 1, 31)


def test_of_several_sheets_the_first_that_isnt_hidden_is_read(office: Office, tmp_path: Path) -> None:
    made = Workbook()
    made.active.append(["ร่าง"])
    made.active.sheet_state = "veryHidden"
    shown = made.create_sheet("ทะเบียน")
    for row in (HEADS, SOUND):
        shown.append(row)
    made.active = 1
    made.save(tmp_path / "in.xlsx")
    assert taken(office, tmp_path / "in.xlsx")["request_no"] == "63/9001"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("locked.xlsx", "มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่านแล้วนำเข้าอีกครั้ง"),
        ("locked.xls", "มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่านแล้วนำเข้าอีกครั้ง"),
        ("locked.ods", "มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่านแล้วนำเข้าอีกครั้ง"),
        ("in.xlsm", "มีมาโคร โปรดบันทึกเป็น .xlsx ที่ไม่มีมาโครแล้วนำเข้าใหม่"),
        ("in.XLSM", "มีมาโคร โปรดบันทึกเป็น .xlsx ที่ไม่มีมาโครแล้วนำเข้าใหม่"),
        ("in.xlsb", "เป็นแบบที่อ่านไม่ได้ โปรดเปิดใน Excel แล้วบันทึกเป็น .xlsx ก่อนนำเข้า"),
        ("in.pdf", "โปรดใช้ไฟล์ .xlsx .xls .ods หรือ .csv"),
    ],
)
def test_a_file_that_cant_be_read_is_refused_in_one_sentence(
    office: Office, tmp_path: Path, name: str, said: str
) -> None:
    source = FIXTURES / name if name.startswith("locked") else book(tmp_path / "in.xlsx", SOUND)
    if source.name != name:
        source = source.rename(tmp_path / name)
    before = source.read_bytes()
    with pytest.raises(FileRefusal) as refused:
        office.sheets.import_records("finance_requests", source)
    assert said in str(refused.value)
    assert name in str(refused.value)
    assert "\n" not in str(refused.value)
    assert source.read_bytes() == before
    assert office.records.count("finance_requests") == 0


def test_of_a_workbook_renamed_to_hide_its_macros_only_the_values_are_read(
    office: Office, tmp_path: Path
) -> None:
    source = with_entry(book(tmp_path / "in.xlsx", SOUND), "xl/vbaProject.bin")
    assert taken(office, source)["amount"] == Decimal(1200)


def test_of_an_open_document_with_macros_only_the_values_are_read(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "in.ods"
    source.write_bytes((FIXTURES / "office.ods").read_bytes())
    report = office.sheets.import_records(
        "finance_requests", with_entry(source, "Basic/Standard/Module1.xml"), keep_good=True
    )
    assert report.accepted == 4


def test_a_csv_in_an_encoding_of_elsewhere_is_refused(office: Office, tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes("title,delivered_on\ncafé,31/01/2563\n".encode("latin-1"))
    with pytest.raises(FileRefusal, match="โปรดบันทึกจากโปรแกรมตารางเป็นแบบ CSV UTF-8"):
        office.sheets.import_records("deliverables", source)
    assert office.records.count("deliverables") == 0


@pytest.mark.parametrize("kind", ["photos", "locked", "cut", "workbook", "csv"])
def test_a_line_zip_of_something_else_is_refused(office: Office, tmp_path: Path, kind: str) -> None:
    source = tmp_path / "line.zip"
    with zipfile.ZipFile(source, "w") as package:
        package.writestr({"photos": "a.jpg"}.get(kind, "a.csv"), "title,delivered_on\r\nก,1\r\n" * 3)
    data = bytearray(source.read_bytes())
    if kind == "locked":
        for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
            data[data.index(mark) + at] |= 1
    if kind == "workbook":
        data = bytearray((FIXTURES / "office.xlsx").read_bytes())
    source.write_bytes(data[: len(data) // 2] if kind == "cut" else data)
    with pytest.raises(FileRefusal, match=r"โปรด") as refused:
        office.sheets.read_line(source)
    assert ("มีรหัสผ่าน" in str(refused.value)) is (kind == "locked")
    assert office.records.count("letter_enquiries") == 0


def test_a_blank_sheet_is_refused(office: Office, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "in.xlsx")
    with (
        closing(office.sheets.open_sheet("deliverables", tmp_path / "in.xlsx")) as sheet,
        pytest.raises(FileRefusal, match="ว่างเปล่า"),
    ):
        sheet.look()
