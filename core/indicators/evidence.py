"""The records behind a figure: which of a register's a formula looks at, and what it says of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from core.registers.declare import Value

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
