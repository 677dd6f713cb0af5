"""A small Gantt bar: twelve months, the planned ones above, what really happened below; of a step that was moved the
months adopted as an outline against the bar of the revised ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.metrics import TINY, scaled, sized

CELL = 21
MONTHS = 12
OUTLINE = 1.4  # px: the pen around the months adopted
SWATCH = 18  # px at text size 100 %: a bar of the legend


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
        _stretch(painter, self._planned, 0, half, tokens().info.ink)
        _stretch(painter, self._actual, half, half, tokens().warn.ink if self._late else tokens().accent)
        if self._adopted:
            draw_outline(painter, _box(self._adopted, 0, half))


def _grid(painter: QPainter, width: int, height: int) -> None:
    for n in range(MONTHS + 1):
        painter.fillRect(QRectF(n * scaled(CELL), 0, 1, height), tokens().line)
    for y in (0, height - 1):
        painter.fillRect(QRectF(0, y, width, 1), tokens().line)


def _stretch(painter: QPainter, months: Stretch | None, top: float, height: float, colour: QColor) -> None:
    if months is None:
        return
    _bar(painter, _box(months, top, height), colour)


def _box(months: Stretch, top: float, height: float) -> QRectF:
    width = (months.last - months.first + 1) * scaled(CELL)
    return QRectF(months.first * scaled(CELL) + 2, top + 3, width - 3, height - 6)


def _bar(painter: QPainter, box: QRectF, colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, 3, 3)


def draw_outline(painter: QPainter, box: QRectF) -> None:
    """The months of the plan as adopted, around or beside the bar of the revised ones."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(tokens().ink, OUTLINE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    painter.restore()


class GanttLegend(QWidget):
    """What the bars mean; with the plan as adopted where some step was moved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moved = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_moved(self, moved: bool) -> None:
        """Tells of the plan as adopted, or not."""
        self._moved = moved
        self.setAccessibleName(" ".join(words for words, _ in self._items()))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(sized(self.font(), TINY))
        wide = sum(metrics.horizontalAdvance(words) + scaled(SWATCH + 20) for words, _ in self._items())
        return QSize(wide, metrics.height() + 4)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = sized(self.font(), TINY)
        painter.setFont(font)
        metrics, left = QFontMetrics(font), 0
        for words, colour in self._items():
            box = QRectF(left + 1, (self.height() - scaled(8)) / 2, scaled(SWATCH), scaled(8))
            _bar(painter, box, colour) if colour else draw_outline(painter, box)
            left += scaled(SWATCH + 6)
            painter.setPen(tokens().muted)
            wide = metrics.horizontalAdvance(words)
            painter.drawText(QRectF(left, 0, wide + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            left += wide + scaled(14)

    def _items(self) -> tuple[tuple[str, QColor | None], ...]:
        """The words of each bar and its colour, None for the outline."""
        adopted = (("แผนเดิม (ใช้วัดความล่าช้า)", None),) if self._moved else ()
        return (
            *adopted,
            ("แผนปรับ" if self._moved else "แผน", tokens().info.ink),
            ("ผลจริง", tokens().accent),
            ("ผลจริงที่ช้ากว่าแผน", tokens().warn.ink),
        )


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
