"""Shaping: a piece of text becomes glyphs with positions, each glyph with the text it stands for.

HarfBuzz is told that the text is Thai, whatever letters it begins with ("SWOTที่" is guessed as Latin otherwise, and
loses its marks). A glyph's text is handed out in reading order within its cluster, so a reader of the file that
looks at one glyph after the other gets the text back, ำ included.
"""

from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from core.reports.typesetting.fonts import Face

# What has no ink and no width of its own: line-break hints, joiners, direction marks, a byte-order mark.
_UNSEEN = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_AS_SPACE = dict.fromkeys([*range(0x20), 0x7F, 0xA0, 0x202F], " ")
_CLEAN = {**_AS_SPACE, **_UNSEEN}


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
    and for one character: no reader can misread it."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: int
    plain: bool


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
    texts = _texts(text, [info.cluster for info in infos])
    glyphs = tuple(
        Glyph(info.codepoint, part, p.x_advance, p.x_offset, p.y_offset)
        for info, part, p in zip(infos, texts, positions, strict=True)
    )
    plain = all(len(g.text) == 1 and g.advance and not g.dx and not g.dy for g in glyphs)
    return Run(text, glyphs, sum(g.advance for g in glyphs), plain)


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
