"""Folding: entries into rows, the one way anything is written to a register's table.

Saving, merging, undoing and refolding all end here. Folding never refuses: what makes no sense becomes a finding
when the record is looked at. Unknown registers and fields are passed over; their entries are kept, and folded
again when a declaration arrives or a later version knows them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

import orjson
from sqlalchemy import Connection, delete, insert, select, tuple_

from core.plan.authority import EVERYTHING, Authority
from core.plan.proposals import PLAN_PROPOSALS
from core.registers.declare import Register, Wire
from core.store.log.authorities import Authorities
from core.store.log.chain import read_entry, stored_naming
from core.store.log.entry import DELETED, Entry, NewRows, Write, decode
from core.store.log.fold_columns import MANY, create
from core.store.log.following import follow, make_anew
from core.store.log.judging import Known, judged
from core.store.log.record_state import DeleteHead, RecordState, Reopened, Stamp, natural_key
from core.store.log.upgrades import upgraded
from core.store.tables.bulk import any_between, chosen, chunks, insert_rows, update_rows
from core.store.tables.column_values import FITS, Fit
from core.store.tables.declared_registers import DECLARATIONS
from core.store.tables.definitions import ENTRIES, RIVALS
from core.store.tables.duplicate_keys import mark_duplicates
from core.store.tables.register_tables import Registers, learn, registers_of, table_of
from core.store.tables.search_texts import folds_whole, note

# By register and record: the entry whose making of it says whose it is, and what it was made with.
Makers = Mapping[tuple[str, str], tuple[bytes, Mapping[str, Wire]]]

MOST_STATES = 20_000
MOST_ROWS = 5_000
MOST_READ = 8
NUMBERED = (ENTRIES.c.id, ENTRIES.c.n)


class Fold:
    """Folds entries within one transaction; keeps the states it has read until ``flush``.

    Of the file's registers, or only of those that are ``given``. Where entries declare registers, tables follow with
    ``flush``; ``followed`` are the registers whose declarations changed.
    """

    def __init__(
        self, connection: Connection, given: Registers | None = None, makers: Makers | None = None
    ) -> None:
        self.connection = connection
        self.registers = registers_of(connection) if given is None else given
        self.followed: set[str] = set()
        self._follows, self._declares = given is None, False
        self.states: dict[str, dict[str, RecordState]] = {}
        self._absent: dict[str, set[str]] = {}
        self._unread: set[str] = set()  # registers with rows written at once, whose states nobody has read
        self._stamps: dict[int, Stamp] = {}
        self._numbers: dict[bytes, int] = {}
        self.proposed: set[str] = set()  # ids of the proposals that what wasn't allowed became
        self._makers = dict(makers or {})
        self.earlier: dict[tuple[str, str], tuple[bytes, Mapping[str, Wire]]] = {}
        self._entries: dict[int, Entry] = {}
        self._made: dict[tuple[int, str], dict[str, dict[str, Wire]]] = {}

    def load(self, register: str, records: Iterable[str]) -> dict[str, RecordState]:
        """The states of those records that exist, read once."""
        known = self.states.setdefault(register, {})
        absent = self._absent.setdefault(register, set())
        wanted = [r for r in records if r not in known and r not in absent]
        # Ids drawn in a row have nothing between them, which is asked for once.
        ids = table_of(self.registers[register]).c.id
        if len(wanted) < MANY or any_between(self.connection, ids, wanted):
            for some in chunks(wanted):
                self._read(register, some)
        absent.update(record for record in wanted if record not in known)
        return known

    def _read(self, register: str, records: Sequence[str]) -> None:
        declared = self.registers[register]
        names = [f.name for f in declared.stored_fields]
        known = self.states[register]
        with_rivals = []
        texts = declared.text_fields
        columns = tuple(table_of(declared).columns)
        keys = [column.name for column in columns]
        for wires in chosen(self.connection, columns, records):
            row = dict(zip(keys, wires, strict=True))
            state = RecordState(
                row["id"], row["base"], {n: row[n] for n in names}, nkey=row["nkey"], stored=True
            )
            state.read_heads(row["heads"])
            state.searched = not folds_whole([row[n] for n in texts])
            known[state.record] = state
            if row["disputed"] or any(len(heads) > 1 for heads in state.heads.values()):
                with_rivals.append(state.record)
        self._read_rivals(register, with_rivals)

    def _read_rivals(self, register: str, records: Sequence[str]) -> None:
        if not records:
            return
        query = select(RIVALS).where(RIVALS.c.register == register, RIVALS.c.record.in_(records))
        for row in self.connection.execute(query):
            rival = self.states[register][row.record].rivals.setdefault(row.field, {})
            value = orjson.loads(row.value)
            rival[row.n] = tuple(map(tuple, value)) if isinstance(value, list) else value
        for record in records:
            self.states[register][record].disputed_before = True

    def numbers(self, ids: Iterable[bytes]) -> dict[bytes, int]:
        """The ``n`` of entries by id; ids not in the file are left out."""
        wanted = [i for i in set(ids) if i not in self._numbers]
        self._numbers.update((bytes(i), n) for i, n in chosen(self.connection, NUMBERED, wanted))
        return self._numbers

    def know(self, ids: Mapping[int, bytes]) -> None:
        """Take note of entries' ids by number, so that they need not be looked up."""
        self._numbers.update((i, n) for n, i in ids.items())

    def stamp(self, n: int) -> Stamp:
        """When an entry was written: clock reading, then id; the greatest shows while rivals stand."""
        if n not in self._stamps:
            row = self.connection.execute(select(ENTRIES.c.clock, ENTRIES.c.id).where(ENTRIES.c.n == n)).one()
            self._stamps[n] = (row.clock, bytes(row.id))
        return self._stamps[n]

    def load_all(self, entries: Iterable[Entry]) -> dict[str, set[str]]:
        """Read the states of all records that several entries touch, at once; returns these by register."""
        wanted: dict[str, set[str]] = {}
        for entry in entries:
            for register, block in entry.new.items():
                wanted.setdefault(register, set()).update(block.records)
            for register, writes in entry.writes.items():
                wanted.setdefault(register, set()).update([write.record for write in writes])
        known = {register: records for register, records in wanted.items() if register in self.registers}
        for register, records in known.items():
            self.load(register, records)
        return known

    def apply(self, n: int, entry: Entry, authority: Authority = EVERYTHING) -> None:
        """Fold one entry, already given its number, whose records' states have been loaded; ``authority`` is its past's."""
        self._numbers[entry.id] = n
        entry = self.judged(entry, authority)
        self._stamps[n] = (entry.clock, entry.id)
        self._declares |= not DECLARATIONS.isdisjoint((*entry.new, *entry.writes))
        for register in entry.new:
            if register in self.registers:
                self._apply_new(n, register, entry)
        for register in entry.writes:
            if register in self.registers:
                self._apply_set(n, register, entry)

    def judged(self, entry: Entry, authority: Authority) -> Entry:
        """The entry as its past allowed it, what it didn't as a proposal."""
        if not authority.knows_people:
            return entry
        n = self.numbers([entry.id]).get(entry.id)

        def made_before(register: str, record: str) -> Mapping[str, Wire] | None:
            if (register, record) in self._makers:
                first, made = self._makers[register, record]
                return None if first == entry.id else made
            by_now = self._made_with(register, record)
            return None if by_now is None or self.states[register][record].base == n else by_now

        def otherwise(register: str, record: str, values: Mapping[str, Wire]) -> None:
            state = self.states.get(register, {}).get(record)
            if state is not None and (entry.clock, entry.id) < self.stamp(state.base):
                self.earlier[register, record] = entry.id, values

        found = judged(entry, authority, Known(self._made_with, made_before, self._was, otherwise))
        if found is not entry:
            made = found.new.get(PLAN_PROPOSALS.name)
            self.proposed.update(made.records if made else ())
        return found

    def _made_with(self, register: str, record: str) -> Mapping[str, Wire] | None:
        """What a record was made with; None where it isn't there."""
        if (register, record) in self._makers:
            return self._makers[register, record][1]
        if register not in self.registers:
            return None
        state = self.load(register, [record]).get(record)
        if state is None:
            return None
        place = (state.base, register)
        if place not in self._made:
            if len(self._made) == MOST_READ:
                self._made.clear()
            block = self._entry(state.base).new.get(register)
            rows = block.rows if block else ()
            self._made[place] = {i: dict(zip(block.fields, w, strict=True)) for i, w in rows} if block else {}
        return self._made[place].get(record, {})

    def _was(self, register: str, write: Write) -> Wire:
        """The value that a write replaced: of several heads the one that showed."""
        known = self.numbers(write.replaces)
        heads = [known[i] for i in write.replaces if i in known]
        wrote = (
            self._entry(max(heads, key=self.stamp)).wrote(register, write.record, write.field)
            if heads
            else None
        )
        return wrote.value if wrote else None

    def _entry(self, n: int) -> Entry:
        if n not in self._entries:
            if len(self._entries) == MOST_READ:
                self._entries.clear()
            self._entries[n] = upgraded(read_entry(self.connection, n))
        return self._entries[n]

    def _apply_new(self, n: int, register: str, entry: Entry) -> None:
        block = entry.new[register]
        if self._created_at_once(n, register, block):
            return
        declared = self.registers[register]
        fits, fields = _fits(declared), _fields(declared, block.fields)
        states = self._loaded(register, block.records)
        for record, wires in block.rows:
            state = states.get(record)
            if state is None:
                values: dict[str, Wire] = dict.fromkeys(fits)
                for at, name, fit in fields:
                    values[name] = fit(wires[at])
                states[record] = RecordState(record, n, values, changed=True)
                continue
            for at, name, fit in fields:
                if wires[at] is not None:
                    state.write(name, fit(wires[at]), n, (), self.stamp)

    def _created_at_once(self, n: int, register: str, block: NewRows) -> bool:
        """Many records that nothing is known of yet: their rows are written, and read again if need be."""
        records, absent = set(block.records), self._absent.get(register, set())
        lacking = records <= absent and self.states.get(register, {}).keys().isdisjoint(records)
        if not lacking or not MANY <= len(block.records) == len(records):
            return False
        create(self.connection, self.registers[register], n, block)
        absent -= records
        self._unread.add(register)
        return True

    def _loaded(self, register: str, records: Iterable[str]) -> dict[str, RecordState]:
        """The register's states, those of these records among them: loaded beforehand, or created at once since."""
        return (
            self.load(register, records) if register in self._unread else self.states.setdefault(register, {})
        )

    def _apply_set(self, n: int, register: str, entry: Entry) -> None:
        fits = _fits(self.registers[register])
        writes = entry.writes[register]
        states = self._loaded(register, (write.record for write in writes))
        numbers = self.numbers(i for write in writes for i in (*write.replaces, *write.reopens))
        reopened = _Reopened(self._entry, register, numbers)
        for write in writes:
            state = states.get(write.record)
            if state is None:
                state = states[write.record] = RecordState(write.record, n, dict.fromkeys(fits), changed=True)
            replaced = [numbers[i] for i in write.replaces if i in numbers]
            if write.field == DELETED:
                state.write_deleted(write.value, n, replaced, self._deletes_again(n, write, reopened))
            elif write.field in fits:
                fit = fits[write.field]
                value = _again(write, fit, reopened) if write.reopens else fit(write.value)
                state.write(write.field, value, n, replaced, self.stamp)

    def _deletes_again(self, n: int, write: Write, reopened: "_Reopened") -> list[DeleteHead]:
        again = reopened.writes(write)
        numbers = self.numbers(i for one in again.values() for i in one.replaces) if again else {}
        return [
            DeleteHead(
                n,
                1 if one.value else 0,
                tuple(sorted(numbers[i] for i in one.replaces if i in numbers)),
                whose,
            )
            for whose, one in again.items()
        ]

    def trim(self) -> None:
        """Write down and forget the states, where they have become many: folding needs no more memory for a
        million records than for some thousand."""
        if sum(map(len, self.states.values())) > MOST_STATES:
            self.flush()
            self.states.clear()
            self._absent.clear()
            self._unread.clear()
            self._stamps.clear()
            self._numbers.clear()

    def flush(self) -> None:
        """Write every changed state to its table, then mark duplicate keys; then tables follow what was declared."""
        for register, states in self.states.items():
            changed = [state for state in states.values() if state.changed]
            for some in chunks(changed, MOST_ROWS):
                self._flush(register, some)
        if self._declares and self._follows:
            self._declares = False
            self._follow()

    def finish(self) -> None:
        """Write down what is left. Where a record was made before it was made otherwise by what came first, whose it is follows
        from the earlier making: everything is folded anew, for that is nothing this program does."""
        self.flush()
        if self.earlier and PLAN_PROPOSALS.name in self.registers:
            folded = {name: one for name, one in self.registers.items() if name not in DECLARATIONS}
            for register in folded.values():
                make_anew(self.connection, register)
            fold_stored(self.connection, folded, self._makers | self.earlier)
            self.followed |= folded.keys()
            self.earlier = {}
            for known in (self.states, self._absent, self._unread):
                known.clear()

    def _follow(self) -> None:
        before, self.registers = self.registers, learn(self.connection)
        found = follow(self.connection, before, self.registers)
        self.followed |= found.changed
        for name in found.changed:  # their states are of another declaration
            self.states.pop(name, None)
            self._absent.pop(name, None)
            self._unread.discard(name)
        if found.empty:
            self.earlier |= fold_stored(
                self.connection, {name: self.registers[name] for name in found.empty}, self._makers
            )

    def _flush(self, register: str, changed: Sequence[RecordState]) -> None:
        declared = self.registers[register]
        table = table_of(declared)
        keys: set[str | None] = set()
        inserts: list[tuple[Wire, ...]] = []
        updates: list[tuple[Wire, ...]] = []
        for state in changed:
            before, state.nkey = state.nkey, natural_key(declared, state.values)
            keys.update((before, state.nkey))
            (updates if state.stored else inserts).append(_row(state))
        # The rows are in wire form and in the columns' order: nothing is left for the statement to convert.
        insert_rows(self.connection, table, inserts)
        update_rows(self.connection, table, updates)
        self._flush_rivals(register, [s for s in changed if s.disputed_before or s.rivals])
        self._note_texts(register, changed)
        if declared.may_be_doubled:
            mark_duplicates(self.connection, register, sorted(filter(None, keys)))
        for state in changed:
            state.stored, state.changed, state.disputed_before = True, False, bool(state.rivals)

    def _note_texts(self, register: str, changed: Sequence[RecordState]) -> None:
        fields = sorted(self.registers[register].text_fields)  # whatever order the fields are put in
        texts = ((s.record, [s.values[name] for name in fields]) for s in changed)
        noted = note(self.connection, register, texts, [s.record for s in changed if s.searched])
        for state in changed:
            state.searched = state.record in noted

    def _flush_rivals(self, register: str, changed: list[RecordState]) -> None:
        multiple = [s.record for s in changed if s.disputed_before]
        for some in chunks(multiple):
            pairs = [(register, record) for record in some]
            self.connection.execute(
                delete(RIVALS).where(tuple_(RIVALS.c.register, RIVALS.c.record).in_(pairs))
            )
        rows = [
            {"register": register, "record": s.record, "field": name, "n": n, "value": _json(value)}
            for s in changed
            for name, rival in s.rivals.items()
            for n, value in rival.items()
        ]
        if rows:
            self.connection.execute(insert(RIVALS), rows)


