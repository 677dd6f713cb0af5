"""What a file knows of its exchanges with others: how far each chain has come, who holds what, whose packages are
trusted, what went out and what came in.

How far a file has come is its *version vector*: per replica the last entry up to which nothing is missing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import orjson
from sqlalchemy import Connection, delete, func, insert, literal, select

from core.registers.declare import Register
from core.store.log.chain import holds, last_number, meta, read_entry
from core.store.log.entry import Entry, unpack
from core.store.tables.bulk import chunks
from core.store.tables.definitions import ENTRIES, EXCHANGES, META, PEERS, TRUSTED, WAITING
from core.store.tables.register_tables import table_of

SENT, RECEIVED, TAKEN_BACK = "sent", "received", "taken_back"
_WANTED = "wanted "  # how a setting begins that says what a copy asked for: unit and replica follow


@dataclass(frozen=True, slots=True)
class ChainMark:
    """A place in a replica's chain: running number and the id of the entry there."""

    seq: int
    id: bytes


Vector = Mapping[str, ChainMark]  # by replica


def vector(connection: Connection) -> dict[str, ChainMark]:
    """How far the file has come. A chain that was written on in two places counts up to where it parts."""
    seq = func.max(ENTRIES.c.seq)
    last = dict(connection.execute(select(ENTRIES.c.replica, seq).group_by(ENTRIES.c.replica)).all())
    last.update({replica: parted - 1 for replica, parted in _partings(connection)})
    marks = (
        (replica, seq, entry_at(connection, replica, seq)) for replica, seq in sorted(last.items()) if seq
    )
    return {replica: ChainMark(seq, found) for replica, seq, found in marks if found}


def vector_text(marks: Vector) -> str:
    """A version vector as it is kept: JSON, replica -> [number, id]."""
    return orjson.dumps({r: [m.seq, m.id.hex()] for r, m in sorted(marks.items())}).decode()


def read_vector(text: str) -> dict[str, ChainMark]:
    """The version vector that ``vector_text`` wrote."""
    return {r: ChainMark(seq, bytes.fromhex(i)) for r, (seq, i) in orjson.loads(text).items()}


def _partings(connection: Connection) -> Iterator[tuple[str, int]]:
    twice = (
        select(ENTRIES.c.replica, ENTRIES.c.seq)
        .group_by(ENTRIES.c.replica, ENTRIES.c.seq)
        .having(func.count() > 1)
        .subquery()
    )
    query = select(twice.c.replica, func.min(twice.c.seq)).group_by(twice.c.replica)
    yield from connection.execute(query)


def entry_at(connection: Connection, replica: str, seq: int) -> bytes | None:
    """The id of the entry at a place of a chain, None where none does."""
    query = select(ENTRIES.c.id).where(ENTRIES.c.replica == replica, ENTRIES.c.seq == seq)
    found = connection.execute(query.order_by(ENTRIES.c.n)).scalars().first()
    return bytes(found) if found is not None else None


def office_id(connection: Connection) -> bytes:
    """What all files of one office begin with: the id of the plan release's entry."""
    return bytes(connection.execute(select(ENTRIES.c.id).order_by(ENTRIES.c.n).limit(1)).scalar_one())


def units_of(connection: Connection, replicas: Sequence[str]) -> dict[str, str]:
    """The units in whose files replicas were written; those nobody gave are left out."""
    return {replica: entry.unit for replica, entry in _last(connection, replicas) if entry.unit}


def _last(connection: Connection, replicas: Iterable[str]) -> Iterator[tuple[str, Entry]]:
    for replica in replicas:
        query = select(ENTRIES.c.n).where(ENTRIES.c.replica == replica)
        number = connection.execute(query.order_by(ENTRIES.c.seq.desc()).limit(1)).scalar()
        if number is not None:
            yield replica, read_entry(connection, number)


