"""Spreadsheets in and out of a register."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from core.exchange.sheets_out import write_table
from core.faults import UsageRefusal
from core.office.sheets import SheetImport
from core.office.types import ImportReport
from core.office.watch import Progress
from core.registers.declare import Kind, Register
from core.store.records import Query, Row
from core.thai.fiscal import Month, fiscal_year_of

if TYPE_CHECKING:
    from core.office.session import Office


def import_records(
    incoming: SheetImport, *, dry_run: bool, keep_good: bool, update: bool, progress: Progress | None = None
) -> ImportReport:
    """Read, check and save the rows of a spreadsheet as one step of undo.

    Without ``keep_good`` one bad row keeps all out. ``update`` changes records whose natural key is there already;
    registers that come with the plan always do. FileRefusal or InputRefusal where the sheet itself can't be used.
    """
    found = incoming.check(incoming.strict_plan(update=update), progress)
    kept = found.good if keep_good or not found.bad else 0
    if kept and not dry_run:
        incoming.take(progress)
    return ImportReport(
        incoming.register.name, found.read, kept, found.bad, found.problems, found.remarks, found.unlisted
    )


def export_records(
    office: "Office", register: Register, target: Path, *, month: Month | None, names: bool
) -> int:
    """Write a register's records in natural-key order, then by id; returns how many.

    UsageRefusal for a month of a register that knows no days; FileRefusal where the file can't be written.
    """
    if month is not None and not register.date_field:
        raise UsageRefusal(f"{register.title}ไม่มีวันที่ จึงเลือกเฉพาะเดือนไม่ได้ โปรดส่งออกทั้งทะเบียน")
    order = register.key_fields or ("id",)
    rows = sorted(
        office.rows(register.name, Query(month=month, order_by=order)), key=lambda r: _key_year(register, r)
    )
    headings = [f.name if names else f.label for f in register.fields]
    body = ([row.values[f.name] for f in register.fields] for row in rows)
    write_table(target, headings, [f.kind for f in register.fields], body)
    return len(rows)


def _key_year(register: Register, row: Row) -> int:
    # A request's number is unique within its fiscal year: the year comes first, then the number.
    name = register.date_field
    if name not in register.key_fields or register.field(name).kind is not Kind.DAY:
        return 0
    day = row.values[name]
    return fiscal_year_of(day) if isinstance(day, date) else 0
