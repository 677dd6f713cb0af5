"""A few records as a table, each formatted once."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.office import Row
from desktop.models.columns import NOTHING, Column
from desktop.widgets.delegates import MUTED_ROLE, ROW_TONE_ROLE

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class RecordTable(QAbstractTableModel):
    """Records in the order they are given."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._cells: list[tuple[str, ...]] = []
        self._places: dict[str, int] = {}

    # -- what it holds

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Shows other columns, and no records yet."""
        self.beginResetModel()
        self._columns, self._rows, self._cells, self._places = tuple(columns), (), [], {}
        self.endResetModel()

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Shows other records."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._cells = [tuple(column.text(row) for column in self._columns) for row in self._rows]
        self._places = {row.id: n for n, row in enumerate(self._rows)}
        self.endResetModel()

    def rows(self) -> tuple[Row, ...]:
        """The records in order."""
        return self._rows

    def row_at(self, index: int) -> Row | None:
        """The record of a line, None outside."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def id_at(self, line: int) -> str | None:
        """The id of a line's record, None outside."""
        row = self.row_at(line)
        return row.id if row else None

    def line_of(self, record_id: str | None) -> int:
        """The line a record stands in, -1 where it isn't there."""
        return self._places.get(record_id or "", -1)

    # -- Qt's side

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, cell = self._rows[index.row()], self._cells[index.row()][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[index.column()].right else _LEFT
        if role == MUTED_ROLE:
            return row.deleted or cell == NOTHING
        if role == ROW_TONE_ROLE:
            return "bad" if row.conflict else "warn" if row.findings else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[section].right else _LEFT
        return None
