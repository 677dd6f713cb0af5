"""A small table of texts that is made whole each time: headings, cells, and the tone of cells that are states."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.widgets.delegates import TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_TOP = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class TextTable(QAbstractTableModel):
    """Texts in rows; the columns in ``right`` hold figures; a cell's whole text is its tip too."""

    def __init__(
        self, headings: Sequence[str], right: Collection[int] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._headings, self._right = tuple(headings), frozenset(right)
        self._cells: tuple[tuple[str, ...], ...] = ()
        self._tones: Mapping[tuple[int, int], str] = {}

    def set_cells(
        self, cells: Sequence[Sequence[str]], tones: Mapping[tuple[int, int], str] | None = None
    ) -> None:
        """Shows other texts; ``tones`` makes cells chips, by row and column. As many rows keep the selection."""
        same = len(cells) == len(self._cells)
        if not same:
            self.beginResetModel()
        self._cells = tuple(tuple(row) for row in cells)
        self._tones = tones or {}
        if not same:
            self.endResetModel()
        elif cells:
            self.dataChanged.emit(self.index(0, 0), self.index(len(cells) - 1, len(self._headings) - 1))

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Role.TextAlignmentRole:
            return _RIGHT if section in self._right else None
        return self._headings[section] if role == Role.DisplayRole else None

    def data(self, index: AnyIndex, role: int = int(Role.DisplayRole)) -> Any:
        row, column = index.row(), index.column()
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self._cells[row][column]
        if role == Role.TextAlignmentRole:
            return _RIGHT if column in self._right else None
        return self._tones.get((row, column)) if role == TONE_ROLE else None
