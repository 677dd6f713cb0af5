"""Tables: cells that span, rows that split over pages, heading rows that come again.

A row is measured once, for the width of its column, when the first page asks that might hold it; splitting and drawing
only use what was measured. A cell's padding is added outside its ink, so no mark ever touches a rule.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Literal, overload

from core.reports.typesetting.grid import columns_of, tied
from core.reports.typesetting.linebreak import FilledLine
from core.reports.typesetting.paragraph import TextBlock
from core.reports.typesetting.pen import Color, Pen, Segment

RULE = 0.5
PAD_X = 3.5
PAD_Y = 1.5
_KEPT_LINES = 3  # the least of a flowing row that stands on either page


@dataclass(frozen=True, slots=True)
class TypesetCell:
    """A cell as asked for; ``columns`` and ``rows`` say how far it spans. Spanned places hold no cell."""

    block: TextBlock | None = None
    columns: int = 1
    rows: int = 1
    fill: Color | None = None
    valign: Literal["top", "middle"] = "middle"


@dataclass(frozen=True, slots=True)
class TypesetRow:
    """A row as asked for: cells from the left, places taken by a span from above left out. ``height`` is the
    least height in points; ``keep_with_next`` forbids a page break below it; ``under`` is the row that names again
    overleaf what a page goes on with that begins here."""

    cells: tuple[TypesetCell, ...]
    height: float = 0
    keep_with_next: bool = False
    under: "TypesetRow | None" = None


@dataclass(frozen=True, slots=True)
class _SetCell:
    """A cell with its place: ``x`` and ``width`` in points, ``row`` within its group, its lines broken."""

    x: float
    width: float
    row: int
    rows: int
    block: TextBlock | None
    lines: tuple[FilledLine, ...]
    opening: bool
    fill: Color | None
    valign: str

    @property
    def needed(self) -> float:
        """The height the cell needs."""
        if self.block is None or not self.lines:
            return 0
        return len(self.lines) * self.block.line_height + 2 * PAD_Y


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that spans tie together: they stay on one page unless they are taller than a page."""

    heights: tuple[float, ...]
    cells: tuple[_SetCell, ...]
    keep_with_next: bool
    under: TypesetRow | None = None

    @property
    def height(self) -> float:
        """The height of all its rows."""
        return sum(self.heights)


class Groups(Sequence[Group]):
    """The groups of a table from one on, after those that come ``first``. They are measured as far as somebody looks,
    once for all parts of the table; their number can be asked for, but measures them all."""

    def __init__(
        self,
        coming: Iterator[Group],
        measured: list[Group] | None = None,
        begin: int = 0,
        first: tuple[Group, ...] = (),
    ) -> None:
        self._coming = coming
        self._measured = [] if measured is None else measured
        self._begin = begin
        self._first = first

    def has(self, place: int) -> bool:
        """True where there is a group at that place."""
        needed = self._begin + place + 1 - len(self._first)
        while len(self._measured) < needed and (group := next(self._coming, None)) is not None:
            self._measured.append(group)
        return len(self._measured) >= needed

    def after(self, place: int, *first: Group) -> "Groups":
        """Those behind a place, with others before them."""
        begin = self._begin + place - len(self._first)
        return Groups(self._coming, self._measured, begin, first)

    def __len__(self) -> int:
        self._measured.extend(self._coming)
        return len(self._first) + len(self._measured) - self._begin

    @overload
    def __getitem__(self, place: int) -> Group: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Group, ...]: ...
    def __getitem__(self, place: int | slice) -> Group | tuple[Group, ...]:
        if isinstance(place, slice):
            return tuple(self)[place]
        if place < 0:
            place += len(self)
        if not self.has(place) or place < 0:
            raise IndexError(place)
        behind = place - len(self._first)
        return self._first[place] if behind < 0 else self._measured[self._begin + behind]


