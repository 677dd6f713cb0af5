"""Names for registers, fields and choices that come with words alone: a register or field called so in those that ship goes by
the name it has there, any other by its words in Latin letters; a choice goes by its label.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from core.office.registers.sources import library
from core.registers.free_names import free_field, free_name
from core.thai.folding import fold_case
from core.thai.latin import in_latin

REGISTER = "ทะเบียน"  # how the titles of most begin
LONGEST_CODE = 60  # characters of a choice's code
SHORT = 30  # letters that the rail has room for


def register_name(title: str, taken: Collection[str]) -> str:
    """A name for a register of that title that isn't ``taken``."""
    known = _registers().get(fold_case(title)) or in_latin(short_title(title))
    return free_name(known or "register", taken)


def short_title(title: str) -> str:
    """What a register of that title is called on rail and buttons: its first words, as many as there is room for."""
    said, *more = (title.removeprefix(REGISTER).strip() or title).split()
    for word in more:
        if len(said) + 1 + len(word) > SHORT:
            break
        said += f" {word}"
    return said


def field_name(label: str, taken: Collection[str]) -> str:
    """A name for a field of that label that is neither reserved nor ``taken``."""
    known = _fields().get(fold_case(label)) or in_latin(label)
    return free_field(known or f"field_{len(taken) + 1}", taken)


def choice_code(label: str, taken: Collection[str]) -> str:
    """A code for a choice of that label that isn't ``taken``: the label itself where it is short, for sheets are written out
    in codes."""
    return free_name(label if len(label) <= LONGEST_CODE else in_latin(label) or "choice", taken)


@cache
def _registers() -> Mapping[str, str]:
    return {fold_case(written["title"]): name for name, written in reversed(tuple(library().items()))}


@cache
def _fields() -> Mapping[str, str]:
    return {fold_case(field["label"]): field["name"] for field in _all_fields()}


def _all_fields() -> Iterator[Mapping[str, Any]]:
    """Those of the registers that ship; what is said of a field further on goes before what was said of one called alike."""
    for written in reversed(tuple(library().values())):
        yield from written["fields"]
