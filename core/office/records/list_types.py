"""What a register's list is asked, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.office.states import Chip
from core.registers.declare import Field, FieldType
from core.store.tables.records import Query, Row
from core.thai.fiscal import Month


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list: of a register's field, or (``field`` None) of what is worked out from several: a value of a
    ``type``, or a state in words (``type`` None)."""

    name: str
    heading: str
    type: FieldType | None
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A quick filter: its key, its words, its tone while it is on."""

    key: str
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which records of a register, as of the end of a day: of a fiscal ``year`` and ``month`` (None: of any), deleted ones
    instead, with every word of ``words`` in the cells of their line, kept by one of the quick ``filters`` (none: all);
    ``by`` names the column they are sorted by ("": as the register is listed)."""

    register: str
    as_of: date
    year: int | None = None
    month: Month | None = None
    deleted: bool = False
    words: str = ""
    filters: frozenset[str] = frozenset()
    by: str = ""
    descending: bool = False

    @property
    def scope(self) -> Query:
        """Year, month and deleted, whatever is filtered."""
        return Query(year=self.year, month=self.month, deleted=self.deleted)


@dataclass(frozen=True, slots=True)
class Listing:
    """What a query found: the records' ids in order, ``places`` from id to place, how many of them are there by the end
    of the day and how many come ``later``, the ``sums`` of their money (baht; by the words of what kind it is, one ""
    where it is all alike, none where the register has no money; later ones don't count), how many each quick filter keeps
    of the whole scope, how many records of it are deleted, and how many of other fiscal years than the one asked for wait
    by that day (``elsewhere``)."""

    query: ListQuery
    ids: tuple[str, ...]
    places: Mapping[str, int]
    there: int
    later: int
    sums: Mapping[str, Decimal]
    filters: Mapping[str, int]
    deleted: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class ListLine:
    """A record with its cells as they are shown, a state in words as a ``Chip``; ``later``: it isn't there yet."""

    row: Row
    cells: tuple[str | Chip, ...]
    later: bool
