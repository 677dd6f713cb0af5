"""What a file's records were by what was known at some time: the entries up to a version vector, and no others.

Rows are folded from all entries; what one was before is read from its heads back, as history does.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from core.registers.declare import Register, Wire
from core.store.log.chain import id_of
from core.store.log.entry import DELETED, decode
from core.store.log.exchange_state import Vector, beyond, bodies
from core.store.log.history import Past, Place
from core.store.log.record_state import RecordState
from core.store.log.upgrades import upgraded
from core.store.tables.bulk import chunks


@dataclass(frozen=True, slots=True)
class WrittenSince:
    """A record that entries not known then have made or written into: its stored values now (None: it is deleted), the numbers
    of those entries that it shows, and whether one of them ``made`` it."""

    record: str
    now: Mapping[str, Wire] | None
    entries: tuple[int, ...]
    made: bool


class WrittenRecords:
    """Which records entries wrote, each entry read once for as long as the log only grows. Safe from any thread."""

    def __init__(self) -> None:
        # By number what the entry wrote, and the last of these numbers with its entry's id.
        self._kept: tuple[Mapping[int, frozenset[tuple[str, str]]], int, bytes] = ({}, 0, b"")

    def by_register(self, connection: Connection, numbers: Collection[int]) -> dict[str, set[str]]:
        """The records that the entries of these numbers wrote, by register."""
        known, last, end = self._kept
        if known and id_of(connection, last) != end:
            known = {}  # a merge was taken back, and numbers were given anew
        lacking = sorted(set(numbers) - known.keys())
        if lacking:
            read = zip(lacking, bodies(connection, lacking), strict=True)
            known = {**known, **{n: frozenset(upgraded(decode(stored)).records()) for n, stored in read}}
            self._kept = (known, max(known), id_of(connection, max(known)))
        found: dict[str, set[str]] = {}
        for n in numbers:
            for register, record in known[n]:
                found.setdefault(register, set()).add(record)
        return found


class KnownThen:
    """The records of a file as the entries of ``vector`` tell them. Good for one reading of the file."""

    def __init__(self, connection: Connection, vector: Vector, written: WrittenRecords | None = None) -> None:
        self._connection = connection
        self._vector = vector
        self._written = written or WrittenRecords()
        self._past = Past(connection)

    @cached_property
    def since(self) -> frozenset[int]:
        """The numbers of the entries that were not known then."""
        return frozenset(beyond(self._connection, self._vector))

    @cached_property
    def _records(self) -> Mapping[str, set[str]]:
        return self._written.by_register(self._connection, self.since)

    def written_since(self, register: Register) -> Iterator[WrittenSince]:
        """The records of a register that entries not known then have made or written into, by id."""
        for some in chunks(sorted(self._records.get(register.name, ()))):
            for state in self._states(register, some):
                heads = state.all_heads() | {head.n for head in state.deletes}
                if entries := self.since & heads:
                    now = None if state.deleted else dict(state.values)
                    made = state.base in self.since
                    yield WrittenSince(state.record, now, tuple(sorted(entries)), made)

    def wires(self, register: Register, record: str) -> Mapping[str, Wire] | None:
        """A record's stored values then; None where it wasn't there, or was deleted."""
        return next((self._wires(register, state) for state in self._states(register, [record])), None)

    def _states(self, register: Register, ids: Iterable[str]) -> Iterator[RecordState]:
        ids = list(ids)
        states = self._past.fold.load(register.name, ids)
        yield from (state for record in ids if (state := states.get(record)))

    def _wires(self, register: Register, state: RecordState) -> Mapping[str, Wire] | None:
        if state.base in self.since:
            return None
        place = (register.name, state.record, DELETED)
        deletes = self._heads(place, {head.n for head in state.deletes})
        if deletes and all(self._past.value(n, place) for n in deletes):
            return None
        return {f.name: self._wire(register.name, state, f.name) for f in register.stored_fields}

    def _wire(self, register: str, state: RecordState, field: str) -> Wire:
        heads = {*state.heads_of(field)}
        if self.since.isdisjoint(heads):
            return state.values.get(field)
        known = self._heads((register, state.record, field), heads)
        place = (register, state.record, field)
        return self._past.value(max(known, key=self._past.fold.stamp), place) if known else None

    def _heads(self, place: Place, heads: set[int]) -> set[int]:
        """The heads that a field had then: those of now, and in the place of later ones what they replaced."""
        known, wanted, seen = set[int](), {*heads}, set[int]()
        while wanted:
            n = wanted.pop()
            seen.add(n)
            if n in self.since:
                wanted |= self._past.heads_before(n, place) - seen
            else:
                known.add(n)
        return known
