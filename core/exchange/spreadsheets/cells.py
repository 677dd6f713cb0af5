"""Cells of a spreadsheet: what they may hold, and how they arrive from the process that reads workbooks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from core.registers.reading import FIRST_BUDDHIST_YEAR, printable
from core.thai.fiscal import BUDDHIST_OFFSET

Row = tuple[int, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell whose value can't be known: ``shown`` stands in it, ``why`` says what is wrong and what to do."""

    shown: str
    why: str


def unpacked(row: Sequence[Any]) -> Row:
    """A row as it arrives, as ``Source.rows`` hands it over."""
    number, *cells = row
    return number, tuple(
        [cell if type(cell) is not list else _UNPACKED[cell[0]](*cell[1:]) for cell in cells]
    )


_UNPACKED: dict[str, Callable[..., object]] = {
    "number": Decimal,
    "day": date.fromisoformat,
    "moment": datetime.fromisoformat,
    "time": time.fromisoformat,
    "bad": BadCell,
}


def shown_cell(cell: object) -> str:
    """A cell as a person reads it."""
    if isinstance(cell, date):
        # As a clerk types it, whichever era the cell is in.
        year = cell.year + (BUDDHIST_OFFSET if cell.year < FIRST_BUDDHIST_YEAR else 0)
        day = f"{cell.day:02d}/{cell.month:02d}/{year}"
        return f"{day} {cell:%H:%M}" if isinstance(cell, datetime) else day
    return "" if cell is None else cell.shown if isinstance(cell, BadCell) else printable(cell)
