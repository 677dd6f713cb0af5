"""The statements that write a register's rows, in wire form and in the order of the table's columns."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, bindparam, insert, select, text, update

from core.store.tables import TABLES

CHUNK = 1000


@cache
def by_ids(register: str) -> Select[Any]:
    """The rows of the ids bound to ``ids``."""
    table = TABLES[register]
    return select(table).where(table.c.id.in_(bindparam("ids", expanding=True)))


@cache
def insert_row(register: str, dialect: Dialect) -> str:
    """Insert a whole row. Nothing is left for the statement to convert: it is text for the driver."""
    table = TABLES[register]
    columns: dict[str, Any] = {c.name: bindparam(c.name) for c in table.columns}
    return str(insert(table).values(columns).compile(dialect=dialect))


@cache
def update_row(register: str, dialect: Dialect) -> str:
    """Write a whole row anew; the id comes last."""
    table = TABLES[register]
    columns: dict[str, Any] = {c.name: bindparam(c.name) for c in table.columns if c.name != "id"}
    statement = update(table).where(table.c.id == bindparam("_id")).values(columns)
    return str(statement.compile(dialect=dialect))


@cache
def _twins(register: str) -> Any:
    # Only the lowest undeleted id with a natural key counts (DESIGN.md, "Folding never refuses"). Rows that stand as they
    # should are not written again.
    second = (
        f"EXISTS (SELECT 1 FROM {register} AS other "
        f"WHERE other.nkey = {register}.nkey AND other.deleted = 0 AND other.id < {register}.id)"
    )
    return text(f"UPDATE {register} SET twin = {second} WHERE nkey IN :keys AND twin <> {second}").bindparams(
        bindparam("keys", expanding=True)
    )


def settle_twins(connection: Connection, register: str, keys: Sequence[str]) -> None:
    """Say of all rows with these natural keys which of them count."""
    for start in range(0, len(keys), CHUNK):
        connection.execute(_twins(register), {"keys": keys[start : start + CHUNK]})
