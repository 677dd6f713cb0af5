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
    """What a bar shows, in the indicator's unit: the value, how far it may still ``reach``, and the ends of its
    target. ``full`` is what the whole width stands for, ``could_be`` from what to what open conflicts could move the
    value, where any touches it (``disputed``)."""

    value: Decimal | None
    reach: Decimal | None
    targets: tuple[Decimal, ...]
    full: Decimal
    could_be: tuple[Decimal, Decimal] | None = None
    disputed: bool = False

    @classmethod
    def of(cls, result: Result, unit: str) -> "SpanFigures":
        """The figures of a result; percentages fill 100, counts a quarter more than the target or the value."""
        contested = result.contested
        low, high = (contested.low, contested.high) if contested else (None, None)
        could_be = (low, high) if low is not None and high is not None and low < high else None
        targets = result.goal.ends if result.goal else ()
        reaches = [bound for bound in (result.worst, result.best) if bound is not None]
        figures = (result.value, *reaches, *targets, high)
        full = HUNDRED if unit == "percent" else _room(result)
        top = max((f for f in figures if f is not None), default=full)
        return cls(
            result.value, max(reaches, default=None), targets, max(full, top), could_be, bool(contested)
        )

    def share(self, figure: Decimal | None) -> float:
        """Where on the bar a figure stands, 0 to 1."""
        if figure is None or self.full <= 0:
            return 0.0
        return float(min(max(figure / self.full, Decimal(0)), Decimal(1)))


def _room(result: Result) -> Decimal:
    top = (result.goal and (result.goal.most or result.goal.least)) or Decimal(1)
    value = result.value or Decimal(0)
    beyond = result.goal is not None and result.goal.most is not None
    return top if value <= top and not beyond else max(top, value) * HEADROOM


def paint_span(painter: QPainter, cell: QRectF, figures: SpanFigures) -> None:
    """Paints a bar across a cell, vertically in the middle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    thickness = scaled(THICKNESS)
    bar = QRectF(cell.x(), cell.center().y() - thickness / 2, cell.width(), thickness)
    reached = tokens().warn.ink if figures.disputed else tokens().accent
    _bar(painter, bar, 1.0, tokens().track)
    _bar(painter, bar, figures.share(figures.reach), tokens().reach)
    _bar(painter, bar, figures.share(figures.value), reached)
    if figures.could_be is not None:
        _could_be(painter, bar, *map(figures.share, figures.could_be))
    for target in figures.targets:
        _tick(painter, bar, figures.share(target))
    painter.restore()


def _bar(painter: QPainter, bar: QRectF, share: float, colour: QColor) -> None:
    if share <= 0:
        return
    painter.setBrush(colour)
    part = QRectF(bar.x(), bar.y(), max(bar.width() * share, bar.height()), bar.height())
    painter.drawRoundedRect(part, bar.height() / 2, bar.height() / 2)


def _could_be(painter: QPainter, bar: QRectF, low: float, high: float) -> None:
    """A line under the bar."""
    left, right = bar.x() + bar.width() * low, bar.x() + bar.width() * high
    right = min(max(right, left + scaled(6)), bar.right())
    left = min(left, right - scaled(6))
    painter.fillRect(QRectF(left, bar.bottom() + scaled(2), right - left, scaled(2)), tokens().ink)


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

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._figures is not None:
            paint_span(QPainter(self), QRectF(self.rect()), self._figures)
