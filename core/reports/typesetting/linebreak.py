"""Line breaks: Thai has no spaces between words, so lines are filled with words found by dictionary.

A line never breaks inside a grapheme cluster, before a closing mark or ๆ ฯ, after an opening one, or inside a
number. A word wider than its column is broken between clusters, never printed over the border. Widths are in em of
the real font, so one answer serves every size.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from core.reports.typesetting.fonts import Face, FontSet
from core.reports.typesetting.shaping import clean, shape
from core.thai.words import words

_OPENING = "([{“‘«<"
_CLOSING = ")]}”’»>,.;:!?%ฯๆ/-–"
_FOLLOWING = "ะัาำิีึืฺุูๅ็่้๊๋์ํ๎"
_LEADING = "เแโใไ"
_SOLID = re.compile(r"[0-9A-Za-z๐-๙@._,:+#&=%]")
_TOKENS = re.compile(r"[ ]+|[^ ]+?(?:[/–-]+|(?=[ ])|$)")
_CLUSTER = re.compile(r"[เแโใไ]?[^ะัาำิีึืฺุูๅ็่้๊๋์ํ๎][ัิีึืฺุู็่้๊๋์ํ๎]*[ะาำๅ]?[ๆฯ]?|.")
# A number stays with the word that announces it: ที่ 1, ร้อยละ 80, พ.ศ. 2563, มิ.ย. 63.
_ANNOUNCES = re.compile(r"(?:ที่|ร้อยละ|[ก-์]\.)$")
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """An unbreakable piece of a line, or the space between two; ``width`` in em of its face."""

    face: Face
    text: str
    width: float
    space: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A filled line. ``width`` in em, without the space it ends in; ``last`` when its paragraph ends with it."""

    pieces: tuple[Piece, ...]
    width: float
    last: bool

    @property
    def text(self) -> str:
        """The line's text, the space it was broken at included."""
        return "".join(p.text for p in self.pieces)


@lru_cache(maxsize=16384)
def break_lines(
    fonts: FontSet,
    spans: tuple[Span, ...],
    width: float,
    first: float = 0.0,
    rest: float = 0.0,
    balanced: bool = False,
) -> tuple[Line, ...]:
    """Text as lines no wider than ``width`` em; ``first`` and ``rest`` are the indents of a paragraph's first and
    later lines. ``balanced`` makes the lines about equally long (headings), in no more lines than needed."""
    paragraphs = _paragraphs(fonts, spans)
    lines = _fill_all(paragraphs, width, first, rest)
    if balanced and len(lines) > len(paragraphs):
        return _balance(paragraphs, lines, width, first, rest)
    return lines


def natural_width(fonts: FontSet, spans: tuple[Span, ...]) -> float:
    """The width in em of the widest paragraph set on one line."""
    return max(sum(p.width for p in paragraph) for paragraph in _paragraphs(fonts, spans))


@lru_cache(maxsize=16384)
def pieces_of(text: str) -> tuple[str, ...]:
    """One paragraph as its unbreakable pieces, spaces as pieces of their own; joined they are the text again."""
    pieces: list[str] = []
    for token in (t for word in words(text) for t in _TOKENS.findall(word)):
        if pieces and _joined(pieces[-1], token):
            pieces[-1] += token
        elif len(pieces) > 1 and pieces[-1] == " " and _announced(pieces[-2], token):
            pieces[-2:] = [pieces[-2] + " " + token]
        else:
            pieces.append(token)
    return tuple(pieces)


def clusters(text: str) -> list[str]:
    """Text as grapheme clusters: a consonant with its marks, the vowel before and the vowel behind it."""
    return _CLUSTER.findall(text)


