"""Cells of a spreadsheet: what they may hold, and how they travel from the process that reads workbooks.

A row travels as JSON ``[number, cell, ...]``. Texts, whole numbers, true, false and null are themselves; anything else is
a list that begins with what it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from core.exchange.spreadsheets.neutral import restored

Row = tuple[int, tuple[object, ...]]
LETTERS = 26
FIRST_THAI, AFTER_THAI = "\u0e01", "\u0e5c"
LONGEST_TEXT = 1 << 17  # characters
_SHOWN = 40  # characters of a longer one
_EXACT = 10**15
# Moments are fractions of a day in binary: a minute is off by microseconds at most.
_ROUNDING_ERROR = timedelta(milliseconds=2)


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell whose value can't be known: ``shown`` stands in it, ``why`` says what is wrong and what to do."""

    shown: str
    why: str


def clean_text(cell: str) -> str | None:
    """A text as it stands in a cell: None where it is blank, without what neutralised it."""
    # Most texts begin with a letter, a digit or the like, Thai or not: of these nothing is blank or neutralised.
    if "(" <= cell < "\x7f" or FIRST_THAI <= cell < AFTER_THAI:
        return cell
    if not cell or cell.isspace():
        return None
    return restored(cell) if cell[0] == "'" else cell


def column_letters(column: int) -> str:
    """The name a spreadsheet gives a column: 0 -> ``A``, 26 -> ``AA``."""
    before, place = divmod(column, LETTERS)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + place)


def column_number(letters: str) -> int:
    """``A`` -> 0, ``AA`` -> 26."""
    number = 0
    for letter in letters:
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number - 1


def packed(cells: Sequence[object]) -> list[Any]:
    """The cells of a row, as the reader of workbooks gives them, for the journey."""
    return [
        cell
        if type(cell) is str
        and ("(" <= cell < "\x7f" or FIRST_THAI <= cell < AFTER_THAI)
        and len(cell) < LONGEST_TEXT
        else None
        if cell == ""
        else _PACKED[type(cell)](cell)
        for cell in cells
    ]


def packed_bad(shown: str, why: str) -> list[str]:
    """A ``BadCell`` for the journey."""
    return ["bad", shown, why]


def unpacked(row: Sequence[Any]) -> Row:
    """A row as it arrives, as ``Source.rows`` hands it over."""
    number, *cells = row
    return number, tuple(
        [cell if type(cell) is not list else _UNPACKED[cell[0]](*cell[1:]) for cell in cells]
    )


def _text(cell: str) -> str | list[str] | None:
    if len(cell) < LONGEST_TEXT:
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
_UNPACKED: dict[str, Callable[..., object]] = {
    "number": Decimal,
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "time": time.fromisoformat,
    "bad": BadCell,
}
