"""Lists to choose one line from, worked by keys: arrows, first letters, Enter, Escape."""

from collections.abc import Sequence
from string import Template

from PySide6.QtCore import QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListView, QVBoxLayout, QWidget

from desktop.theme import set_kind
from desktop.theme.metrics import row_height, scaled

MOST = 14
ITEM = Template("""
QListView::item { height: ${height}px; padding-left: 8px; border-radius: 4px; }
QListView::item:selected { background: palette(highlight); color: palette(highlighted-text); }
""")


class ChoiceList(QListView):
    """A list of labels; ``picked`` carries the row chosen by click, Enter or Space."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, fills: bool = False) -> None:
        """``fills``: as high as there is room, instead of as high as its lines need."""
        super().__init__(parent)
        self._fills = fills
        self._model = QStringListModel(self)
        self.setModel(self._model)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.picked.emit(index.row()))
        self.entered.connect(self.setCurrentIndex)

    def set_labels(self, labels: Sequence[str], current: int = 0) -> None:
        """Shows labels, one of them current, all of them in sight where they are few."""
        self._model.setStringList(list(labels))
        line = row_height(self) - scaled(2)
        style = ITEM.substitute(height=line)
        if style != self.styleSheet():  # setting one is dear
            self.setStyleSheet(style)
        if not self._fills:
            self.setFixedHeight(min(len(labels), MOST) * line + 4)
        index = self._model.index(current)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def widest(self) -> int:
        """The width of the longest label, px."""
        metrics = self.fontMetrics()
        return max((metrics.horizontalAdvance(text) for text in self._model.stringList()), default=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if self.currentIndex().isValid():
                self.picked.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)


class PopupList(QFrame):
    """Drops under its parent; ``picked`` carries the index of the line chosen."""

    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        set_kind(self, "popup")
        self._anchor = parent
        self.list = ChoiceList(self)
        self.list.picked.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.list)

    def drop(self, labels: Sequence[str], current: int = 0) -> None:
        """Shows the labels under the parent, with one of them current."""
        self.list.set_labels(labels, current)
        self.setFixedSize(max(self._anchor.width(), self.list.widest() + scaled(48)), self.list.height() + 8)
        self.move(self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + 2)))
        self.show()
        self.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _take(self, row: int) -> None:
        self.hide()
        self.picked.emit(row)
