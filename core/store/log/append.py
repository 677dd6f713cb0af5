"""The change log: appending what a person did (taking in what others did: ``intake``).

One entry a transaction (large actions in blocks); each names the one before it in its replica's chain, the heads
it replaces, and what was merged since. See docs/architecture.md, "The log, precisely".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import Connection, delete, insert, select

from core.registers.declare import Wire
from core.store.log import clock
from core.store.log.blocks import BLOCK, Block, Wanted, blocks_of, gathered, puts_of
from core.store.log.chain import entries, meta, row_of, set_meta, tip
from core.store.log.changes import Changes, Committed, Deed, Delete, Restore
from core.store.log.entry import DELETED, Entry, NewRows, Write, encode
from core.store.log.fold import Fold
from core.store.log.new_records import NewRecords
from core.store.log.record_state import State
from core.store.log.upgrades import SCHEMA_VERSION, upgraded
from core.store.tables.definitions import DERIVED, ENTRIES, REGISTERS, TABLES

MOST_NAMED = 20_000  # records a commit names as touched


@dataclass(frozen=True, slots=True)
class Head:
    """Where this copy of the file writes on: its replica, the last entry of its chain, the latest clock reading,
    the ids merged since its own last entry, and whose file it is."""

    replica: str
    seq: int
    prev: bytes | None
    clock: int
    unseen: tuple[bytes, ...]
    unit: str


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
        settings = meta(self.connection)
        replica = settings["replica"]
        last = tip(self.connection, replica)
        unseen = tuple(map(bytes.fromhex, orjson.loads(settings["unseen"])))
        latest = int(settings["clock"])
        if last is None:
            return Head(replica, 0, None, latest, unseen, settings["unit"])
        return Head(replica, last.seq, last.id, max(latest, last.clock), unseen, settings["unit"])

    def commit(self, changes: Iterable[Committed], deed: Deed) -> tuple[Changes, Entry | None]:
        """Append the changes and fold them; writes that change nothing are left out. What isn't a sequence is
        taken one by one, those of a record one after the other, so that many need no more memory than some.

        Returns what was touched and the last entry written, None where nothing was left to write. A step of undo or
        redo is written in any case: the entry moves the stacks on.
        """
        fold = Fold(self.connection)
        group = ""
        touched: set[tuple[str, str]] = set()
        wholly: set[str] = set()
        last = None
        for block, alone in blocks_of(changes):
            new, writes = self._writes(block, fold, anew=bool(deed.undoes or deed.redoes))
            if not new and not writes:
                fold.relieve()
                continue
            entry = self._chained(new, writes, deed, "" if alone else group)
            if not alone and not group:
                group = f"{entry.replica}:{entry.seq}"
                entry = _stored(replace(entry, group=group))
            self._append(entry, fold)
            if isinstance(block, NewRecords):  # of what came in columns only the register is named
                wholly.add(block.register)
            else:
                named = TABLES.keys() - wholly
                touched.update(pair for pair in entry.records() if pair[0] in named)
            if len(touched) > MOST_NAMED:
                wholly.update(register for register, _ in touched)
                touched.clear()
            fold.relieve()
            last = entry
        if last is None and (deed.undoes or deed.redoes):
            last = self._chained({}, {}, deed, "")
            self._append(last, fold)
        fold.flush()
        return Changes(frozenset(touched), frozenset(wholly)), last

    def _writes(
        self, block: Block, fold: Fold, *, anew: bool
    ) -> tuple[dict[str, NewRows], dict[str, tuple[Write, ...]]]:
        if isinstance(block, NewRecords):
            if fold.lacks(block.register, block.records):
                return {block.register: _columns(block)}, {}
            block = gathered(puts_of(block))
        created: dict[str, dict[str, Mapping[str, Wire]]] = {}
        writes: dict[str, list[_Draft]] = {}
        for register in {register for (register, _), _ in block}:
            fold.load(register, [record for (name, record), _ in block if name == register])
        for (register, record), wanted in block:
            state = fold.states[register].get(record)
            if state is not None:
                writes.setdefault(register, []).extend(_needed(record, wanted, state, anew))
            elif wanted.put:
                created.setdefault(register, {})[record] = wanted.values
                gone = [_Draft(record, DELETED, 1, set())] if wanted.ending is Delete else []
                writes.setdefault(register, []).extend(gone)
        ids = self._ids({n for block in writes.values() for draft in block for n in draft.heads})
        fold.know(ids)
        return (
            {name: _block(name, rows) for name, rows in created.items()},
            {name: tuple(draft.write(ids) for draft in block) for name, block in writes.items() if block},
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
                unit=head.unit,
                reason=deed.reason,
                imported=deed.imported,
            )
        )

    def _append(self, entry: Entry, fold: Fold) -> None:
        number = self._store(entry)
        if self.head.unseen:
            set_meta(self.connection, unseen="[]")
        self._head = Head(entry.replica, entry.seq, entry.id, entry.clock, (), entry.unit)
        fold.apply(number, entry)

    def _store(self, entry: Entry) -> int:
        names = (column.name for column in ENTRIES.columns)
        row = dict(zip(names, row_of(None, entry), strict=True))
        key = self.connection.execute(insert(ENTRIES), row).inserted_primary_key
        assert key is not None
        return int(key[0])

    def refold(self, source: Connection) -> None:
        """Fold all of another file's log, in its order, into this (empty) one: the same rows come out."""
        fold = Fold(self.connection)
        for _, entry in entries(source):
            read = upgraded(entry)
            fold.load_all([read])
            fold.apply(self._store(entry), read)
            fold.relieve()
        fold.flush()