def latest_by_unit(connection: Connection) -> dict[str, int]:
    """The latest clock reading of what each unit wrote, as far as this file has it."""
    replicas = connection.execute(select(ENTRIES.c.replica).distinct()).scalars().all()
    latest: dict[str, int] = {}
    for _, entry in _last(connection, replicas):
        latest[entry.unit] = max(latest.get(entry.unit, 0), entry.clock)
    return {unit: reading for unit, reading in latest.items() if unit}


def beyond(connection: Connection, base: Vector) -> list[int]:
    """The numbers of the entries that a holder of ``base`` lacks, in fold order."""
    found: list[int] = []
    for replica in connection.execute(select(ENTRIES.c.replica).distinct()).scalars().all():
        after = base[replica].seq if replica in base else 0
        query = select(ENTRIES.c.n).where(ENTRIES.c.replica == replica, ENTRIES.c.seq > after)
        found.extend(connection.execute(query).scalars())
    return sorted(found)


def bodies(connection: Connection, numbers: Sequence[int]) -> Iterator[bytes]:
    """The stored bytes of entries by number, in the order given (ascending)."""
    columns = select(ENTRIES.c.packed, ENTRIES.c.body)
    for some in chunks(numbers):
        query = columns.where(ENTRIES.c.n.in_(some)).order_by(ENTRIES.c.n)
        for row in connection.execute(query):
            yield unpack(row.packed, row.body)


def held(connection: Connection, marks: Vector) -> dict[str, ChainMark]:
    """Of some places in chains, those whose entry the file holds."""
    return {r: mark for r, mark in marks.items() if holds(connection, mark.id)}


def waiting(connection: Connection) -> int:
    """How many entries wait for their past."""
    return connection.execute(select(func.count()).select_from(WAITING)).scalar_one()


# Other copies


@dataclass(frozen=True, slots=True)
class Peer:
    """Another copy of the office's file, by its own last word: whose, on which PC, and how far it had come."""

    unit: str
    replica: str
    key: bytes
    pc: str
    written_ms: int
    holds: Vector


def note_peer(connection: Connection, peer: Peer) -> None:
    """Take a copy's word for how far it has come. The later word holds; what the same PC went on from is forgotten."""
    for known in peers(connection, peer.unit):
        if known.replica == peer.replica and known.written_ms > peer.written_ms:
            return
        if known.replica == peer.replica or _went_on(known, peer):
            here = (PEERS.c.unit == known.unit) & (PEERS.c.replica == known.replica)
            connection.execute(delete(PEERS).where(here))
    row = {
        "unit": peer.unit,
        "replica": peer.replica,
        "key": peer.key,
        "pc": peer.pc,
        "written_ms": peer.written_ms,
        "holds": vector_text(peer.holds),
    }
    connection.execute(insert(PEERS), row)


def _went_on(old: Peer, new: Peer) -> bool:
    """True where a file of the same PC went on under a new replica id: it holds all the old one had written."""
    wrote, has = old.holds.get(old.replica), new.holds.get(old.replica)
    return old.key == new.key and wrote is not None and has is not None and has.seq >= wrote.seq


def peers(connection: Connection, unit: str) -> tuple[Peer, ...]:
    """The copies of a unit that were heard of."""
    rows = connection.execute(select(PEERS).where(PEERS.c.unit == unit).order_by(PEERS.c.replica))
    return tuple(
        Peer(row.unit, row.replica, bytes(row.key), row.pc, row.written_ms, read_vector(row.holds))
        for row in rows
    )


def known_of(connection: Connection, unit: str) -> dict[str, ChainMark]:
    """What every copy of a unit is known to hold, of what this file holds: nothing while none was heard of. What was
    merely sent doesn't count, for a removable drive gets lost."""
    holdings = [held(connection, peer.holds) for peer in peers(connection, unit)]
    heard = [vector(connection), *holdings] if holdings else [{}]
    common = set(heard[0]).intersection(*heard[1:])
    return {r: min((marks[r] for marks in heard), key=lambda mark: mark.seq) for r in sorted(common)}


# Files asked for


