"""What is to be written: changes of records, who does it, and the notice of what a commit touched."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.registers.declare import Wire


@dataclass(frozen=True, slots=True)
class Put:
    """Write these fields of a record (wire values); the record is created where it doesn't exist, and restored
    where it was deleted.

    A value that already shows is not written again, so that saving a whole form or sheet takes no side in a conflict;
    with ``settles`` it is, and names all rivals: this value it shall be, and a deleted record stays deleted.
    """

    register: str
    record: str
    values: Mapping[str, Wire]
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a record."""

    register: str
    record: str


@dataclass(frozen=True, slots=True)
class Restore:
    """Bring a deleted record back as it was."""

    register: str
    record: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """Reopen a settled conflict: the values of ``heads`` (ids of entries) are current again, of which ``value`` shows.
    Of the field ``DELETED``: the deletes and restores that were disputed."""

    register: str
    record: str
    field: str
    value: Wire
    heads: tuple[bytes, ...]


Change = Put | Delete | Restore
RecordChange = Change | Reopen  # what a person asks for, and what only undoing does


@dataclass(frozen=True, slots=True)
class ActionInfo:
    """Who does what: ``label`` in Thai for history and undo; ``undoes``/``redoes`` name the action compensated; ``reason``
    says why, where a person was asked; ``imported`` is the mark of rows taken in from a sheet."""

    author: str
    label: str = ""
    undoes: str = ""
    redoes: str = ""
    reason: str = ""
    imported: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a committed change touched: the notice screens and indicators refresh by. ``wholly`` are registers of which
    so much was touched that the records aren't named. ``said`` names in Thai what was done, where that is to be shown."""

    records: frozenset[tuple[str, str]] = frozenset()
    wholly: frozenset[str] = frozenset()
    said: str = field(default="", compare=False)

    @property
    def registers(self) -> frozenset[str]:
        """The registers touched."""
        return self.wholly.union(register for register, _ in self.records)

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.records | other.records, self.wholly | other.wholly)

    def __bool__(self) -> bool:
        return bool(self.records or self.wholly)
