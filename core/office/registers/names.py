"""Names for registers, fields and choices that come with words alone: what is called so in the registers that ship goes by
the name it has there, anything else by its words in Latin letters.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from itertools import count
from typing import Any

from core.office.registers.sources import library
from core.registers.declaration import RESERVED
from core.thai.folding import fold_case

REGISTER = "ทะเบียน"  # how the titles of most begin
LONGEST = 40  # letters
_OTHER = re.compile(r"[^a-z0-9]+")
_BEFORE = re.compile("([เแโใไ])([ก-ฮ])")  # a vowel written before the letter it is said after

_LETTERS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮะัาำิีึืุูเแโใไ"
_SOUNDS = """k kh kh kh kh kh ng ch ch ch s ch y d t th th th n d t th th th n b p ph f ph f ph m y r rue l lue w s s s h l o h
a a a am i i ue ue u u e ae o ai ai"""
_LATIN = dict(zip(_LETTERS, _SOUNDS.split(), strict=True))


def register_name(title: str, taken: Collection[str]) -> str:
    """A name for a register of that title that isn't ``taken``."""
    known = _registers().get(fold_case(title)) or in_latin(title.removeprefix(REGISTER))
    return free_name(known or "register", taken)


def field_name(label: str, taken: Collection[str]) -> str:
    """A name for a field of that label that is neither reserved nor ``taken``."""
    known = _fields().get(fold_case(label)) or in_latin(label)
    return free_name(known or f"field_{len(taken) + 1}", {*taken, *RESERVED})


def choice_code(label: str, taken: Collection[str]) -> str:
    """A code for a choice of that label that isn't ``taken``."""
    return free_name(_choices().get(fold_case(label)) or in_latin(label) or "choice", taken)


def free_name(name: str, taken: Collection[str]) -> str:
    """The name, with a number behind it where it is taken."""
    numbered = (f"{name}_{number}" for number in count(2))
    return name if name not in taken else next(other for other in numbered if other not in taken)


def in_latin(words: str) -> str:
    """Thai and other words as a name in Latin letters, as they sound; "" where they make none."""
    said = _BEFORE.sub(r"\2\1", fold_case(words))
    spelled = "".join(_LATIN.get(letter, letter if letter.isascii() else "") for letter in said)
    name = _OTHER.sub("_", spelled)[:LONGEST].strip("_")
    return name if name[:1].isalpha() else ""


@cache
def _registers() -> Mapping[str, str]:
    return {fold_case(written["title"]): name for name, written in reversed(tuple(library().items()))}


@cache
def _fields() -> Mapping[str, str]:
    return {fold_case(field["label"]): field["name"] for field in _all_fields()}


@cache
def _choices() -> Mapping[str, str]:
    listed = (field.get("choices", {}).items() for field in _all_fields())
    return {fold_case(label): code for choices in listed for code, label in choices if in_latin(code) == code}


def _all_fields() -> Iterator[Mapping[str, Any]]:
    """Those of the registers that ship; what is said of a field further on goes before what was said of one called alike."""
    for written in reversed(tuple(library().values())):
        yield from written["fields"]
