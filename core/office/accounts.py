"""The accounts an open file holds: its people, and the keys nobody may sign with any more. Source: docs/domain.md, "Accounts"."""

from dataclasses import dataclass

from core.plan.office_records import PEOPLE, REVOCATIONS
from core.plan.people import Person, Role, key_of, person_said
from core.registers.declare import Value
from core.store.connection import Connection
from core.store.tables import records
from core.store.tables.records import Query
from core.store.tables.register_tables import registers_of
from core.thai.folding import fold_case

OF_ACCOUNTS = frozenset({PEOPLE.name, REVOCATIONS.name})


@dataclass(frozen=True, slots=True)
class Accounts:
    """People by their records' ids, in the order of their names; of each the private key as it is sealed under the password
    and under the recovery code; and the keys revoked."""

    people: dict[str, Person]
    locked: dict[str, str]
    recovery: dict[str, str]
    revoked: frozenset[bytes]

    def __bool__(self) -> bool:
        return bool(self.people)

    def can_sign(self, person: Person) -> bool:
        """True where the account is in use and its key holds."""
        return person.active and bool(person.key) and person.key not in self.revoked

    def named(self, name: str) -> Person | None:
        """The person of a name, one who can sign in before others; None where there is none."""
        found = [p for p in self.people.values() if fold_case(p.name) == fold_case(name)]
        return max(found, key=self.can_sign, default=None)

    def keepers(self) -> tuple[Person, ...]:
        """Those who keep people, plan and settings, and can sign in."""
        return tuple(p for p in self.people.values() if Role.KEEPER in p.roles and self.can_sign(p))


def read_accounts(connection: Connection) -> Accounts:
    """The accounts as the file holds them now."""
    known = registers_of(connection)
    rows = {row.id: row for row in records.rows(connection, known[PEOPLE.name], Query())}
    revoked = records.rows(connection, known[REVOCATIONS.name], Query())
    return Accounts(
        {row.id: person_said(row.id, row.values) for row in rows.values()},
        {row.id: _text(row.values["locked_key"]) for row in rows.values()},
        {row.id: _text(row.values["recovery_key"]) for row in rows.values()},
        frozenset(filter(None, (key_of(row.values["key"]) for row in revoked))),
    )


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""
