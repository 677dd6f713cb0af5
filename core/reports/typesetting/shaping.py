"""Shaping: a piece of text becomes glyphs with positions, each glyph with the text it stands for.

HarfBuzz is told that the text is Thai, whatever letters it begins with ("SWOTที่" is guessed as Latin otherwise, and
loses its marks). A glyph's text is handed out in reading order within its cluster, so a reader of the file that
looks at one glyph after the other gets the text back, ำ included. What the face lacks is a mark of its own, one for
each character as a person counts them, and reads as what it stands for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import uharfbuzz as hb

from core.reports.typesetting.fonts import Face

# What has no ink and no width of its own: line-break hints, joiners, direction marks, variation selectors and tags, a
# byte-order mark.
_UNSEEN = dict.fromkeys(
    [
        *(0xAD, 0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),
        *(*range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0000, 0xE0080)),
    ]
)
_AS_SPACE = dict.fromkeys(
    [
        *range(0x20),
        *range(0x7F, 0xA1),
        0x1680,
        *range(0x2000, 0x200B),
        0x2028,
        0x2029,
        0x202F,
        0x205F,
        0x3000,
    ],
    " ",
)
_NO_CHARACTERS = dict.fromkeys([*range(0xFDD0, 0xFDF0), *range(0xD800, 0xE000)], "\ufffd")
_CLEAN = {**_AS_SPACE, **_UNSEEN, **_NO_CHARACTERS}
LACKING = 0  # the glyph a font draws for what it lacks: a box


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph to draw: its id, the text it stands for ("" where another glyph of its cluster has it all), and in
    font units its advance and its offset from the pen."""

    gid: int
    text: str
    advance: int
    dx: int
    dy: int


@dataclass(frozen=True, slots=True)
class Run:
    """Shaped text; ``width`` in font units. ``plain`` says that every glyph stands on the baseline at the pen
    and for one character: no reader can misread it. ``lacking`` are the characters the face lacks."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: int
    plain: bool
    lacking: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Text without what can't be seen: hints and joiners go, control characters and odd spaces become spaces."""
    return text.translate(_CLEAN)


@lru_cache(maxsize=32768)
def shape(face: Face, text: str) -> Run:
    """A piece of clean text as glyphs of a face."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.script, buffer.language, buffer.direction = "Thai", "th", "ltr"
    hb.shape(face.font, buffer)
    infos, positions = buffer.glyph_infos or [], buffer.glyph_positions or []
    starts = [info.cluster for info in infos]
    glyphs = tuple(
        Glyph(info.codepoint, part, p.x_advance, p.x_offset, p.y_offset)
        for info, part, p in zip(infos, _texts(text, starts), positions, strict=True)
    )
    if any(glyph.gid == LACKING for glyph in glyphs):
        glyphs = tuple(_one_mark_each(glyphs, starts))
    plain = all(len(g.text) == 1 and g.advance and not g.dx and not g.dy for g in glyphs)
    lacking = tuple(g.text for g in glyphs if g.gid == LACKING)
    return Run(text, glyphs, sum(g.advance for g in glyphs), plain, lacking)


def _one_mark_each(glyphs: tuple[Glyph, ...], starts: list[int]) -> Iterator[Glyph]:
    """The glyphs, where several marks for one cluster (a flag, a face with its colour) are one with the whole text."""
    for (_, gid), group in groupby(zip(starts, glyphs, strict=True), lambda pair: (pair[0], pair[1].gid)):
        same = [glyph for _, glyph in group]
        if gid == LACKING:
            yield replace(same[0], text="".join(glyph.text for glyph in same))
        else:
            yield from same


def _texts(text: str, clusters: list[int]) -> list[str]:
    """The text of each glyph: a cluster's characters one by one, what is left over with its last glyph."""
    if not clusters:
        return []
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    texts = []
    for n, start in enumerate(clusters):
        first = clusters.index(start)
        count = clusters.count(start)
        part = text[start : ends[start]]
        place = n - first
        texts.append(part[place:] if place == count - 1 else part[place : place + 1])
    return texts
