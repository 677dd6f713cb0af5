"""A paragraph: text in a column, as a box that knows its height and draws itself."""

from dataclasses import dataclass, replace
from typing import Literal

from core.reports.typesetting.fonts import FontSet
from core.reports.typesetting.linebreak import Line, Span, break_lines
from core.reports.typesetting.pen import BLACK, Color, Pen

Align = Literal["left", "centre", "right"]

# A page never begins or ends with a single line of a longer paragraph.
_KEPT_LINES = 2


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text is set. ``size`` in nominal points; ``first`` and ``rest`` are indents in points of a paragraph's
    first and later lines (a hanging indent has first < rest)."""

    size: float = 16
    align: Align = "left"
    first: float = 0
    rest: float = 0
    balanced: bool = False
    color: Color = BLACK


@dataclass(frozen=True)
class TextBlock:
    """Text in a style, without a place yet."""

    fonts: FontSet
    spans: tuple[Span, ...]
    style: TextStyle

    @property
    def line_height(self) -> float:
        """From baseline to baseline: the reach of tall and deep marks, so lines never touch."""
        return sum(self.fonts.ink) * self.style.size

    @property
    def em(self) -> float:
        """An em of the real font, in points."""
        return self.style.size * self.fonts.scale

    def lines(self, width: float) -> tuple[Line, ...]:
        """The text broken for a column of that width in points."""
        style, em = self.style, self.em
        return break_lines(
            self.fonts, self.spans, width / em, style.first / em, style.rest / em, style.balanced
        )

    def draw(
        self, pen: Pen, x: float, top: float, width: float, lines: tuple[Line, ...], opening: bool
    ) -> None:
        """Draw lines downwards from ``top``; ``opening`` when the first of them opens a paragraph."""
        baseline = top - self.fonts.ink[0] * self.style.size
        for line in lines:
            indent = self.style.first if opening else self.style.rest
            pen.text(
                self._start(x, width, line, indent), baseline, line.pieces, self.style.size, self.style.color
            )
            baseline -= self.line_height
            opening = line.last

    def _start(self, x: float, width: float, line: Line, indent: float) -> float:
        spare = width - line.width * self.em
        if self.style.align == "right":
            return x + spare
        return x + spare / 2 if self.style.align == "centre" else x + indent


@dataclass(frozen=True)
class ParagraphBox:
    """A paragraph on its way down the page: the lines from ``skip`` up to, not including, ``stop``."""

    block: TextBlock
    before: float = 0
    after: float = 0
    keep_with_next: bool = False
    bookmark: tuple[str, int] | None = None
    skip: int = 0
    stop: int | None = None

    def height(self, width: float) -> float:
        """The height in points of these lines, without the space around them."""
        return len(self._lines(width)) * self.block.line_height

    def split(
        self, width: float, room: float, force: bool = False
    ) -> tuple["ParagraphBox | None", "ParagraphBox | None"]:
        """What fits into ``room`` points, and what is left; with ``force`` at least one line is taken."""
        count = len(self._lines(width))
        fitting = int(room / self.block.line_height + 1e-6)
        if fitting >= count:
            return self, None
        kept = 1 if force else _KEPT_LINES
        fitting = max(min(fitting, count - kept), 1 if force else 0)
        if fitting < kept:
            return None, self
        cut = self.skip + fitting
        return replace(self, stop=cut, after=0), replace(self, skip=cut, before=0, bookmark=None)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it downwards from ``top``."""
        if self.bookmark:
            pen.bookmark(*self.bookmark, top)
        opening = self.skip == 0 or self.block.lines(width)[self.skip - 1].last
        self.block.draw(pen, x, top, width, self._lines(width), opening)

    def _lines(self, width: float) -> tuple[Line, ...]:
        return self.block.lines(width)[self.skip : self.stop]
