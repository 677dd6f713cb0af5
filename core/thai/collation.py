"""Thai dictionary order for Python's sort.

A leading vowel (เ แ โ ใ ไ) is sorted behind the consonant it is read after, tone marks and other marks decide
only between words that are otherwise alike (Royal Institute Dictionary). What looks the same sorts the same, Thai
digits like Arabic ones, Latin letters without regard to case.
"""

import re

from core.thai.folding import fold_case

_LEADING = re.compile(r"([เแโใไ])([ก-ฮ])")
_MARKS = frozenset("็่้๊๋์ํ๎ฺ")
_END_OF_LETTER = "\x01"
_END_OF_LETTERS = "\x00"


def sort_key(text: str) -> str:
    """The key that puts texts in dictionary order: ``sorted(names, key=sort_key)``."""
    swapped = _LEADING.sub(r"\2\1", fold_case(text))
    letters = "".join(c for c in swapped if c not in _MARKS)
    marks = "".join(c if c in _MARKS else _END_OF_LETTER for c in swapped)
    return letters + _END_OF_LETTERS + marks
