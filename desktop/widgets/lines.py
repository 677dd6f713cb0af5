"""One line of text in a box, on a whole pixel: Qt's own centring may fall between two and blur every mark."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

LEFT = Qt.AlignmentFlag.AlignLeft


def draw_line(
    painter: QPainter, box: QRect, text: str, align: Qt.AlignmentFlag = LEFT, raised: int = 0
) -> None:
    """Draws a line vertically in the middle, ``raised`` px higher; what is too wide is elided at its end."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    left = box.left()
    if align & Qt.AlignmentFlag.AlignRight:
        left = box.right() + 1 - metrics.horizontalAdvance(shown)
    elif align & Qt.AlignmentFlag.AlignHCenter:
        left += (box.width() - metrics.horizontalAdvance(shown)) // 2
    top = box.top() + (box.height() - metrics.height()) // 2 - raised
    painter.drawText(left, top + metrics.ascent(), shown)
