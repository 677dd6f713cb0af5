"""Line breaks: Thai has no spaces between words, so lines are filled with words found by dictionary.

A line never breaks inside a grapheme cluster or a number, before a closing mark or ๆ ฯ …, or after an opening one. A
number also stays with what announces it and with its unit (ร้อยละ 80, 14,486,000.00 บาท), and a person's name and a
position stay whole, where a line holds them. A word wider than its column is broken between clusters, never printed over
the border. Widths are in em of the real font, so one answer serves every size.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, groupby

from core.reports.typesetting.fonts import Face, FontSet
from core.reports.typesetting.names import cities_in, names_in
from core.reports.typesetting.shaping import clean, shape
from core.thai.words import words

# ASCII quotes don't say whether they open or close. While lines are broken they are these noncharacters, which do.
_OPENS = {'"': "\ufdd0", "'": "\ufdd1"}
_CLOSES = {'"': "\ufdd2", "'": "\ufdd3"}
_AS_TYPED = str.maketrans({role: quote for roles in (_OPENS, _CLOSES) for quote, role in roles.items()})

_OPENING = "([{“‘«‹„‚<\ufdd0\ufdd1"
_CLOSING = ")]}”’»›>…ๆ,;:!?\ufdd2\ufdd3"  # never the first of a line, not even after a space
_HANGING = ".%‰°/'"  # nor are these where no space stands before them
_DASHES = "-–−"
_CURRENCY = "฿$€£"
_LEADING = "เแโใไ"
_MARKS = "ะ-ฺๅ็-๎\u0300-\u036f\ufe00-\ufe0f\u20d0-\u20ff\U0001f3fb-\U0001f3ff"
_DIGITS = "0-9๐-๙"
_SOLID = re.compile(rf"[{_DIGITS}A-Za-z@._,:+#&=%']")
_MARK = re.compile(rf"[{_MARKS}]")
_TOKENS = re.compile(r"[ ]+|[^ ]+?(?:[/–-]+|(?=[ ])|$)")

# A number whole: sign, currency, thousands, decimals, ".-". What has more digits than any amount is no number.
_LONGEST = 26
_NUMBER = rf"(?![{_DIGITS},.]{{{_LONGEST + 1}}})[{_DASHES}+±]?[{_CURRENCY}]?[{_DIGITS}]+(?:[.,:][{_DIGITS}]+)*(?:\.-)?"
_BEFORE = rf"(?:[{re.escape(_OPENING)}] *)*"
_BEHIND = rf"(?: *(?:[{re.escape(_CLOSING)}]|ฯ(?!ล))|[{re.escape(_HANGING)}](?!\.{{3}})|[{_DASHES}](?![{_DIGITS}]))*"
# What is never broken: a number, or a consonant with its marks and the vowels before and behind it, each with the
# opening marks before and the closing ones after it. Dots to write on may break anywhere.
_CLUSTER = re.compile(
    rf"{_BEFORE}(?:{_NUMBER}[{_DASHES}]?|ฯลฯ|[{_LEADING}]*[^{_MARKS} ][{_MARKS}]*|.){_BEHIND}"
)
_WHOLE_NUMBER = re.compile(rf"{_BEFORE}{_NUMBER}{_BEHIND}")
_AMOUNT = re.compile(rf"{_BEFORE}{_NUMBER}")
_DIGIT = re.compile(rf"[{_DIGITS}]")
_SIGNED = re.compile(rf"[{_DASHES}+±]?[{_CURRENCY}]?[{_DIGITS}]")
_SIGNS = frozenset(_DASHES + "+±")
# A number stays with the word that announces it (ที่ 1, ร้อยละ 80, พ.ศ. 2563, มิ.ย. 63) and with its unit.
_ANNOUNCES = re.compile(r"(?:ที่|ร้อยละ|[ก-์]\.)$")
_ANNOUNCED = 8  # characters from which a number is no longer held to its word
_UNIT = re.compile(
    "บาท|%|คน|ราย|ฉบับ|ครั้ง|เรื่อง|ชิ้น|ชิ้นงาน|รายการ|โครงการ|ตัวชี้วัด|ศูนย์|แห่ง|หน่วยงาน|คะแนน|ระดับ|ขั้น|"
    "วัน|วันทำการ|เดือน|ปี|นาที|ชั่วโมง|น[.]"
)
_LATIN = re.compile(r"[A-Za-z0-9]")
_TOLERANCE = 1e-6


Clusters = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one weight; a ``whole`` one, a name, isn't broken where a line holds it."""

    text: str
    bold: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class LinePiece:
    """An unbreakable piece of a line, or the space between two; ``width`` in em of its face. One wider than its line is
    broken between its ``parts``, then at their spaces, and if need be between their clusters."""

    face: Face
    text: str
    width: float
    space: bool
    parts: tuple[Clusters, ...] = field(compare=False, repr=False)

    @property
    def clusters(self) -> Clusters:
        """What is never broken."""
        return tuple(chain.from_iterable(self.parts))


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A filled line. ``width`` in em, without the space it ends in; ``last`` when its paragraph ends with it."""

    pieces: tuple[LinePiece, ...]
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
) -> tuple[FilledLine, ...]:
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


def clusters(text: str) -> list[str]:
    """Text as what is never broken: grapheme clusters and numbers, with the marks that cling to them."""
    return _clusters(_quotes_read(text))


def numbers_in(text: str) -> list[str]:
    """The numbers of a text, each whole with what clings to it: sign, currency, brackets, percent sign."""
    return [number.translate(_AS_TYPED) for number in _WHOLE_NUMBER.findall(_quotes_read(text))]


def widest_number(fonts: FontSet, spans: tuple[Span, ...]) -> float:
    """The width in em of the widest number in a text, 0 where there is none."""
    return max(
        (_widest_number(fonts.face(s.bold), s.text) for s in spans if _DIGIT.search(s.text)), default=0.0
    )


@lru_cache(maxsize=16384)
def _widest_number(face: Face, text: str) -> float:
    return max((_piece(face, ((number,),)).width for number in numbers_in(clean(text))), default=0.0)


def widest_word(fonts: FontSet, spans: tuple[Span, ...]) -> float:
    """The width in em of the widest piece of a text that isn't broken."""
    return max((piece.width for paragraph in _paragraphs(fonts, spans) for piece in paragraph), default=0.0)


