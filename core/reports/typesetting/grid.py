"""Where the cells of a table stand when some of them span rows and columns."""

from collections.abc import Sequence
from typing import Protocol


class Spanning(Protocol):
    """A cell that spans ``columns`` and ``rows``, at least one each."""

    @property
    def columns(self) -> int: ...
    @property
    def rows(self) -> int: ...


class RowOfCells(Protocol):
    """A row: its cells from the left, without those of places that a span from above takes."""

    @property
    def cells(self) -> Sequence[Spanning]: ...


def columns_of(rows: Sequence[RowOfCells]) -> list[list[int]]:
    """For every row the column each of its cells begins in."""
    taken: set[tuple[int, int]] = set()
    starts: list[list[int]] = []
    for n, row in enumerate(rows):
        column = 0
        starts.append([])
        for cell in row.cells:
            while (n, column) in taken:
                column += 1
            starts[-1].append(column)
            if cell.rows > 1:
                taken |= {(n + r, column + c) for r in range(cell.rows) for c in range(cell.columns)}
            column += cell.columns
    return starts
