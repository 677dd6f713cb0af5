"""A sheet too long to be laid out whole comes in slices: the very same rows, and bounded memory."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from core.exchange.spreadsheets import long_xlsx, scan_xlsx, shared_texts, text_store
from core.exchange.spreadsheets.book_in import BookSource
from core.exchange.spreadsheets.long_xlsx import LongSheet
from core.exchange.spreadsheets.long_xlsx import long_sheet as long_sheet_of
from core.exchange.spreadsheets.shared_texts import SharedTexts
from core.exchange.spreadsheets.table import BadCell
from core.exchange.spreadsheets.xlsx_alike import alike_rows
from core.exchange.spreadsheets.xlsx_extent import extent_of
from core.faults import FileRefusal

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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


def sharing(path: Path) -> Path:
    """The workbook as Excel and LibreOffice write it, with its texts in a part of their own."""
    texts: dict[bytes, int] = {}

    def refer(found: re.Match[bytes]) -> bytes:
        return b't="s"><v>%d</v></c>' % texts.setdefault(found[1], len(texts))

    target = changed(path, lambda xml: re.sub(rb't="inlineStr"><is>(.*?)</is></c>', refer, xml))
    with zipfile.ZipFile(target, "a") as package:
        items = b"".join(b"<si>%s</si>" % text for text in texts)
        package.writestr("xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (MAIN, items))
    return target


def rows_of(path: Path) -> list[Any]:
    source = BookSource(path)
    try:
        return list(source.rows(0))
    finally:
        source.close()


def long_sheet(path: Path) -> LongSheet | None:
    return long_sheet_of(path, "Sheet", SharedTexts(path))


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
    assert long_sheet(path) is not None
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
    assert long_sheet(other) is None
    assert rows_of(other) == rows_of(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b'r="B150"', b'r="A999999"'),
        lambda xml: xml.replace(b'<c r="B150"', b"<c"),
        lambda xml: (
            xml.replace(b'r="B150"', b'r="XFD150"')
            .replace(b'<row r="151"', b'<row r="151000"')
            .replace(b'151"', b'151000"')
        ),
        lambda xml: xml.replace(b"</row>", b"</ row>"),
    ],
    ids=["below", "unplaced", "wide", "endless"],
)
def test_a_slice_that_would_fill_the_memory_is_refused(
    tmp_path: Path, small_slices: None, change: Change
) -> None:
    with pytest.raises(FileRefusal, match=r"ใหญ่เกินกว่าจะอ่านได้|เสียหาย"):
        rows_of(changed(workbook(tmp_path / "in.xlsx"), change))


@pytest.mark.parametrize("in_memory", [0, 300, 1 << 20], ids=["stored", "stored in part", "held"])
def test_more_texts_than_can_be_taken_in_at_once_are_looked_up_slice_by_slice(
    tmp_path: Path, small_slices: None, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    path = sharing(workbook(tmp_path / "in.xlsx"))
    whole = rows_of(path)
    monkeypatch.setattr(shared_texts, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(shared_texts, "_PIECE", 40)
    monkeypatch.setattr(text_store, "IN_MEMORY", in_memory)
    monkeypatch.setattr(text_store, "BLOCK", 2)
    assert rows_of(path) == whole


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b't="s"', b"t='s'"),
        lambda xml: xml.replace(b't="s"><v>', b't="s"> <v> '),
        lambda xml: re.sub(rb'(t="s")(>)', rb'\1 cm="1"\2', xml),
        lambda xml: re.sub(rb'<row r="[0-9]+"', b"<row", xml),
    ],
    ids=["single quotes", "blanks", "other attributes", "rows without numbers"],
)
def test_references_written_in_other_ways_are_looked_up_too(
    tmp_path: Path, small_slices: None, monkeypatch: pytest.MonkeyPatch, change: Change
) -> None:
    path = sharing(workbook(tmp_path / "in.xlsx"))
    whole = rows_of(path)
    monkeypatch.setattr(shared_texts, "MOST_AT_ONCE", 0)
    assert rows_of(changed(path, change)) == whole


@pytest.mark.parametrize("number", [b"-1", b"99999", b"x", b"2</v><v>3", b"0_1", b"+1"])
def test_a_reference_to_no_text_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: bytes
) -> None:
    monkeypatch.setattr(shared_texts, "MOST_AT_ONCE", 0)
    path = sharing(workbook(tmp_path / "in.xlsx", 3))
    broken = changed(path, lambda xml: xml.replace(b't="s"><v>2<', b't="s"><v>' + number + b"<"))
    with pytest.raises(FileRefusal, match="เสียหาย"):
        rows_of(broken)


def test_rows_that_come_back_in_a_later_slice_are_refused(tmp_path: Path, small_slices: None) -> None:
    path = workbook(tmp_path / "in.xlsx")
    with pytest.raises(FileRefusal, match="ใหญ่เกินกว่าจะอ่านได้"):
        rows_of(changed(path, lambda xml: xml.replace(b'r="B350"', b'r="B5"')))


def test_a_sheet_that_would_weigh_too_much_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "in.xlsx")
    whole = rows_of(path)
    monkeypatch.setattr(scan_xlsx, "MOST_WEIGHT", 20_000)
    source = BookSource(path)
    assert list(source.rows(0)) == whole
    assert isinstance(source._long(0), LongSheet)
    source.close()


def row(number: int, *references: str) -> bytes:
    cells = "".join(f'<c r="{reference}"><v>1</v></c>' for reference in references)
    return f'<row r="{number}">{cells}</row>'.encode()


@pytest.mark.parametrize(
    ("reference", "first", "last", "widest"),
    [
        ("A25001", 25_000, 25_001, "C"),
        ("A100", 100, 25_001, "C"),
        ("A40000", 25_000, 40_000, "C"),
        ("A1250001", 25_000, 1_250_001, "C"),
        ("A0025001", 25_000, 25_001, "C"),
        ("D25001", 25_000, 25_001, "D"),
        ("AB25001", 25_000, 25_001, "AB"),
        ("AAAA7", 7, 25_001, "AAAA"),
    ],
)
@pytest.mark.parametrize("before", ["", "B", "C"])
def test_a_stray_cell_is_found(reference: str, first: int, last: int, widest: str, before: str) -> None:
    rows = row(25_000, "A25000", "C25000") + row(25_001, "B25001", reference, "C25001")
    extent = extent_of(rows, alike_rows(rows), before)
    assert (extent.first, extent.last, extent.widest, extent.told) == (first, last, widest, True)
    assert extent.cells == 5
    assert extent.above <= first
    assert last <= extent.below < last * 2


def told(rows: bytes) -> bool:
    return extent_of(rows, alike_rows(rows)).told


@pytest.mark.parametrize(
    "cell",
    [
        "<c><v>1</v></c>",
        "<c s='1'/>",
        "<x:c r='A1'/>",
        "<c r='A1'/>",
        '<c  r="A1"/>',
        '<c r="A1" r="XFD9"/>',
        '<c r="A1"r="XFD9"/>',
        '<c r="A1" s=">" r ="XFD9"/>',
        '<c r="A1" s="1"r="XFD9"/>',
        '<c r="A1" <c5 r="XFD9"/>',
        '<c r="A1" <row.1 r="9"/>',
    ],
)
def test_a_cell_that_doesn_t_say_plainly_where_it_stands_is_noticed(cell: str) -> None:
    plain = row(1, "A1", "B1")
    assert told(plain + b"<cols/><controls/>")
    assert not told(plain + f"<row>{cell}</row>".encode())
    assert not told(f"<row>{cell}</row>".encode())
    many = b"".join(row(n, f"A{n}", f"B{n}") for n in range(1, 30))
    for text in ("ref:c1/63", ":f-7/2563", "ค่า 5r=2", " 2r=5"):  # signs of oddness only without their digits
        assert told(many + f'<row r="30"><c r="A30" t="str"><v>{text}</v></c></row>'.encode())
    assert told(many + b"<cols/><controls/>")
    assert not told(many + f"<row>{cell}</row>".encode())


@pytest.mark.parametrize("place", ["<sheetData>", "</sheetData>"], ids=["above", "below"])
def test_many_blank_rows_that_only_have_a_height_are_passed_over(
    tmp_path: Path, small_slices: None, place: str
) -> None:
    path = workbook(tmp_path / "in.xlsx")
    first = 1 if place == "<sheetData>" else 500
    blank = "".join(f'<row r="{n}" ht="20" customHeight="1"></row>' for n in range(first, first + 400))

    def shifted(xml: bytes) -> bytes:
        if place == "<sheetData>":
            xml = re.sub(rb'(<c r="[A-Z]+|<row r=")([0-9]+)', lambda m: m[1] + b"%d" % (int(m[2]) + 400), xml)
            return xml.replace(place.encode(), place.encode() + blank.encode())
        return xml.replace(place.encode(), blank.encode() + place.encode())

    read = [cells for _, cells in rows_of(changed(path, shifted)) if any(c is not None for c in cells)]
    assert len(read) == 401


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A9" r="XFD1048576"><v>1</v></c>',
        '<c r="A9"r="XFD1048576"><v>1</v></c>',
        '<c r="A9" s=">" r="XFD1048576"><v>1</v></c>',
        '<c  r="XFD1048576" t="str"><v></v></c>',
        '<c  r="XFD1048576" t="inlineStr"><is></is></c>',
    ],
)
@pytest.mark.parametrize("long", [0, 1 << 30], ids=["cut", "whole"])
def test_a_cell_that_hides_where_it_stands_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cell: str, long: int
) -> None:
    monkeypatch.setattr(long_xlsx, "LONG", long)
    path = workbook(tmp_path / "in.xlsx")
    hidden = changed(path, lambda xml: xml.replace(b"</row>", cell.encode() + b"</row>", 1))
    with pytest.raises(FileRefusal, match=r"ใหญ่เกินกว่าจะอ่านได้|เสียหาย"):
        rows_of(hidden)
