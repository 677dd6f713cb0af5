"""The spark line: how a figure came about over the year's twelve months, with the ends of its target dotted."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop.theme import tokens

Points = Sequence[Decimal | None]


def paint_spark(painter: QPainter, cell: QRectF, values: Points, targets: Sequence[Decimal] = ()) -> None:
    """Paints the line of ``values`` (one a month; None leaves a gap) across a cell."""
    known = [v for v in (*values, *targets) if v is not None]
    if not known:
        return
    low, high = min([*known, Decimal(0)]), max(known)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for target in targets:
        _dotted(painter, cell, _height(cell, target, low, high))
    _line(painter, cell, values, low, high)
    painter.restore()


def _height(cell: QRectF, value: Decimal, low: Decimal, high: Decimal) -> float:
    share = float((value - low) / (high - low)) if high > low else 0.0
    return cell.bottom() - 1.5 - share * (cell.height() - 3)


def _dotted(painter: QPainter, cell: QRectF, y: float) -> None:
    pen = QPen(tokens().muted, 1.2)
    pen.setDashPattern([1.5, 2.5])
    painter.setPen(pen)
    painter.drawLine(QPointF(cell.left(), y), QPointF(cell.right(), y))


def _line(painter: QPainter, cell: QRectF, values: Points, low: Decimal, high: Decimal) -> None:
    painter.setPen(
        QPen(tokens().accent, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    step = cell.width() / max(len(values) - 1, 1)
    run: list[QPointF] = []
    for index, value in enumerate((*values, None)):
        if value is not None:
            run.append(QPointF(cell.left() + index * step, _height(cell, value, low, high)))
            continue
        _draw_run(painter, run)
        run = []


def _draw_run(painter: QPainter, run: list[QPointF]) -> None:
    if len(run) == 1:
        painter.drawEllipse(run[0], 1.2, 1.2)
    elif run:
        painter.drawPolyline(run)