def pieces(text: str) -> tuple[Clusters, ...]:
    """The pieces of a paragraph, each as its clusters; the spaces a piece may be parted at are clusters too."""
    return tuple(tuple(chain.from_iterable(parts)) for parts in _held_pieces(text))


@lru_cache(maxsize=16384)
def _held_pieces(text: str, whole: bool = False) -> tuple[tuple[Clusters, ...], ...]:
    """The pieces of a paragraph, each as the parts it is broken into where no line holds it."""
    parts = tuple(map(_in_clusters, _loose_pieces(text)))
    return (parts,) if whole else _grouped(parts, names_in(_text(parts)))


def _grouped(
    parts: tuple[Clusters, ...], held: Sequence[tuple[int, int]]
) -> tuple[tuple[Clusters, ...], ...]:
    """Parts in a row, those together that lie within one of the stretches ``held`` of the text."""
    groups: list[tuple[Clusters, ...]] = []
    end = 0
    for part in parts:
        if groups and any(begin < end < behind for begin, behind in held):
            groups[-1] = (*groups[-1], part)
        else:
            groups.append((part,))
        end += sum(map(len, part))
    return tuple(groups)


def _text(parts: tuple[Clusters, ...]) -> str:
    return "".join(chain.from_iterable(parts))


def _in_clusters(part: str) -> Clusters:
    return (part,) if part[0] == " " else tuple(_clusters(part))


def _loose_pieces(text: str) -> list[str]:
    """The pieces of a paragraph, names broken like other words."""
    found: list[str] = []
    for token in _tokens(text):
        if found and _joined(found[-1], token):
            found[-1] += token
        elif len(found) > 1 and found[-1][0] == " " and _held(found[-2], token):
            found[-2:] = ["".join((*found[-2:], token))]
        else:
            found.append(token)
    return found


def _clusters(read: str) -> list[str]:
    return [cluster.translate(_AS_TYPED) for cluster in _CLUSTER.findall(read)]


def _tokens(text: str) -> Iterator[str]:
    """Words, marks and runs of spaces; the sign of a number stands with it."""
    sign, free = "", True
    for token in _plain_tokens(text):
        if sign:
            yield from (sign + token,) if _SIGNED.match(token) else (sign, token)
            sign, free = "", token[-1] == " "
        elif free and token in _SIGNS:
            sign = token
        else:
            yield token
            free = token[-1] == " " or token[-1] in _OPENING
    if sign:
        yield sign


def _plain_tokens(text: str) -> Iterator[str]:
    read = _quotes_read(text)
    begin = 0
    for word in words(text):
        yield from _TOKENS.findall(read[begin : begin + len(word)])
        begin += len(word)


def _quotes_read(text: str) -> str:
    """The text with each ASCII quote as one that opens or closes. Where there are as many as pairs need they take
    turns; else, and single ones always, a quote opens before a word and closes behind one. An apostrophe is none."""
    for quote in ('"', "'"):
        if quote in text:
            turns = quote == '"' and text.count(quote) % 2 == 0
            text = "".join(_read(text, quote, turns=turns))
    return text


def _read(text: str, quote: str, *, turns: bool) -> Iterator[str]:
    opened = False
    for n, character in enumerate(text):
        if character != quote:
            yield character
            continue
        before, behind = text[n - 1 : n] if n else "", text[n + 1 : n + 2]
        if quote == "'" and _LATIN.match(before) and _LATIN.match(behind):
            yield character
            continue
        starts = not before or before == " " or before in _OPENING
        ends = not behind or behind == " " or behind in _CLOSING or behind in _HANGING
        opened = not opened if turns or starts == ends else starts
        yield (_OPENS if opened else _CLOSES)[quote]


