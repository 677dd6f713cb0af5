"""A small Gantt bar: twelve months, the planned ones above, what really happened below; of a step that was moved the
months adopted as a thin bar over the revised ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.metrics import TINY, scaled, sized

CELL = 21
MONTHS = 12
THIN = 3  # px at text size 100 %: the bar of months adopted, over the revised ones


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months of a fiscal year, 0 is October, both ends inclusive."""

    first: int
    last: int


class GanttBar(QWidget):
    """One step's months; ``words`` say for a screen reader what is painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._planned: Stretch | None = None
        self._adopted: Stretch | None = None
        self._actual: Stretch | None = None
        self._late = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_months(
        self,
        planned: Stretch | None,
        actual: Stretch | None,
        *,
        late: bool,
        words: str,
        adopted: Stretch | None = None,
    ) -> None:
        """Shows a plan, the one adopted where it was moved, and what happened; ``late`` paints this as a warning."""
        self._planned, self._adopted, self._actual, self._late = planned, adopted, actual, late
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(CELL) * MONTHS + 1, scaled(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens().panel)
        _grid(painter, self.width(), self.height())
        half = self.height() / 2
        thin = scaled(THIN) + 1 if self._adopted else 0
        if self._adopted:
            _stretch(painter, self._adopted, -1, thin + 6, tokens().muted)
        _stretch(painter, self._planned, thin, half - thin, tokens().info.ink)
        _stretch(painter, self._actual, half, half, tokens().warn.ink if self._late else tokens().accent)


def _grid(painter: QPainter, width: int, height: int) -> None:
    for n in range(MONTHS + 1):
        painter.fillRect(QRectF(n * scaled(CELL), 0, 1, height), tokens().line)
    for y in (0, height - 1):
        painter.fillRect(QRectF(0, y, width, 1), tokens().line)


def _stretch(painter: QPainter, months: Stretch | None, top: float, height: float, colour: QColor) -> None:
    if months is None:
        return
    left = months.first * scaled(CELL)
    width = (months.last - months.first + 1) * scaled(CELL)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(left + 2, top + 3, width - 3, height - 6), 3, 3)


class GanttHead(QWidget):
    """The months' names over a column of Gantt bars."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(scaled(CELL) * MONTHS + 1, scaled(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(sized(self.font(), TINY - 1))
        painter.setPen(tokens().muted)
        for n, name in enumerate(self._names):
            box = QRectF(n * scaled(CELL) - 4, 0, scaled(CELL) + 8, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name.replace(".", ""))
