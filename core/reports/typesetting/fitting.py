"""Drawing with the PC's font what was laid out with the bundled one.

Lines, rows and pages are always made up with the reference, the bundled Sarabun at its matching size: a document has
the same pages on every PC. An installed TH Sarabun is then drawn into the room that was reserved. Each run of a line
(one weight) is set to its reserved width by a horizontal scale of some percent, one scale for all its words, so
that letters of a line keep one width. Compressing has no bound, for ink must never cross a cell's border; stretching
ends at ``STRETCH``, and a run narrower still stands in the middle of its room. Lines are as high as the reference's
ink: an installed face whose marks reach further than that stands a little lower or higher, and only if it is taller
on the whole a little smaller.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from core.reports.typesetting.fonts import Face, FontSet, bundled
from core.reports.typesetting.linebreak import LinePiece
from core.reports.typesetting.shaping import shape

STRETCH = 1.2


@dataclass(frozen=True, slots=True)
class Fitted:
    """A run to draw: ``shift`` from the line's beginning in points, ``stretch`` its horizontal scale (1 is natural),
    ``size`` in real points."""

    face: Face
    texts: tuple[str, ...]
    size: float
    shift: float
    stretch: float


class Fitting:
    """How pieces laid out in the reference are drawn with a set of fonts."""

    def __init__(self, fonts: FontSet) -> None:
        self._reference = bundled()
        self._faces = {self._reference.face(bold): fonts.face(bold) for bold in (False, True)}
        self._same = fonts == self._reference
        (reach, depth), (ascent, descent) = self._reference.ink, fonts.ink
        smaller = min(1.0, (reach + depth) / (ascent + descent))
        self._scale = fonts.scale * smaller
        ascent, descent = ascent * smaller, descent * smaller
        # Where the baseline stands below the reference's, in nominal em: as near as the ink leaves room for.
        self.drop = max(0.0, ascent - reach) - max(0.0, descent - depth)
        self._lacking: dict[LinePiece, bool] = {}

    def runs(self, pieces: Sequence[LinePiece], size: float) -> Iterator[Fitted]:
        """The pieces of a line as runs of one face each; ``size`` in nominal points."""
        em = size * self._reference.scale
        shift = 0.0
        for face, group in groupby(pieces, _laid_out_with if self._same else self._face):
            run = tuple(group)
            texts = tuple([p.text for p in run])
            if face is run[0].face:
                yield Fitted(face, texts, em, shift, 1.0)
            else:
                yield self._fitted(face, texts, run, size, shift)
            shift += sum([p.width for p in run]) * em

    def _fitted(
        self, face: Face, texts: tuple[str, ...], run: tuple[LinePiece, ...], size: float, shift: float
    ) -> Fitted:
        inked = len(run)
        while inked and run[inked - 1].space:
            inked -= 1
        real = size * self._scale
        room = sum(p.width for p in run[:inked]) * size * self._reference.scale
        natural = sum(shape(face, text).width for text in texts[:inked]) * real / face.units
        if not natural:
            return Fitted(face, texts, real, shift, 1.0)
        stretch = min(room / natural, STRETCH)
        return Fitted(face, texts, real, shift + (room - natural * stretch) / 2, stretch)

    def _face(self, piece: LinePiece) -> Face:
        """The face a piece is drawn with: the reference where the installed one can't draw it as it is meant."""
        face = self._faces.get(piece.face, piece.face)
        if face is piece.face:
            return face
        lacking = self._lacking.get(piece)
        if lacking is None:
            lacking = self._lacking[piece] = _lacks(face, piece.text)
        return piece.face if lacking else face


_laid_out_with = attrgetter("face")


def _lacks(face: Face, text: str) -> bool:
    if face.turns_digits and any("0" <= c <= "9" for c in text):
        return True
    return bool(shape(face, text).lacking)
