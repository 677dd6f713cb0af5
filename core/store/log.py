"""The change log: appending what a person did, and taking in what others did.

One entry a transaction (large actions in blocks); each names the one before it in its replica's chain, the heads
it replaces, and what was merged since. See DESIGN.md, "The log, precisely".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from core.registers.declare import Wire
from core.store import clock
from core.store.entry import DELETED, Entry, NewRows, Write, decode, encode, pack, unpack
from core.store.fold import Fold
from core.store.state import State
from core.store.tables import ENTRIES, META, REGISTERS, WAITING
from core.store.upgrades import SCHEMA_VERSION, upgraded

BLOCK = 1000


@dataclass(frozen=True, slots=True)
class Put:
    """Write these fields of a record (wire values); the record is created where it doesn't exist, and restored
    where it was deleted."""

    register: str
    record: str
    values: Mapping[str, Wire]


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


Change = Put | Delete | Restore


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what: ``label`` in Thai for history and undo; ``undoes``/``redoes`` name the action compensated."""

    author: str
    label: str = ""
    undoes: str = ""
    redoes: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What a committed change touched: the notice screens and indicators refresh by."""

    records: frozenset[tuple[str, str]] = frozenset()

    @property
    def registers(self) -> frozenset[str]:
        """The registers touched."""
        return frozenset(register for register, _ in self.records)

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.records | other.records)

    def __bool__(self) -> bool:
        return bool(self.records)


@dataclass(frozen=True, slots=True)
class Head:
    """Where this copy of the file writes on: its replica, the last entry of its chain, the latest clock reading,
    and the ids merged since its own last entry."""

    replica: str
    seq: int
    prev: bytes | None
    clock: int
    unseen: tuple[bytes, ...]


class Log:
    """The log of one open file, within the caller's transactions.

    ``now_ms`` is the wall clock (tests set it); ``head`` is handed on by a writer that knows it, else read.
    """

    def __init__(self, connection: Connection, now_ms: Callable[[], int], head: Head | None = None) -> None:
        self.connection = connection
        self.now_ms = now_ms
        self._head = head

    @property
    def head(self) -> Head:
        """Where the next entry goes."""
        if self._head is None:
            self._head = self._read_head()
        return self._head

    def _read_head(self) -> Head:
        meta = self.meta()
        replica = meta["replica"]
        seq, prev = tip(self.connection, replica) or (0, None)
        own = self.connection.execute(select(func.max(ENTRIES.c.clock)).where(ENTRIES.c.replica == replica))
        latest = max(int(meta["clock"]), own.scalar() or 0)
        return Head(replica, seq, prev, latest, tuple(map(bytes.fromhex, orjson.loads(meta["unseen"]))))

    def commit(self, changes: Sequence[Change], deed: Deed) -> tuple[Changes, Entry | None]:
        """Append the changes and fold them; writes that change nothing are left out.

        Returns what was touched and the last entry written, None where nothing was left to write.
        """
        blocks = [changes[at : at + BLOCK] for at in range(0, len(changes), BLOCK)]
        fold = Fold(self.connection)
        group = ""
        touched: set[tuple[str, str]] = set()
        last = None
        for block in blocks:
            new, writes = self._writes(block, fold)
            if not new and not writes:
                continue
            entry = self._chained(new, writes, deed, group if len(blocks) > 1 else "")
            if len(blocks) > 1 and not group:
                group = f"{entry.replica}:{entry.seq}"
                entry = _stored(replace(entry, group=group))
            touched |= self._append(entry, fold)
            last = entry
        fold.flush()
        return Changes(frozenset(touched)), last

    def _writes(
        self, changes: Sequence[Change], fold: Fold
    ) -> tuple[dict[str, NewRows], dict[str, tuple[Write, ...]]]:
        changes = _once_each(changes)
        created: dict[str, dict[str, dict[str, Wire]]] = {}
        writes: dict[str, list[tuple[str, str, Wire, set[int]]]] = {}
        for register, records in _by_register(changes).items():
            fold.load(register, records)
        for change in changes:
            state = fold.states[change.register].get(change.record)
            if state is None and isinstance(change, Put):
                created.setdefault(change.register, {}).setdefault(change.record, {}).update(change.values)
            elif state is not None:
                writes.setdefault(change.register, []).extend(_needed(change, state))
        ids = self._ids({n for block in writes.values() for *_, heads in block for n in heads})
        return (
            {name: _block(name, rows) for name, rows in created.items()},
            {
                name: tuple(Write(r, f, v, tuple(sorted(ids[n] for n in heads))) for r, f, v, heads in block)
                for name, block in writes.items()
                if block
            },
        )

    def _ids(self, numbers: set[int]) -> dict[int, bytes]:
        found: dict[int, bytes] = {}
        wanted = sorted(numbers)
        for start in range(0, len(wanted), BLOCK):
            query = select(ENTRIES.c.n, ENTRIES.c.id).where(ENTRIES.c.n.in_(wanted[start : start + BLOCK]))
            found.update((row.n, bytes(row.id)) for row in self.connection.execute(query))
        return found

    def _chained(
        self, new: dict[str, NewRows], writes: dict[str, tuple[Write, ...]], deed: Deed, group: str
    ) -> Entry:
        head = self.head
        return _stored(
            Entry(
                replica=head.replica,
                seq=head.seq + 1,
                prev=head.prev,
                clock=clock.tick(head.clock, self.now_ms()),
                author=deed.author,
                schema=SCHEMA_VERSION,
                seen=head.unseen,
                new=new,
                writes=writes,
                label=deed.label,
                group=group,
                undoes=deed.undoes,
                redoes=deed.redoes,
            )
        )

    def _append(self, entry: Entry, fold: Fold) -> set[tuple[str, str]]:
        number = self._store(entry)
        if self.head.unseen:
            set_meta(self.connection, unseen="[]")
        self._head = Head(entry.replica, entry.seq, entry.id, entry.clock, ())
        return fold.apply(number, entry)

    def _store(self, entry: Entry) -> int:
        packed, body = pack(entry.stored)
        row = {
            "id": entry.id,
            "replica": entry.replica,
            "seq": entry.seq,
            "clock": entry.clock,
            "author": entry.author,
            "packed": packed,
            "body": body,
        }
        key = self.connection.execute(insert(ENTRIES), row).inserted_primary_key
        assert key is not None
        return int(key[0])

    def receive(self, stored: Iterable[bytes]) -> Changes:
        """Take in entries made elsewhere, in any order, any number of times; BadEntry where one is damaged.

        Entries whose past is missing wait outside the fold until it arrives.
        """
        fold = Fold(self.connection)
        waiting = {entry.id: entry for entry in [*self._waiting(), *map(decode, stored)]}
        known = self._known(waiting)
        pending = {i: entry for i, entry in waiting.items() if i not in known}
        touched: set[tuple[str, str]] = set()
        progress = True
        while progress:
            progress = False
            for entry in _in_clock_order(pending):
                if self._past_is_here(entry):
                    touched |= self._take(entry, fold)
                    del pending[entry.id]
                    progress = True
        fold.flush()
        self._keep_waiting(pending)
        self._head = None
        return Changes(frozenset(touched))

    def _take(self, entry: Entry, fold: Fold) -> set[tuple[str, str]]:
        number = self._store(entry)
        meta = self.meta()
        past = {i.hex() for i in (entry.prev, *entry.seen) if i}
        unseen = [i for i in orjson.loads(meta["unseen"]) if i not in past]
        if entry.replica != meta["replica"]:
            unseen.append(entry.id.hex())
        latest = clock.advance(int(meta["clock"]), entry.clock, self.now_ms())
        set_meta(self.connection, clock=str(latest), unseen=orjson.dumps(sorted(unseen)).decode())
        return fold.apply(number, upgraded(entry))

    def _past_is_here(self, entry: Entry) -> bool:
        named = {i for writes in entry.writes.values() for write in writes for i in write.replaces}
        needed = named.union(entry.seen, [entry.prev] if entry.prev else [])
        return len(self._known(needed)) == len(needed)

    def _known(self, ids: Iterable[bytes]) -> set[bytes]:
        wanted = list(ids)
        found: set[bytes] = set()
        for start in range(0, len(wanted), BLOCK):
            query = select(ENTRIES.c.id).where(ENTRIES.c.id.in_(wanted[start : start + BLOCK]))
            found.update(bytes(i) for i in self.connection.execute(query).scalars())
        return found

    def _waiting(self) -> list[Entry]:
        return [decode(bytes(body)) for body in self.connection.execute(select(WAITING.c.body)).scalars()]

    def _keep_waiting(self, pending: Mapping[bytes, Entry]) -> None:
        self.connection.execute(delete(WAITING))
        if pending:
            rows = [{"id": i, "body": entry.stored} for i, entry in sorted(pending.items())]
            self.connection.execute(insert(WAITING), rows)

    def refold(self, source: Connection) -> None:
        """Fold all of another file's log, in its order, into this (empty) one: the same rows come out."""
        fold = Fold(self.connection)
        for _, entry in entries(source):
            fold.apply(self._store(entry), upgraded(entry))
            if sum(map(len, fold.states.values())) > 20 * BLOCK:
                fold.flush()
                fold.states.clear()
        fold.flush()

    def meta(self) -> dict[str, str]:
        """The file's own settings by key."""
        return {row.key: row.value for row in self.connection.execute(select(META))}


