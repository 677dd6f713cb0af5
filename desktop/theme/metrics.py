"""Sizes that follow the text, so that no mark touches a border at any text size."""

from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QWidget

from desktop.theme.apply import look

SMALL, TINY, HEADING = 13, 11, 20


def scaled(pixels: int) -> int:
    """A length at text size 100 %, in px at the text size in force."""
    return round(pixels * look().scale)


def row_height(widget: QWidget) -> int:
    """The height of a table's row, px."""
    return max(scaled(30), widget.fontMetrics().height() + 6)


def sized(font: QFont, pixels: int, weight: QFont.Weight | None = None) -> QFont:
    """A copy of a font at ``pixels`` (at text size 100 %), and of a weight where one is given."""
    result = QFont(font)
    result.setPixelSize(scaled(pixels))
    if weight is not None:
        result.setWeight(weight)
    return result


def line_height(font: QFont) -> int:
    """The height of one line, px, with room for every Thai mark."""
    return QFontMetrics(font).height()
