"""A label that gives way when room is short: it is elided, and its tip and accessible name say it whole."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.theme import set_kind


class ElidedLabel(QLabel):
    """One line, as wide as its words at most."""

    _whole = ""  # Qt tells of a style before there are words

    def __init__(self, text: str = "", parent: QWidget | None = None, kind: str = "muted") -> None:
        super().__init__(parent)
        set_kind(self, kind)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setText(text)

    def setText(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self.setMaximumWidth(self.fontMetrics().horizontalAdvance(text) + 4)
        self.updateGeometry()
        self._fit()

    def text(self) -> str:
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setText(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