@dataclass(frozen=True)
class TableBox:
    """A table on its way down pages of ``page`` points (0 where that isn't known). In a ``flowing`` one a row that
    doesn't fit goes on overleaf; in others a row is cut only when it is taller than a page. One of two rows is parted
    only where a page can't hold both."""

    widths: tuple[float, ...]
    header: tuple[Group, ...]
    groups: Groups
    ruled: bool = True
    before: float = 0
    after: float = 0
    keep_with_next: bool = False
    flowing: bool = False
    page: float = 0

    def height(self, _width: float) -> float:
        """The height in points, heading rows included."""
        return sum(g.height for g in chain(self.header, self.groups))

    def split(
        self, _width: float, room: float, force: bool = False
    ) -> tuple["TableBox | None", "TableBox | None"]:
        """The rows that fit into ``room`` points, and the rest under the same heading rows."""
        if self._fits(room):
            return self, None
        if not force and self._stays_whole():
            return None, self
        flowed = self._flow(room) if self.flowing else None
        if flowed:
            return flowed
        fitting = self._fitting(room)
        count = self._without_lone_rows(fitting) or (fitting if force else 0)
        if count:
            return self._upper(islice(self.groups, count)), self._lower(count)
        if not force:
            return None, self
        return self._cut(room)

    def draw(self, pen: Pen, x: float, top: float, _width: float) -> None:
        """Draw it downwards from ``top``; rules go over fills."""
        segments: dict[Segment, None] = {}
        for group in (*self.header, *self.groups):
            for cell in group.cells:
                _draw_cell(pen, cell, group, x, top)
                if self.ruled:
                    segments.update(dict.fromkeys(_edges(cell, group, x, top)))
            top -= group.height
        pen.rules(segments, RULE)

    def _stays_whole(self) -> bool:
        return self.groups.has(1) and not self.groups.has(2) and self._fits(self.page)

    def _fits(self, room: float) -> bool:
        room -= sum(g.height for g in self.header)
        for group in self.groups:
            room -= group.height
            if room < -1e-6:
                return False
        return True

    def _fitting(self, room: float) -> int:
        room -= sum(g.height for g in self.header)
        count = 0
        for group in self.groups:
            room -= group.height
            if room < -1e-6:
                break
            count += 1
        return self._without_parting(count)

    def _without_parting(self, count: int) -> int:
        """Fewer rows, so that the last of them needn't be kept with the next."""
        while count and self.groups.has(count) and self.groups[count - 1].keep_with_next:
            count -= 1
        return count

    def _without_lone_rows(self, count: int) -> int:
        """Fewer rows, so that none stands alone before or after the page break."""
        if count == 1 and self.groups.has(2):
            return 0
        if count > 2 and not self.groups.has(count + 1):
            return self._without_parting(count - 1)
        return count

    def _flow(self, room: float) -> tuple["TableBox", "TableBox"] | None:
        """Cut through the row the page ends in, where enough of it stands on either page."""
        left = room - sum(g.height for g in self.header)
        for place, group in enumerate(self.groups):
            if group.height > left + 1e-6:
                kept = _least(group, _KEPT_LINES)
                at = min(left, group.height - kept)
                if at < kept:
                    return None
                upper, lower = _cut_group(group, at)
                return (
                    self._upper((*islice(self.groups, place), upper)),
                    self._lower(place + 1, lower),
                )
            left -= group.height
        return None

    def _cut(self, room: float) -> tuple["TableBox | None", "TableBox | None"]:
        """Cut through the first row that doesn't fit: it is taller than a page, or tied to one that is."""
        left = room - sum(g.height for g in self.header)
        done: list[Group] = []
        for place, group in enumerate(self.groups):
            if group.height > left + 1e-6:
                upper, lower = _cut_group(group, max(left, _least(group)))
                return self._upper((*done, upper)), self._lower(place + 1, lower)
            left -= group.height
            done.append(group)
        return self, None

    def _upper(self, groups: Iterable[Group]) -> "TableBox":
        """The part that ends on this page."""
        return replace(self, groups=Groups(iter(()), list(groups)), after=0)

    def _lower(self, place: int, *first: Group) -> "TableBox":
        """The part that goes on overleaf, from a place on after what was cut off, under the same heading rows."""
        begins = first[0] if first else self.groups[place]
        named = (_measure(self.widths, [begins.under]),) if begins.under else ()
        return replace(self, groups=self.groups.after(place, *named, *first), before=0)


def lay_out(
    width: float,
    weights: Sequence[float],
    header: Iterable[TypesetRow],
    rows: Iterable[TypesetRow],
    *,
    ruled: bool = True,
) -> TableBox:
    """A table whose columns share ``width`` points by their weights. Rows are taken and measured as pages need them."""
    whole = sum(weights)
    widths = tuple(width * weight / whole for weight in weights)
    return TableBox(widths, tuple(_groups(widths, header)), Groups(_groups(widths, rows)), ruled)


def _groups(widths: Sequence[float], rows: Iterable[TypesetRow]) -> Iterator[Group]:
    return (_measure(widths, group) for group in tied(rows))


def _measure(widths: Sequence[float], rows: Sequence[TypesetRow]) -> Group:
    cells = tuple(_placed(widths, rows))
    heights = _heights([row.height for row in rows], cells)
    return Group(heights, cells, rows[-1].keep_with_next, rows[0].under)