def fold_stored(connection: Connection, registers: Registers, makers: Makers | None = None) -> Makers:
    """Fold what the log holds of these registers, whose tables are empty; ``makers`` are the makings of records that count.
    Where there are accounts any entry may hold a proposal. What ``Fold.finish`` couldn't settle here comes back."""
    fold, authorities = Fold(connection, registers, makers), Authorities(connection)
    anywhere = authorities.accounts and PLAN_PROPOSALS.name in registers
    for number, stored in stored_naming(connection, *(() if anywhere else (registers,))):
        entry = upgraded(decode(stored))
        fold.load_all([entry])
        fold.apply(number, entry, authorities.of_past(number))
        fold.trim()
    fold.finish()
    return fold.earlier


class _Reopened:
    """Looks up what entries wrote whose values are current again; settlements that were undone are few."""

    def __init__(self, entry: Callable[[int], Entry], register: str, numbers: Mapping[bytes, int]) -> None:
        self._entry, self._register, self._numbers = entry, register, numbers

    def writes(self, write: Write) -> dict[int, Write]:
        """By its entry's number what each entry wrote into the field; entries that didn't are left out."""
        found = sorted(n for i in write.reopens if (n := self._numbers.get(i)) is not None)
        wrote = ((n, self._entry(n).wrote(self._register, write.record, write.field)) for n in found)
        return {n: one for n, one in wrote if one is not None}


