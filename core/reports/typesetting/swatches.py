"""A row of colour swatches with what they mean."""

from dataclasses import dataclass

from core.reports.typesetting.paragraph import TextBlock
from core.reports.typesetting.pen import Color, Pen

_WIDTH = 20.0
_HEIGHT = 8.0
_GAP = 5.0
_BETWEEN = 18.0


@dataclass(frozen=True)
class SwatchBox:
    """Swatches side by side, each with its text."""

    items: tuple[tuple[Color, TextBlock], ...]
    before: float = 0
    after: float = 0
    keep_with_next: bool = False

    def height(self, _width: float) -> float:
        """One line."""
        return max(block.line_height for _, block in self.items)

    def split(
        self, width: float, room: float, force: bool = False
    ) -> tuple["SwatchBox | None", "SwatchBox | None"]:
        """All or nothing."""
        return (self, None) if force or self.height(width) <= room else (None, self)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it downwards from ``top``."""
        for color, block in self.items:
            baseline = top - block.fonts.ink[0] * block.style.size
            pen.fill(x, baseline - 0.5, _WIDTH, _HEIGHT, color)
            lines = block.lines(width)
            block.draw(pen, x + _WIDTH + _GAP, top, width, lines, opening=True)
            x += _WIDTH + _GAP + lines[0].width * block.em + _BETWEEN
