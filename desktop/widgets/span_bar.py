"""The span bar: what has been reached, what may still come, and where the target stands."""

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.indicators.result import Result
from desktop.theme import tokens
from desktop.theme.metrics import scaled

THICKNESS = 10
TICK = 18
HUNDRED = Decimal(100)
HEADROOM = Decimal("1.25")


@dataclass(frozen=True, slots=True)
class SpanFigures:
    """What a bar shows, in the indicator's unit. ``full`` is what the whole width stands for."""

    value: Decimal | None
    worst: Decimal | None
    best: Decimal | None
    target: Decimal | None
    full: Decimal

    @classmethod
    def of(cls, result: Result, unit: str) -> "SpanFigures":
        """The figures of a result; percentages fill 100, counts a quarter more than the target or the value."""
        figures = (result.value, result.worst, result.best, result.target)
        full = HUNDRED if unit == "percent" else _room(result)
        top = max((f for f in figures if f is not None), default=full)
        return cls(result.value, result.worst, result.best, result.target, max(full, top))

    def share(self, figure: Decimal | None) -> float:
        """Where on the bar a figure stands, 0 to 1."""
        if figure is None or self.full <= 0:
            return 0.0
        return float(min(max(figure / self.full, Decimal(0)), Decimal(1)))


def _room(result: Result) -> Decimal:
    target = result.target or Decimal(1)
    value = result.value or Decimal(0)
    return target if value <= target else max(target, value) * HEADROOM


def paint_span(painter: QPainter, cell: QRectF, figures: SpanFigures) -> None:
    """Paints a bar across a cell, vertically in the middle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    thickness = scaled(THICKNESS)
    bar = QRectF(cell.x(), cell.center().y() - thickness / 2, cell.width(), thickness)
    _bar(painter, bar, 1.0, tokens().track)
    _bar(painter, bar, figures.share(figures.best), tokens().reach)
    _bar(painter, bar, figures.share(figures.value), tokens().accent)
    if figures.target is not None:
        _tick(painter, bar, figures.share(figures.target))
    painter.restore()


def _bar(painter: QPainter, bar: QRectF, share: float, colour: QColor) -> None:
    if share <= 0:
        return
    painter.setBrush(colour)
    part = QRectF(bar.x(), bar.y(), max(bar.width() * share, bar.height()), bar.height())
    painter.drawRoundedRect(part, bar.height() / 2, bar.height() / 2)


def _tick(painter: QPainter, bar: QRectF, share: float) -> None:
    height = scaled(TICK)
    left = min(bar.x() + bar.width() * share, bar.right() - 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(QRectF(round(left), bar.center().y() - height / 2, 2, height), tokens().ink)


class SpanBar(QWidget):
    """A span bar standing by itself."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: SpanFigures | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_result(self, result: Result, unit: str) -> None:
        """Shows a result whose figures are in ``unit`` (percent, piece, person, level)."""
        self._figures = SpanFigures.of(result, unit)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(150), scaled(TICK + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._figures is not None:
            paint_span(QPainter(self), QRectF(self.rect()), self._figures)
