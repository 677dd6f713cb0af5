"""The change log: appending what a person did (taking in what others did: ``intake``).

One entry a transaction (large actions in blocks); each names the one before it in its replica's chain, the heads
it replaces, and what was merged since. See docs/architecture.md, "The log, precisely".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import orjson
from sqlalchemy import Connection, bindparam, delete, update

from core.keys.signer import KeySigner
from core.plan.authority import EVERYTHING, Authority
from core.plan.proposals import PLAN_PROPOSALS
from core.registers.declare import Register, Wire
from core.store.log import clock
from core.store.log.authorities import NONE, Authorities, says
from core.store.log.blocks import Block, Wanted, blocks_of
from core.store.log.chain import meta, row_of, set_meta, stored_blocks, tip
from core.store.log.changes import ActionInfo, Changes, Delete, RecordChange, Restore
from core.store.log.entry import DELETED, Entry, NewRows, Write, decode, signed, unpack
from core.store.log.fold import Fold, fold_stored
from core.store.log.following import make_anew
from core.store.log.record_state import RecordState
from core.store.log.upgrades import SCHEMA_VERSION, upgraded
from core.store.tables.bulk import chosen, insert_row, insert_rows
from core.store.tables.declared_registers import DECLARATIONS
from core.store.tables.definitions import AUTHORITIES, ENTRIES
from core.store.tables.register_tables import FIXED, folded_tables, learn, registers_of

MOST_NAMED = 20_000  # records a commit names as touched


@dataclass(frozen=True, slots=True)
class ChainHead:
    """Where this copy of the file writes on: its replica, the last entry of its chain, the latest clock reading,
    the ids merged since its own last entry, and whose file it is; of the next entry's past what it says of who may write
    what, and the set of entries that say so."""

    replica: str
    seq: int
    prev: bytes | None
    clock: int
    unseen: tuple[bytes, ...]
    unit: str
    standing: int = NONE
    authority: Authority = EVERYTHING


class Log:
    """The log of one open file, within the caller's transactions.

    ``now_ms`` is the wall clock (tests set it), ``signer`` signs every entry; ``head`` is handed on by a writer that knows it,
    else read.
    """

    def __init__(
        self,
        connection: Connection,
        now_ms: Callable[[], int],
        signer: KeySigner,
        head: ChainHead | None = None,
    ) -> None:
        self.connection = connection
        self.now_ms = now_ms
        self._signer = signer
        self._registers = registers_of(connection)
        self._authorities = Authorities(connection)
        self._head = head

    @property
    def head(self) -> ChainHead:
        """Where the next entry goes."""
        if self._head is None:
            self._head = self._read_head()
        return self._head

    def _read_head(self) -> ChainHead:
        settings = meta(self.connection)
        replica = settings["replica"]
        last = tip(self.connection, replica)
        unseen = tuple(map(bytes.fromhex, orjson.loads(settings["unseen"])))
        latest = int(settings["clock"])
        past = unseen if last is None else (last.id, *unseen)
        standing = self._authorities.joined(self._authorities.of(past).values())
        authority = self._authorities.authority(standing)
        if last is None:
            return ChainHead(replica, 0, None, latest, unseen, settings["unit"], standing, authority)
        latest = max(latest, last.clock)
        return ChainHead(replica, last.seq, last.id, latest, unseen, settings["unit"], standing, authority)

    def commit(self, changes: Iterable[RecordChange], info: ActionInfo) -> tuple[Changes, Entry | None]:
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
            if any(register not in self._registers for (register, _), _ in block):
                fold.flush()  # declared by the block before
                self._registers = fold.registers
            new, writes = self._writes(block, fold, anew=bool(info.undoes or info.redoes))
            if not new and not writes:
                fold.trim()
                continue
            if not alone and not group:
                group = f"{self.head.replica}:{self.head.seq + 1}"
            entry = self._chained(new, writes, info, group)
            self._append(entry, fold)
            named = self._registers.keys() - wholly
            touched.update(pair for pair in entry.records() if pair[0] in named)
            touched.update((PLAN_PROPOSALS.name, one) for one in fold.proposed)
            if len(touched) > MOST_NAMED:
                wholly.update(register for register, _ in touched)
                touched.clear()
            fold.trim()
            last = entry
        if last is None and (info.undoes or info.redoes):
            last = self._chained({}, {}, info, "")
            self._append(last, fold)
        fold.finish()
        return Changes(frozenset(touched), frozenset(wholly | fold.followed)), last

    def seal(self, info: ActionInfo) -> Entry:
        """Append an entry that changes nothing: by what it names, its signature is over all that the file holds."""
        entry = self._chained({}, {}, info, "")
        self._append(entry, Fold(self.connection))
        return entry

    def _writes(
        self, block: Block, fold: Fold, *, anew: bool
    ) -> tuple[dict[str, NewRows], dict[str, tuple[Write, ...]]]:
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
            {name: _block(self._registers[name], rows) for name, rows in created.items()},
            {name: tuple(draft.write(ids) for draft in block) for name, block in writes.items() if block},
        )

    def _ids(self, numbers: set[int]) -> dict[int, bytes]:
        return {n: bytes(i) for n, i in chosen(self.connection, (ENTRIES.c.n, ENTRIES.c.id), numbers)}

    def _chained(
        self, new: dict[str, NewRows], writes: dict[str, tuple[Write, ...]], info: ActionInfo, group: str
    ) -> Entry:
        head = self.head
        return signed(
            Entry(
                replica=head.replica,
                seq=head.seq + 1,
                prev=head.prev,
                clock=clock.tick(head.clock, self.now_ms()),
                author=info.author,
                schema=SCHEMA_VERSION,
                seen=head.unseen,
                new=new,
                writes=writes,
                label=info.label,
                group=group,
                undoes=info.undoes,
                redoes=info.redoes,
                unit=head.unit,
                reason=info.reason,
                imported=info.imported,
            ),
            self._signer,
        )

    def _append(self, entry: Entry, fold: Fold) -> None:
        before = self.head
        number = insert_row(self.connection, ENTRIES, row_of(None, entry, before.standing))
        if before.unseen:
            set_meta(self.connection, unseen="[]")
        standing, authority = before.standing, before.authority
        if says(entry):
            standing, authority = self._say(number, entry)
        self._head = ChainHead(
            entry.replica, entry.seq, entry.id, entry.clock, (), entry.unit, standing, authority
        )
        fold.apply(number, entry, before.authority)

    def _say(self, number: int, entry: Entry) -> tuple[int, Authority]:
        """The set of an entry that says who may do what, and what it says."""
        self._authorities.know(self.head.standing, self.head.authority)
        standing = self._authorities.after(self.head.standing, number, entry)
        here = ENTRIES.c.n == number
        self.connection.execute(update(ENTRIES).where(here).values(authority=standing))
        return standing, self._authorities.authority(standing)


def refold(connection: Connection) -> None:
    """Empty the registers' tables and fold the file's whole log into them again (after a change of schema): first what
    declares registers, then, into the tables that these make, all records."""
    for table in folded_tables(FIXED):
        connection.execute(delete(table))
    _stand(connection)
    fold_stored(connection, {name: FIXED[name] for name in DECLARATIONS})
    known = learn(connection)
    for name in known.keys() - FIXED.keys():
        make_anew(connection, known[name])
    fold_stored(connection, {name: known[name] for name in known.keys() - DECLARATIONS})


def _stand(connection: Connection) -> None:
    """Work out anew what each entry's past says of who may write what."""
    connection.execute(delete(AUTHORITIES))
    authorities = Authorities(connection)
    set_one = update(ENTRIES).where(ENTRIES.c.n == bindparam("_n")).values(authority=bindparam("_set"))
    for block in stored_blocks(connection):
        read = [(row.n, upgraded(decode(unpack(row.packed, row.body)))) for row in block]
        own = [
            {"_n": n, "_set": own} for (n, _), (_, own) in zip(read, authorities.of_block(read), strict=True)
        ]
        connection.execute(set_one, own)


