"""A list that drops under a widget and is worked by keys: arrows, first letters, Enter, Escape."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from desktop.theme import set_kind
from desktop.theme.metrics import row_height, scaled

MOST = 14


class PopupList(QFrame):
    """Drops under its parent; ``picked`` carries the index of the line chosen."""

    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._anchor = parent
        set_kind(self, "popup")
        self._model = QStringListModel(self)
        self.view = QListView(self)
        self.view.setModel(self._model)
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.clicked.connect(lambda index: self._take(index.row()))
        self.view.entered.connect(self.view.setCurrentIndex)
        self.view.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.view)

    def drop(self, labels: Sequence[str], current: int = 0) -> None:
        """Shows the labels under the parent, with one of them current."""
        self._model.setStringList(list(labels))
        self.setFixedSize(self._width(), self._height(len(labels)))
        self.move(self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + 2)))
        self.show()
        index = self._model.index(current)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)

    def _width(self) -> int:
        metrics = self.view.fontMetrics()
        widest = max((metrics.horizontalAdvance(text) for text in self._model.stringList()), default=0)
        return max(self._anchor.width(), widest + scaled(48))

    def _height(self, count: int) -> int:
        line = row_height(self.view) - scaled(2)
        self.view.setStyleSheet(
            f"QListView::item {{ height: {line}px; padding-left: 8px; border-radius: 4px; }}"
        )
        return min(count, MOST) * line + 12

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
                self._take(self.view.currentIndex().row())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return super().eventFilter(watched, event)

    def _take(self, row: int) -> None:
        self.hide()
        if row >= 0:
            self.picked.emit(row)
