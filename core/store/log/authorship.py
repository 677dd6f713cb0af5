"""Whose signature made a record."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from core.plan.office_records import PEOPLE
from core.store.tables.definitions import ENTRIES
from core.store.tables.register_tables import table_of


def self_signed(connection: Connection, keys: Mapping[str, bytes]) -> frozenset[str]:
    """Of people by their records' ids those whose record was made under the key it names: who certified themselves."""
    people = table_of(PEOPLE)
    made = select(people.c.id, ENTRIES.c.key).join(ENTRIES, ENTRIES.c.n == people.c.base)
    return frozenset(
        record for record, key in connection.execute(made) if keys.get(record, b"").hex() == (key or "-")
    )
