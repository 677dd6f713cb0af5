"""What comes in by a merge, counted: records by unit, register and month. For a trial merge in a copy of the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, Connection, MetaData, String, Table, Text, cast, func, select
from sqlalchemy.dialects.sqlite import insert

from core.store.log.entry import Entry
from core.store.tables.register_tables import registers_of, table_of
from core.thai.fiscal import Month

# Kept in the database, not in memory: there may be a million of them.
_ARRIVING = Table(
    "arriving",
    MetaData(),
    Column("register", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    prefixes=["TEMPORARY"],
)


@dataclass(frozen=True, slots=True)
class MergeCount:
    """So many records of a register and month (None: it knows no days, or none was given) that a unit wrote to; ``unit``
    is "" where it is unknown."""

    unit: str
    register: str
    month: Month | None
    records: int


class MergeCounts:
    """Counts the records that folded entries touch; a record touched twice by one unit counts once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._registers = registers_of(connection)
        _ARRIVING.create(connection)

    def note(self, folded: Sequence[Entry]) -> None:
        """MergeCount what these entries touch; what no register of ours keeps is left out."""
        rows = [
            {"register": register, "record": record, "unit": entry.unit}
            for entry in folded
            for register, record in entry.records()
            if register in self._registers
        ]
        if rows:
            self._connection.execute(insert(_ARRIVING).on_conflict_do_nothing(), rows)

    def counts(self) -> Iterator[MergeCount]:
        """What was counted, by unit, register and month."""
        names = self._connection.execute(select(_ARRIVING.c.register).distinct()).scalars().all()
        for name in sorted(names):
            yield from self._of_register(name)

    def _of_register(self, name: str) -> Iterator[MergeCount]:
        register = self._registers[name]
        table, date_field = table_of(register), register.date_field
        # Without a day of its own the record's month is none: a text of no length.
        month = (
            func.substr(cast(table.c[date_field], String), 1, 7)
            if date_field
            else func.substr(table.c.id, 1, 0)
        )
        query = (
            select(_ARRIVING.c.unit, month, func.count())
            .join(table, table.c.id == _ARRIVING.c.record)
            .where(_ARRIVING.c.register == name)
            .group_by(_ARRIVING.c.unit, month)
            .order_by(_ARRIVING.c.unit, month)
        )
        for unit, iso, records in self._connection.execute(query):
            yield MergeCount(unit, name, _month(iso), records)


def _month(iso: str | None) -> Month | None:
    try:
        return Month.from_iso(iso) if iso else None
    except ValueError:
        return None  # folding never refuses a day that makes no sense
