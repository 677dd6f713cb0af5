"""Spreadsheets as people really send them."""

from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from reading_sheets import Read, read_table

from core.exchange.spreadsheets.cells import BadCell
from core.exchange.spreadsheets.columns import column_letters
from core.exchange.spreadsheets.sheets_in import match_columns, open_source, table_for
from core.faults import FileRefusal, InputRefusal
from core.registers import ALL, by_name
from core.registers.declare import FieldType
from core.registers.field_types.days import TYPES
from core.registers.reading import read_value

THAI = "เลขที่ใบขอเบิก,จำนวนเงิน\r\n63/0001,12480.00\r\n63/0002,ที่สอง\r\n"
REQUESTS = by_name("finance_requests")


def from_bytes(folder: Path, data: bytes, name: str = "in.csv") -> Read:
    path = folder / name
    path.write_bytes(data)
    return read_table(path)


def from_cells(folder: Path, *rows: list[Any]) -> Read:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(folder / "in.xlsx")
    return read_table(folder / "in.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
def test_csv_in_every_encoding_of_thai_offices(tmp_path: Path, encoding: str) -> None:
    table = from_bytes(tmp_path, THAI.encode(encoding))
    assert table.headings == ("เลขที่ใบขอเบิก", "จำนวนเงิน")
    assert table.rows == ((2, ("63/0001", "12480.00")), (3, ("63/0002", "ที่สอง")))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_every_separator(tmp_path: Path, separator: str) -> None:
    table = from_bytes(tmp_path, separator.join(["a", '"b,;\t"', "c"]).encode() + b"\n1" + separator.encode())
    assert table.headings == ("a", "b,;", "c")
    assert table.rows == ((2, ("1",)),)


HEAD = "เลขที่ใบขอเบิก,จำนวนเงิน\n"


@pytest.mark.parametrize(
    ("encoding", "text", "cells"),
    [
        # Marks that can't stand where they stand are still read: nothing of them is lost.
        ("cp874", "จ่าย ้แล้ว,1", ("จ่าย ้แล้ว", "1")),
        ("cp874", "้จ่าย,่", ("้จ่าย", "่")),
        ("cp874", 'A๋B-52,24" จอ', ("A๋B-52", '24" จอ')),
        ("utf-8", "จ่าย ้แล้ว,1", ("จ่าย ้แล้ว", "1")),
    ],
)
def test_a_stray_mark_costs_nothing(tmp_path: Path, encoding: str, text: str, cells: tuple[str, ...]) -> None:
    table = from_bytes(tmp_path, f"{HEAD}{text}\nข,2\n".encode(encoding))
    assert table.headings == ("เลขที่ใบขอเบิก", "จำนวนเงิน")
    assert table.rows == ((2, cells), (3, ("ข", "2")))


@pytest.mark.parametrize(
    ("encoding", "bad"),
    [
        ("utf-8", b"\xff"),
        ("utf-8", b"\xe0\xb8"),
        ("utf-8-sig", b"\xb5\xd2"),
        ("cp874", b"\x81"),
        ("cp874", b"\xdb\xfc"),
    ],
)
def test_one_bad_character_costs_one_cell(tmp_path: Path, encoding: str, bad: bytes) -> None:
    data = f"{HEAD}จ่าย@แล้ว,1\nข,2\n".encode(encoding).replace(b"@", bad)
    (number, cells), good = from_bytes(tmp_path, data).rows
    assert good == (3, ("ข", "2"))
    lost, kept = cells
    assert (number, kept) == (2, "1")
    assert isinstance(lost, BadCell)
    assert lost.shown.replace("\ufffd", "") == "จ่ายแล้ว"
    assert "มีอักขระที่อ่านไม่ได้ โปรดพิมพ์" in lost.why


def test_a_character_lost_before_is_named_too(tmp_path: Path) -> None:
    """Another program put U+FFFD where it couldn't read a character."""
    (row,) = from_bytes(tmp_path, f"{HEAD}จ\ufffd่าย,1\n".encode()).rows
    assert isinstance(row[1][0], BadCell)


def test_half_a_character_at_the_end_of_utf_16_costs_one_cell(tmp_path: Path) -> None:
    (row,) = from_bytes(tmp_path, f"{HEAD}จ่าย,1".encode("utf-16") + b"\x01").rows
    assert row[1][0] == "จ่าย"
    assert isinstance(row[1][1], BadCell)


def test_bad_characters_in_every_block_of_a_long_file(tmp_path: Path) -> None:
    line = "ที่ทำการ,12480.00\n".encode()
    data = (
        HEAD.encode()
        + (line * 40_000).replace("ทำ".encode(), b"\xb7", 1)
        + line.replace(b"12480", b"1\xe62480")
    )
    rows = from_bytes(tmp_path, data).rows
    assert [n for n, cells in rows if any(isinstance(c, BadCell) for c in cells)] == [2, 40_002]


def test_blank_rows_are_passed_over_and_counted(tmp_path: Path) -> None:
    assert [n for n, _ in from_bytes(tmp_path, b"a,b\n\n1,2\n,\n  ,\n3,4\n\n").rows] == [3, 6]
    assert [n for n, _ in from_cells(tmp_path, ["a", "b"], [], [1, 2], ["  "], [3, 4]).rows] == [3, 5]


def test_a_cell_of_several_lines_is_one_row(tmp_path: Path) -> None:
    assert from_bytes(tmp_path, b'a,b\n"x\ny",1\nz,2\n').rows == ((2, ("x\ny", "1")), (3, ("z", "2")))


def test_rows_end_with_their_last_filled_cell(tmp_path: Path) -> None:
    assert from_bytes(tmp_path, b"a,b,c\n1\n1,2,3,,\n").rows == ((2, ("1",)), (3, ("1", "2", "3")))
    assert from_bytes(tmp_path, b"a,,c\n1,,3,4\n").rows == ((2, ("1", None, "3", "4")),)


def test_neutralised_text_is_given_back(tmp_path: Path) -> None:
    assert from_bytes(tmp_path, b"a,b\n'=1+1,'ok\n").rows == ((2, ("=1+1", "'ok")),)


def test_xlsx_cells_are_what_they_show(tmp_path: Path) -> None:
    moment = datetime(2020, 1, 31, 9, 15)
    row = ["ก", 12480.1, 0.1 + 0.2, 5, True, date(2020, 1, 31), moment, None, "0041"]
    (number, cells), *rest = from_cells(tmp_path, list("abcdefghi"), row).rows
    assert (number, rest) == (2, [])
    assert cells == (
        *("ก", Decimal("12480.1"), Decimal("0.3"), 5, True),
        *(date(2020, 1, 31), moment, None, "0041"),
    )
    assert not any(isinstance(cell, float) for cell in cells)


def test_errors_and_uncomputed_formulas_are_reported_not_blank(tmp_path: Path) -> None:
    table = from_cells(tmp_path, ["a", "b"], [1, 2], ["=1+1", 2], [3, "#N/A"], [4, 4])
    (_, good), (_, formula), (_, error), (_, last) = table.rows
    assert (good, last) == ((1, 2), (4, 4))
    assert isinstance(formula[0], BadCell)
    assert "เป็นสูตรที่ยังไม่ได้คำนวณ" in formula[0].why
    assert isinstance(error[1], BadCell)
    assert "คำนวณแล้วผิดพลาด" in error[1].why


def test_rows_of_nothing_but_uncomputed_formulas_are_reported_wherever_they_stand(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B2"], book.active["C4"], book.active["D7"] = "=1+1", "ก", "=2+2"
    book.save(tmp_path / "in.xlsx")
    with closing(open_source(tmp_path / "in.xlsx")) as source:
        above, between, below = source.rows(0)
    assert between == (4, (None, None, "ก"))
    assert [(number, cells[:-1], type(cells[-1])) for number, cells in (above, below)] == [
        (2, (None,), BadCell),
        (7, (None, None, None), BadCell),
    ]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("in.csv", b"", "ว่างเปล่า"),
        ("in.csv", b"\n , \n", "ว่างเปล่า"),
        ("in.csv", "a,é\n".encode("latin-1"), "อ่านตัวอักษร"),
        ("in.csv", b"a\0b", "อ่านตัวอักษร"),
        ("in.csv", b"\xff\xfea", "อ่านตัวอักษร"),
        ("in.csv", b"a,b\n" + b"1," * 600_000, "บรรทัดที่ยาวเกิน"),
        ("in.csv", b"a,b\n" + b'"1\n",' * 900_000, "บรรทัดที่ยาวเกิน"),
        ("in.csv", b'a,b\n1,"2\n3,4\n', "ไม่ครบคู่ใกล้แถวที่ 2"),
        ("in.csv", b"a,b\n1,2\n3," + b"x" * 131_073, "แถวที่ 3 มีช่องที่ยาวเกิน 131,072 ตัวอักษร"),
        ("in.xlsx", b"not a spreadsheet", "เสียหาย"),
        ("in.xlsx", b"PK\x03\x04", "เสียหาย"),
        ("in.xls", b"?", "เสียหายหรือไม่ใช่ไฟล์ .xls"),
        ("in.ods", b"PK", "เสียหายหรือไม่ใช่ไฟล์ .ods"),
        ("in.xlsm", b"?", "มีมาโคร"),
        ("in.xlsx", b"%PDF-1.7", "เป็นเอกสาร PDF ไม่ใช่ตาราง"),
        ("in", b"?", ".xlsx .xls .ods หรือ .csv"),
    ],
)
def test_other_files_are_refused_in_a_sentence(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    with pytest.raises(FileRefusal, match=said) as refused:
        from_bytes(tmp_path, data, name)
    assert name in str(refused.value)
    assert "โปรด" in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusal, match="ไม่พบไฟล์"):
        read_table(tmp_path / "none.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(FileRefusal, match="เป็นโฟลเดอร์"):
        read_table(tmp_path / "folder.csv")


@pytest.mark.parametrize(
    ("rows", "heading_row"),
    [
        ([["ทะเบียน"], [], ["request_no", "amount"], [1, 2]], 3),
        ([["ทะเบียน"], ["หมายเหตุ"], ["x"]], 2),
        ([["เลข", "เงิน"], [1, "หมายเหตุ"], [2, "x"]], 1),
        ([["เลข", "เงิน"], [1, 2]], 1),
    ],
)
def test_the_heading_may_stand_below_titles_but_not_below_records(
    tmp_path: Path, rows: list[list[Any]], heading_row: int
) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "in.xlsx")
    with closing(open_source(tmp_path / "in.xlsx")) as source:
        assert table_for(REQUESTS, source).heading_row == heading_row


