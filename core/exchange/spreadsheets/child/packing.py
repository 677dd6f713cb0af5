"""Cells of a row for the journey: what python-calamine gives, as JSON that ``core.exchange.spreadsheets.cells`` unpacks.

A row travels as ``[number, cell, ...]``. Texts, whole numbers, true, false and null are themselves; anything else is a list
that begins with what it is.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from core.exchange.spreadsheets.neutral import AFTER_PLAIN, AFTER_THAI, FIRST_PLAIN, FIRST_THAI, clean_text

_LONGEST_TEXT = 1 << 17  # characters
_SHOWN = 40  # characters of a longer one
_EXACT = 10**15
# Moments are fractions of a day in binary: a minute is off by microseconds at most.
_ROUNDING_ERROR = timedelta(milliseconds=2)


def packed(cells: Sequence[object]) -> list[Any]:
    """The cells of a row, as the reader of workbooks gives them, for the journey."""
    return [
        cell
        if type(cell) is str
        and (FIRST_PLAIN <= cell < AFTER_PLAIN or FIRST_THAI <= cell < AFTER_THAI)
        and len(cell) < _LONGEST_TEXT
        else None
        if cell == ""
        else _PACKED[type(cell)](cell)
        for cell in cells
    ]


def packed_bad(shown: str, why: str) -> list[str]:
    """A ``BadCell`` for the journey."""
    return ["bad", shown, why]


def _text(cell: str) -> str | list[str] | None:
    if len(cell) < _LONGEST_TEXT:
        return clean_text(cell)
    return packed_bad(cell[:_SHOWN], "ยาวเกินไป โปรดตัดให้สั้นลง")


def _number(cell: float) -> int | list[str]:
    if not isfinite(cell):
        return packed_bad(str(cell), "ไม่ใช่จำนวน โปรดพิมพ์ตัวเลขแทน")
    # The 15 digits a spreadsheet keeps and shows; 0.1 + 0.2 stands there as 0.3.
    return int(cell) if cell.is_integer() and abs(cell) < _EXACT else ["number", f"{cell:.15g}"]


def _moment(cell: datetime) -> list[str]:
    if cell.microsecond or cell.second:
        whole = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
        cell = whole if abs(whole - cell) <= _ROUNDING_ERROR else cell
    return ["moment", cell.isoformat()]


def _duration(cell: timedelta) -> str:
    minutes = int(cell.total_seconds()) // 60
    return f"{minutes // 60}:{minutes % 60:02d}"


_PACKED: dict[type, Callable[[Any], object]] = {
    str: _text,
    float: _number,
    int: lambda cell: cell,
    bool: lambda cell: cell,
    date: lambda cell: ["day", cell.isoformat()],
    datetime: _moment,
    time: lambda cell: ["time", cell.isoformat()],
    timedelta: _duration,
}
