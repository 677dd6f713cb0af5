"""Who did what when: the log read from its newest entries back, a page at a time, never the whole.

Newest is by the writer's clock. What names a register or a word is looked for in the stored bytes before an entry is decoded.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, LargeBinary, and_, func, literal, or_, select, true

from core.store.log.chain import read_entry
from core.store.log.entry import Entry, decode, unpack
from core.store.log.history import Past, numbers_of
from core.store.tables.definitions import ENTRIES

BLOCK = 20_000  # entries looked through at once
READ = 100  # entries read at once
_ORDER = (ENTRIES.c.clock.desc(), ENTRIES.c.n.desc())
_NEWEST = select(ENTRIES.c.clock, ENTRIES.c.n).order_by(*_ORDER).limit(1)
_WHOLE = select(ENTRIES.c.n, ENTRIES.c.key, ENTRIES.c.packed, ENTRIES.c.body).order_by(*_ORDER)

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


def block(
    connection: Connection, wanted: EntryFilter, after: Place | None = None
) -> tuple[Iterator[LoggedEntry], Place | None]:
    """The entries wanted among the next ``BLOCK``, newest first, those ``after`` a place; and where that block ends, None where
    nothing is older. Who looks through many blocks lets go of the file between them."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.author:
        conditions.append(ENTRIES.c.author == wanted.author)
    if wanted.since is not None:
        conditions.append(ENTRIES.c.clock >= wanted.since)
    if wanted.until is not None:
        conditions.append(ENTRIES.c.clock < wanted.until)
    if wanted.numbers is not None:
        conditions.append(ENTRIES.c.n.in_(sorted(wanted.numbers)))
    if after is not None:
        conditions.append(_is_after(after))
    last = connection.execute(_NEWEST.where(*conditions).offset(BLOCK - 1)).first()
    end = None if last is None else (last.clock, last.n)
    within = conditions if end is None else [*conditions, _is_up_to(end)]
    return _of_block(connection, wanted, within), end


def _of_block(
    connection: Connection, wanted: EntryFilter, within: Sequence[ColumnElement[bool]]
) -> Iterator[LoggedEntry]:
    """Of the entries within some bounds those wanted. Of what isn't packed the database looks for the words itself: it hands on
    a thousand times less than there is."""
    query = _WHOLE.where(*within, or_(ENTRIES.c.packed != 0, _may_hold(wanted)))
    with connection.execute(query.execution_options(yield_per=READ)) as found:
        for row in found:
            stored = unpack(row.packed, row.body)
            if _holds(stored, wanted, row.n):
                entry = decode(stored)
                if not wanted.register or wanted.register in {*entry.new, *entry.writes}:
                    yield LoggedEntry(row.n, entry, row.key)


def _is_after(place: Place) -> ColumnElement[bool]:
    clock, n = place
    # Bounded by the clock alone first: an OR by itself would have the index read from its end for every block.
    return (ENTRIES.c.clock <= clock) & ((ENTRIES.c.clock < clock) | (ENTRIES.c.n < n))


def _is_up_to(place: Place) -> ColumnElement[bool]:
    clock, n = place
    return (ENTRIES.c.clock >= clock) & ((ENTRIES.c.clock > clock) | (ENTRIES.c.n >= n))


def _may_hold(wanted: EntryFilter) -> ColumnElement[bool]:
    """What ``_holds`` asks, of the stored bytes as they lie in the file."""

    def holds(letters: bytes) -> ColumnElement[bool]:
        return func.instr(ENTRIES.c.body, literal(letters, LargeBinary)) > 0

    words = and_(true(), *(or_(*map(holds, spellings)) for spellings in wanted.words))
    found = or_(words, ENTRIES.c.n.in_(sorted(wanted.found))) if wanted.found else words
    return and_(holds(_quoted(wanted.register)), found) if wanted.register else found


def _holds(stored: bytes, wanted: EntryFilter, n: int) -> bool:
    if wanted.register and _quoted(wanted.register) not in stored:
        return False
    return n in wanted.found or all(any(one in stored for one in spellings) for spellings in wanted.words)


def _quoted(register: str) -> bytes:
    return f'"{register}"'.encode()


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
