"""Hidden rows and blank sheets of workbooks, told without laying them out."""

import re
import shutil
import struct
import zipfile
from contextlib import closing
from pathlib import Path

import olefile
import openpyxl
import pytest

from core.exchange.spreadsheets.child import look
from core.exchange.spreadsheets.child.ods import OdsFile
from core.exchange.spreadsheets.child.xls import record_stream, records, sheet_starts
from core.exchange.spreadsheets.child.xlsx import XlsxFile
from core.exchange.spreadsheets.hidden_rows import HiddenRows
from core.exchange.spreadsheets.sheets_in import open_source

FIXTURES = Path(__file__).parents[1] / "fixtures" / "sheets"
ROWS = range(1, 60)


def hidden(path: Path, sheet: int = 0) -> list[int]:
    with closing(open_source(path)) as source:
        unseen = source.hidden_rows(sheet)
        return [n for n in ROWS if n in unseen]


def filled(path: Path) -> list[bool]:
    with closing(open_source(path)) as source:
        return [source.is_filled(n) for n in range(len(source.sheets))]


def rewritten(path: Path, part: str, change: tuple[str, str], target: Path) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, re.sub(*map(str.encode, change), data) if name == part else data)
    return target


@pytest.fixture
def book(tmp_path: Path) -> Path:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for n in range(50):
        sheet.append([n, "ก"])
    for n in (1, 7, 8, 50):
        sheet.row_dimensions[n].hidden = True
    made.create_sheet("ว่าง")["C9"].number_format = "0.00"
    made.create_sheet("ชื่อเรื่อง")["A1"] = "ก"
    made.save(tmp_path / "made.xlsx")
    flat = ('<row r="20"', '<row r="20" customHeight="1" ht="0"')
    return rewritten(tmp_path / "made.xlsx", "xl/worksheets/sheet1.xml", flat, tmp_path / "in.xlsx")


@pytest.mark.parametrize(
    "change",
    [
        ("", ""),
        ('hidden="1"', "hidden = 'true'"),
        (r"<(/?)(row|c|v|sheetData)(?=[ >])", r"<\1x:\2"),
        (r'<row r="\d+"', "<row"),
        (r'(<row r="\d+")([^>]*)( hidden="1")', r"\1\3\2"),
    ],
)
def test_hidden_rows_however_they_are_written(book: Path, tmp_path: Path, change: tuple[str, str]) -> None:
    source = rewritten(book, "xl/worksheets/sheet1.xml", change, tmp_path / "b.xlsx")
    assert hidden(source) == [1, 7, 8, 20, 50]


def test_rows_in_many_pieces(book: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(look, "_PIECE", 600)
    expected = [(1, 1), (7, 8), (20, 20), (50, 50)]
    assert XlsxFile(book).look(0, "Sheet").hidden == expected
    bare = rewritten(book, "xl/worksheets/sheet1.xml", (r'<row r="\d+"', "<row"), tmp_path / "b.xlsx")
    assert XlsxFile(bare).look(0, "Sheet").hidden == expected


def test_a_format_is_no_data(book: Path) -> None:
    assert filled(book) == [True, False, True]


def test_rows_of_an_open_document_are_hidden_by_hand_or_by_a_filter(tmp_path: Path) -> None:
    assert hidden(FIXTURES / "office.ods") == []
    change = (r"<table:table-row(?= )", '<table:table-row table:visibility="filter"')
    source = rewritten(FIXTURES / "office.ods", "content.xml", change, tmp_path / "b.ods")
    assert filled(source)[0]
    assert hidden(source, 0)[:3] == [1, 2, 3]


def test_repeated_rows_of_an_open_document_are_counted(tmp_path: Path) -> None:
    rows = (
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="3"/>'
        '<table:table-row table:visibility="collapse" table:number-rows-repeated="2"><table:table-cell '
        'office:value-type="float"/></table:table-row><table:table-row/></table:table>'
        '<table:table table:name="b"><table:table-row table:visibility="filter"/></table:table>'
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as package:
        package.writestr("content.xml", rows)
    file = OdsFile(tmp_path / "a.ods")
    assert (file.is_filled(0, "a"), file.look(0, "a").hidden) == (True, [(4, 5)])
    assert (file.is_filled(1, "b"), file.look(1, "b").hidden) == (False, [(1, 1)])


def test_rows_of_an_old_workbook_are_hidden(tmp_path: Path) -> None:
    path = Path(shutil.copy(FIXTURES / "office.xls", tmp_path / "a.xls"))
    assert hidden(path) == []
    data = bytearray(record_stream(path))
    for kind, at, _ in records(bytes(data), sheet_starts(bytes(data))[0]):
        if kind == 0x0208 and struct.unpack_from("<H", data, at)[0] in (5, 6):
            data[at + 12] |= 0x20
    with olefile.OleFileIO(str(path), write_mode=True) as package:
        package.write_stream("Workbook", bytes(data))
    assert hidden(path) == [6, 7]
    assert filled(path)[0]


def test_stretches_of_hidden_rows() -> None:
    rows = HiddenRows([(2, 3), (9, 9)])
    assert [n for n in range(12) if n in rows] == [2, 3, 9]
    assert rows
    assert not HiddenRows()
    assert "2" not in rows
