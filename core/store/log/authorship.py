"""Whose signatures a file holds."""

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class PersonsKeys:
    """The public keys, hexadecimal, that a person has or had, and the number of the entry ``since`` which this file knows the
    account."""

    since: int
    keys: frozenset[str]


def keys_of_people(connection: Connection) -> Mapping[str, PersonsKeys]:
    """Everybody's keys by name: as the people's records hold them now, and as they held them before."""
    found: dict[str, PersonsKeys] = {}
    for row in rows(connection, PEOPLE, Query()):
        past = events(connection, PEOPLE.name, row.id)
        keys = {str(row.values["key"]), *(str(e.new) for e in past if e.field == "key")}
        since, name = min(e.n for e in past), str(row.values["name"])
        known = found.get(name, PersonsKeys(since, frozenset()))
        found[name] = PersonsKeys(min(since, known.since), known.keys | keys)
    return found


def is_not_theirs(people: Mapping[str, PersonsKeys], author: str, key: str, n: int) -> bool:
    """True where a name is a person's with an account, and the ``key`` that signed entry ``n`` isn't: anybody may have written
    it. What the file held before the account says nothing of it."""
    person = people.get(author)
    return person is not None and n > person.since and key not in person.keys


def signing_keys(connection: Connection) -> frozenset[str]:
    """The public keys, hexadecimal, that signed entries of the file."""
    found = connection.execute(select(ENTRIES.c.key).where(ENTRIES.c.key != "").distinct())
    return frozenset(found.scalars())
