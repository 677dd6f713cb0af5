"""Whose signatures a file holds."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from core.plan.office_records import PEOPLE
from core.store.log.history import events
from core.store.tables.definitions import ENTRIES
from core.store.tables.records import Query, rows
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


def keys_of_people(connection: Connection) -> Mapping[str, frozenset[str]]:
    """Everybody's public keys, hexadecimal, by name: as the people's records hold them now, and as they held them before."""
    found: dict[str, set[str]] = {}
    for row in rows(connection, PEOPLE, Query()):
        past = {str(e.new) for e in events(connection, PEOPLE.name, row.id) if e.field == "key"}
        found.setdefault(str(row.values["name"]), set()).update({str(row.values["key"])}, past)
    return {name: frozenset(keys) for name, keys in found.items()}


def is_not_theirs(people: Mapping[str, frozenset[str]], author: str, key: str) -> bool:
    """True where a name is a person's with an account, and the ``key`` it is signed by isn't: anybody may have written it."""
    return author in people and key not in people[author]


def signing_keys(connection: Connection) -> frozenset[str]:
    """The public keys, hexadecimal, that signed entries of the file."""
    found = connection.execute(select(ENTRIES.c.key).where(ENTRIES.c.key != "").distinct())
    return frozenset(found.scalars())
