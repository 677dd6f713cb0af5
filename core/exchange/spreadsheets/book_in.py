"""Rows of a workbook (``.xlsx``, ``.xls``, ``.ods``): the values its cells show, dates as dates and numbers exact."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Any, NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from core.exchange.spreadsheets.date_formats import plain_styles, repacked
from core.exchange.spreadsheets.hush import hushed
from core.exchange.spreadsheets.inspection import (
    HiddenRows,
    Inspected,
    inspected_ods,
    inspected_xls,
    xlsx_hidden_rows,
    xlsx_is_filled,
)
from core.exchange.spreadsheets.locked import is_locked
from core.exchange.spreadsheets.long_xlsx import LongSheet, Slice, is_long, long_sheet
from core.exchange.spreadsheets.scan import Scan, too_big
from core.exchange.spreadsheets.scan_ods import scan_ods
from core.exchange.spreadsheets.scan_xls import scan_xls
from core.exchange.spreadsheets.scan_xlsx import scan_xlsx
from core.exchange.spreadsheets.shared_texts import SharedTexts
from core.exchange.spreadsheets.table import (
    AFTER_THAI,
    FIRST_THAI,
    BadCell,
    Row,
    SheetName,
    clean_text,
    column_letters,
)
from core.exchange.spreadsheets.xlsx_package import check_opening, parts_of, without_cells
from core.faults import FileRefusal

# Moments are fractions of a day in binary: a minute is off by microseconds at most.
_ROUNDING_ERROR = timedelta(milliseconds=2)
_EXACT = 10**15
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_CELL = 1 << 17  # characters
BLOCK = 500  # rows
# What a broken package raises: beside the plain cases, parts said to be encrypted, or packed in unknown ways.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, ElementTree.ParseError, expat.ExpatError, struct.error),
    *(LookupError, ValueError, EOFError, NotImplementedError, RuntimeError, StopIteration),
)


class BookSource:
    """A workbook as a source of rows. A sheet is laid out in memory while its rows are read, a long one slice by slice;
    what would take too much is refused beforehand.

    Cells with an error (``#N/A``), formulas that were never computed, and cells covered by merging are ``BadCell``.
    Macros are never run. Raises FileRefusal.
    """

    def __init__(self, path: Path) -> None:
        from python_calamine import SheetVisibleEnum

        self.name = path.name
        self._path = path
        self._read = 0.0
        self._scans: dict[int, Scan] = {}
        self._texts: SharedTexts | None = None
        self._longs: dict[int, LongSheet | None] = {}
        self._laid_out: tuple[int, Any] | None = None
        with _calm(path):
            self._look_through()
            # Of a broken .xls its native code says where it stumbled, before it says so to us.
            with hushed():
                self._book = self._open()
            self.sheets: tuple[SheetName, ...] = tuple(
                SheetName(s.name, s.visible != SheetVisibleEnum.Visible) for s in self._book.sheets_metadata
            )
            if self._texts and len({sheet.name for sheet in self.sheets}) < len(self.sheets):
                raise zipfile.BadZipFile("two sheets of one name: it can't be told which was looked through")

    def _look_through(self) -> None:
        """Scans of the kinds that are loaded whole as soon as they are opened, and what else is loaded then."""
        with self._path.open("rb") as file:
            is_ole = file.read(len(_OLE)) == _OLE
        ending = self._path.suffix.lower()
        if ending == ".ods" and not is_ole:
            self._scans = dict(enumerate(scan_ods(self._path)))
        elif ending == ".xls" and is_ole:
            self._scans = dict(enumerate(scan_xls(self._path)))
        elif ending == ".xlsx" and not is_ole:
            check_opening(self._path)
            self._texts = SharedTexts(self._path)

    def _open(self) -> Any:
        from python_calamine import CalamineWorkbook

        # The texts of an .xlsx are taken in only when they are known to be few.
        return (
            CalamineWorkbook.from_filelike(BytesIO(without_cells(self._path)))
            if self._texts
            else self._whole()
        )

    def _whole(self, sheet: int = 0) -> Any:
        """The workbook; of one whose days are in Thai formats the parts that this sheet needs."""
        from python_calamine import CalamineWorkbook

        styles = plain_styles(self._path) if self._texts else None
        if styles is None:
            return CalamineWorkbook.from_path(self._path)
        names = parts_of(self._path, self.sheets[sheet].name)
        return CalamineWorkbook.from_filelike(repacked(self._path, names, styles))

    def rows(self, sheet: int = 0) -> Iterator[Row]:
        """The rows of a sheet."""
        merged: _Merged | None = None
        for place, piece in enumerate(self._pieces(sheet)):
            if not place:
                ranges = [*piece.scan.merged, *_ranges(piece.laid_out)]
                merged = _Merged(ranges) if ranges else None
            yield from self._piece_rows(piece, merged)
            self._read = piece.share

    def _piece_rows(self, piece: Slice, merged: "_Merged | None") -> Iterator[Row]:
        begun, height = self._read, max(1, piece.laid_out.height)
        number, lost = piece.top, _by_row(piece.scan.faults)
        for block in _calmly(self._path, piece):
            left_out = [[None] * len(block)] * piece.left
            rows = zip(*left_out, *map(_values, zip(*block, strict=True)), strict=True)
            numbered = enumerate(rows, number + 1)
            yield from _marked(numbered, lost, merged) if lost or merged else numbered
            number += len(block)
            self._read = begun + (piece.share - begun) * min(1.0, (number - piece.top) / height)

    def _pieces(self, sheet: int) -> Iterator[Slice]:
        """A sheet laid out: a short one whole, a long one slice by slice."""
        self._read = 0.0
        with _calm(self._path):
            long = self._long(sheet)  # first of all, for laying out what is too big would fill the memory
            whole = () if long else (Slice(self._sheet(sheet), self._scans[sheet], 1.0),)
        pieces = long.slices() if long else iter(whole)
        while True:
            with _calm(self._path):
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    def _long(self, sheet: int) -> LongSheet | None:
        """The sheet in slices; None where it may be laid out whole, which is noted in ``_scans``."""
        if self._texts and sheet not in self._longs:
            self._longs[sheet] = self._cut_up(sheet, self._texts)
        return self._longs.get(sheet)

    def _cut_up(self, sheet: int, texts: SharedTexts) -> LongSheet | None:
        name = self.sheets[sheet].name
        short = texts.measure.few and not is_long(self._path, name)
        long = None if short else long_sheet(self._path, name, texts)
        if long or not texts.measure.few:
            return long or _refuse(self.name)
        try:
            self._scans[sheet] = scan_xlsx(self._path, name, texts)
        except FileRefusal:
            long = long_sheet(self._path, name, texts)
            if long is None:
                raise
        return long

    def _sheet(self, sheet: int) -> Any:
        """A sheet laid out; the last one is kept, for it is looked at before it is taken in."""
        if self._laid_out is None or self._laid_out[0] != sheet:
            self._laid_out = None
            with hushed():
                book = self._whole(sheet) if self._texts else self._book
                self._laid_out = (sheet, book.get_sheet_by_index(sheet))
        return self._laid_out[1]

    def is_filled(self, sheet: int) -> bool:
        """True where anything stands on a sheet."""
        with _calm(self._path):
            if self._texts:
                return xlsx_is_filled(self._path, self.sheets[sheet].name)
            return self._inspected[sheet].filled

    def hidden_rows(self, sheet: int) -> HiddenRows:
        """The numbers of a sheet's hidden rows."""
        with _calm(self._path):
            if self._texts:
                return xlsx_hidden_rows(self._path, self.sheets[sheet].name)
            return self._inspected[sheet].hidden

    @cached_property
    def _inspected(self) -> Sequence[Inspected]:
        """The sheets of a workbook that is looked through whole."""
        return (inspected_ods if self._path.suffix.lower() == ".ods" else inspected_xls)(self._path)

    def share(self) -> float:
        """How much of the rows under way has been read."""
        return self._read

    def relieve(self) -> None:
        """Let go of the sheet laid out last."""
        self._laid_out = None

    def close(self) -> None:
        """Let go of the workbook; once more does nothing."""
        self.relieve()
        book, self._book = self._book, None
        if book is not None:
            book.close()
        if self._texts:
            self._texts.close()


def _refuse(name: str) -> NoReturn:
    raise too_big(name)


def _calmly(path: Path, piece: Slice) -> Iterator[list[list[Any]]]:
    rows = piece.rows()
    while True:
        with _calm(path):
            block = list(islice(rows, BLOCK))
        if not block:
            return
        yield block


def _by_row(faults: Mapping[tuple[int, int], str]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for (row, column), why in faults.items():
        found.setdefault(row, {})[column] = why
    return found


def _marked(
    rows: Iterable[Row], lost: Mapping[int, Mapping[int, str]], merged: "_Merged | None"
) -> Iterator[Row]:
    """The rows with the cells marked that would be lost, or are covered by merging."""
    for number, cells in rows:
        row = list(cells)
        for column, why in lost.get(number, {}).items():
            row.extend([None] * (column + 1 - len(row)))
            row[column] = BadCell("", why)
        if merged:
            merged.cover(row, number)
        yield number, tuple(row)


def _ranges(laid_out: Any) -> list[tuple[int, int, int, int]]:
    found = laid_out.merged_cell_ranges or []
    return [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found]


class _Merged:
    """The cells covered by merging: blank to the reader, though the sheet shows them filled."""

    def __init__(self, ranges: list[tuple[int, int, int, int]]) -> None:
        self._waiting = sorted(ranges, reverse=True)
        self._open: list[tuple[tuple[int, int, int, int], object]] = []

    def cover(self, row: list[Any], number: int) -> None:
        """Marks the covered cells of the next row; rows come in order."""
        while self._waiting and self._waiting[-1][0] <= number:
            top, left, bottom, _right = area = self._waiting.pop()
            anchor = row[left] if left < len(row) and top == number else None
            if anchor not in (None, "") and bottom - top < _EXACT:
                self._open.append((area, anchor))
                self._fill(row, area, anchor, left + 1)
        self._open = [(area, anchor) for area, anchor in self._open if area[2] >= number]
        for area, anchor in self._open:
            if area[0] < number:
                self._fill(row, area, anchor, area[1])

    def _fill(self, row: list[Any], area: tuple[int, int, int, int], anchor: object, first: int) -> None:
        where = f"{column_letters(area[1])}{area[0]}"
        why = f"ถูกผสานกับเซลล์ {where} โปรดยกเลิกการผสานเซลล์ แล้วใส่ค่าให้ครบทุกแถว"
        for column in range(first, min(area[3] + 1, len(row))):
            row[column] = BadCell("", why)


def _values(cells: Sequence[Any]) -> Sequence[Any]:
    """What the cells of a column show."""
    kinds = set(map(type, cells))
    if len(kinds) == 1:
        (kind,) = kinds
        if kind is date or (kind is str and _ordinary(cells)):
            return cells
        if kind in _CONVERTED:
            return list(map(_CONVERTED[kind], cells))
    # Most are days and ordinary texts, which are told here and left as they are.
    return [
        cell
        if (of := type(cell)) is date
        or (
            of is str
            and ("(" <= cell < "\x7f" or FIRST_THAI <= cell < AFTER_THAI)
            and len(cell) < _LONGEST_CELL
        )
        else _value(cell)
        for cell in cells
    ]


def _ordinary(texts: Sequence[str]) -> bool:
    """True where all begin with a letter, a digit or the like, Thai or not: of these nothing is blank or neutralised."""
    least, most = min(texts), max(texts)
    plain = (least >= "(" and most < "\x7f") or (least >= FIRST_THAI and most < AFTER_THAI)
    return plain and max(map(len, texts)) < _LONGEST_CELL


def _value(cell: object) -> object:
    of = type(cell)
    if isinstance(cell, str):
        return clean_text(cell) if len(cell) < _LONGEST_CELL else BadCell(cell[:40], "ยาวเกินไป โปรดตัดให้สั้นลง")
    convert = _CONVERTED.get(of)
    return convert(cell) if convert else cell


def _number(cell: float) -> int | Decimal | BadCell:
    if not isfinite(cell):
        return BadCell(str(cell), "ไม่ใช่จำนวน โปรดพิมพ์ตัวเลขแทน")
    # The 15 digits a spreadsheet keeps and shows; 0.1 + 0.2 stands there as 0.3.
    return int(cell) if cell.is_integer() and abs(cell) < _EXACT else Decimal(f"{cell:.15g}")


def _moment(cell: datetime) -> datetime:
    if not cell.microsecond and not cell.second:
        return cell
    whole = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
    return whole if abs(whole - cell) <= _ROUNDING_ERROR else cell


def _duration(cell: timedelta) -> str:
    minutes = int(cell.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


_CONVERTED: dict[type, Callable[[Any], object]] = {float: _number, datetime: _moment, timedelta: _duration}


@contextmanager
def _calm(path: Path) -> Iterator[None]:
    """Say in a sentence what the readers say of a file that is locked, broken or something else."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, *_DAMAGED):
        raise _damaged(path) from None
    except BaseException as fault:
        # What stumbles inside the reader's Rust comes as a BaseException that can't be imported.
        if type(fault).__name__ == "PanicException":
            raise _damaged(path) from None
        raise


def _damaged(path: Path) -> FileRefusal:
    if is_locked(path):
        return FileRefusal(f"ไฟล์ {path.name} มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่านแล้วนำเข้าอีกครั้ง")
    return FileRefusal(
        f"ไฟล์ {path.name} เสียหายหรือไม่ใช่ไฟล์ {path.suffix.lower()} โปรดเปิดในโปรแกรมตารางแล้วบันทึกเป็น .xlsx อีกครั้ง"
    )
