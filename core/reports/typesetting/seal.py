"""What stands on every page of a document that is still a draft, or that was approved."""

from functools import lru_cache

import segno

from core.reports.typesetting.fonts import FontSet
from core.reports.typesetting.letterhead import POINTS_OF_AN_INCH
from core.reports.typesetting.linebreak import Span
from core.reports.typesetting.paragraph import TextBlock, TextStyle
from core.reports.typesetting.pen import Color, Pen

CM = POINTS_OF_AN_INCH / 2.54
DRAFT = "ร่าง"
_LIGHT: Color = (0.92, 0.92, 0.92)
_ACROSS = 0.42  # of the page's diagonal: the mark's width
_SLOPE = 50.0

# Modules of this size can be read at 100 dpi, and from a page that was copied.
MODULE = 0.062 * CM
EDGES = (0.5 * CM, 0.4 * CM)  # of the paper, right and below: as near as printers reach


def draw_draft(pen: Pen, fonts: FontSet) -> None:
    """Write ร่าง across the page, light, below all that is drawn later."""
    wide = TextBlock(fonts, (Span(DRAFT),), TextStyle(size=100))
    natural = wide.lines(10_000.0)[0].width * wide.em
    size = 100 * _ACROSS * (pen.width**2 + pen.height**2) ** 0.5 / natural
    block = TextBlock(fonts, wide.spans, TextStyle(size=size, align="centre", color=_LIGHT))
    with pen.turned(pen.width / 2, pen.height / 2, _SLOPE):
        block.draw(pen, -5_000.0, block.line_height / 2, 10_000.0, block.lines(10_000.0), opening=True)


@lru_cache(maxsize=8)
def modules(text: str) -> tuple[tuple[int, ...], ...]:
    """The modules of a QR code (ISO/IEC 18004, error correction M at least), 1 for dark, without the quiet zone."""
    return tuple(tuple(row) for row in segno.make_qr(text, error="m").matrix)


def draw_code(pen: Pen, text: str) -> float:
    """Draw a text's code in the lower right corner of the page; where it begins, in points from the left."""
    rows = modules(text)
    side = len(rows) * MODULE
    left = pen.width - EDGES[0] - side
    pen.squares(left, EDGES[1], side, rows)
    return left
