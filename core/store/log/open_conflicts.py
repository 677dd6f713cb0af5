"""What waits for a person: fields with rival values, deletes against edits, records that share a natural key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256

from sqlalchemy import Connection, TextClause, func, select, text

from core.registers.declare import Wire
from core.store.log.chain import BLOCK, read_entry
from core.store.log.entry import DELETED, Entry
from core.store.log.fold import Fold
from core.store.log.record_state import State
from core.store.tables.definitions import DISPUTED, REGISTERS, TABLES


@dataclass(frozen=True, slots=True)
class Side:
    """One of the rival values: the wire value, the entry that wrote it, and the entries that wrote the same. Of a disputed
    delete, 1 is the delete and 0 the edit or restore that stands against it."""

    n: int
    value: Wire
    entry: Entry
    alike: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field nobody has settled. ``sides`` have different values, the one this file held first comes first; ``heads``
    are the ids of all entries that stand against each other, several of which may have written the same value."""

    register: str
    record: str
    field: str
    sides: tuple[Side, ...]
    heads: tuple[str, ...]

    @property
    def id(self) -> str:
        """Twelve hex digits, the same in every file: another rival makes another dispute."""
        named = "|".join((self.register, self.record, self.field, *self.heads))
        return sha256(named.encode()).hexdigest()[:12]


def disputes(connection: Connection) -> Iterator[Dispute]:
    """Everything that is disputed, by register and record; where nothing is, one quick question."""
    found: dict[str, list[str]] = {}
    for register, record in connection.execute(_disputed_records()):
        found.setdefault(register, []).append(record)
    for register, records in found.items():
        for start in range(0, len(records), BLOCK):
            yield from of_records(connection, register, records[start : start + BLOCK])


@cache
def _disputed_records() -> TextClause:
    # Said with the very words of the indexes that hold disputed records only.
    each = (f"SELECT '{name}' AS register, id FROM {name} WHERE {DISPUTED}" for name in sorted(TABLES))
    return text(f"{' UNION ALL '.join(each)} ORDER BY register, id")


def of_records(connection: Connection, register: str, records: Sequence[str]) -> Iterator[Dispute]:
    """What is disputed of records that exist, in their order."""
    fold = Fold(connection)
    states = fold.load(register, records)
    for record in records:
        state = states[record]
        for name in state.disputed_fields:
            heads = _deletes(state, fold) if name == DELETED else state.sides(name)
            sides = [Side(n, value, read_entry(connection, n)) for n, value in sorted(heads.items())]
            ids = tuple(sorted(side.entry.id.hex() for side in sides))
            yield Dispute(register, record, name, _one_a_value(sides), ids)


def _deletes(state: State, fold: Fold) -> dict[int, Wire]:
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
class Twins:
    """Records that share a natural key; only the first counts."""

    register: str
    records: tuple[str, ...]


def twins(connection: Connection) -> Iterator[Twins]:
    """Every natural key that was given more than once."""
    for register, table in sorted(TABLES.items()):
        if not REGISTERS[register].may_be_doubled:
            continue
        standing = (table.c.deleted == 0) & table.c.nkey.is_not(None)
        doubled = select(table.c.nkey).where(standing).group_by(table.c.nkey).having(func.count() > 1)
        query = select(table.c.nkey, table.c.id).where(standing, table.c.nkey.in_(doubled))
        found: dict[str, list[str]] = {}
        for key, record in connection.execute(query.order_by(table.c.nkey, table.c.id)):
            found.setdefault(key, []).append(record)
        yield from (Twins(register, tuple(records)) for records in found.values())


def makers(connection: Connection, found: Twins) -> tuple[int, ...]:
    """The numbers of the entries that made each of the twins."""
    table = TABLES[found.register]
    query = select(table.c.id, table.c.base).where(table.c.id.in_(found.records))
    made = dict(connection.execute(query).all())
    return tuple(made[record] for record in found.records)