def note_wanted(connection: Connection, unit: str, replica: str, hashes: Sequence[str]) -> None:
    """Take a copy's word for which files its records name and it doesn't hold."""
    row = {"key": f"{_WANTED}{unit} {replica}", "value": orjson.dumps(list(hashes)).decode()}
    connection.execute(insert(META).prefix_with("OR REPLACE"), row)


def wanted_by(connection: Connection, unit: str) -> frozenset[str]:
    """The files that some copy of a unit asked for last, by hash."""
    begins = f"{_WANTED}{unit} "
    asked = select(META.c.value).where(func.substr(META.c.key, 1, len(begins)) == literal(begins))
    return frozenset(name for value in connection.execute(asked).scalars() for name in orjson.loads(value))


# Trust


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A PC whose packages are taken in: its public key, and who trusted it when."""

    key: bytes
    unit: str
    pc: str
    at_ms: int
    by: str


def trusted(connection: Connection) -> tuple[TrustedKey, ...]:
    """The PCs trusted, the first first."""
    rows = connection.execute(select(TRUSTED).order_by(TRUSTED.c.at_ms, TRUSTED.c.key))
    return tuple(TrustedKey(bytes(row.key), row.unit, row.pc, row.at_ms, row.by) for row in rows)


def trust(connection: Connection, known: TrustedKey) -> None:
    """Trust a PC; harmless where it is trusted already."""
    if known.key not in {one.key for one in trusted(connection)}:
        row = {"key": known.key, "unit": known.unit, "pc": known.pc, "at_ms": known.at_ms, "by": known.by}
        connection.execute(insert(TRUSTED), row)


def distrust(connection: Connection, key: bytes) -> None:
    """Trust a PC no longer: what came from it stays, its next package is refused."""
    connection.execute(delete(TRUSTED).where(TRUSTED.c.key == key))


# What went out and came in


@dataclass(frozen=True, slots=True)
class Exchange:
    """One package sent or received, or one merge taken back. ``unit`` is the other's ("" where it was for anybody);
    ``copy`` is the name of the copy made before a merge, ``upto`` the number of the last entry after it, or sent."""

    kind: str
    at_ms: int
    author: str
    unit: str
    pc: str
    package: str
    entries: int
    fresh: int = 0
    copy: str = ""
    upto: int = 0


def note_exchange(connection: Connection, done: Exchange) -> None:
    """Write down what was sent, received or taken back."""
    row = {name: getattr(done, name) for name in Exchange.__slots__}
    connection.execute(insert(EXCHANGES), row)


def exchanges(connection: Connection) -> tuple[Exchange, ...]:
    """What was sent, received and taken back, newest first."""
    names = Exchange.__slots__
    rows = connection.execute(select(EXCHANGES).order_by(EXCHANGES.c.number.desc())).mappings()
    return tuple(Exchange(**{name: row[name] for name in names}) for row in rows)


def known_elsewhere(connection: Connection, register: Register, records: Sequence[str]) -> frozenset[str]:
    """Those of some records of a register that other files may have by now: made in one of them, or sent since."""
    sent = next((done.upto for done in exchanges(connection) if done.kind == SENT), -1)
    table, own = table_of(register), meta(connection)["replica"]
    # Of what was sent last before ``upto`` was noted it isn't known how far it went.
    until = last_number(connection) if sent == 0 else sent
    elsewhere = (ENTRIES.c.replica != own) | (ENTRIES.c.n <= until)
    asked = select(table.c.id).join(ENTRIES, ENTRIES.c.n == table.c.base).where(elsewhere)
    return frozenset(connection.execute(asked.where(table.c.id.in_(records))).scalars())


def last_merge(connection: Connection) -> Exchange | None:
    """The merge that can still be taken back: nothing was saved, sent or received since. None where there is none."""
    newest = next((e for e in exchanges(connection) if e.fresh or e.kind != RECEIVED), None)
    current = newest is not None and newest.kind == RECEIVED and newest.upto == last_number(connection)
    return newest if current and newest and newest.copy else None
