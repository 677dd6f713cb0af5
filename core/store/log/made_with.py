"""What records were made with: of those that come with a plan what the plan says of them, unlike what was recorded since."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from core.registers.declare import Register, Wire
from core.store.log.chain import read_entry
from core.store.log.upgrades import upgraded
from core.store.tables.register_tables import counted, table_of


def made_with(connection: Connection, register: Register) -> Mapping[str, frozenset[str]]:
    """By the id of each record that counts: the fields that the entry which made it filled in."""
    table = table_of(register)
    found = connection.execute(select(table.c.id, table.c.base).where(*counted(table))).all()
    kept = {record for record, _ in found}
    filled: dict[str, frozenset[str]] = {}
    for base in sorted({base for _, base in found}):
        made = upgraded(read_entry(connection, base)).new.get(register.name)
        for record, wires in made.rows if made else ():
            if record in kept:
                named = zip(made.fields, wires, strict=True) if made else ()
                filled[record] = frozenset(name for name, wire in named if wire is not None)
    return filled


def values_made(connection: Connection, register: Register, record: str) -> Mapping[str, Wire] | None:
    """The values the entry which made a record filled in; None where it isn't there."""
    table = table_of(register)
    base = connection.execute(select(table.c.base).where(table.c.id == record)).scalar()
    if base is None:
        return None
    made = upgraded(read_entry(connection, base)).new.get(register.name)
    rows = made.rows if made else ()
    wires = next((wires for one, wires in rows if one == record), ())
    return dict(zip(made.fields, wires, strict=True)) if made and wires else {}