def tip(connection: Connection, replica: str) -> tuple[int, bytes] | None:
    """The running number and id of the last entry of a replica's chain."""
    columns = select(ENTRIES.c.seq, ENTRIES.c.id)
    query = columns.where(ENTRIES.c.replica == replica).order_by(ENTRIES.c.seq.desc()).limit(1)
    row = connection.execute(query).first()
    return (row.seq, bytes(row.id)) if row else None


def set_meta(connection: Connection, **values: str) -> None:
    """Set some of the file's own settings; every key is there from the file's creation on."""
    statement = update(META).where(META.c.key == bindparam("_key")).values(value=bindparam("value"))
    connection.execute(statement, [{"_key": k, "value": v} for k, v in values.items()])


def entries(connection: Connection, after: int = 0) -> Iterator[tuple[int, Entry]]:
    """All entries with their numbers in fold order, those after number ``after``; BadEntry where one is damaged."""
    while True:
        query = select(ENTRIES).where(ENTRIES.c.n > after).order_by(ENTRIES.c.n).limit(BLOCK)
        rows = connection.execute(query).all()
        if not rows:
            return
        for row in rows:
            yield row.n, decode(unpack(row.packed, row.body))
        after = rows[-1].n


def read_entry(connection: Connection, number: int) -> Entry:
    """The entry of that number."""
    row = connection.execute(select(ENTRIES).where(ENTRIES.c.n == number)).one()
    return decode(unpack(row.packed, row.body))


