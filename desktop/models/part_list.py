"""The parts of a declaration as a list whose lines are dragged to another place."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.models.table_model import ModelColumn, TableModel

AnyIndex = QModelIndex | QPersistentModelIndex
Part = Mapping[str, Any]
MIME = "application/x-phaen-part"


class PartList(TableModel[Part]):
    """Tables of a declaration, a line each."""

    dropped = Signal(int, int)  # the line dragged, the line it shall be

    def __init__(self, columns: Sequence[ModelColumn[Part]], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        moving = Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled
        return super().flags(index) | moving

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(MIME, QByteArray(str(indexes[0].row()).encode()))
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, _column: int, parent: AnyIndex
    ) -> bool:
        if action is not Qt.DropAction.MoveAction or not data.hasFormat(MIME):
            return False
        at = int(bytes(data.data(MIME).data()).decode())
        before = row if row >= 0 else parent.row() if parent.isValid() else len(self.rows)
        self.dropped.emit(at, before - 1 if before > at else before)
        return False  # what is written moves; nothing is to be taken out of the list
