"""The plain records of what was done: frozen, without database or screen."""

from dataclasses import dataclass
from datetime import date, datetime

PAGE = 100  # entries
NOT_THEIRS = "ไม่ได้ลงลายมือชื่อโดยผู้นี้"


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries: of a ``person`` by name, from ``first`` to ``last`` day (inclusive, Bangkok), touching a ``register``, or
    one ``record`` of it by id; every word of ``text`` in what was written, or in the record it was written of."""

    person: str = ""
    first: date | None = None
    last: date | None = None
    register: str = ""
    record: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done (Bangkok time): by whom, in which unit's file, what in Thai, why, how many records of which
    registers it touched, and the name of the first. ``key`` is the public key it is signed by in hex ("" for none),
    ``not_theirs`` says that the name is a person's with an account whose key it isn't: anybody may have written it."""

    n: int
    clock: int
    at: datetime
    author: str
    unit: str
    label: str
    reason: str
    records: int
    registers: tuple[str, ...]
    named: str
    key: str = ""
    not_theirs: bool = False


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, newest first, and where the next page begins (None: this is the last)."""

    entries: tuple[AuditEntry, ...]
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class AuditField:
    """A field that was written: label, the value it replaced ("" for none), the value written."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """What an entry did to one record. ``action``: create, change, delete, restore."""

    register: str
    record: str
    title: str
    named: str
    action: str
    fields: tuple[AuditField, ...]
