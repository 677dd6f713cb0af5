"""What came after a month's approval and changes a record as of its last day."""

from collections.abc import Iterator

from core.office.editing.closed_months import ClosedMonths
from core.office.editing.drafts import named
from core.office.months.types import Edition, LateRecord
from core.plan.closing import ClosedRecords, is_closed_by_months
from core.plan.months import OFFICE
from core.registers.declare import Register, Value, Values, Wire
from core.store.connection import Connection
from core.store.log.chain import read_entry
from core.store.log.clock import wall_time
from core.store.log.known_then import KnownThen, WrittenSince
from core.store.tables import records
from core.store.tables.register_tables import registers_of


def late_records(connection: Connection, closed: ClosedMonths, edition: Edition) -> Iterator[LateRecord]:
    """The records of the edition's unit that are no longer, as of its month's last day, what they were when it was approved;
    register by register. What a closed month lets pass is none of them."""
    then = KnownThen(connection, edition.vector)
    for register in registers_of(connection).values():
        if not is_closed_by_months(register):
            continue
        measured = closed.measured.get(register.name, frozenset())
        kept = ClosedRecords(register, edition.month.last_day, measured)
        for since in then.written_since(register):
            found = _late(connection, closed, edition, kept, since)
            if found:
                yield found


def _late(
    connection: Connection, closed: ClosedMonths, edition: Edition, kept: ClosedRecords, since: WrittenSince
) -> LateRecord | None:
    register = kept.register
    row = records.row(connection, register, since.record)
    now = row.values if row is not None and not row.deleted else None
    before = _values(register, since.then) if since.then is not None else None
    told = [values for values in (before, now) if values is not None]
    refused = kept.refused(before, now)
    mine = edition.unit == OFFICE or any(closed.unit_of(register, v) == edition.unit for v in told)
    if refused is None or not mine:
        return None
    entry = read_entry(connection, since.entries[-1])
    at = wall_time(entry.clock)
    fields = " ".join(register.field(name).label for name in refused)
    says = f"แก้{fields}" if fields else _coming_or_going(before, now)
    name = named(register, told[-1])
    return LateRecord(register.name, since.record, name, says, refused, entry.author, at, entry.unit)


def _coming_or_going(before: Values | None, now: Values | None) -> str:
    if before is not None and now is not None:
        return "ย้ายวัน"
    return "เพิ่ม" if before is None else "ลบ"


def _values(register: Register, wires: dict[str, Wire] | object) -> dict[str, Value | None]:
    assert isinstance(wires, dict)
    return {f.name: records.value_of(f, wires[f.name]) for f in register.stored_fields if f.name in wires}
