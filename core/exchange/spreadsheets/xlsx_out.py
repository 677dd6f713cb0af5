"""Rows of values to an ``.xlsx`` file."""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from io import BufferedRandom, FileIO
from pathlib import Path
from typing import Any, TypeVar

from core.exchange.spreadsheets.neutral import neutralised
from core.faults import FileRefusal
from core.registers.declare import FieldType, Value
from core.registers.fields import Covered
from core.whole_files import temporary_folder

_MOST_ROWS = 1_048_576  # the heading included
# Spreadsheets count days from 1900 on, and take that year's February for a leap month.
_FIRST_DAY = date(1900, 3, 1)
_LONGEST = 32_767  # characters a cell can hold
T = TypeVar("T")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_xlsx(
    path: Path, headings: Sequence[str], types: Sequence[FieldType], rows: Iterable[Sequence[Value | None]]
) -> None:
    """Writes one sheet row by row: bold headings frozen above, true dates with Thai names, numbers as numbers.

    Days before March 1900, which spreadsheets don't know, and moments at midnight, which they give back as days,
    are written as ISO text. Raises FileRefusal for more rows than a sheet can hold.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with temporary_folder() as folder, _Target(path) as target:
        book = Workbook(target, {"constant_memory": True, "tmpdir": str(folder)})
        try:
            _fill(book, headings, types, rows)
            book.close()
        except BaseException as fault:
            _give_up(book, target)
            if isinstance(fault, FileCreateError):
                raise OSError(*fault.args[0].args) from fault
            raise


class _Target(BufferedRandom):
    """The file a workbook is written to. Once it refused, it takes the rest without a word: the library closes its archive
    again when nobody listens any more, and would print what is wrong."""

    def __init__(self, path: Path) -> None:
        super().__init__(FileIO(path, "w+"))
        self._refused = False
        self._at = 0  # where it would be, had it not refused

    def write(self, data: Any) -> int:
        if not self._refused:
            return self._heard(super().write, data)
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        if not self._refused:
            return self._heard(super().seek, offset, whence)
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at if self._refused else super().tell()

    def flush(self) -> None:
        if not self._refused:
            self._heard(super().flush)

    def refuse(self) -> None:
        """Take no more."""
        self._refused = True

    def _heard(self, act: Callable[..., T], *given: Any) -> T:
        try:
            return act(*given)
        except OSError:
            self._refused = True
            raise


def _give_up(book: Any, target: _Target) -> None:
    """Let go of what was written so far: nobody closes a workbook that was broken off."""
    target.refuse()
    book.fileclosed = True
    for sheet in book.worksheets():
        with suppress(OSError):
            sheet.row_data_fh.close()


def _fill(
    book: Any, headings: Sequence[str], types: Sequence[FieldType], rows: Iterable[Sequence[Value | None]]
) -> None:
    sheet = book.add_worksheet("ข้อมูล")
    sheet.freeze_panes(1, 0)
    for place, width in enumerate(widths(headings, types)):
        sheet.set_column(place, place, width)
    bold = book.add_format({"bold": True})
    for place, heading in enumerate(headings):
        _write_text(sheet, 0, place, heading, bold)
    formats = [book.add_format({"num_format": t.number_format}) if t.number_format else None for t in types]
    for number, row in enumerate(rows, start=1):
        if number >= _MOST_ROWS:
            raise FileRefusal(f"ไฟล์ .xlsx มีได้ไม่เกิน {_MOST_ROWS - 1:,} รายการ โปรดส่งออกเป็น .csv หรือเลือกน้อยลง")
        for place, (value, kept_as, form) in enumerate(zip(row, types, formats, strict=True)):
            if value is not None:
                _write(sheet, number, place, _native(kept_as, value), form)


def _write(sheet: Any, row: int, column: int, native: str | float | Decimal | date, form: Any) -> None:
    if isinstance(native, str):
        _write_text(sheet, row, column, native, None)
    elif isinstance(native, date):
        sheet.write_datetime(row, column, native, form)
    else:
        sheet.write_number(row, column, native, form)


def _write_text(sheet: Any, row: int, column: int, text: str, form: Any) -> None:
    """Text as it is: written as text, #N/A is no error and = begins no formula."""
    fit = _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", neutralised(text))[:_LONGEST]
    if fit.startswith("<r>") and fit.endswith("</r>"):
        # The library would take it for marked-up text and not escape it; in several runs it is text again.
        sheet.write_rich_string(row, column, fit[:1], fit[1:2], fit[2:], *filter(None, [form]))
    else:
        sheet.write_string(row, column, fit, form)


def widths(headings: Sequence[str], types: Sequence[FieldType]) -> list[int]:
    """How wide the columns must be for what they hold and for their headings, in characters."""
    return [max(held.width, len(heading) + 2) for heading, held in zip(headings, types, strict=True)]


def _native(kept_as: FieldType, value: Value) -> str | int | Decimal | date:
    """The value as a spreadsheet keeps it; as ISO text where it knows no such day, or would take a moment for one."""
    if isinstance(value, Covered):
        return value
    native = kept_as.native(value)
    if isinstance(native, datetime):
        known = native.date() >= _FIRST_DAY and (native.hour, native.minute) != (0, 0)
    else:
        known = not isinstance(native, date) or native >= _FIRST_DAY
    return native if known else kept_as.to_csv(value)
