"""Tables follow what a file declares: made, widened and made anew as its registers come, change and go.

What a register's rows are follows from the log and from what its declaration says of folding. Where that changes its table is
made anew, to be folded from the log again: nothing is lost with the table, and a column never holds values of another type.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Connection, delete
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateColumn, CreateIndex, DropIndex

from core.registers.declare import Register
from core.store.log.chain import stored_naming
from core.store.log.entry import decode
from core.store.log.upgrades import upgraded
from core.store.tables.definitions import RIVALS, SEARCHED
from core.store.tables.register_tables import Registers, making, table_of


@dataclass(slots=True)
class Followed:
    """The registers that came, changed or went, and of these the ones whose empty tables are to be filled from the log."""

    changed: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)


def follow(connection: Connection, before: Registers, after: Registers) -> Followed:
    """Bring the tables of the registers a file had ``before`` to those it has now. Folding never refuses: neither does this."""
    followed = Followed(set(before.keys() - after.keys()))
    for name in followed.changed:
        _drop(connection, name)
    for name, register in after.items():
        old = before.get(name)
        if old is register:
            continue
        followed.changed.add(name)
        if old is None or not _goes_on(connection, old, register):
            make_anew(connection, register)
            followed.empty.add(name)
    return followed


def make_anew(connection: Connection, register: Register) -> None:
    """Make a register's table, empty, whatever stood there."""
    _drop(connection, register.name)
    for statement in making(table_of(register)):
        connection.exec_driver_sql(statement)


def _drop(connection: Connection, name: str) -> None:
    connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"')
    for kept in (RIVALS, SEARCHED):
        connection.execute(delete(kept).where(kept.c.register == name))


def _goes_on(connection: Connection, old: Register, register: Register) -> bool:
    """True where a table's rows are what folding the log anew would make of them, once the columns it lacks are there."""
    if _beside_fields(old) != _beside_fields(register):
        return False
    had, has = _columns(old), _columns(register)
    lacking = has.keys() - had.keys()
    if any(has.get(name) != folds for name, folds in had.items()):
        return False
    if lacking and _written(connection, register.name, lacking):
        return False
    table = table_of(register)
    _widen(connection, register.name, (table.c[name] for name in sorted(lacking)))
    _index_anew(connection, old, register)
    return True


def _written(connection: Connection, register: str, fields: Collection[str]) -> bool:
    """True where somebody has written into these fields already."""
    for _, stored in stored_naming(connection, {register}, fields):
        entry = upgraded(decode(stored))
        made = entry.new[register].fields if register in entry.new else ()
        if not {*made, *(write.field for write in entry.writes.get(register, ()))}.isdisjoint(fields):
            return True
    return False


def _beside_fields(register: Register) -> tuple[Any, ...]:
    """What of a declaration, beside its fields, folding reads: the natural key."""
    types = tuple(register.field(name).type for name in register.key_fields)
    return register.key_fields, register.key, types, register.may_be_doubled


def _columns(register: Register) -> Mapping[str, Any]:
    """What of each field folding reads."""
    return {f.name: (f.type.storage, f.type.is_text) for f in register.stored_fields}


def _widen(connection: Connection, name: str, columns: Iterable[Column[Any]]) -> None:
    for column in columns:
        said = CreateColumn(column).compile(dialect=sqlite.dialect())
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ADD COLUMN {said}')


def _index_anew(connection: Connection, old: Register, register: Register) -> None:
    had, has = (
        {str(CreateIndex(index)): index for index in table_of(one).indexes} for one in (old, register)
    )
    for said in had.keys() - has.keys():
        connection.execute(DropIndex(had[said]))
    for said in has.keys() - had.keys():
        connection.execute(CreateIndex(has[said]))