def entry_count(connection: Connection) -> int:
    """How many entries the log holds."""
    return connection.execute(select(func.count()).select_from(ENTRIES)).scalar_one()


def _stored(entry: Entry) -> Entry:
    return replace(entry, stored=encode(entry))


def _in_clock_order(pending: Mapping[bytes, Entry]) -> list[Entry]:
    return sorted(pending.values(), key=lambda e: (e.clock, e.replica, e.seq, e.id))


def _once_each(changes: Sequence[Change]) -> Sequence[Change]:
    # An entry writes a field once: later values of the same record in the same block win.
    puts: dict[tuple[str, str], dict[str, Wire]] = {}
    for change in changes:
        if isinstance(change, Put):
            puts.setdefault((change.register, change.record), {}).update(change.values)
    others = [change for change in changes if not isinstance(change, Put)]
    return [*(Put(register, record, values) for (register, record), values in puts.items()), *others]


def _by_register(changes: Sequence[Change]) -> dict[str, list[str]]:
    records: dict[str, list[str]] = {}
    for change in changes:
        records.setdefault(change.register, []).append(change.record)
    return records


def _needed(change: Change, state: State) -> list[tuple[str, str, Wire, set[int]]]:
    if isinstance(change, Delete):
        covers = state.all_heads() | {head.n for head in state.deletes}
        return [] if state.deleted else [(change.record, DELETED, 1, covers)]
    undeletes = {head.n for head in state.deletes}
    restore = [(change.record, DELETED, 0, undeletes)] if any(h.value for h in state.deletes) else []
    if isinstance(change, Restore):
        return list(restore)
    return [
        *(restore if state.deleted else ()),
        *(
            (change.record, name, value, set(state.heads_of(name)))
            for name, value in change.values.items()
            if state.values.get(name) != value or len(state.heads_of(name)) > 1
        ),
    ]


def _block(register: str, rows: Mapping[str, Mapping[str, Wire]]) -> NewRows:
    written = {name for values in rows.values() for name, value in values.items() if value is not None}
    fields = tuple(f.name for f in REGISTERS[register].stored_fields if f.name in written)
    return NewRows(fields, tuple((r, tuple(v.get(name) for name in fields)) for r, v in rows.items()))
