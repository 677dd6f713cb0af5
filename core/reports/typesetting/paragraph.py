"""A paragraph: text in a column, as a box that knows its height and draws itself."""

from dataclasses import dataclass, replace
from typing import Literal

from core.reports.typesetting.fonts import FontSet
from core.reports.typesetting.linebreak import FilledLine, Span, break_lines
from core.reports.typesetting.pen import BLACK, Color, Pen

Align = Literal["left", "centre", "right"]

# A page never begins or ends with a single line of a longer paragraph.
_KEPT_LINES = 2
_BAR = 0.5  # the bar of a fraction, points
_LEAST = 1.0  # what is left for a cluster in the narrowest of columns, points
_HAIR = 0.01


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How text is set. ``size`` in nominal points; ``first`` and ``rest`` are indents in points of a paragraph's
    first and later lines (a hanging indent has first < rest). With ``fractions`` an empty line is the bar between
    the paragraphs above and below it, which stand centred over and under it."""

    size: float = 16
    align: Align = "left"
    first: float = 0
    rest: float = 0
    balanced: bool = False
    color: Color = BLACK
    fractions: bool = False


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

    def lines(self, width: float) -> tuple[FilledLine, ...]:
        """The text broken for a column of that width in points."""
        style, em = self.style, self.em
        return break_lines(
            self.fonts, self.spans, width / em, style.first / em, style.rest / em, style.balanced
        )

    def draw(
        self, pen: Pen, x: float, top: float, width: float, lines: tuple[FilledLine, ...], opening: bool
    ) -> None:
        """Draw lines downwards from ``top``; ``opening`` when the first of them opens a paragraph."""
        baseline = top - self.fonts.ink[0] * self.style.size
        shifts = self._shifts(lines)
        for n, line in enumerate(lines):
            indent = self.style.first if opening else self.style.rest
            squeeze = self._squeeze(width - indent, line)
            start = self._start(x, width, line.width * self.em * squeeze, indent) + shifts.get(n, 0.0)
            pen.text(start, baseline, line.pieces, self.style.size, self.style.color, squeeze)
            if n in shifts and not line.pieces:
                self._bar(pen, x, top - (n + 0.5) * self.line_height, lines[slice(*_reach(lines, n))])
            baseline -= self.line_height
            opening = line.last

    def cut_at(self, lines: tuple[FilledLine, ...], count: int) -> int:
        """Where lines can be cut, at ``count`` or before it: a fraction that doesn't open the text stays whole."""
        if self.style.fractions:
            for bar in (n for n, line in enumerate(lines) if not line.pieces):
                start, end = _reach(lines, bar)
                if 0 < start < count < end:
                    return start
        return count

    def _bar(self, pen: Pen, x: float, y: float, lines: tuple[FilledLine, ...]) -> None:
        pen.rules([(x, y, x + max(line.width for line in lines) * self.em, y)], _BAR)

    def _shifts(self, lines: tuple[FilledLine, ...]) -> dict[int, float]:
        """How far the lines of fractions stand in, by their place, so that they are centred at their bar."""
        shifts: dict[int, float] = {}
        if not self.style.fractions or self.style.align != "left":
            return shifts
        for bar in (n for n, line in enumerate(lines) if not line.pieces):
            start, end = _reach(lines, bar)
            widest = max(line.width for line in lines[start:end])
            for n in range(start, end):
                shifts[n] = (widest - lines[n].width) / 2 * self.em
            shifts[bar] = 0.0
        return shifts

    def _squeeze(self, room: float, line: FilledLine) -> float:
        """How far a line is narrowed: only one that holds a single cluster can be wider than its column."""
        wide = line.width * self.em
        return max(room, _LEAST) / wide if wide > max(room, _LEAST) + _HAIR else 1.0

    def _start(self, x: float, width: float, wide: float, indent: float) -> float:
        spare = width - wide
        if self.style.align == "right":
            return x + spare
        return x + spare / 2 if self.style.align == "centre" else x + indent


def _reach(lines: tuple[FilledLine, ...], bar: int) -> tuple[int, int]:
    """The lines of the fraction at a bar: the paragraph above it and the one below."""
    start = max(bar - 1, 0)
    while start > 0 and not lines[start - 1].last:
        start -= 1
    end = min(bar + 2, len(lines))
    while end < len(lines) and not lines[end - 1].last:
        end += 1
    return start, end


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

    def _lines(self, width: float) -> tuple[FilledLine, ...]:
        return self.block.lines(width)[self.skip : self.stop]
