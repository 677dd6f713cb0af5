"""The line under a figure that open conflicts touch: a mark, how many and how far, and the way to them."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import link
from desktop.widgets.symbols import paint_alert
from desktop.widgets.thai_label import ThaiLabel

MARK = 14


class AlertMark(QWidget):
    """The mark by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(MARK), scaled(MARK))

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_alert(QPainter(self), QRectF(self.rect()), tokens().warn.ink)


class ContestedLine(QWidget):
    """Hidden while no conflict touches the figure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = ThaiLabel("", self, kind="warning")
        self.settle = link("ดูข้อขัดแย้ง", self, small=True)
        hbox(AlertMark(self), (self.words, 1), self.settle, parent=self, margins=0, spacing=7)
        self.hide()

    def say(self, words: str, sentence: str = "") -> None:
        """Shows what the conflicts make of the figure, the whole ``sentence`` as a tip; "" hides the line."""
        self.words.setText(words)
        self.words.setToolTip(sentence)
        self.settle.setAccessibleName(f"{self.settle.text()} {words}")
        self.setVisible(bool(words))
