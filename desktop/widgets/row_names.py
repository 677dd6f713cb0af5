"""The names of a table's rows, which stay where they are while the table scrolls sideways."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView, QToolTip

from desktop.theme import set_kind, tokens
from desktop.theme.metrics import scaled
from desktop.widgets.delegates import PADDING, bold, paint_words

WIDTH = 190  # px at text size 100 %


class RowNames(QHeaderView):
    """Painted like cells; the model tells the names as those of its vertical sections."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        set_kind(self, "rownames")
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(scaled(WIDTH), super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        current = self._table.currentIndex().row() == index
        painter.save()
        painter.fillRect(rect, tokens().selection if current else tokens().panel)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens().line)
        painter.setPen(tokens().ink)
        painter.setFont(
            bold(self._table.font()) if self._tells(index, Qt.ItemDataRole.FontRole) else self._table.font()
        )
        paint_words(
            painter,
            rect.adjusted(scaled(PADDING), 0, -scaled(PADDING), 0),
            self._name(index),
            Qt.AlignmentFlag.AlignLeft,
        )
        painter.restore()

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._name(self.logicalIndexAt(event.pos())), self)
            return True
        return super().viewportEvent(event)

    def _name(self, index: int) -> str:
        return str(self._tells(index, Qt.ItemDataRole.DisplayRole) or "")

    def _tells(self, index: int, role: Qt.ItemDataRole) -> object:
        return self.model().headerData(index, Qt.Orientation.Vertical, role) if index >= 0 else None
