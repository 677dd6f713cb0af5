"""Columns sized by what they hold: money, days, numbers, keys and states stand whole, texts share what is left.

Where there is no room for that the table scrolls sideways; no column is cut or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtGui import QFont

from desktop.theme.metrics import scaled

if TYPE_CHECKING:
    from desktop.widgets.table import DeskTable

MANY = 200  # rows up to which all are measured; of more, those in sight
LEAST = 120  # px at text size 100 %: a text column is no narrower, unless its texts are


@dataclass(frozen=True, slots=True)
class ColumnRoom:
    """What a table's columns hold. ``texts``: the columns of running text and the share each has in what is left, no
    narrower than ``least`` px at text size 100 % unless their texts are; ``drawn``: pictures, with their px at text size
    100 %, half of it where room is short; ``samples``: words a column must have room for whatever stands in it. All
    others are as wide as their widest content."""

    texts: Mapping[int, int] = field(default_factory=dict)
    drawn: Mapping[int, int] = field(default_factory=dict)
    samples: Mapping[int, str] = field(default_factory=dict)
    least: int = LEAST


@dataclass(frozen=True, slots=True)
class Need:
    """What a column of text or pictures asks for: its share of what is left when all stand whole, px it can't do
    without, px that show all of it."""

    share: int
    least: int
    whole: int


def shared(room: int, needs: Sequence[Need]) -> list[int]:
    """The widths of such columns in ``room`` px: the least each, then alike until they stand whole, what is left after
    that by their shares. More than the room where even the least is."""
    widths = [need.least for need in needs]
    left = room - sum(widths)
    lacking = [n for n, need in enumerate(needs) if widths[n] < need.whole]
    while left > 0 and lacking:
        part = max(1, left // len(lacking))
        for n in lacking[:left]:
            given = min(part, needs[n].whole - widths[n])
            widths[n] += given
            left -= given
        lacking = [n for n in lacking if widths[n] < needs[n].whole]
    parts = sum(need.share for need in needs)
    if left > 0 and parts:
        for n, need in enumerate(needs):
            widths[n] += left * need.share // parts
        last = max(n for n, need in enumerate(needs) if need.share)
        widths[last] += room - sum(widths)
    return widths


class ColumnWidths(QObject):
    """Measures what a table shows and sizes its columns. What was seen once keeps its room while the columns stay the
    same, so that nothing moves to and fro while a list is filtered or scrolled."""

    def __init__(self, table: DeskTable) -> None:
        super().__init__(table)
        self._table = table
        self._columns: ColumnRoom | None = None
        self._headings: tuple[str, ...] = ()
        self._widest: list[int] = []
        self._known: dict[tuple[str, str], int] = {}
        self._font: QFont | None = None
        table.verticalScrollBar().valueChanged.connect(self._scrolled)

    def set_columns(self, columns: ColumnRoom) -> None:
        """Says what the columns hold."""
        self._columns = columns
        self._headings = ()
        self.measure()

    def follow(self) -> None:
        """Follows the table's model, which has been set."""
        model = self._table.model()
        model.modelReset.connect(self.measure)
        model.layoutChanged.connect(self.measure)
        model.rowsInserted.connect(self.measure)
        model.columnsInserted.connect(self.measure)
        model.headerDataChanged.connect(self.measure)
        model.dataChanged.connect(self._changed)
        self.measure()

    def measure(self) -> None:
        """Looks at what is shown, and fits the columns."""
        if self._ready():
            self._look_at(self._in_sight())
            self.fit()

    def fit(self) -> None:
        """Gives each column its width in the room there is."""
        if self._columns is None or not self._widest:
            return
        header = self._table.horizontalHeader()
        shown = [n for n in range(len(self._widest)) if not header.isSectionHidden(n)]
        giving = [n for n in shown if n in self._columns.texts or n in self._columns.drawn]
        taken = sum(self._widest[n] for n in shown if n not in giving)
        room = self._table.viewport().width() - taken
        widths = dict(zip(giving, shared(room, [self._need(n) for n in giving]), strict=True))
        for n in shown:
            width = widths.get(n, self._widest[n])
            if header.sectionSize(n) != width:
                header.resizeSection(n, width)

    # -- inside

    def _need(self, column: int) -> Need:
        assert self._columns is not None
        if column in self._columns.drawn:
            whole = scaled(self._columns.drawn[column])
            return Need(0, whole // 2, whole)
        heading = self._table.heading_width(column)
        least = max(heading, min(scaled(self._columns.least), self._widest[column]))
        return Need(self._columns.texts[column], least, max(heading, self._widest[column]))

    def _ready(self) -> bool:
        """True where there is something to measure; what was known is forgotten where it no longer holds."""
        model = self._table.model()
        if self._columns is None or model is None:
            return False
        if self._table.font() != self._font:
            self._font = QFont(self._table.font())
            self._known.clear()
            self._headings = ()
        headings = tuple(self._table.heading(n) for n in range(self._table.horizontalHeader().count()))
        if headings != self._headings:
            self._headings = headings
            self._widest = [self._at_least(n) for n in range(len(headings))]
        return True

    def _at_least(self, column: int) -> int:
        assert self._columns is not None
        heading = self._table.heading_width(column)
        sample = self._columns.samples.get(column)
        said = self._table.row_delegate().words_width(self._table.font(), sample) if sample else 0
        return max(heading, said)

    def _in_sight(self) -> Iterable[int]:
        count = self._table.model().rowCount()
        if count <= MANY:
            return range(count)
        first = max(0, self._table.rowAt(0))
        last = self._table.rowAt(self._table.viewport().height() - 1)
        return range(first, (last if last >= 0 else min(count, first + MANY) - 1) + 1)

    def _look_at(self, rows: Iterable[int]) -> bool:
        """Measures rows; True where a column must be wider than it was."""
        assert self._columns is not None
        before = list(self._widest)
        model, delegate, font = self._table.model(), self._table.row_delegate(), self._table.font()
        measured = [n for n in range(len(self._widest)) if n not in self._columns.drawn]
        for row in rows:
            for column in measured:
                index = model.index(row, column)
                key = delegate.looks(index)
                width = self._known.get(key)
                if width is None:
                    width = self._known[key] = delegate.cell_width(font, index)
                if width > self._widest[column]:
                    self._widest[column] = width
        return self._widest != before

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if self._ready():
            rows = range(first.row(), last.row() + 1)
            if len(rows) > MANY:
                self.measure()
            elif self._look_at(rows):
                self.fit()

    def _scrolled(self) -> None:
        if self._ready() and self._table.model().rowCount() > MANY and self._look_at(self._in_sight()):
            self.fit()
