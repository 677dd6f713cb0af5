"""The head of an official memorandum: the picture and the title, then labels with what is written on dotted lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from core.reports.typesetting.linebreak import FilledLine
from core.reports.typesetting.page import Box
from core.reports.typesetting.paragraph import TextBlock
from core.reports.typesetting.pen import Pen

POINTS_OF_AN_INCH = 72
CM = POINTS_OF_AN_INCH / 2.54
PICTURE = 1.5 * CM  # the height of the picture
_WIDEST = 4 * CM
_TITLE = 35.0  # the height of the title's line
_GAP = 6.0  # between a label and what is written, and before what shares the line
_DROP = 2.0  # of the dots below the baseline


@dataclass(frozen=True)
class LetterheadBox:
    """The picture at the left (None: its place stays empty) and the title, centred, in the line at its foot."""

    picture: Image.Image | None
    title: TextBlock
    bookmark: str
    before: float = 0
    after: float = 0
    keep_with_next: bool = True

    def height(self, _width: float) -> float:
        """The height of the picture, whether there is one or not."""
        return PICTURE

    def split(self, _width: float, _room: float, _force: bool = False) -> tuple[Box | None, Box | None]:
        """It stands at a page's top and is never parted."""
        return self, None

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it downwards from ``top``."""
        pen.bookmark(self.bookmark, 0, top)
        if self.picture is not None:
            scale = min(PICTURE / self.picture.height, _WIDEST / self.picture.width)
            wide, high = self.picture.width * scale, self.picture.height * scale
            pen.picture(x, top - high, wide, high, self.picture)
        spare = (_TITLE - self.title.line_height) / 2
        lines = self.title.lines(width)
        self.title.draw(pen, x, top - PICTURE + _TITLE - spare, width, lines, opening=True)


@dataclass(frozen=True)
class WrittenField:
    """A label and what is written after it."""

    label: TextBlock
    text: TextBlock


@dataclass(frozen=True)
class WrittenLineBox:
    """Labels that share a line in equal parts, what is written after each on dotted lines up to its part's end."""

    fields: tuple[WrittenField, ...]
    before: float = 0
    after: float = 0
    keep_with_next: bool = True

    def height(self, width: float) -> float:
        """The lines of the longest, the first as high as its label."""
        return max(self._first + (len(self._lines(f, width)) - 1) * f.text.line_height for f in self.fields)

    def split(self, width: float, room: float, force: bool = False) -> tuple[Box | None, Box | None]:
        """All or nothing."""
        return (self, None) if force or self.height(width) <= room + 1e-6 else (None, self)

    def draw(self, pen: Pen, x: float, top: float, width: float) -> None:
        """Draw it downwards from ``top``; labels and texts have one baseline."""
        for left, field in zip(self._starts(x, width), self.fields, strict=True):
            self._field(pen, left, top, width, field)

    def _field(self, pen: Pen, x: float, top: float, width: float, field: WrittenField) -> None:
        label, text = field.label, field.text
        label.draw(pen, x, top, width, label.lines(width), opening=True)
        baseline = top - label.fonts.ink[0] * label.style.size
        begin, room = x + self._begin(field), self._room(field, width)
        high = text.fonts.ink[0] * text.style.size
        lines = self._lines(field, width)
        text.draw(pen, begin, baseline + high, room, lines, opening=True)
        for n in range(len(lines)):
            pen.dots(begin, begin + room, baseline - n * text.line_height - _DROP)

    def _starts(self, x: float, width: float) -> Iterator[float]:
        return (x + n * width / len(self.fields) for n in range(len(self.fields)))

    @property
    def _first(self) -> float:
        return max(field.label.line_height for field in self.fields)

    def _begin(self, field: WrittenField) -> float:
        label = field.label
        return label.lines(1e6)[0].width * label.em + _GAP

    def _room(self, field: WrittenField, width: float) -> float:
        last = field is self.fields[-1]
        return width / len(self.fields) - self._begin(field) - (0 if last else _GAP)

    def _lines(self, field: WrittenField, width: float) -> tuple[FilledLine, ...]:
        return field.text.lines(self._room(field, width))
