"""Column widths and type size of a table, so that every number in it stands whole on one line.

Columns share the width by their weights. Where a number is wider than its column, columns that have room to spare give
it up, but not what a word of their heading needs nor more than half of their share; where that isn't enough the whole
table is set smaller. A number that finds no room even so is narrowed when it is drawn.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.reports.typesetting.fonts import FontSet
from core.reports.typesetting.linebreak import Span, widest_number, widest_word

_KEPT = 0.5  # of its share a column keeps at the least
_SMALLEST = 0.7  # of the size asked for
_STEP = 0.25  # nominal points
_HAIR = 1e-6


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A text of a table: the first of the columns it spans, how many, its spans, and whether it is a heading."""

    column: int
    columns: int
    spans: tuple[Span, ...]
    heading: bool = False


class ColumnNeeds:
    """What the texts of a table ask of its columns. ``width`` and ``pad``, the room a cell leaves free on either side of
    its text, in points; ``weights`` say how the columns share the width."""

    def __init__(
        self,
        fonts: FontSet,
        width: float,
        weights: Sequence[float],
        pad: float,
        entries: Iterable[ColumnText],
    ) -> None:
        self._fonts = fonts
        self._width, self._pad = width, pad
        self._shares = tuple(width * weight / sum(weights) for weight in weights)
        self._numbers: dict[tuple[int, int], float] = {}  # em, by first column and how many
        self._words = [0.0] * len(weights)
        for entry in entries:
            self._take(entry)

    def fit(self, size: float) -> tuple[tuple[float, ...], float]:
        """The columns' widths, adding up to the table's, and the size of type in nominal points, ``size`` or less."""
        smallest = size * _SMALLEST
        while (widths := self._at(size)) is None and size - _STEP >= smallest:
            size -= _STEP
        if widths is None:
            least = self._least(size)
            widths = tuple(part * self._width / sum(least) for part in least)
        return widths, size

    def _take(self, entry: ColumnText) -> None:
        place = (entry.column, entry.columns)
        number = widest_number(self._fonts, entry.spans)
        if number > self._numbers.get(place, 0.0):
            self._numbers[place] = number
        if entry.heading and entry.columns == 1:
            word = widest_word(self._fonts, entry.spans)
            self._words[entry.column] = max(self._words[entry.column], word)

    def _at(self, size: float) -> tuple[float, ...] | None:
        """The widths at a size; None where the numbers don't fit."""
        least = self._least(size)
        widths = [max(share, part) for share, part in zip(self._shares, least, strict=True)]
        spare = [width - part for width, part in zip(widths, least, strict=True)]
        over = sum(widths) - self._width
        if over <= _HAIR:
            return self._shares
        if over > sum(spare):
            return None
        given = over / sum(spare)
        return tuple(width - part * given for width, part in zip(widths, spare, strict=True))

    def _least(self, size: float) -> list[float]:
        """What each column needs at a size."""
        em = size * self._fonts.scale
        least = [
            max(share * _KEPT, min(share, word * em + 2 * self._pad))
            for share, word in zip(self._shares, self._words, strict=True)
        ]
        for (first, count), number in sorted(self._numbers.items(), key=lambda item: item[0][1]):
            lacking = number * em + 2 * self._pad - sum(least[first : first + count])
            for column in range(first, first + count):
                least[column] += max(0.0, lacking) / count
        return least
