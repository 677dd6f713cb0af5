"""How far the cells in some rows of a sheet's XML reach, told from where they say they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.exchange.spreadsheets.xlsx_alike import AlikeRows

# Patterns that begin with plain bytes are looked for quickly.
_CELL_AT = re.compile(rb'<c r="([A-Z]{1,7})([0-9]{1,10})"(?=[ />])')
_ANY_CELL = re.compile(rb"<c[\s/>]")
_PREFIXED = re.compile(rb":[cf][\s/>]")
# Names that would look like a cell's or a row's without their digits.
_NUMBERED_CELL, _NUMBERED_ROW = re.compile(rb"<c[0-9.-]"), re.compile(rb"w(?<=<row)[0-9.-]")
# The reader takes the last of several: an ``r`` anywhere but where a cell or a row begins.
_SECOND = re.compile(rb"r\s*=(?<!<c r=)(?<!<row r=)(?<![\w:.-]r=)")
_A_CELL = b'<c r="'
_FIRST = 1 << 14  # bytes in which the first row mostly shows how wide the rows are
_PATTERNS = 64  # kept


@dataclass(frozen=True, slots=True)
class Extent:
    """The first and last row (numbers as shown, 0 for none) and the rightmost column, by its letters, of ``cells`` cells.

    ``told``: every cell says where it stands in the plain way (``<c r="B2"``), without prefixes. Else there may be more of them, anywhere.
    Cells are told apart by row only roughly: none stands outside the rows ``above`` to ``below``.
    """

    first: int
    last: int
    widest: str
    cells: int
    told: bool

    @property
    def above(self) -> int:
        """A little less than ``first``, or the same."""
        return self.first // self._step * self._step

    @property
    def below(self) -> int:
        """A little more than ``last``, or the same."""
        return self.last // self._step * self._step + self._step - 1

    @property
    def _step(self) -> int:
        return _step(self.first, self.last)


def extent_of(rows: bytes, alike: AlikeRows, widest: str = "") -> Extent:
    """The extent of some whole rows of XML, given by their kinds too; ``widest`` is the rightmost column known from the
    rows before."""
    begin, end = _CELL_AT.search(rows), _CELL_AT.match(rows, max(0, rows.rfind(_A_CELL)))
    if begin is None or end is None:
        told = not (_ANY_CELL.search(rows) or _PREFIXED.search(rows))
        return Extent(0, 0, widest, rows.count(_A_CELL), told)
    first, last = sorted((int(begin[2]), int(end[2])))
    # What is found without the digits may not stand there with them.
    odd = any(alike.has(sign) and sign.search(rows) for sign in (_PREFIXED, _SECOND))
    told = not (odd or _NUMBERED_ROW.search(rows))
    widest = widest or max(
        (at[1].decode() for at in _CELL_AT.finditer(rows[:_FIRST])), key=_place, default=""
    )
    for at in _beyond(rows, widest, first, last):
        if at is None:
            told = False
            break
        letters, row = at[1].decode(), int(at[2])
        widest = max(widest, letters, key=_place)
        first, last = min(first, row), max(last, row)
    return Extent(first, last, widest, alike.count(_A_CELL), told)


def _beyond(rows: bytes, widest: str, first: int, last: int) -> Iterator[re.Match[bytes] | None]:
    """The cells that stand to the right of a column or not near some rows; None for one that doesn't say where."""
    at = 0
    while found := _outside(widest, first, last).search(rows, at):
        at = found.end()
        cell = _CELL_AT.match(rows, found.start())
        if cell:
            widest = max(widest, cell[1].decode(), key=_place)
            yield cell
        elif _ANY_CELL.match(rows, found.start()) or _NUMBERED_CELL.match(rows, found.start()):
            yield None


def _place(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _step(first: int, last: int) -> int:
    """Rows are told apart in steps of about as many as there are: few patterns, and hardly more rows than there are."""
    return int(10 ** (len(str(last - first + 1)) - 1))


@lru_cache(_PATTERNS)
def _outside(widest: str, first: int, last: int) -> re.Pattern[bytes]:
    """Finds what looks like a cell and doesn't say that it stands up to this column and near these rows."""
    step = _step(first, last)
    digits = len(str(step)) - 1
    steps = range(first // step, last // step + 1)
    near = f"(?:{'|'.join(map(str, filter(None, steps)))})[0-9]{{{digits}}}"
    if 0 in steps:
        near = f"(?:[0-9]{{1,{max(1, digits)}}}|{near})" if len(steps) > 1 else f"[0-9]{{1,{max(1, digits)}}}"
    return re.compile(f'<c(?! r="{_up_to(widest)}{near}")'.encode())


def _up_to(letters: str) -> str:
    """Columns up to this one, as a pattern."""
    if len(letters) == 1:
        return f"[A-{letters}]"
    shorter = f"[A-Z]{{1,{len(letters) - 1}}}"
    less = [
        f"{letters[:at]}[A-{chr(ord(one) - 1)}][A-Z]{{{len(letters) - at - 1}}}"
        for at, one in enumerate(letters)
        if one > "A"
    ]
    return f"(?:{'|'.join([letters, *less, shorter])})"
