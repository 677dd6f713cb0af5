"""Thai words in Latin letters, letter by letter as they sound: for names that only programs read, never for people."""

import re

from core.thai.folding import fold_case

_OTHER = re.compile(r"[^a-z0-9]+")
_BEFORE = re.compile("([เแโใไ])([ก-ฮ])")  # a vowel written before the letter it is said after

_LETTERS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮะัาำิีึืุูเแโใไ"
_SOUNDS = """k kh kh kh kh kh ng ch ch ch s ch y d t th th th n d t th th th n b p ph f ph f ph m y r rue l lue w s s s h l o h
a a a am i i ue ue u u e ae o ai ai"""
_LATIN = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))


def in_latin(words: str, longest: int = 40) -> str:
    """Words as a name of a-z, 0-9 and _ that begins with a letter and has at most so many; "" where they make none."""
    said = _BEFORE.sub(r"\2\1", fold_case(words))
    spelled = "".join(_LATIN.get(letter, letter if letter.isascii() else "") for letter in said)
    name = _OTHER.sub("_", spelled)[:longest].strip("_")
    return name if name[:1].isalpha() else ""
