"""A sheet too long to be laid out whole comes in slices: the very same rows, and bounded memory."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from core.exchange import long_xlsx
from core.exchange.book_in import BookSource
from core.exchange.long_xlsx import long_sheet
from core.exchange.scan_xlsx import scan_slice
from core.exchange.table import BadCell
from core.faults import FileRefusal

SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[bytes], bytes]


def workbook(path: Path, rows: int = 400) -> Path:
    """Rows as an office writes them: texts, numbers, days, blanks, a formula, an error, merged cells across rows."""
    book = Workbook()
    sheet = book.active
    sheet.append(["ก", "ข", "ค", "ง"])
    for n in range(rows):
        sheet.append([f"ร้าน {n % 7}", n + 0.5, date(2020, 1, 1 + n % 28), None if n % 3 else "<&>"])
    sheet["B5"], sheet["B300"] = "=1+1", "#N/A"
    sheet["B300"].data_type = "e"
    sheet["A7"].font = Font(bold=True)
    sheet.merge_cells("A90:A200")
    book.save(path)
    return path


def changed(path: Path, change: Change) -> Path:
    """The workbook with its sheet's XML changed."""
    target = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == SHEET else data)
    return target


def rows_of(path: Path) -> list[Any]:
    source = BookSource(path)
    try:
        return list(source.rows(0))
    finally:
        source.close()


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_xlsx, "LONG", 4000)
    monkeypatch.setattr(long_xlsx, "SLICE", 4000)


@pytest.mark.parametrize("size", [700, 4000, 9999])
def test_slices_hold_the_same_rows_as_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = workbook(tmp_path / "in.xlsx")
    whole = rows_of(path)
    monkeypatch.setattr(long_xlsx, "LONG", size)
    monkeypatch.setattr(long_xlsx, "SLICE", size)
    assert long_sheet(path, "Sheet") is not None
    assert rows_of(path) == whole
    assert [number for number, _ in whole] == list(range(1, 402))
    assert isinstance(whole[4][1][1], BadCell), "the formula nobody computed"
    assert isinstance(whole[149][1][0], BadCell), "the middle of the merged cells"


def test_how_far_a_long_sheet_is_read_never_runs_backwards(tmp_path: Path, small_slices: None) -> None:
    source = BookSource(workbook(tmp_path / "in.xlsx"))
    shares = [source.share() for _ in source.rows(0)]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.1 < 0.9 < shares[-1] <= 1
    source.close()


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b"</row>", b"<!-- </row> --></row>", 1),
        lambda xml: xml.replace(b"<sheetData>", b"<sheetData >"),
    ],
    ids=["comment", "blank"],
)
def test_a_sheet_written_in_another_way_is_read_whole(
    tmp_path: Path, small_slices: None, change: Change
) -> None:
    path = workbook(tmp_path / "in.xlsx")
    other = changed(path, change)
    assert long_sheet(other, "Sheet") is None
    assert rows_of(other) == rows_of(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b'r="B150"', b'r="A999999"'),
        lambda xml: xml.replace(b'<row r="150"', b"<row"),
        lambda xml: (
            xml.replace(b'r="B150"', b'r="XFD150"')
            .replace(b'<row r="151"', b'<row r="151000"')
            .replace(b'151"', b'151000"')
        ),
        lambda xml: xml.replace(b"</row>", b"</ row>"),
    ],
    ids=["below", "unnumbered", "wide", "endless"],
)
def test_a_slice_that_would_fill_the_memory_is_refused(
    tmp_path: Path, small_slices: None, change: Change
) -> None:
    with pytest.raises(FileRefusal, match=r"ใหญ่เกินกว่าจะอ่านได้|เสียหาย"):
        rows_of(changed(workbook(tmp_path / "in.xlsx"), change))


def test_a_workbook_with_much_text_is_read_whole(
    tmp_path: Path, small_slices: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "in.xlsx")
    monkeypatch.setattr(long_xlsx, "MOST_LONG_TEXT", 100)
    assert long_sheet(path, "Sheet") is None


def row(number: int, *references: str) -> bytes:
    cells = "".join(f'<c r="{reference}"><v>1</v></c>' for reference in references)
    return f'<row r="{number}">{cells}</row>'.encode()


@pytest.mark.parametrize("stray", ["A100", "A9999", "A40000", "A125000", "A025001", "AAAA25001"])
def test_a_cell_that_says_it_stands_far_from_its_row_is_refused(stray: str) -> None:
    rows = row(25_000, "A25000", "C25000") + row(25_001, "B25001", stray)
    with pytest.raises(FileRefusal, match="ใหญ่เกินกว่าจะอ่านได้"):
        scan_slice("in.xlsx", rows, bytes, "C")


@pytest.mark.parametrize(
    ("reference", "columns"),
    [("A20001", 3), ("C20001", 3), ("D20001", 4), ("AB20001", 28), ("ABC20001", 731)],
)
def test_the_rightmost_column_of_a_slice_is_found(reference: str, columns: int) -> None:
    rows = row(20_000, "A20000", "C20000") + row(20_001, reference)
    scan, widest = scan_slice("in.xlsx", rows, bytes, "")
    assert (scan.columns, scan.rows) == (columns, 20_001)
    assert scan_slice("in.xlsx", rows, bytes, widest)[1] == widest
