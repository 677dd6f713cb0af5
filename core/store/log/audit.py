"""Who did what when: the log read from its newest entries back, a page at a time, never the whole.

Newest is by the writer's clock. What names a register or a word is looked for in the stored bytes before an entry is decoded.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from core.store.log.chain import read_entry
from core.store.log.entry import Entry, decode, unpack
from core.store.log.history import Past, numbers_of
from core.store.tables.definitions import ENTRIES

BLOCK = 500  # entries read together

Place = tuple[int, int]  # an entry's clock and number: where a page ends


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries: of an ``author``, with clocks from ``since`` to before ``until``, of one of ``numbers``, touching a
    ``register``; holding each of ``words`` in one of its spellings, or being one of ``found``."""

    author: str = ""
    since: int | None = None
    until: int | None = None
    numbers: frozenset[int] | None = None
    register: str = ""
    words: tuple[tuple[bytes, ...], ...] = ()
    found: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """An entry with its number in this file and the key it is signed by ("" for none)."""

    n: int
    entry: Entry
    key: str

    @property
    def place(self) -> Place:
        """Where it stands among all, newest first."""
        return self.entry.clock, self.n


def newest(
    connection: Connection,
    wanted: EntryFilter,
    after: Place | None = None,
    watch: Callable[[], None] = lambda: None,
) -> Iterator[LoggedEntry]:
    """The entries wanted, newest first, those ``after`` a place. ``watch`` is called now and then, and may raise to stop."""
    columns = select(
        ENTRIES.c.n, ENTRIES.c.clock, ENTRIES.c.key, ENTRIES.c.packed, ENTRIES.c.body, ENTRIES.c.author
    )
    conditions: list[ColumnElement[bool]] = []
    if wanted.author:
        conditions.append(ENTRIES.c.author == wanted.author)
    if wanted.since is not None:
        conditions.append(ENTRIES.c.clock >= wanted.since)
    if wanted.until is not None:
        conditions.append(ENTRIES.c.clock < wanted.until)
    if wanted.numbers is not None:
        conditions.append(ENTRIES.c.n.in_(sorted(wanted.numbers)))
    ordered = columns.where(*conditions).order_by(ENTRIES.c.clock.desc(), ENTRIES.c.n.desc()).limit(BLOCK)
    while True:
        beyond = [] if after is None else [_is_after(after)]
        rows = connection.execute(ordered.where(*beyond)).all()
        for row in rows:
            stored = unpack(row.packed, row.body)
            if _holds(stored, wanted, row.n):
                entry = decode(stored)
                if not wanted.register or wanted.register in {*entry.new, *entry.writes}:
                    yield LoggedEntry(row.n, entry, row.key)
        watch()
        if len(rows) < BLOCK:
            return
        after = rows[-1].clock, rows[-1].n


def _is_after(place: Place) -> ColumnElement[bool]:
    clock, n = place
    # Bounded by the clock alone first: an OR by itself would have the index read from its end for every block.
    return (ENTRIES.c.clock <= clock) & ((ENTRIES.c.clock < clock) | (ENTRIES.c.n < n))


def _holds(stored: bytes, wanted: EntryFilter, n: int) -> bool:
    if wanted.register and f'"{wanted.register}"'.encode() not in stored:
        return False
    return n in wanted.found or all(any(one in stored for one in spellings) for spellings in wanted.words)


def logged(connection: Connection, n: int) -> LoggedEntry:
    """The entry of that number."""
    key = connection.execute(select(ENTRIES.c.key).where(ENTRIES.c.n == n)).scalar_one()
    return LoggedEntry(n, read_entry(connection, n), key)


def authors(connection: Connection) -> tuple[str, ...]:
    """Everybody who ever wrote, each once: one look into an index for each."""
    found: list[str] = []
    query = select(ENTRIES.c.author).order_by(ENTRIES.c.author).limit(1)
    name = connection.execute(query).scalar()
    while name is not None:
        found.append(name)
        name = connection.execute(query.where(ENTRIES.c.author > name)).scalar()
    return tuple(found)


def numbers_of_record(connection: Connection, register: str, record: str) -> frozenset[int]:
    """The numbers of the entries that a record's present state came from; none where it isn't there."""
    return frozenset(numbers_of(Past(connection), register, record))
