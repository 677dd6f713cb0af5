"""What is wrong in records that stand in the file already: nothing refused them, for they came by merging or are old."""

from collections.abc import Iterator, Sequence

from core.office.doubled import doubled_rows
from core.office.editing import named
from core.office.types import RecordFinding
from core.registers.centuries import far_from_plans
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.tables.definitions import REGISTERS
from core.store.tables.far_days import far_rows

MOST_LISTED = 1_000  # of a register; more are only counted


def record_findings(connection: Connection, plan_years: Sequence[int]) -> tuple[RecordFinding, ...]:
    """The findings, register by register; ``plan_years`` are the fiscal years (Buddhist) the file holds a plan for."""
    return tuple(
        found
        for register in REGISTERS.values()
        for kind in (_far_days(connection, register, plan_years), doubled_rows(connection, register))
        for found in kind
    )


def _far_days(
    connection: Connection, register: Register, plan_years: Sequence[int]
) -> Iterator[RecordFinding]:
    rows, count = far_rows(connection, register, plan_years, MOST_LISTED)
    for row in rows:
        for found in far_from_plans(register.stored_fields, row.values, plan_years):
            where = named(register, row.values)
            yield RecordFinding(found.code, found.message, where, register.name, row.id)
    if count > len(rows):
        more = f"มีวันที่ห่างจากแผนทุกปีอีก {count - len(rows):,} รายการ โปรดแก้รายการข้างต้นก่อนแล้วตรวจใหม่"
        yield RecordFinding("day.far", more, register.title, register.name)
