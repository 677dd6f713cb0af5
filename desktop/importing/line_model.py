"""Lines of a table model that are made once and only looked at."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

AnyIndex = QModelIndex | QPersistentModelIndex
T = TypeVar("T")
_TOP = QModelIndex()
_SAID = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class LineModel(QAbstractTableModel, Generic[T]):
    """One thing a line. Subclasses name ``HEADINGS`` and the columns of ``RIGHT``, and say a line's ``cells``."""

    HEADINGS: tuple[str, ...] = ()
    RIGHT: frozenset[int] = frozenset()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[T, ...] = ()

    def show_lines(self, lines: Sequence[T]) -> None:
        """Shows other lines."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def line_at(self, place: int) -> T | None:
        """The thing of a line, None outside."""
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def cells(self, place: int) -> tuple[str, ...]:
        """What a line says, one text a column."""
        raise NotImplementedError

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self.HEADINGS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in _SAID:
            return self.cells(index.row())[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if index.column() in self.RIGHT else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.HEADINGS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self.RIGHT:
            return _RIGHT
        return None
