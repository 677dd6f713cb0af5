"""Spreadsheets in and out of a register."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from core.exchange.spreadsheets.sheets_out import write_table
from core.exchange.spreadsheets.template_out import write_template_file
from core.faults import UsageRefusal
from core.office.progress import Progress, Watch, without_collector
from core.office.records.service import RecordService
from core.office.session import Session
from core.registers.declare import Field, Register, Value
from core.registers.personal import masked
from core.store.tables.records import Query, Row
from core.thai.fiscal import Month, fiscal_year_of

ROWS_A_TICK = 100


def export_records(
    register: Register,
    target: Path,
    rows: Sequence[Row],
    *,
    names: bool,
    progress: Progress | None,
    personal: bool,
) -> None:
    """Write records in their order, their personal data masked unless ``personal``. FileRefusal where the file can't be written;
    Stopped where ``progress`` asks to stop, and nothing is written."""
    headings = [f.name if names else f.label for f in register.fields]
    watch = Watch(progress, f"กำลังส่งออก {len(rows):,} รายการ")
    with watch, without_collector():
        types = [f.type for f in register.fields]
        write_table(target, headings, types, _watched(register, rows, watch, personal), watch.heed)


def _watched(
    register: Register, rows: Sequence[Row], watch: Watch, personal: bool
) -> Iterator[list[Value | None]]:
    names = [f.name for f in register.fields]
    masks = bool(register.personal_fields) and not personal
    for place, row in enumerate(rows):
        if place % ROWS_A_TICK == 0:
            watch.tick(place / len(rows))
        values = masked(register, row.values) if masks else row.values
        yield [values[name] for name in names]


def write_template(session: Session, register: Register, target: Path) -> None:
    """Write an empty sheet to be filled in: headings, help, and lists to choose from."""
    options = {f.name: _options(session, f) for f in register.typed_fields}
    write_template_file(target, register, options)


def _options(session: Session, field: Field) -> tuple[str, ...]:
    if field.refers_to:
        of = session.register(field.refers_to)
        if any(f.name in of.key_fields for f in of.personal_fields):
            return ()  # a form goes to many hands
        found = RecordService(session).rows(of.name, Query(order_by=of.key_fields))
        return tuple(dict.fromkeys(str(row.values[of.key_fields[0]]) for row in found))
    return field.type.options(field)


def in_key_order(session: Session, register: Register, month: Month | None) -> list[Row]:
    """A register's records in natural-key order, then by id. UsageRefusal for a month of a register that knows no days."""
    if month is not None and not register.date_field:
        raise UsageRefusal(f"{register.title}ไม่มีวันที่ จึงเลือกเฉพาะเดือนไม่ได้ โปรดส่งออกทั้งทะเบียน")
    order = register.key_fields or ("id",)
    found = RecordService(session).rows(register.name, Query(month=month, order_by=order))
    return sorted(found, key=lambda row: _key_year(register, row))


def _key_year(register: Register, row: Row) -> int:
    # A request's number is unique within its fiscal year: the year comes first, then the number.
    name = register.date_field
    day = row.values[name] if name in register.key_fields else None
    return fiscal_year_of(day) if isinstance(day, date) else 0