def _joined(left: str, right: str) -> bool:
    """True where no line may break between two tokens."""
    end, start = left[-1], right[0]
    if end == " " or start == " ":
        return end == start
    if end in _OPENING or start in _CLOSING or start in _HANGING or start in _DASHES or start == "ฯ":
        return True
    if _MARK.match(start) or end in _LEADING or end == ".":
        return True  # Thai writes a full stop in abbreviations only: พ.ศ., กทม.
    if _SIGNED.match(start):
        return _announces(left, end)
    return bool(_SOLID.match(end) and _SOLID.match(start)) or _counted(left, right)


def _announces(left: str, end: str) -> bool:
    """True where a number can't be parted from what it stands behind."""
    if end == "/":
        return left[-2:-1].isdigit()
    return end in _DASHES or end in _CURRENCY or bool(_SOLID.match(end) or _ANNOUNCES.search(left))


def _counted(left: str, right: str) -> bool:
    """True for a number and its unit."""
    return bool(_UNIT.fullmatch(right) and _AMOUNT.fullmatch(left))


def _held(left: str, right: str) -> bool:
    """True where no line may break at the space between two tokens."""
    if left[-1] in _OPENING or right[0] in _CLOSING or (right[0] == "ฯ" and right[1:2] != "ล"):
        return True
    announced = bool(_SIGNED.match(right)) and len(right) < _ANNOUNCED and bool(_ANNOUNCES.search(left))
    return announced or _counted(left, right)


@lru_cache(maxsize=16384)
def _paragraphs(fonts: FontSet, spans: tuple[Span, ...]) -> tuple[tuple[LinePiece, ...], ...]:
    paragraphs: list[list[LinePiece]] = [[]]
    for span in spans:
        face = fonts.face(span.bold)
        for n, text in enumerate(span.text.replace("\r\n", "\n").split("\n")):
            if n:
                paragraphs.append([])
            paragraphs[-1] += [
                _piece(face, parts) for parts in _held_pieces(clean(text), span.whole) if parts
            ]
    return tuple(tuple(p) for p in paragraphs)


@lru_cache(maxsize=32768)
def _piece(face: Face, parts: tuple[Clusters, ...]) -> LinePiece:
    text = _text(parts)
    return LinePiece(face, text, shape(face, text).width / face.units, text.isspace(), parts)


def _fill_all(
    paragraphs: tuple[tuple[LinePiece, ...], ...], width: float, first: float, rest: float
) -> tuple[FilledLine, ...]:
    return tuple(line for p in paragraphs for line in _fill(p, width + _TOLERANCE, first, rest))


def _fill(pieces: tuple[LinePiece, ...], width: float, first: float, rest: float) -> list[FilledLine]:
    """One paragraph, greedily: a line takes every piece that still fits; a space may hang over its end."""
    lines: list[FilledLine] = []
    current: list[LinePiece] = []
    used, room = 0.0, width - first
    for piece in _parted(pieces, width - max(first, rest)):
        if not piece.space and used + piece.width > room:
            if any(not p.space for p in current):
                lines.append(_line(current, last=False))
                room = width - rest
            current, used = [], 0.0
            *full, piece = _broken(piece, room)
            for part in full:
                lines.append(_line([part], last=False))
                room = width - rest
        elif piece.space and not current and lines:
            continue
        current.append(piece)
        used += piece.width
    return [*lines, _line(current, last=True)]


def _parted(pieces: tuple[LinePiece, ...], room: float) -> Iterable[LinePiece]:
    """The pieces, those too wide for a line parted where that hurts least."""
    for piece in pieces:
        smaller = (
            () if piece.width <= room else next((ways for ways in _parts_of(piece) if len(ways) > 1), ())
        )
        if smaller:
            yield from _parted(tuple(_piece(piece.face, parts) for parts in smaller), room)
        else:
            yield piece


def _parts_of(piece: LinePiece) -> Iterator[tuple[tuple[Clusters, ...], ...]]:
    """What a piece can be parted into, the least first: at the spaces between its parts, around the city's name, between
    its parts, and at the spaces within a part."""
    yield tuple(tuple(parts) for _, parts in groupby(piece.parts, lambda part: part[0] == " "))
    yield _grouped(piece.parts, cities_in(piece.text))
    yield tuple((part,) for part in piece.parts)
    yield tuple((tuple(part),) for _, part in groupby(piece.clusters, " ".__eq__))


def _broken(piece: LinePiece, room: float) -> list[LinePiece]:
    """A piece wider than the line as pieces that fit, each at least one cluster."""
    if piece.width <= room:
        return [piece]
    parts: list[Clusters] = [()]
    for cluster in piece.clusters:
        if parts[-1] and _piece(piece.face, ((*parts[-1], cluster),)).width > room:
            parts.append(())
        parts[-1] = (*parts[-1], cluster)
    return [_piece(piece.face, (part,)) for part in parts]


def _line(pieces: list[LinePiece], *, last: bool) -> FilledLine:
    end = len(pieces)
    while end and pieces[end - 1].space:
        end -= 1
    return FilledLine(tuple(pieces), sum(p.width for p in pieces[:end]), last)


def _balance(
    paragraphs: tuple[tuple[LinePiece, ...], ...],
    lines: tuple[FilledLine, ...],
    width: float,
    first: float,
    rest: float,
) -> tuple[FilledLine, ...]:
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