def _joined(left: str, right: str) -> bool:
    """True where no line may break between two tokens."""
    end, start = left[-1], right[0]
    if end == " " or start == " ":
        return end == start
    if end in _OPENING or start in _CLOSING or start in _FOLLOWING or end in _LEADING or end == ".":
        return True  # Thai writes a full stop in abbreviations only: พ.ศ., กทม.
    if end in "/–-":
        return start.isdigit() and left[-2:-1].isdigit()
    return bool(_SOLID.match(end) and _SOLID.match(start))


def _announced(word: str, token: str) -> bool:
    return token[0].isdigit() and len(token) < 8 and bool(_ANNOUNCES.search(word))


@lru_cache(maxsize=16384)
def _paragraphs(fonts: FontSet, spans: tuple[Span, ...]) -> tuple[tuple[Piece, ...], ...]:
    paragraphs: list[list[Piece]] = [[]]
    for span in spans:
        face = fonts.face(span.bold)
        for n, text in enumerate(span.text.replace("\r\n", "\n").split("\n")):
            if n:
                paragraphs.append([])
            paragraphs[-1] += [_piece(face, piece) for piece in pieces_of(clean(text))]
    return tuple(tuple(p) for p in paragraphs)


@lru_cache(maxsize=32768)
def _piece(face: Face, text: str) -> Piece:
    return Piece(face, text, shape(face, text).width / face.units, text.isspace())


def _fill_all(
    paragraphs: tuple[tuple[Piece, ...], ...], width: float, first: float, rest: float
) -> tuple[Line, ...]:
    return tuple(line for p in paragraphs for line in _fill(p, width + _TOLERANCE, first, rest))


def _fill(pieces: tuple[Piece, ...], width: float, first: float, rest: float) -> list[Line]:
    """One paragraph, greedily: a line takes every piece that still fits; a space may hang over its end."""
    lines: list[Line] = []
    current: list[Piece] = []
    used, room = 0.0, width - first
    for piece in _parted(pieces, width - max(first, rest)):
        if not piece.space and used + piece.width > room:
            if any(not p.space for p in current):
                lines.append(_line(current, last=False))
                current, used, room = [], 0.0, width - rest
            *full, piece = _broken(piece, room)
            for part in full:
                lines.append(_line([part], last=False))
                room = width - rest
        elif piece.space and not current and lines:
            continue
        current.append(piece)
        used += piece.width
    return [*lines, _line(current, last=True)]


def _parted(pieces: tuple[Piece, ...], room: float) -> Iterable[Piece]:
    """The pieces, those too wide for a line parted at their spaces."""
    for piece in pieces:
        if piece.width <= room or piece.space:
            yield piece
        else:
            yield from (_piece(piece.face, part) for part in re.findall(" +|[^ ]+", piece.text))


def _broken(piece: Piece, room: float) -> list[Piece]:
    """A piece wider than the line as pieces that fit, each at least one cluster."""
    if piece.width <= room:
        return [piece]
    parts = [""]
    for cluster in clusters(piece.text):
        if parts[-1] and _piece(piece.face, parts[-1] + cluster).width > room:
            parts.append("")
        parts[-1] += cluster
    return [_piece(piece.face, part) for part in parts]


def _line(pieces: list[Piece], *, last: bool) -> Line:
    end = len(pieces)
    while end and pieces[end - 1].space:
        end -= 1
    return Line(tuple(pieces), sum(p.width for p in pieces[:end]), last)


def _balance(
    paragraphs: tuple[tuple[Piece, ...], ...],
    lines: tuple[Line, ...],
    width: float,
    first: float,
    rest: float,
) -> tuple[Line, ...]:
    """The narrowest filling with as many lines; words are never broken for it."""
    narrow = max((p.width for paragraph in paragraphs for p in paragraph), default=0.0) + max(first, rest)
    wide, best = width, lines
    while narrow < width and wide - narrow > 0.1:
        middle = (narrow + wide) / 2
        attempt = _fill_all(paragraphs, middle, first, rest)
        if len(attempt) > len(lines):
            narrow = middle
        else:
            wide, best = middle, attempt
    return best
