"""Rows of values to an ``.xlsx`` file."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.exchange.neutral import neutralised
from core.faults import FileRefusal
from core.registers.declare import Kind, Value
from core.thai.fiscal import Month

# Thai month names and Buddhist years (calendar 7) in Arabic digits, whatever the PC's language.
_THAI = "[$-107041E]"
FORMATS = {
    Kind.DAY: f"{_THAI}d mmm yyyy;@",
    Kind.MONTH: f"{_THAI}mmm yyyy;@",
    Kind.MOMENT: f"{_THAI}d mmm yyyy hh:mm;@",
    Kind.MONEY: "#,##0.00",
    Kind.NUMBER: "0.00",
    Kind.WHOLE: "0",
}
_WIDTHS = {Kind.TEXT: 24, Kind.LONG_TEXT: 40, Kind.MONEY: 16, Kind.MOMENT: 20, Kind.DAY: 14}
_NARROWEST = 12
_MOST_ROWS = 1_048_576  # the heading included
# Spreadsheets count days from 1900 on, and take that year's February for a leap month.
_FIRST_DAY = date(1900, 3, 1)
# Spreadsheets read _x0041_ as A: a text that happens to hold such a thing says so of its underscore.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_xlsx(
    path: Path, headings: Sequence[str], kinds: Sequence[Kind], rows: Iterable[Sequence[Value | None]]
) -> None:
    """Writes one sheet: bold headings frozen above, true dates with Thai names, numbers as numbers.

    Days before March 1900, which spreadsheets don't know, and moments at midnight, which they give back as days,
    are written as ISO text. Raises FileRefusal for more rows than a sheet can hold.
    """
    from openpyxl import Workbook

    # Taken whole before anything is written: openpyxl doesn't bear being broken off halfway.
    body = tuple(rows)
    if len(body) >= _MOST_ROWS:
        raise FileRefusal(
            f"ไฟล์ .xlsx มีได้ไม่เกิน {_MOST_ROWS - 1:,} รายการ แต่จะส่งออก {len(body):,} รายการ โปรดส่งออกเป็น .csv"
        )
    book = Workbook(write_only=True)
    sheet = book.create_sheet("ข้อมูล")
    sheet.freeze_panes = "A2"
    set_widths(sheet, headings, kinds)
    sheet.append([_heading(sheet, heading) for heading in headings])
    columns = [_Column(sheet, kind) for kind in kinds]
    for row in body:
        sheet.append([column.cell(value) for column, value in zip(columns, row, strict=True)])
    book.save(path)


class _Column:
    """A column's cells: openpyxl's are costly to style, so each is styled once and written again for every row."""

    def __init__(self, sheet: Any, kind: Kind) -> None:
        from openpyxl.cell import WriteOnlyCell

        self._text = WriteOnlyCell(sheet)
        self._other = WriteOnlyCell(sheet)
        if kind in FORMATS:
            self._other.number_format = FORMATS[kind]

    def cell(self, value: Value | None) -> Any:
        """What the sheet takes for a value; good until the next row."""
        if value is None:
            return None
        native = _native(value)
        if not isinstance(native, str):
            self._other.value = native
            return self._other
        self._text.value = _fit(native)
        # Else a text such as #N/A would be an error, and one that begins with = a formula.
        self._text.data_type = "s"
        return self._text


def set_widths(sheet: Any, headings: Sequence[str], kinds: Sequence[Kind]) -> None:
    """Makes the columns wide enough for what they hold and for their headings."""
    from openpyxl.utils import get_column_letter

    for number, (heading, kind) in enumerate(zip(headings, kinds, strict=True), 1):
        width = max(_WIDTHS.get(kind, _NARROWEST), len(heading) + 2)
        sheet.column_dimensions[get_column_letter(number)].width = width


def _heading(sheet: Any, heading: str) -> Any:
    from openpyxl.styles import Font

    cell = _Column(sheet, Kind.TEXT).cell(heading)
    cell.font = Font(bold=True)
    return cell


def _native(value: Value) -> str | int | Decimal | date:
    """The value as a spreadsheet keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Month):
        return value.first_day if value.first_day >= _FIRST_DAY else str(value)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute) == (0, 0)
        return f"{value:%Y-%m-%dT%H:%M}" if midnight or value.date() < _FIRST_DAY else value
    if isinstance(value, date):
        return value if value >= _FIRST_DAY else value.isoformat()
    return value


def _fit(text: str) -> str:
    """The text as the file's XML may hold it."""
    # XML would turn a CR into a line feed, and has no way at all to hold other controls.
    escaped = _ESCAPE.sub("_x005F_", neutralised(text)).replace("\r", "_x000D_")
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", escaped)
