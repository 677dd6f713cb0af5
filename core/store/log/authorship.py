"""Whose signatures a file holds."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from core.plan.office_records import PEOPLE
from core.store.tables.definitions import ENTRIES
from core.store.tables.register_tables import table_of


def certified_themselves(
    connection: Connection, keys: Mapping[str, bytes], revoked: frozenset[bytes]
) -> frozenset[str]:
    """Of people by their records' ids, with their keys, those whose account no other account made: the first ones.
    ``revoked`` are keys that were somebody's before."""
    people = table_of(PEOPLE)
    made = select(people.c.id, ENTRIES.c.key).join(ENTRIES, ENTRIES.c.n == people.c.base)
    known = {*keys.values(), *revoked}
    return frozenset(
        record
        for record, key in connection.execute(made)
        if record in keys and bytes.fromhex(key or "") not in known - {keys[record]}
    )


def signing_keys(connection: Connection) -> frozenset[str]:
    """The public keys, hexadecimal, that signed entries of the file."""
    found = connection.execute(select(ENTRIES.c.key).where(ENTRIES.c.key != "").distinct())
    return frozenset(found.scalars())
