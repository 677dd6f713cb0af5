"""The values a register's text fields were given, the ones used most and last first."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from core.registers.declare import Register
from core.store.tables.personal import told_from
from core.store.tables.register_tables import counted, table_of

# What a record's value counts for, by how many records were made after it: this week's work, these months', older.
_LATELY, _RECENTLY = 100, 1_000
_WEIGHTS = (20, 4, 1)


def used_values(
    connection: Connection, register: Register, names: Iterable[str], most: int, personal_from: int = 0
) -> dict[str, tuple[tuple[str, int], ...]]:
    """For each field the values as they were typed, each with its weight, the heaviest first and at most ``most``; of two
    that weigh the same the one used last comes first. Deleted and doubled records don't count, nor does personal data of fiscal
    years before ``personal_from``."""
    table = table_of(register)
    weight, personal = _weight(connection, table), {f.name for f in register.personal_fields}
    told = {name: told_from(register, personal_from if name in personal else 0) for name in names}
    return {name: _values(connection, table.c[name], weight, most, told[name]) for name in told}


def _weight(connection: Connection, table: Any) -> ColumnElement[int]:
    """What a record counts for, by the entry that made it."""
    near, mid, far = _WEIGHTS
    lately, recently = (_made_from(connection, table, count) for count in (_LATELY, _RECENTLY))
    return case((table.c.base >= lately, near), (table.c.base >= recently, mid), else_=far)


def _made_from(connection: Connection, table: Any, count: int) -> int:
    """The entry that made the oldest of the ``count`` newest records; 0 where there are fewer."""
    newest = select(table.c.base).order_by(table.c.base.desc()).limit(1).offset(count - 1)
    return connection.execute(newest).scalar() or 0


def _values(
    connection: Connection, column: Any, weight: ColumnElement[int], most: int, told: ColumnElement[bool]
) -> tuple[tuple[str, int], ...]:
    table = column.table
    total = func.sum(weight).label("weight")
    query = (
        select(column.label("value"), total)
        .where(*counted(table), func.trim(column) != "", told)
        .group_by(column)
        .order_by(total.desc(), func.max(table.c.base).desc(), func.max(table.c.id).desc())
        .limit(most)
    )
    return tuple((str(row.value), int(row.weight)) for row in connection.execute(query))
