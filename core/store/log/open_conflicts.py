"""What waits for a person: fields with rival values, deletes against edits, records that share a natural key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import Connection, TextClause, func, select, text

from core.registers.declare import Wire
from core.store.log.chain import read_entry
from core.store.log.entry import DELETED, Entry
from core.store.log.fold import Fold
from core.store.log.record_state import RecordState
from core.store.tables.bulk import chunks
from core.store.tables.register_tables import DISPUTED, registers_of, table_named, table_of


@dataclass(frozen=True, slots=True)
class Side:
    """One of the rival values: the wire value, the entry that wrote it, and the entries that wrote the same. Of a disputed
    delete, 1 is the delete and 0 its rival, an edit or restore."""

    n: int
    value: Wire
    entry: Entry
    alike: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A field nobody has settled. ``sides`` have different values, the one this file held first comes first; ``heads``
    are the ids of all entries that stand against each other, several of which may have written the same value."""

    register: str
    record: str
    field: str
    sides: tuple[Side, ...]
    heads: tuple[str, ...]

    @property
    def id(self) -> str:
        """Twelve hex digits, the same in every file: another rival makes another conflict."""
        named = "|".join((self.register, self.record, self.field, *self.heads))
        return sha256(named.encode()).hexdigest()[:12]


def all_conflicts(connection: Connection) -> Iterator[OpenConflict]:
    """Every open conflict, by register and record; where nothing is, one quick question."""
    found: dict[str, list[str]] = {}
    for register, record in connection.execute(_disputed_records(tuple(sorted(registers_of(connection))))):
        found.setdefault(register, []).append(record)
    for register, records in found.items():
        for some in chunks(records):
            yield from of_records(connection, register, some)


@lru_cache(10)
def _disputed_records(names: tuple[str, ...]) -> TextClause:
    # Said with the very words of the indexes that hold disputed records only.
    each = (f"SELECT '{name}' AS register, id FROM \"{name}\" WHERE {DISPUTED}" for name in names)
    return text(f"{' UNION ALL '.join(each)} ORDER BY register, id")


def of_records(connection: Connection, register: str, records: Sequence[str]) -> Iterator[OpenConflict]:
    """What is disputed of records that exist, in their order."""
    fold = Fold(connection)
    states = fold.load(register, records)
    for record in records:
        state = states[record]
        for name in state.disputed_fields:
            heads = _deletes(state, fold) if name == DELETED else state.sides(name)
            sides = [Side(n, value, read_entry(connection, n)) for n, value in sorted(heads.items())]
            ids = tuple(sorted(side.entry.id.hex() for side in sides))
            yield OpenConflict(register, record, name, _one_a_value(sides), ids)


def _deletes(state: RecordState, fold: Fold) -> dict[int, Wire]:
    heads: dict[int, Wire] = {head.origin: head.value for head in state.deletes}
    if 0 not in heads.values():
        heads[max(state.uncovered(), key=fold.stamp)] = 0
    return heads


def _one_a_value(sides: Sequence[Side]) -> tuple[Side, ...]:
    by_value: dict[Wire, list[Side]] = {}
    for side in sides:
        by_value.setdefault(side.value, []).append(side)
    return tuple(
        replace(first, alike=tuple(side.entry for side in rest)) for first, *rest in by_value.values()
    )


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """Records that share a natural key; only the first counts."""

    register: str
    records: tuple[str, ...]


def duplicate_keys(connection: Connection) -> Iterator[DuplicateKey]:
    """Every natural key that was given more than once."""
    for register, declared in sorted(registers_of(connection).items()):
        if not declared.may_be_doubled:
            continue
        table = table_of(declared)
        present = (table.c.deleted == 0) & table.c.nkey.is_not(None)
        doubled = select(table.c.nkey).where(present).group_by(table.c.nkey).having(func.count() > 1)
        query = select(table.c.nkey, table.c.id).where(present, table.c.nkey.in_(doubled))
        found: dict[str, list[str]] = {}
        for key, record in connection.execute(query.order_by(table.c.nkey, table.c.id)):
            found.setdefault(key, []).append(record)
        yield from (DuplicateKey(register, tuple(records)) for records in found.values())


def makers(connection: Connection, found: DuplicateKey) -> tuple[int, ...]:
    """The numbers of the entries that made each of them."""
    table = table_named(connection, found.register)
    query = select(table.c.id, table.c.base).where(table.c.id.in_(found.records))
    made = dict(connection.execute(query).all())
    return tuple(made[record] for record in found.records)
