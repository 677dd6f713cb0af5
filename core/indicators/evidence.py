"""The records behind a figure: which of a register's a formula looks at, and what it says of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.registers.declare import Register, Value

# The verdict on a record: counted for the figure, against it, still open, or in the register and left outside.
FOR, AGAINST, OPEN, OUTSIDE = "for", "against", "open", "outside"
NAMELESS = "ไม่ระบุชื่อ"


@dataclass(frozen=True, slots=True)
class WorkingRecord:
    """A record behind a figure. ``verdict``: for, against, open, outside (in the register, not in the figure);
    ``disputed``: an open conflict of it touches the figure."""

    register: str
    record_id: str
    label: str
    verdict: str
    detail: str
    disputed: bool = False


class RecordLike(Protocol):
    """A record with its values by field."""

    @property
    def id(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Value | None]: ...


Records = Sequence[RecordLike]


def label_of(register: Register, values: Mapping[str, Value | None]) -> str:
    """What a record is called in a line: its key, without the year, and its first short text where that says more."""
    texts = (f.name for f in register.stored_fields if f.in_list and f.type.is_text and not f.type.many_lines)
    keys = register.key_fields[:-1] if register.per_year else register.key_fields
    known = [name for name in keys if name != "fiscal_year"]
    names = [*known, *(name for name in texts if name not in known)][: max(2, len(known))]
    shown = (register.field(name).show(values.get(name)) for name in names)
    return " ".join(filter(None, shown)) or NAMELESS
