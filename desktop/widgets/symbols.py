"""Symbols that Sarabun doesn't have, painted: chevron, check, cross, dot, ring, undo and redo arrows."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

Symbol = Callable[[QPainter, QRectF, QColor], None]


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _stroke(painter: QPainter, box: QRectF, colour: QColor, points: tuple[tuple[float, float], ...]) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(colour, max(1.4, box.width() / 7)))
    painter.drawPolyline([_at(box, x, y) for x, y in points])
    painter.restore()


def _at(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.x() + box.width() * x, box.y() + box.height() * y)


def paint_chevron(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A chevron pointing down: there is a list to choose from."""
    _stroke(painter, box, colour, ((0.15, 0.34), (0.5, 0.68), (0.85, 0.34)))


def paint_check(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A check mark: done, passed."""
    _stroke(painter, box, colour, ((0.16, 0.54), (0.4, 0.78), (0.84, 0.24)))


def paint_cross(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A cross: closed, not passed."""
    _stroke(painter, box, colour, ((0.22, 0.22), (0.78, 0.78)))
    _stroke(painter, box, colour, ((0.78, 0.22), (0.22, 0.78)))


def paint_triangle(painter: QPainter, box: QRectF, colour: QColor, *, up: bool) -> None:
    """A small filled triangle: the order of a column."""
    tip, base = (0.25, 0.75) if up else (0.75, 0.25)
    path = QPainterPath(_at(box, 0.5, tip))
    path.lineTo(_at(box, 0.9, base))
    path.lineTo(_at(box, 0.1, base))
    path.closeSubpath()
    _fill(painter, path, colour)


def paint_alert(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A triangle with an exclamation mark: something waits to be settled."""
    path = QPainterPath(_at(box, 0.5, 0.06))
    path.lineTo(_at(box, 0.98, 0.94))
    path.lineTo(_at(box, 0.02, 0.94))
    path.closeSubpath()
    for top, bottom in ((0.36, 0.66), (0.74, 0.85)):
        path.addRect(QRectF(_at(box, 0.44, top), _at(box, 0.56, bottom)))  # left out of the filling
    _fill(painter, path, colour)


def paint_dot(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A filled dot: passed."""
    path = QPainterPath()
    path.addEllipse(_middle(box, 0.62))
    _fill(painter, path, colour)


def paint_ring(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """A ring: not passed."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(_middle(box, 0.56))
    painter.restore()


def paint_undo(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """An arrow turning back: undo."""
    _turning(painter, box, colour, mirrored=False)


def paint_redo(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """An arrow turning forward: redo."""
    _turning(painter, box, colour, mirrored=True)


def _turning(painter: QPainter, box: QRectF, colour: QColor, *, mirrored: bool) -> None:
    def at(x: float, y: float) -> QPointF:
        return _at(box, 1 - x if mirrored else x, y)

    path = QPainterPath(at(0.12, 0.42))
    path.lineTo(at(0.6, 0.42))
    path.cubicTo(at(0.98, 0.42), at(0.98, 0.9), at(0.6, 0.9))
    path.lineTo(at(0.34, 0.9))
    path.moveTo(at(0.36, 0.16))
    path.lineTo(at(0.12, 0.42))
    path.lineTo(at(0.36, 0.68))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(colour, max(1.3, box.width() / 9)))
    painter.drawPath(path)
    painter.restore()


def _middle(box: QRectF, share: float) -> QRectF:
    side = min(box.width(), box.height()) * share
    return QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)


def _fill(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(path)
    painter.restore()