def _placed(widths: Sequence[float], rows: Sequence[TypesetRow]) -> Iterable[_SetCell]:
    for n, (row, starts) in enumerate(zip(rows, columns_of(rows), strict=True)):
        for cell, column in zip(row.cells, starts, strict=True):
            yield _set_cell(cell, n, sum(widths[:column]), sum(widths[column : column + cell.columns]))


def _set_cell(cell: TypesetCell, row: int, x: float, width: float) -> _SetCell:
    lines = cell.block.lines(width - 2 * PAD_X) if cell.block else ()
    return _SetCell(x, width, row, cell.rows, cell.block, lines, True, cell.fill, cell.valign)


def _heights(least: Sequence[float], cells: Iterable[_SetCell]) -> tuple[float, ...]:
    """Row heights: first for cells of one row; what a spanning cell still needs its rows share."""
    heights = list(least)
    for cell in sorted(cells, key=lambda c: c.rows):
        lacking = cell.needed - sum(heights[cell.row : cell.row + cell.rows])
        if lacking > 0:
            for row in range(cell.row, cell.row + cell.rows):
                heights[row] += lacking / cell.rows
    return tuple(heights)


def _extent(cell: _SetCell, group: Group) -> tuple[float, float]:
    """How far below the group's top a cell begins and ends."""
    begin = sum(group.heights[: cell.row])
    return begin, begin + sum(group.heights[cell.row : cell.row + cell.rows])


def _draw_cell(pen: Pen, cell: _SetCell, group: Group, x: float, top: float) -> None:
    begin, end = _extent(cell, group)
    if cell.fill is not None:
        pen.fill(x + cell.x, top - end, cell.width, end - begin, cell.fill)
    if cell.block is None:
        return
    spare = (end - begin - cell.needed) / 2 if cell.valign == "middle" else 0
    cell.block.draw(
        pen, x + cell.x + PAD_X, top - begin - PAD_Y - spare, cell.width - 2 * PAD_X, cell.lines, cell.opening
    )


def _edges(cell: _SetCell, group: Group, x: float, top: float) -> Iterable[Segment]:
    begin, end = _extent(cell, group)
    left, right = round(x + cell.x, 2), round(x + cell.x + cell.width, 2)
    upper, lower = round(top - begin, 2), round(top - end, 2)
    yield from (
        (left, upper, right, upper),
        (left, lower, right, lower),
        (left, lower, left, upper),
        (right, lower, right, upper),
    )


def _least(group: Group, lines: int = 1) -> float:
    """The least height a group can be cut at: so many lines of its first row."""
    heights = [c.block.line_height for c in group.cells if c.block and c.row == 0]
    return lines * max(heights, default=0) + 2 * PAD_Y


def _cut_group(group: Group, at: float) -> tuple[Group, Group]:
    """Cut a group ``at`` points below its top, between lines of text."""
    rows_above = 0
    while sum(group.heights[: rows_above + 1]) <= at + 1e-6:
        rows_above += 1
    above = group.heights[:rows_above]
    upper, lower = [], []
    for cell in group.cells:
        head, tail = _cut_cell(cell, group, at, rows_above)
        upper += [head] if head else []
        lower += [tail] if tail else []
    rest = at - sum(above)
    heads = Group((*above, rest), tuple(upper), True)
    least = [0.0, *group.heights[rows_above + 1 :]]
    least[0] = max(0.0, group.heights[rows_above] - rest) if not any(c.lines for c in lower) else 0.0
    return heads, Group(_heights(least, lower), tuple(lower), group.keep_with_next, group.under)


def _cut_cell(
    cell: _SetCell, group: Group, at: float, rows_above: int
) -> tuple[_SetCell | None, _SetCell | None]:
    begin, end = _extent(cell, group)
    if end <= at + 1e-6:
        return cell, None
    if begin >= at:
        return None, replace(cell, row=cell.row - rows_above)
    fitting = _fitting_lines(cell, at - begin - 2 * PAD_Y)
    rows_in_head = rows_above + 1 - cell.row
    head = replace(cell, rows=rows_in_head, lines=cell.lines[:fitting], valign="top")
    opening = cell.lines[fitting - 1].last if fitting else cell.opening
    tail = replace(
        cell,
        row=max(0, cell.row - rows_above),
        rows=cell.row + cell.rows - max(rows_above, cell.row),
        lines=cell.lines[fitting:],
        opening=opening,
        valign="top",
    )
    return head, tail


def _fitting_lines(cell: _SetCell, room: float) -> int:
    if cell.block is None:
        return 0
    fitting = min(max(int(room / cell.block.line_height + 1e-6), 0), len(cell.lines))
    return cell.block.cut_at(cell.lines, fitting)
