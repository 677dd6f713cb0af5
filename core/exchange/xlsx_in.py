"""Records from an ``.xlsx`` file: the values its cells show, dates as dates and numbers exact."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

from core.exchange.table import LETTERS, RawTable, Row, table_of
from core.faults import FileRefusal

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# Moments are fractions of a day in binary: a minute is off by microseconds at most.
_ROUNDING_ERROR = timedelta(milliseconds=2)

_EXACT = 10**15
# What a broken package raises: beside the plain cases, parts said to be encrypted, or packed in unknown ways.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError),
    *(LookupError, ValueError, EOFError, NotImplementedError, RuntimeError),
)

_IS_ERROR = "คำนวณแล้วผิดพลาด โปรดแก้สูตรหรือพิมพ์ค่าแทน"
_NOT_COMPUTED = "เป็นสูตรที่ยังไม่ได้คำนวณ โปรดเปิดและบันทึกในโปรแกรมตาราง หรือพิมพ์ค่าแทน"


def read_xlsx(path: Path) -> RawTable:
    """The table on the first sheet of an ``.xlsx`` file. Raises FileRefusal.

    Cells with an error (``#N/A``) or a formula that was never computed would come in as blank ones; they are
    problems instead.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_path(path) as book:
            cells = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
            rows: Iterator[Row] = ((n, tuple(_value(c) for c in row)) for n, row in enumerate(cells, 1))
            return table_of(path.name, rows, tuple(_unseen(path, book.sheet_names[0])))
    except PasswordError:
        raise FileRefusal(f"ไฟล์ {path.name} มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่านแล้วนำเข้าอีกครั้ง") from None
    except (CalamineError, *_DAMAGED):
        raise FileRefusal(
            f"ไฟล์ {path.name} เสียหายหรือไม่ใช่ไฟล์ .xlsx โปรดเปิดในโปรแกรมตารางแล้วบันทึกเป็น .xlsx อีกครั้ง"
        ) from None


def _value(cell: object) -> object:
    if isinstance(cell, float):
        # The 15 digits a spreadsheet keeps and shows; 0.1 + 0.2 stands there as 0.3.
        number = Decimal(f"{cell:.15g}")
        return int(number) if cell.is_integer() and abs(cell) < _EXACT else number
    if isinstance(cell, datetime):
        whole = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
        return whole if abs(whole - cell) <= _ROUNDING_ERROR else cell
    return cell


def _unseen(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """The cells that hold something and yet read as blank: row number, column (first = 0), what is wrong."""
    with zipfile.ZipFile(path) as package:
        data = package.read(_part_of(package, sheet))
    if b't="e"' not in data and b"<f" not in data:
        return
    for number, row in enumerate(ElementTree.fromstring(data).iter(f"{_MAIN}row"), 1):
        for place, cell in enumerate(row.iter(f"{_MAIN}c")):
            why = _fault(cell)
            if why:
                yield int(row.get("r", number)), _column(cell.get("r"), place), why


def _fault(cell: ElementTree.Element) -> str | None:
    if cell.get("t") == "e":
        return _IS_ERROR
    # A text that was computed may be empty; a number that is empty never was.
    blank = cell.get("t") != "str" and not cell.findtext(f"{_MAIN}v")
    return _NOT_COMPUTED if blank and cell.find(f"{_MAIN}f") is not None else None


def _column(reference: str | None, place: int) -> int:
    """``C7`` -> 2; the place in the row where the cell doesn't say."""
    if reference is None:
        return place
    column = 0
    for letter in reference.rstrip("0123456789"):
        column = column * LETTERS + ord(letter) - ord("A") + 1
    return column - 1


def _part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """The name of the package's part that holds the sheet."""
    book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))
    sheets = {s.get("name"): s.attrib[_RELATION] for s in book.iter(f"{_MAIN}sheet")}
    target = {r.get("Id"): r.attrib["Target"] for r in relations}[sheets[sheet]]
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
