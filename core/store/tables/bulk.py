"""Statements over many rows that need nothing converted: compiled once, given tuples in wire form.

The statement compiler is spared, which takes longer over a thousand rows than the database does.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Dialect, Table, bindparam, exists, insert, select, update

CHUNK = 1000
Item = TypeVar("Item")
KEPT = 100  # statements kept: each opened file has a dialect of its own


def chunks(items: Sequence[Item], size: int = CHUNK) -> Iterator[Sequence[Item]]:
    """The items in order, so many at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def insert_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, each in the order of the table's columns."""
    if rows:
        connection.exec_driver_sql(_insert(table, connection.dialect), list(rows))


def insert_row(connection: Connection, table: Table, row: tuple[Any, ...]) -> int:
    """Insert one row, in the order of the table's columns; the number the database gave it."""
    return int(connection.exec_driver_sql(_insert(table, connection.dialect), row).lastrowid)


def update_rows(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows anew, each in the order of the table's columns, of which the first, ``id``, is its key."""
    if rows:
        statement = _update(table, connection.dialect)
        connection.exec_driver_sql(statement, [(*row[1:], row[0]) for row in rows])


def any_between(connection: Connection, column: Column[Any], keys: Sequence[Any]) -> bool:
    """True where a row's value of the column lies between the least and the greatest of the keys, both included."""
    ends = (min(keys), max(keys))
    return bool(connection.exec_driver_sql(_between(column, connection.dialect), ends).scalar_one())


def chosen(connection: Connection, columns: Sequence[Column[Any]], keys: Iterable[Any]) -> Iterator[Any]:
    """The rows, as the database gives them, whose value of the first of the columns is one of the keys."""
    for some in chunks(list(keys)):
        # Filled up by the last of them to one of a few sizes, so that few statements are compiled and kept.
        room = min(CHUNK, 1 << (len(some) - 1).bit_length())
        keys_given = (*some, *[some[-1]] * (room - len(some)))
        statement = _select(tuple(columns), room, connection.dialect)
        yield from connection.exec_driver_sql(statement, keys_given)


@lru_cache(KEPT)
def _insert(table: Table, dialect: Dialect) -> str:
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in table.columns}
    return str(insert(table).values(values).compile(dialect=dialect))


@lru_cache(KEPT)
def _update(table: Table, dialect: Dialect) -> str:
    values: dict[str, Any] = {c.name: bindparam(c.name) for c in table.columns if c.name != "id"}
    statement = update(table).where(table.c.id == bindparam("_id")).values(values)
    return str(statement.compile(dialect=dialect))


@lru_cache(KEPT)
def _between(column: Column[Any], dialect: Dialect) -> str:
    among = column.between(bindparam("low"), bindparam("high"))
    return str(select(exists().where(among)).compile(dialect=dialect))


@lru_cache(KEPT)
def _select(columns: tuple[Column[Any], ...], keys: int, dialect: Dialect) -> str:
    among = columns[0].in_([bindparam(f"key_{n}") for n in range(keys)])
    return str(select(*columns).where(among).compile(dialect=dialect))
