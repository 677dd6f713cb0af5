"""What looks the same is the same: the one form in which text is stored, and the one in which it is compared.

Thai can be typed in several ways that nobody can tell apart on screen or paper: ำ as ํ and า, แ as เ and เ, the marks of
a letter in another order; and text that was copied brings along characters without any width, and spaces of other kinds.
``clean`` gives the form that is stored: all of that in one form, and nothing else changed. ``fold`` gives the form that
is compared and never shown: there Thai and Arabic digits are alike too. Source: docs/domain.md section 6, "Look-alikes".
"""

import re
from collections.abc import Sequence
from unicodedata import is_normalized, normalize

from core.thai.digits import ARABIC, THAI

# What Unicode calls default ignorable (joiners, marks of direction, soft hyphen, tags, BOM ...). Some of it Python holds for
# printable: fillers and selectors.
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
_UNPRINTABLE = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
)
_FILLER = re.compile(f"[{_FILLERS}]")
_INVISIBLE = re.compile(f"[{_FILLERS}{_UNPRINTABLE}]")
_SPACES = re.compile(" {2,}")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

# The marks over and under a letter, in their order: phinthu, vowels under it, vowels over it, nikhahit, tones and
# thanthakhat. ำ, which is one mark and a letter behind, closes the row.
_ORDER = {mark: rank for rank, marks in enumerate(("ฺ", "ุู", "ัิีึื็", "ํ", "่้๊๋", "์", "๎", "ำ")) for mark in marks}
_MARKS = "".join(mark for mark in _ORDER if mark != "ำ")
_SPLIT_AM = re.compile(f"ํ([{_MARKS}]*)า")
_ROW = re.compile(f"[{_MARKS}ำ]{{2,}}")
_DOUBLE_E = "เเ"
BETWEEN = "|"
_GAPS = ("  ", f" {BETWEEN}", f"{BETWEEN} ")
_REPEATED = re.compile(r"([่-๋])\1+")

# Two marks that may stand the wrong way round: a look that costs next to nothing, for most text has none. What else may
# be amiss begins with a nikhahit or is a doubled เ.
_LATE = re.compile("[่-์๎ำ][ัิ-ฺ็-๎]")
_LATE_BELOW = re.compile("[ุ-ฺ](?<=[ัิ-ื็ุู][ุ-ฺ])")

# Compared alike beside: digits, the wide forms of Latin text, and the hyphens that can't be told apart.
_ALIKE = (
    dict(zip(THAI, ARABIC, strict=True))
    | {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("‐‑‒–−", "-")
)
_LIKE = {to: tuple(of for of, other in _ALIKE.items() if other == to) for to in set(_ALIKE.values())}
_ELSE_ALIKE = re.compile("[" + re.escape("".join(_ALIKE)) + "]")


def clean(text: str) -> str:
    """One line of text as it is stored: free of what nobody can see, Thai in its usual order, spaces single and none at
    the ends. What can be seen stays, Thai digits among it; line ends and tabs within are left alone."""
    if not text.isascii():
        text = _visible(text)
    return _SPACES.sub(" ", text).strip() if "  " in text else text.strip()


def is_clean(text: str) -> bool:
    """True where cleaning, of the whole or of any part of it, would change nothing but spaces at the ends."""
    return "  " not in text and folds_by_letter(text)


def folds_by_letter(text: str) -> bool:
    """True where folding, of the whole or of any part of it, would change no more than spaces and single letters (see
    ``alike``)."""
    return text.isascii() or (_visible(text) == text and not _REPEATED.search(text))


def alike(letter: str) -> str:
    """The letters that ``fold_case`` makes this one of, itself first."""
    cased = dict.fromkeys((letter, letter.upper()))
    found = (like for case in cased if len(case) == 1 for like in (case, *_LIKE.get(case, ())))
    return "".join(dict.fromkeys(found)) or letter


def clean_lines(text: str) -> str:
    """Text of several lines as it is stored: the same line by line, but that a line's beginning and the spaces within
    it stay, and line ends are all of one kind."""
    return "\n".join(_visible(line).rstrip() for line in text.splitlines()).strip()


def fold(text: str) -> str:
    """The text as it is compared: two texts that look the same, but for the kind of their digits, fold to one. Letters
    keep their case: keys and names that differ in it look different."""
    if text.isascii():
        return " ".join(text.split())
    seen = " ".join(_visible(text).split())
    seen = _ELSE_ALIKE.sub(_as_compared, seen)
    return _REPEATED.sub(r"\1", seen) if _LATE.search(seen) else seen


def fold_all(texts: Sequence[str]) -> Sequence[str]:
    """Many texts as they are compared: looked at together, for most of them need no folding."""
    return texts if are_folded(BETWEEN.join(texts)) else list(map(fold, texts))


def are_folded(texts: str) -> bool:
    """True where each of the texts, joined by ``BETWEEN``, folds to itself; may be False where one could be taken for
    such that doesn't."""
    if not texts.isprintable() or texts != texts.strip() or any(gap in texts for gap in _GAPS):
        return False
    return folds_by_letter(texts) and not _ELSE_ALIKE.search(texts)


def fold_case(text: str) -> str:
    """The text as it is searched, and as headings and labels are compared: folded, large letters like small ones."""
    return fold(text).casefold()


def _visible(text: str) -> str:
    """The text without what can't be seen, its spaces of one kind, its characters and marks in one form and order."""
    if not text.isprintable() or _FILLER.search(text):
        text = _ODD_SPACE.sub(" ", _INVISIBLE.sub("", text))
    before = ""
    # Again, for a mark that changes its place may come to stand beside another.
    while text != before and (_may_be_amiss(text) or not is_normalized("NFC", text)):
        before = text
        whole = _SPLIT_AM.sub(r"\1ำ", normalize("NFC", text).replace(_DOUBLE_E, "แ"))
        text = _ROW.sub(_ordered, whole)
    return text


def _may_be_amiss(text: str) -> bool:
    return bool("ํ" in text or _DOUBLE_E in text or _LATE.search(text) or _LATE_BELOW.search(text))


def _as_compared(letter: re.Match[str]) -> str:
    return _ALIKE[letter[0]]


def _ordered(row: re.Match[str]) -> str:
    return "".join(sorted(row[0], key=_ORDER.__getitem__))
