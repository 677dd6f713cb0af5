"""What the headings of a foreign sheet probably mean: by name, by label, else by likeness; a person decides."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from core.exchange.spreadsheets.sheets_in import field_of
from core.registers.declare import Field, Register
from core.thai.folding import fold_case

LIKE = 0.72  # how alike a heading and a label must be to be proposed
_NOISE = re.compile(r"\(.*?\)|[\s./:_\-–]+")
_SHORTEST = 3  # letters a heading must have to be found inside a label


def proposed(register: Register, headings: Sequence[str]) -> tuple[str | None, ...]:
    """The field's name each heading probably means, None where nothing is like it; no field twice."""
    exact = [field_of(register, heading) for heading in headings]
    taken = {field.name for field in exact if field is not None}
    names: list[str | None] = []
    met: set[str] = set()
    for heading, sure in zip(headings, exact, strict=True):
        field = sure or _likely(register, heading, taken | met)
        names.append(field.name if field and field.typed and field.name not in met else None)
        met |= {field.name} if field else set()
    return tuple(names)


def _likely(register: Register, heading: str, taken: set[str]) -> Field | None:
    asked = _bare(heading)
    if not asked:
        return None
    free = [field for field in register.typed_fields if field.name not in taken]
    best = max(free, key=lambda field: _likeness(asked, field), default=None)
    return best if best is not None and _likeness(asked, best) >= LIKE else None


def _likeness(asked: str, field: Field) -> float:
    label = _bare(field.label)
    if len(asked) >= _SHORTEST and (asked in label or label in asked):
        return LIKE + min(len(asked), len(label)) / max(len(asked), len(label)) / 2
    return SequenceMatcher(None, asked, label, autojunk=False).ratio()


def _bare(heading: str) -> str:
    return _NOISE.sub("", fold_case(heading))