def test_columns_are_matched_by_name_or_label_in_any_order() -> None:
    matched = match_columns(REQUESTS, ["จำนวนเงิน", "", "REQUEST_NO", "received_on"])
    assert [f and f.name for f in matched] == ["amount", None, "request_no", "received_on"]


def test_unknown_headings_are_refused_by_name() -> None:
    with pytest.raises(InputRefusal, match='"ยอด", "total"') as refused:
        match_columns(REQUESTS, ["request_no", "ยอด", "total"])
    assert [f.value for f in refused.value.findings] == ["ยอด", "total"]
    assert {f.code for f in refused.value.findings} == {"heading.unknown"}


def test_doubled_headings_are_refused_by_name() -> None:
    with pytest.raises(InputRefusal, match='"amount", "จำนวนเงิน" ซ้ำกัน') as refused:
        match_columns(REQUESTS, ["amount", "note", "จำนวนเงิน"])
    assert [(f.code, f.field) for f in refused.value.findings] == [("heading.doubled", "amount")]


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_spreadsheets_do(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_a_table_that_begins_far_down_keeps_its_row_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["C5"], book.active["D6"] = "title", "x"
    book.save(tmp_path / "in.xlsx")
    with closing(open_source(tmp_path / "in.xlsx")) as source:
        assert list(source.rows(0)) == [(5, (None, None, "title")), (6, (None, None, None, "x"))]


@pytest.mark.parametrize("ending", ["xlsx", "xlsm", "xlsb", "csv"])
def test_a_file_that_is_not_there_is_said_to_be_missing_whatever_its_kind(
    tmp_path: Path, ending: str
) -> None:
    with pytest.raises(FileRefusal, match="ไม่พบไฟล์"):
        open_source(tmp_path / f"a.{ending}")


@pytest.mark.parametrize("held", TYPES)
def test_what_a_template_says_to_type_can_be_read(held: FieldType) -> None:
    example = held.typing_help.removeprefix("พิมพ์ เช่น ")
    field = next(f for r in ALL for f in r.fields if f.type is held)
    assert read_value(field, example) is not None


SHEETS = Path(__file__).parents[1] / "fixtures" / "sheets"


@pytest.mark.parametrize("name", ["office.xlsx", "office.xls", "office.ods", "office-874.csv"])
def test_a_file_can_be_let_go_of_twice(name: str) -> None:
    source = open_source(SHEETS / name)
    source.close()
    source.close()
