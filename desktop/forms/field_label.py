"""A field's label: small, close to its field, and no mark of it cut."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop.theme import look, set_kind
from desktop.theme.metrics import scaled

SPARE = 3  # px at text size 100 % that may be left out on either side
EDGE = 0.9  # px at text size 100 % that smooth edges reach beyond the outline


class FieldLabel(QLabel):
    """One line without the room its words don't need; words that need it all get it."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        set_kind(self, "small")
        self._beside: tuple[FieldLabel, ...] = (self,)
        self._measured = ("", "", QRectF())  # text, font and ink: a layout asks many times

    def stand_beside(self, labels: Sequence["FieldLabel"]) -> None:
        """Shares a row with other labels: all keep the same room below, so that they stand on one line."""
        self._beside = tuple(labels)

    def spare_below(self) -> int:
        """The room, px, that these words leave free below."""
        return _spare(self.fontMetrics().descent() - self._ink().bottom())

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        above = _spare(metrics.ascent() + self._ink().top())
        return QSize(super().sizeHint().width(), metrics.height() - above - self._below())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        baseline = self.height() + self._below() - self.fontMetrics().descent()
        # Some vowels reach out to the left of where their word begins.
        painter.drawText(QPoint(max(0, ceil(_edge() - self._ink().left())), baseline), self.text())

    def _below(self) -> int:
        return min(label.spare_below() for label in self._beside)

    def _ink(self) -> QRectF:
        # The outline tells where marks really reach; tightBoundingRect leaves stacked Thai marks out.
        text, font = self.text(), self.font()
        if self._measured[:2] != (text, font.key()):
            path = QPainterPath()
            path.addText(QPointF(0, 0), font, text)
            self._measured = (text, font.key(), path.boundingRect())
        return self._measured[2]


def _spare(free: float) -> int:
    return min(max(int(free) - _edge(), 0), scaled(SPARE))


def _edge() -> int:
    return ceil(EDGE * look().scale)
