"""Which records have evidence: what is attached to which, and the records that have nothing."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, Select, func, not_, or_, select

from core.plan.office_records import EVIDENCE
from core.registers.declare import Register
from core.store.tables.bulk import chunks
from core.store.tables.records import Query, Row, conditions, ordering, read
from core.store.tables.register_tables import table_of, within_days

_TABLE = table_of(EVIDENCE)


def attached_to(connection: Connection, register: str, records: Sequence[str]) -> Iterator[Row]:
    """The evidence of some records of a register, the first attached first."""
    for some in chunks(records):
        yield from read(connection, EVIDENCE, _standing(register).where(_TABLE.c.record.in_(some)))


def attached_in(connection: Connection, register: str, year: int) -> tuple[Row, ...]:
    """All evidence of a register's records of a fiscal year, the first attached first."""
    return read(connection, EVIDENCE, _standing(register).where(_TABLE.c.fiscal_year == year))


def all_attached(connection: Connection, register: str = "") -> tuple[Row, ...]:
    """All evidence, or that of a register, the first attached first."""
    asked = select(_TABLE).where(_TABLE.c.deleted == 0).order_by(_TABLE.c.base, _TABLE.c.id)
    return read(connection, EVIDENCE, _standing(register) if register else asked)


def by_id(connection: Connection, ids: Sequence[str]) -> tuple[Row, ...]:
    """Evidence by its own ids, what was taken away too, in no order."""
    return read(connection, EVIDENCE, select(_TABLE).where(_TABLE.c.id.in_(ids)))


def counts(connection: Connection, register: str, records: Sequence[str]) -> dict[str, int]:
    """How many files some records of a register have; those that have none left out."""
    asked = (
        select(_TABLE.c.record, func.count())
        .where(_TABLE.c.deleted == 0, _TABLE.c.register_name == register, _TABLE.c.record.in_(records))
        .group_by(_TABLE.c.record)
    )
    return dict(tuple(row) for row in connection.execute(asked))


def _standing(register: str) -> Select[tuple[object, ...]]:
    standing = _TABLE.c.deleted == 0, _TABLE.c.register_name == register
    return select(_TABLE).where(*standing).order_by(_TABLE.c.base, _TABLE.c.id)


def has_none(register: Register) -> ColumnElement[bool]:
    """A record of a register has no evidence."""
    return not_(has_some(register))


def has_some(register: Register) -> ColumnElement[bool]:
    """A record of a register has evidence. The records that have are gathered once, however many are asked about."""
    some = select(_TABLE.c.record).where(
        _TABLE.c.register_name == register.name, _TABLE.c.deleted == 0, _TABLE.c.record.is_not(None)
    )
    return table_of(register).c.id.in_(some)


def without(connection: Connection, register: Register, first: date, last: date) -> tuple[Row, ...]:
    """The records of a register that count, happened between two days (inclusive) and have no evidence: by its date, or where
    it has none by any of its events."""
    happened = [register.date_field] if register.date_field else [f.name for f in register.event_fields]
    days = [within_days(register, name, first, last) for name in happened]
    if not days:
        return ()
    asked = select(table_of(register)).where(
        *conditions(register, Query(counted=True)), has_none(register), or_(*days)
    )
    return read(connection, register, asked.order_by(*ordering(register, Query())))
