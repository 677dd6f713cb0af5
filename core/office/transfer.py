"""Spreadsheets in and out of a register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from core.exchange.sheets_in import match_columns, read_table
from core.exchange.sheets_out import write_table
from core.faults import Finding
from core.office import editing
from core.office.editing import BatchLookup, Desk
from core.office.types import ImportReport
from core.registers.declare import Register
from core.registers.validate import read_values
from core.store.file import OfficeFile
from core.store.log import Change
from core.store.records import FileLookup, Query
from core.thai.fiscal import Month

if TYPE_CHECKING:
    from core.office.session import Office


@dataclass(slots=True)
class _Import:
    """What reading a spreadsheet has come to so far."""

    read: int = 0
    good: int = 0
    bad: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)


def import_records(
    office: "Office",
    file: OfficeFile,
    register: Register,
    source: Path,
    *,
    dry_run: bool,
    keep_good: bool,
    update: bool,
) -> ImportReport:
    """Read, check and save the rows of a spreadsheet as one step of undo.

    Without ``keep_good`` one bad row keeps all out. ``update`` changes records whose natural key is there already;
    registers that come with the plan always do. FileRefusal or InputRefusal where the sheet itself can't be used.
    """
    found = _Import()
    table = read_table(source)
    columns = match_columns(register, table.headings)
    with file.reading() as connection:
        base = office.desk(connection)
        batch = BatchLookup(base.lookup)
        desk = Desk(connection, base.calendar, base.today, base.fiscal_year, batch)
        for number, cells in table.rows:
            raw = {c.name: cell for c, cell in zip(columns, cells, strict=False) if c is not None}
            _take(desk, file, batch, register, number, raw, found, update)
    kept = found.good if keep_good or not found.bad else 0
    if kept and not dry_run:
        office.save_checked(found.changes, f"นำเข้า{register.short_title} {kept} รายการ")
    return ImportReport(
        register.name, found.read, kept, found.bad, tuple(found.problems), tuple(found.remarks)
    )


def _take(
    desk: Desk,
    file: OfficeFile,
    batch: BatchLookup,
    register: Register,
    number: int,
    raw: Mapping[str, object],
    found: _Import,
    update: bool,
) -> None:
    found.read += 1
    known = _known(desk, register, raw) if update else None
    made = editing.draft(desk, register, raw, known)
    new_id = made.record_id or register.id_for(made.whole) or file.new_id()
    errors = [f.at_row(number) for f in made.errors]
    found.problems += errors
    found.remarks += [f.at_row(number) for f in made.findings if not f.is_error]
    if errors:
        found.bad += 1
        return
    found.good += 1
    found.changes += editing.changes_of(made, new_id)
    batch.add(register, new_id, made.whole)


def _known(desk: Desk, register: Register, raw: Mapping[str, object]) -> str | None:
    # The file's record of that key; a key given twice within one sheet stays a finding.
    key = register.natural_key(read_values(register, raw)[0])
    found = FileLookup(desk.connection).by_key(register.name, key) if key else None
    return str(found["id"]) if found else None


def export_records(
    office: "Office", register: Register, target: Path, *, month: Month | None, names: bool
) -> int:
    """Write a register's records in natural-key order, then by id; returns how many."""
    order = tuple(n for n in register.key_fields if n in {f.name for f in register.stored_fields})
    rows = office.rows(register.name, Query(month=month, order_by=order or ("id",)))
    fields = register.fields
    headings: Sequence[str] = [f.name if names else f.label for f in fields]
    body = ([row.values[f.name] for f in fields] for row in rows)
    write_table(target, headings, [f.kind for f in fields], body)
    return len(rows)