def refold(connection: Connection) -> None:
    """Empty the registers' tables and fold the file's whole log into them again (after a change of schema)."""
    for table in DERIVED:
        connection.execute(delete(table))
    fold = Fold(connection)
    for number, entry in entries(connection):
        read = upgraded(entry)
        fold.load_all([read])
        fold.apply(number, read)
        fold.relieve()
    fold.flush()


def _stored(entry: Entry) -> Entry:
    return replace(entry, stored=encode(entry))


@dataclass(frozen=True, slots=True)
class _Draft:
    """A write whose heads are still numbers."""

    record: str
    field: str
    value: Wire
    heads: set[int]
    stands: tuple[bytes, ...] = ()

    def write(self, ids: Mapping[int, bytes]) -> Write:
        """The write, its heads by their ids."""
        replaces = tuple(sorted(ids[n] for n in self.heads))
        return Write(self.record, self.field, self.value, replaces, self.stands)


def _needed(record: str, wanted: Wanted, state: State, anew: bool) -> list[_Draft]:
    """The writes that change something; ``anew`` also those that don't, so that the heads become the writer's."""
    written = [
        _Draft(record, name, value, set(state.heads_of(name)))
        for name, value in wanted.values.items()
        if anew or state.values.get(name) != value or (wanted.settles and name in state.rivals)
    ]
    again = {
        name: _Draft(record, name, one.value, set(state.heads_of(name)), one.stands)
        for name, one in wanted.reopens.items()
    }
    deletes = {head.n for head in state.deletes}
    if DELETED in again:
        again[DELETED] = replace(again[DELETED], heads=deletes)
        return [*written, *again.values()]
    written = [*written, *again.values()]
    # Settling decides a field; a delete that nobody disputes is decided already, and holds against the value, too.
    if wanted.ending is Delete or (wanted.settles and state.deleted):
        gone = state.deleted and not written and not anew
        return [] if gone else [*written, _Draft(record, DELETED, 1, state.all_heads() | deletes)]
    settled = anew or any(head.value for head in state.deletes)
    comes_back = state.deleted or (wanted.ending is Restore and bool(deletes) and settled)
    # Of a disputed delete it names the edits too: undone, it is known what stood against what.
    seen = deletes | state.all_heads() if state.delete_disputed else deletes
    return [_Draft(record, DELETED, 0, seen), *written] if comes_back else written


def _block(register: str, rows: Mapping[str, Mapping[str, Wire]]) -> NewRows:
    written = {name for values in rows.values() for name, value in values.items() if value is not None}
    fields = tuple(f.name for f in REGISTERS[register].stored_fields if f.name in written)
    return NewRows.of(fields, [(r, tuple(v.get(name) for name in fields)) for r, v in rows.items()])


def _columns(new: NewRecords) -> NewRows:
    """The block of an entry that creates them; a field none of them has is left out."""
    given = {
        name: c for name, c in zip(new.fields, new.columns, strict=True) if any(w is not None for w in c)
    }
    fields = tuple(f.name for f in REGISTERS[new.register].stored_fields if f.name in given)
    return NewRows(fields, new.records, [given[name] for name in fields])
