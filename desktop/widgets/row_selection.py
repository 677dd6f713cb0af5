"""Which records of a list are selected: by their ids, so that they stay selected when the list is read anew, and
whose turn it is when they are gone."""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView, QTableView

K = TypeVar("K")


class IdModel(Protocol):
    """What is asked of a list's model beside Qt's own questions."""

    def id_at(self, line: int) -> str | None:
        """The id of a line's record, None outside."""
        ...

    def line_of(self, record_id: str | None) -> int:
        """The line a record stands in, -1 where it isn't in sight."""
        ...

    def rowCount(self) -> int:
        """How many lines there are."""
        ...


def heirs(order: Sequence[K], chosen: K) -> Iterator[K]:
    """Those that stand around one of them: the ones after it, the nearest first, then the ones before."""
    place = order.index(chosen)
    yield from order[place + 1 :]
    yield from reversed(order[:place])


def go_to(view: QAbstractItemView, index: QModelIndex | QPersistentModelIndex) -> None:
    """Selects a row, or a cell where cells are selected, alone and with the cursor on it.

    The view's own ``setCurrentIndex`` and ``selectRow`` heed Ctrl and Shift where several may be selected: called while
    Ctrl+S is still held down they would select nothing.
    """
    flags = QItemSelectionModel.SelectionFlag
    command = flags.ClearAndSelect
    if view.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows:
        command |= flags.Rows
    view.selectionModel().setCurrentIndex(index, command)


class RowSelection:
    """The selected rows of a table over a model that knows its records' ids."""

    def __init__(self, table: QTableView, model: IdModel) -> None:
        self._table, self._model = table, model

    def lines(self) -> list[int]:
        """The selected lines from the top down."""
        ranges: Any = self._table.selectionModel().selection()  # Qt's stubs don't know that it is a list
        return sorted({line for part in ranges for line in range(part.top(), part.bottom() + 1)})

    def ids(self) -> tuple[str, ...]:
        """The selected records from the top down."""
        return tuple(found for line in self.lines() if (found := self._model.id_at(line)) is not None)

    def current(self) -> str | None:
        """The record the cursor is on."""
        return self._model.id_at(self._table.currentIndex().row())

    def heir(self) -> str | None:
        """The record whose turn it is when those selected are gone: the next below them, else above."""
        gone = set(self.lines())
        if not gone:
            return None
        below = range(max(gone) + 1, self._model.rowCount())
        between = (line for line in range(max(gone), -1, -1) if line not in gone)
        line = next(iter(below), next(between, -1))
        return self._model.id_at(line)

    def choose(self, record_id: str | None) -> bool:
        """Selects one record alone, the cursor on it; False, and nothing selected, where it isn't in sight."""
        line, model = self._model.line_of(record_id), self._table.model()
        if line < 0:
            self._table.selectionModel().clear()
            return False
        go_to(self._table, model.index(line, max(0, self._table.currentIndex().column())))
        self._table.scrollTo(model.index(line, 0))
        return True

    def add(self, ids: Collection[str]) -> None:
        """Selects further records, those of them that are in sight."""
        model = self._table.model()
        last = model.columnCount() - 1
        wanted = QItemSelection()
        for line in filter(lambda line: line >= 0, map(self._model.line_of, ids)):
            wanted.select(model.index(line, 0), model.index(line, last))
        self._table.selectionModel().select(wanted, QItemSelectionModel.SelectionFlag.Select)

    def keep(self, change: Callable[[], object]) -> None:
        """Changes a short list; what is still there stays selected, and for the cursor's record that is gone its heir,
        at first the topmost one."""
        order = [found for line in range(self._model.rowCount()) if (found := self._model.id_at(line))]
        ids, current = self.ids(), self.current()
        change()
        there = (i for i in (current, *(heirs(order, current) if current else ())) if i)
        first = next((i for i in there if self._model.line_of(i) >= 0), self._model.id_at(0))
        self.choose(first)
        if len(ids) > 1:
            self.add(ids)
