"""Folding many created records at once, column by column, without a state for each of them."""

from collections.abc import Iterable, Sequence
from itertools import repeat

from sqlalchemy import Connection

from core.registers.declare import Register, Value, Wire
from core.store.log.entry import NewRows
from core.store.log.record_state import NONSENSE, natural_key
from core.store.tables.bulk import any_between, insert_rows
from core.store.tables.column_values import fitted
from core.store.tables.duplicate_keys import mark_duplicates
from core.store.tables.register_tables import table_of
from core.store.tables.search_texts import note_new

MANY = 50  # records from which on it is worth it

Column = Sequence[Wire]


def create(connection: Connection, register: Register, number: int, block: NewRows) -> None:
    """Write the rows of records that entry ``number`` creates and the table doesn't have; no id twice."""
    count = len(block.records)
    columns = _fitted(register, block)
    keys = _keys(register, columns, count)
    doubled = register.may_be_doubled and _may_be_doubled(connection, register, keys)
    rows = zip(
        *(block.records, repeat(number), repeat(None), keys),
        *(repeat(0), repeat(0), repeat(0)),
        *(columns.get(field.name) or repeat(None, count) for field in register.stored_fields),
        strict=False,
    )
    insert_rows(connection, table_of(register), list(rows))
    note_new(
        connection,
        register.name,
        block.records,
        [columns[n] for n in sorted(register.text_fields) if n in columns],
    )
    if doubled:
        mark_duplicates(connection, register.name, sorted(filter(None, keys)))


def _may_be_doubled(connection: Connection, register: Register, keys: Sequence[str | None]) -> bool:
    """False where the natural keys are surely all new: a sheet's numbers mostly follow on those before."""
    given = [key for key in keys if key is not None]
    if len(set(given)) < len(given):
        return True
    return bool(given) and any_between(connection, table_of(register).c.nkey, given)


def _fitted(register: Register, block: NewRows) -> dict[str, Column]:
    """The columns that the register knows, as its table can hold them."""
    stored = {f.name: f.type.storage for f in register.stored_fields}
    columns = zip(block.fields, block.columns, strict=True)
    return {name: fitted(stored[name], column) for name, column in columns if name in stored}


def _keys(register: Register, columns: dict[str, Column], count: int) -> Sequence[str | None]:
    if not register.key_fields:
        return [None] * count
    names = register.key_fields
    wires = [columns.get(name) or [None] * count for name in names]
    try:
        return register.natural_keys([_values(register, n, c) for n, c in zip(names, wires, strict=True)])
    except NONSENSE:  # a value that makes no sense takes the key of its own record only
        return [
            natural_key(register, dict(zip(names, some, strict=True))) for some in zip(*wires, strict=True)
        ]


def _values(register: Register, name: str, column: Iterable[Wire]) -> list[Value | None]:
    field = register.field(name)
    if field.type.python is str:  # texts and codes are stored as they are
        return list(column)
    known: dict[Wire, Value | None] = {wire: field.from_wire(wire) for wire in set(column)}
    return [known[wire] for wire in column]
