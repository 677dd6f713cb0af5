"""Cells of a spreadsheet: what they may hold, and how they arrive from the process that reads workbooks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

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
