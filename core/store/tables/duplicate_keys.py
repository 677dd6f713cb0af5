"""Duplicate keys: records that share a natural key, of which only one counts."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, text

from core.store.tables.bulk import chunks


@cache
def _marking(register: str) -> Any:
    # Only the lowest undeleted id with a natural key counts (docs/architecture.md, "Folding never refuses"). Rows that stand as they
    # should are not written again.
    table = f'"{register}"'
    second = (
        f"EXISTS (SELECT 1 FROM {table} AS other "
        f"WHERE other.nkey = {table}.nkey AND other.deleted = 0 AND other.id < {table}.id)"
    )
    return text(f"UPDATE {table} SET twin = {second} WHERE nkey IN :keys AND twin <> {second}").bindparams(
        bindparam("keys", expanding=True)
    )


def mark_duplicates(connection: Connection, register: str, keys: Sequence[str]) -> None:
    """Say of all rows with these natural keys which of them count."""
    for some in chunks(keys):
        connection.execute(_marking(register), {"keys": some})