def _again(write: Write, fit: Fit, reopened: _Reopened) -> Wire | Reopened:
    """The values that are current again; the one that shows where they don't differ (nonsense, or none of our making)."""
    values = tuple((n, fit(one.value)) for n, one in reopened.writes(write).items())
    return values if len({value for _, value in values}) > 1 else fit(write.value)


def _json(value: Wire | Reopened) -> str:
    return orjson.dumps(value).decode()


def _row(state: RecordState) -> tuple[Wire, ...]:
    """A record as its table holds it, in the order of the columns."""
    plain = not state.rivals and not state.deletes
    return (
        state.record,
        state.base,
        state.heads_json(),
        state.nkey,
        0,
        0 if plain else int(state.deleted),
        0 if plain else len(state.disputed_fields),
        *state.values.values(),
    )


@lru_cache(1000)
def _fits(register: Register) -> dict[str, Fit]:
    return {f.name: FITS[f.type.storage] for f in register.stored_fields}


@lru_cache(1000)
def _fields(register: Register, names: tuple[str, ...]) -> tuple[tuple[int, str, Fit], ...]:
    """Of the fields an entry names those we know, with their places in its rows."""
    fits = _fits(register)
    return tuple((at, name, fits[name]) for at, name in enumerate(names) if name in fits)
