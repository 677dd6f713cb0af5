"""Who made a record: by the key, or where nobody signed by the copy of the file, of the entry that made it."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from core.registers.declare import Register
from core.store.tables.definitions import ENTRIES
from core.store.tables.register_tables import table_of


def makers(connection: Connection, register: Register, records: Sequence[str]) -> dict[str, str]:
    """The maker of each of some records that stand as they were made; those written to since are left out."""
    table = table_of(register)
    asked = (
        select(table.c.id, ENTRIES.c.key, ENTRIES.c.replica)
        .join(ENTRIES, ENTRIES.c.n == table.c.base)
        .where(table.c.id.in_(records), table.c.heads.is_(None))
    )
    return {record: key or replica for record, key, replica in connection.execute(asked)}
