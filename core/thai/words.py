"""Where Thai text falls into words, and so where a line of it may be broken.

The words come from ``resources/words/thai.txt`` (PyThaiNLP's CC0 list and the office's own words) through nlpo3's
maximal matching. Neither the library nor the list is loaded before the first text is asked for (0.2 s).
"""

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from core import resources

ZERO_WIDTH_SPACE = "\u200b"

# What can't stand at the start of a piece: vowels and marks that belong to the letter before it.
_FOLLOWS = re.compile(r"[ะ-ฺๅ็-๎\u0300-\u036f]")
# ๆ and ฯ belong to the word they follow; ฯลฯ is a word of its own.
_SIGN = re.compile(r"ๆ|ฯ(?!ล)")
_LEADING_VOWEL = re.compile(r"[เ-ไ]")
_THAI_LETTER = re.compile(r"[ก-๎]")
_NEVER_BEFORE = frozenset(")]}”’»,.:;!?%/…-ๆฯ")
_NEVER_AFTER = frozenset("([{“‘«.\"'")


def shown_length(text: str) -> int:
    """How many characters of a text take room: marks above and below don't."""
    return sum(1 for c in text if not ("ัิีึืฺุู".find(c) >= 0 or "็" <= c <= "๎"))


def words(text: str) -> list[str]:
    """The text cut into words, spaces and punctuation marks; joined they are the text again.

    No piece begins inside a cluster (with a vowel or mark that belongs to the letter before it); ๆ and ฯ stay
    with the word they follow. Where lines may end is narrower: see ``line_pieces``.
    """
    pieces: list[str] = []
    for piece in _segmenter()(text):
        if pieces and _belongs_to(pieces[-1], piece):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def line_pieces(text: str) -> list[str]:
    """The text cut wherever a line may end without a space: between words one of which is Thai.

    Spaces stay at the end of the piece before them. Numbers, abbreviations, and what brackets and punctuation
    marks hold to are not cut. Joined, the pieces are the text again.
    """
    found = words(text)
    pieces = found[:1]
    for before, after in pairwise(found):
        if after[0].isspace() or not (before[-1].isspace() or _may_break(before, after)):
            pieces[-1] += after
        else:
            pieces.append(after)
    return pieces


def breakable(text: str) -> str:
    """The text with U+200B where a line may end without a space; without those already there."""
    pieces = line_pieces(text.replace(ZERO_WIDTH_SPACE, ""))
    return "".join(
        before if before[-1].isspace() else before + ZERO_WIDTH_SPACE for before in pieces[:-1]
    ) + "".join(pieces[-1:])


def _belongs_to(before: str, after: str) -> bool:
    if _SIGN.match(after):
        return _THAI_LETTER.match(before[-1]) is not None
    return bool(_FOLLOWS.match(after) or _LEADING_VOWEL.match(before[-1]))


def _may_break(before: str, after: str) -> bool:
    thai = _THAI_LETTER.match(before[-1]) or _THAI_LETTER.match(after[0])
    return bool(thai) and after[0] not in _NEVER_BEFORE and before[-1] not in _NEVER_AFTER


@lru_cache(maxsize=1)
def _segmenter() -> Callable[[str], list[str]]:
    import nlpo3  # noqa: PLC0415  # its dictionary takes a tenth of a second

    # nlpo3 keeps lists by name for the whole process; loading one a second time changes nothing.
    nlpo3.load_dict(str(resources.path("words", "thai.txt")), "phaen")
    return lambda text: nlpo3.segment(text, "phaen")