def refold_from(source: Connection, target: Connection) -> None:
    """Fold a file's whole log, in its order, into another file that is empty: the same rows come out."""
    for block in stored_blocks(source):
        insert_rows(target, ENTRIES, [(*row, "", 0) for row in block])
    refold(target)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A write whose heads are still numbers."""

    record: str
    field: str
    value: Wire
    heads: set[int]
    reopens: tuple[bytes, ...] = ()

    def write(self, ids: Mapping[int, bytes]) -> Write:
        """The write, its heads by their ids."""
        replaces = tuple(sorted(ids[n] for n in self.heads))
        return Write(self.record, self.field, self.value, replaces, self.reopens)


def _needed(record: str, wanted: Wanted, state: RecordState, anew: bool) -> list[_Draft]:
    """The writes that change something; ``anew`` also those that don't, so that the heads become the writer's."""
    written = [
        _Draft(record, name, value, set(state.heads_of(name)))
        for name, value in wanted.values.items()
        if anew or state.values.get(name) != value or (wanted.settles and name in state.rivals)
    ]
    again = {
        name: _Draft(record, name, one.value, set(state.heads_of(name)), one.heads)
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
    # Of a disputed delete it names the edits too: undone, the rivals are known.
    seen = deletes | state.all_heads() if state.delete_disputed else deletes
    return [_Draft(record, DELETED, 0, seen), *written] if comes_back else written


def _block(register: Register, rows: Mapping[str, Mapping[str, Wire]]) -> NewRows:
    """The block of an entry that creates records; a field none of them has is left out."""
    columns = {f.name: tuple([v.get(f.name) for v in rows.values()]) for f in register.stored_fields}
    written = {name: column for name, column in columns.items() if any(w is not None for w in column)}
    return NewRows(tuple(written), tuple(rows), tuple(written.values()))
