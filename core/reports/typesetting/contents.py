"""A line of a table of contents: a text, a leader of dots, the page."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.reports.typesetting.linebreak import FilledLine, Span
from core.reports.typesetting.paragraph import TextBlock
from core.reports.typesetting.pen import Pen

_NUMBER = 34.0  # room for the page number, points
_GAP = 4.0


@dataclass(frozen=True)
class ContentsBox:
    """A text with the page that ``page`` tells when it is drawn ("" for none): pages are known only when all are
    made up."""

    block: TextBlock
    page: Callable[[], str]
    before: float = 0
    after: float = 3
    keep_with_next: bool = False

    def height(self, width: float) -> float:
        """The height of its lines."""
        return len(self._lines(width)) * self.block.line_height

    def split(
        self, width: float, room: float, force: bool = False
    ) -> tuple["ContentsBox | None", "ContentsBox | None"]:
        """All or nothing."""
        return (self, None) if force or self.height(width) <= room else (None, self)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it downwards from ``top``; the page stands right, beside the last line."""
        lines = self._lines(width)
        self.block.draw(pen, x, top, width - _NUMBER, lines, opening=True)
        page = self.page()
        if page:
            last = top - (len(lines) - 1) * self.block.line_height
            self._right(page).draw(pen, x, last, width, self._right(page).lines(width), opening=True)
            self._leader(pen, x, last, width, lines)

    def _lines(self, width: float) -> tuple[FilledLine, ...]:
        return self.block.lines(width - _NUMBER)

    def _leader(self, pen: Pen, x: float, top: float, width: float, lines: tuple[FilledLine, ...]) -> None:
        style = self.block.style
        begin = (style.rest if len(lines) > 1 else style.first) + lines[-1].width * self.block.em + _GAP
        room = width - _NUMBER - begin
        dot = self._right(".").lines(width)[0].width * self.block.em
        dots = self._right("." * int(room / dot)) if room > dot else None
        if dots:
            dots.draw(pen, x + begin, top, room, dots.lines(width), opening=True)

    def _right(self, text: str) -> TextBlock:
        style = replace(self.block.style, align="right", first=0, rest=0)
        return replace(self.block, spans=(Span(text),), style=style)
