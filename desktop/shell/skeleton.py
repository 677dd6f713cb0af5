"""What the window shows before anything else is loaded: the rail's and the top bar's empty grounds."""

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

RAIL, BAR = 212, 50
GROUNDS = {
    "light": ("#f6f7f5", "#ffffff", "#dfe4e0"),
    "dark": ("#141917", "#1c2320", "#2f3935"),
    "contrast": ("#000000", "#000000", "#a6a6a6"),
}


class Skeleton(QWidget):
    """Painted without font, style sheet or theme; ``painted`` is said once it has been on the screen."""

    painted = Signal()

    def __init__(self, theme: str, scale: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = [QColor(name) for name in GROUNDS.get(theme, GROUNDS["light"])]
        self._rail, self._bar = round(RAIL * scale), round(BAR * scale)
        self._said = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        background, panel, line = self._colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), background)
        painter.fillRect(QRect(0, 0, self.width(), self._bar), panel)
        painter.fillRect(QRect(0, 0, self._rail, self.height()), panel)
        painter.fillRect(QRect(self._rail, self._bar - 1, self.width(), 1), line)
        painter.fillRect(QRect(self._rail - 1, 0, 1, self.height()), line)
        if not self._said:
            self._said = True
            self.painted.emit()
