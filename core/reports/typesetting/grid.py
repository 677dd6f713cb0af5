"""Where the cells of a table stand when some of them span rows and columns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar


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


_Row = TypeVar("_Row", bound=RowOfCells)


def tied(rows: Iterable[_Row]) -> Iterator[list[_Row]]:
    """Rows in groups that no span reaches out of, each as soon as its last row has come."""
    group: list[_Row] = []
    reach = 0
    for row in rows:
        reach = max(reach, len(group) + max((cell.rows for cell in row.cells), default=1))
        group.append(row)
        if len(group) >= reach:
            yield group
            group, reach = [], 0
    if group:
        yield group


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
