"""Spreadsheets in and out of a register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from core.exchange.sheets_in import match_columns, read_table
from core.exchange.sheets_out import write_table
from core.faults import Finding, UsageRefusal
from core.office import editing
from core.office.batch import BatchLookup
from core.office.editing import Desk, Draft
from core.office.types import ImportReport
from core.registers.declare import Kind, Register
from core.registers.reading import printable
from core.registers.show import show
from core.registers.validate import read_values
from core.store.file import OfficeFile
from core.store.log import Change
from core.store.records import Query, Row
from core.thai.fiscal import Month, fiscal_year_of

if TYPE_CHECKING:
    from core.office.session import Office


@dataclass(slots=True)
class _Import:
    """A spreadsheet's rows on their way into a register, and what they have come to so far."""

    desk: Desk
    batch: BatchLookup
    file: OfficeFile
    register: Register
    update: bool
    good: int = 0
    bad: int = 0
    changes: list[Change] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    _key_rows: dict[str, int] = field(default_factory=dict)
    _matched: set[str] = field(default_factory=set)

    def refuse(self, problems: Sequence[Finding]) -> None:
        """Count the rows that couldn't even be read."""
        self.problems += problems
        self.bad += len({f.row for f in problems})

    def take(self, row: int, raw: Mapping[str, object]) -> None:
        """Check one row and note the changes that would save it."""
        made = editing.draft(self.desk, self.register, raw, self._known(raw) if self.update else None)
        errors = [_as_typed(f, raw).at_row(row) for f in self._with_doubled(row, made)]
        self.problems += errors
        self.remarks += [_as_typed(f, raw).at_row(row) for f in made.findings if not f.is_error]
        if errors:
            self.bad += 1
            return
        new_id = made.record_id or self.register.id_for(made.whole) or self.file.new_id()
        self.good += 1
        self.changes += editing.changes_of(made, new_id)
        self.batch.add(self.register, new_id, made.whole)

    def _with_doubled(self, row: int, made: Draft) -> list[Finding]:
        """The row's errors; a key that stands twice in the sheet is said by the row where it stands already."""
        key = self.register.natural_key(made.whole)
        first = self._key_rows.setdefault(key, row) if key else row
        if first == row:
            return list(made.errors)
        name = next(n for n in self.register.key_fields if n != "fiscal_year")
        message = f"{editing.named(self.register, made.whole)} ซ้ำกับแถวที่ {first} โปรดเหลือไว้เพียงแถวเดียว"
        shown = show(self.register.field(name), made.whole.get(name))
        return [
            *(f for f in made.errors if f.code != "key.taken"),
            Finding("key.doubled", message, name, shown),
        ]

    def _known(self, raw: Mapping[str, object]) -> str | None:
        """The file's record the row means: of the same natural key or, where the register has none, the same in
        every field, so that a sheet imported twice doesn't enter everything twice."""
        values, findings = read_values(self.register, raw)
        lookup = self.batch.base
        if self.register.key is not None:
            key = self.register.natural_key(values)
            found = lookup.by_key(self.register.name, key) if key else None
            return str(found["id"]) if found else None
        whole = {f.name: values.get(f.name) for f in self.register.stored_fields}
        alike = [] if findings else lookup.where(self.register.name, **whole)
        known = next((str(r["id"]) for r in alike if r["id"] not in self._matched), None)
        self._matched |= {known} if known else set()
        return known


def _as_typed(finding: Finding, raw: Mapping[str, object]) -> Finding:
    # A rule shows the value it read (9 ม.ค. 63); whoever looks it up in the sheet needs the cell's own text.
    cell = raw.get(finding.field) if finding.field else None
    return replace(finding, value=printable(cell)) if isinstance(cell, str) and cell else finding


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
    table = read_table(source)
    columns = match_columns(register, table.headings)
    with file.reading() as connection:
        desk, batch = office.desk(connection).with_batch(len(table.rows))
        found = _Import(desk, batch, file, register, update)
        found.refuse(table.problems)
        for row, cells in table.rows:
            found.take(row, {c.name: v for c, v in zip(columns, cells, strict=True) if c is not None})
    kept = found.good if keep_good or not found.bad else 0
    if kept and not dry_run:
        office.save_checked(found.changes, f"นำเข้า{register.short_title} {kept} รายการ")
    problems = sorted(found.problems, key=lambda f: f.row or 0)
    return ImportReport(
        register.name, found.good + found.bad, kept, found.bad, tuple(problems), tuple(found.remarks)
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
