"""The office: one function per thing a person does; the only door for the desk and the command line."""

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from core import registers
from core.faults import FileRefusal, Finding, InputRefusal, UsageRefusal
from core.indicators.facts import Facts
from core.indicators.parameters import BadParameter
from core.indicators.registry import settings
from core.office import editing, figures
from core.office.centres import centre_rows
from core.office.editing import Desk, Draft
from core.office.opening import genesis_of
from core.office.overview import Outlook, Terms, completeness, upcoming
from core.office.requests import due_day, standing
from core.office.types import (
    CentreRow,
    CheckReport,
    Chip,
    DueDay,
    Edit,
    HistoryItem,
    ImportReport,
    IndicatorRow,
    ReportInfo,
    Saved,
    UnitMonths,
    Upcoming,
    WorkingsView,
)
from core.office.undo import UndoBook
from core.office.workings import records_behind
from core.plan.compose import plan_from_rows
from core.plan.model import Indicator, Plan
from core.plan.records import PLAN_REGISTERS
from core.registers.declare import Register, Value
from core.store import records
from core.store.backup import backup, restore
from core.store.check import check
from core.store.connection import Connection
from core.store.facts import audit_months, facts_for
from core.store.file import Batch, OfficeFile
from core.store.history import events
from core.store.log import Change, Changes, Deed
from core.store.records import Query, Row
from core.store.tables import REGISTERS
from core.thai.calendar import Holiday, WorkingCalendar, government_calendar
from core.thai.fiscal import Month, fiscal_year_of

Listener = Callable[[Changes], None]
PLAN_NAMES = frozenset(r.name for r in PLAN_REGISTERS)
REQUEST_DEFAULTS = {"working_days": 7, "clock": "first_receipt", "procurement": "w119"}


class Office:
    """An open office file as a person uses it. Days are inclusive; figures are as of the *end* of a day.

    Every method raises only ``Refusal`` for what a person can mend. Reading is safe from any thread.
    """

    def __init__(self, file: OfficeFile, author: str, today: Callable[[], date] = date.today) -> None:
        self.author = author
        self.today = today
        self._file = file
        self._listeners: list[Listener] = []
        self._plans: dict[int, Plan] = {}
        self._years: tuple[int, ...] | None = None
        self._calendar: WorkingCalendar | None = None
        self._undo = UndoBook(file, author)
        self._reading = threading.RLock()

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        plan_year: int = 2563,
        unit: str = "admin",
        sample: bool = False,
        author: str = "ผู้ใช้",
    ) -> "Office":
        """A new office file holding a bundled plan; ``sample`` fills in a year of plausible records.

        FileRefusal where the file is there already; UsageRefusal for a plan year or unit that doesn't exist.
        """
        from core.office.opening import fill_sample, remember_unit  # only creating needs the sample

        genesis = genesis_of(plan_year)
        office = cls(OfficeFile.create(Path(path), genesis, holder=author), author)
        try:
            remember_unit(office, plan_year, unit)
            if sample:
                fill_sample(office, plan_year)
        except BaseException:
            office.close()
            Path(path).unlink(missing_ok=True)
            raise
        return office

    @classmethod
    def open(cls, path: Path, *, author: str = "ผู้ใช้", read_only: bool = False) -> "Office":
        """Open an office file; FileRefusal where it isn't one, LockRefusal where somebody else writes."""
        return cls(OfficeFile.open(Path(path), holder=author, read_only=read_only), author)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> "Office":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self._file.path

    @property
    def read_only(self) -> bool:
        """True when nothing can be saved because somebody else writes."""
        return self._file.read_only

    @property
    def unit(self) -> str:
        """The code of the unit whose file this is."""
        return self._file.meta()["unit"]

    def set_unit(self, unit: str) -> None:
        """Note the code of the unit whose file this is."""
        self._file.set_unit(unit)

    # The plan

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years the file holds a plan for, ascending."""
        with self._reading:
            if self._years is None:
                self._years = self._read_years()
            return self._years

    def _read_years(self) -> tuple[int, ...]:
        with self._file.reading() as connection:
            found = records.rows(connection, REGISTERS["plan_years"], Query())
        return tuple(sorted(y for r in found if isinstance(y := r.values["fiscal_year"], int)))

    def default_year(self, as_of: date) -> int:
        """The as-of day's fiscal year where the file holds its plan, else the latest it holds."""
        years = self.years
        if not years:
            raise FileRefusal(f"แฟ้ม “{self.path.name}” ยังไม่มีแผนปฏิบัติราชการ โปรดสร้างแฟ้มใหม่พร้อมแผน")
        return fiscal_year_of(as_of) if fiscal_year_of(as_of) in years else years[-1]

    def plan(self, year: int | None = None) -> Plan:
        """The plan of a fiscal year (default: the latest); UsageRefusal where the file holds none."""
        wanted = year if year is not None else self.default_year(self.today())
        with self._reading:
            if wanted not in self._plans:
                self._plans[wanted] = self._composed(wanted)
            return self._plans[wanted]

    def _composed(self, year: int) -> Plan:
        if year not in self.years:
            raise UsageRefusal(f"แฟ้มนี้ไม่มีแผนปีงบประมาณ {year} โปรดเลือกปีที่มีในแฟ้ม")
        with self._file.reading() as connection:
            rows = {r.name: records.all_values(connection, r) for r in PLAN_REGISTERS}
        return plan_from_rows(year, rows)

    @property
    def calendar(self) -> WorkingCalendar:
        """The government calendar with the office's own additions and removals on top."""
        with self._reading:
            if self._calendar is None:
                self._calendar = self._read_calendar()
            return self._calendar

    def _read_calendar(self) -> WorkingCalendar:
        with self._file.reading() as connection:
            own = records.all_values(connection, REGISTERS["office_holidays"])
        added = [
            Holiday(r["day"], r["name"] or "วันหยุด", r["source"] or "") for r in own if r["kind"] == "add"
        ]
        return government_calendar(added, [r["day"] for r in own if r["kind"] == "remove"])

    # Registers

    def registers(self) -> tuple[Register, ...]:
        """The registers that have a page, in rail order."""
        return tuple(r for r in registers.ALL if not r.internal)

    def register(self, name: str) -> Register:
        """The register of that name; UsageRefusal where there is none."""
        if name not in REGISTERS:
            known = " ".join(r.name for r in self.registers())
            raise UsageRefusal(f"ไม่มีทะเบียนชื่อ “{name}” โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ {known}")
        return REGISTERS[name]

    def rows(self, name: str, query: Query | None = None) -> tuple[Row, ...]:
        """The records a query asks for, columns that live elsewhere joined."""
        register = self.register(name)
        with self._file.reading() as connection:
            found = records.rows(connection, register, query or Query())
            return _joined(connection, register, found)

    def count(self, name: str, query: Query | None = None) -> int:
        """How many records a query asks for."""
        with self._file.reading() as connection:
            return records.count(connection, self.register(name), query or Query())

    def record(self, name: str, record_id: str) -> Row:
        """One record, deleted ones too; InputRefusal where there is none."""
        register = self.register(name)
        with self._file.reading() as connection:
            found = records.row(connection, register, record_id)
            if found is None:
                raise InputRefusal(f"ไม่พบรายการนี้ใน{register.title} โปรดเปิดรายการใหม่")
            return _joined(connection, register, [found])[0]

    def blank(self, name: str) -> dict[str, Value | None]:
        """Defaults for a new record: today, the usual choice, the next request number."""
        from core.office.defaults import blank

        register = self.register(name)
        with self._file.reading() as connection:
            return blank(connection, register, self.today(), self.default_year(self.today()))

    def check_values(
        self, name: str, raw: Mapping[str, object], record_id: str | None = None
    ) -> tuple[Finding, ...]:
        """What is wrong with raw input, field by field; nothing is written."""
        with self._file.reading() as connection:
            return self._draft(connection, name, raw, record_id).findings

    def desk(self, connection: Connection) -> Desk:
        """What checking a record needs to know, over an open connection."""
        return Desk.over(connection, self.calendar, self.today(), self.default_year(self.today()))

    def _draft(
        self, connection: Connection, name: str, raw: Mapping[str, object], record_id: str | None
    ) -> Draft:
        return editing.draft(self.desk(connection), self.register(name), raw, record_id)

    def save(self, name: str, raw: Mapping[str, object], record_id: str | None = None) -> Saved:
        """Save a record: only the fields given are changed. InputRefusal (with findings) changes nothing."""
        with self._file.reading() as connection:
            made = self._draft(connection, name, raw, record_id)
        if made.errors:
            raise editing.refusal(made.findings)
        new_id = made.record_id or made.register.id_for(made.whole) or self._file.new_id()
        label = f"{'แก้ไข' if made.exists else 'เพิ่ม'}{editing.named(made.register, made.whole)}"
        changes = self.save_checked(editing.changes_of(made, new_id), label)
        return Saved(new_id, changes, made.findings)

    def save_many(self, name: str, edits: Sequence[Edit]) -> Changes:
        """Save several records as one step, all or nothing; an edit whose values are all empty is as good as any
        other. InputRefusal carries the findings with ``row`` = the edit's place from 1."""
        register = self.register(name)
        changes: list[Change] = []
        findings: list[Finding] = []
        with self._file.reading() as connection:
            base = self.desk(connection)
            batch = editing.BatchLookup(base.lookup)
            desk = Desk(connection, base.calendar, base.today, base.fiscal_year, batch)
            for place, edit in enumerate(edits, start=1):
                made = editing.draft(desk, register, edit.values, edit.record_id)
                findings += [f.at_row(place) for f in made.errors]
                new_id = made.record_id or register.id_for(made.whole) or self._file.new_id()
                batch.add(register, new_id, made.whole)
                changes += [] if made.errors else editing.changes_of(made, new_id)
        if findings:
            raise editing.refusal(findings)
        return self.save_checked(changes, f"แก้ไข{register.short_title} {len(edits)} รายการ")

    def delete(self, name: str, record_id: str) -> Changes:
        """Delete a record (it can be restored); InputRefusal for what belongs to the plan."""
        return self.delete_many(name, [record_id])

    def delete_many(self, name: str, record_ids: Sequence[str]) -> Changes:
        """Delete several records as one step."""
        register = self.register(name)
        found = [self.record(name, record_id) for record_id in record_ids]
        changes: list[Change] = [editing.deletion(register, record) for record in found]
        one = editing.named(register, found[0].values) if len(found) == 1 else ""
        return self.save_checked(changes, f"ลบ{one or f'{register.short_title} {len(found)} รายการ'}")

    def restore(self, name: str, record_id: str) -> Changes:
        """Bring a deleted record back as it was; InputRefusal where another has its natural key by now."""
        register = self.register(name)
        record = self.record(name, record_id)
        with self._file.reading() as connection:
            change = editing.restoration(self.desk(connection), register, record)
        return self.save_checked([change], f"คืน{editing.named(register, record.values)}")

    def save_checked(self, changes: Sequence[Change], label: str) -> Changes:
        """Commit changes already checked, as one step of undo, and tell the listeners."""
        done = self._file.commit(changes, Deed(self.author, label))
        self._undo.forget()
        self._tell(done)
        return done

    def write_batches(self, batches: Sequence[Batch]) -> Changes:
        """Write deeds of the past under their authors' names (sample data), in one transaction."""
        done = self._file.commit_batches(batches)
        self._undo.forget()
        self._tell(done)
        return done

    def _tell(self, done: Changes) -> None:
        with self._reading:
            if done.registers & PLAN_NAMES:
                self._plans.clear()
                self._years = None
            if "office_holidays" in done.registers:
                self._calendar = None
        if done:
            for listener in tuple(self._listeners):
                listener(done)

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Be told after each committed change; returns the function that ends it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    # Undo and history

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, in Thai; None where there is nothing, or somebody wrote over it since."""
        return self._undo.undo_label

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, in Thai; None where there is nothing."""
        return self._undo.redo_label

    def undo(self) -> Changes | None:
        """Take back one's own last step; None where there is nothing to take back."""
        done = self._undo.undo()
        self._tell(done or Changes())
        return done

    def redo(self) -> Changes | None:
        """Do again what was just taken back; None where there is nothing."""
        done = self._undo.redo()
        self._tell(done or Changes())
        return done

    def history(self, name: str, record_id: str) -> tuple[HistoryItem, ...]:
        """What happened to a record, newest first, values as values."""
        register = self.register(name)
        with self._file.reading() as connection:
            found = events(connection, name, record_id)
        items = []
        for event in found:
            declared = register.field(event.field) if event.field else None
            old, new = (declared.from_wire(w) if declared else None for w in (event.old, event.new))
            items.append(
                HistoryItem(event.at, event.author, event.action, event.field, old, new, event.replica)
            )
        return tuple(items)

    # Figures

    def _asked(self, year: int | None, as_of: date | None) -> tuple[Plan, date]:
        day = as_of or self.today()
        return self.plan(year if year is not None else self.default_year(day)), day

    def indicators(self, year: int | None = None, as_of: date | None = None) -> tuple[IndicatorRow, ...]:
        """Every indicator's figures as of the end of a day (default today), in the plan's order."""
        plan, day = self._asked(year, as_of)
        with self._file.reading() as connection:
            return figures.rows(connection, plan, plan.indicators, self.calendar, day)

    def indicator(self, code: str, year: int | None = None, as_of: date | None = None) -> IndicatorRow:
        """One indicator's figures; UsageRefusal where the plan has no such code."""
        plan, day = self._asked(year, as_of)
        wanted = self._indicator(plan, code)
        with self._file.reading() as connection:
            return IndicatorRow(wanted, figures.result(connection, plan, wanted, self.calendar, day))

    def _indicator(self, plan: Plan, code: str) -> Indicator:
        try:
            return plan.indicator(code)
        except KeyError:
            known = " ".join(i.code for i in plan.indicators)
            raise UsageRefusal(f"ไม่มีตัวชี้วัด “{code}” ในแผน โปรดใช้รหัสใดรหัสหนึ่งต่อไปนี้ {known}") from None

    def facts(self, indicator: Indicator, year: int, as_of: date) -> Facts:
        """The counted facts behind an indicator. Raises BadParameter where its parameters can't be used."""
        with self._file.reading() as connection:
            return facts_for(figures.asking(connection, self.plan(year), indicator, self.calendar, as_of))

    def trend(self, code: str, year: int, as_of: date) -> tuple[Decimal | None, ...]:
        """The value at each month's end October to September, up to the as-of day."""
        plan = self.plan(year)
        wanted = self._indicator(plan, code)
        with self._file.reading() as connection:
            return figures.trend(connection, plan, wanted, self.calendar, as_of)

    def feeds(self, name: str, year: int | None = None) -> tuple[str, ...]:
        """The codes of the indicators a register's records count for."""
        return figures.feeds(self.plan(year), self.register(name).name)

    def workings(self, code: str, year: int | None = None, as_of: date | None = None) -> WorkingsView:
        """How an indicator's figure came about, with the records behind it."""
        plan, day = self._asked(year, as_of)
        wanted = self._indicator(plan, code)
        with self._file.reading() as connection:
            result = figures.result(connection, plan, wanted, self.calendar, day)
            behind = records_behind(connection, plan, wanted, self.calendar, day)
        return WorkingsView(wanted, result, behind)

    def _terms(self, plan: Plan) -> Terms:
        return Terms(requests=_settled(plan, "monthly_mean"), audits=_settled(plan, "pass_rate"))

    def _request_terms(self) -> Mapping[str, object]:
        plan = self.plan()
        return self._terms(plan).requests or REQUEST_DEFAULTS

    def due(self, received_on: date) -> DueDay:
        """The last day in time for a request received on a day."""
        return due_day(received_on, int(str(self._request_terms()["working_days"])), self.calendar)

    def request_chip(self, values: Mapping[str, Value | None], as_of: date) -> Chip:
        """A request's state in words as of the end of a day."""
        terms = self._request_terms()
        return standing(
            values,
            as_of,
            self.calendar,
            days=int(str(terms["working_days"])),
            clock=str(terms["clock"]),
            procurement=str(terms["procurement"]),
        ).chip

    def upcoming(self, as_of: date, working_days: int = 10) -> tuple[Upcoming, ...]:
        """What is overdue or falls due within so many working days."""
        plan, day = self._asked(None, as_of)
        with self._file.reading() as connection:
            return upcoming(Outlook(connection, plan, self.calendar, day, self._terms(plan)), working_days)

    def completeness(self, year: int, as_of: date) -> tuple[UnitMonths, ...]:
        """How complete each unit's months are."""
        plan = self.plan(year)
        with self._file.reading() as connection:
            return completeness(Outlook(connection, plan, self.calendar, as_of, self._terms(plan)))

    def audit_months(self, year: int) -> tuple[Month, ...]:
        """The months whose audits count for the year."""
        terms = self._terms(self.plan(year)).audits
        return audit_months(year, terms) if terms else ()

    def centre_rows(self, year: int, as_of: date) -> tuple[CentreRow, ...]:
        """The grid of centres by audited months."""
        terms = self._terms(self.plan(year)).audits
        if terms is None:
            return ()
        with self._file.reading() as connection:
            return centre_rows(connection, audit_months(year, terms), terms, as_of)

    # In, out and paper

    def import_records(
        self, name: str, source: Path, *, dry_run: bool = False, keep_good: bool = False, update: bool = False
    ) -> ImportReport:
        """Records from a spreadsheet (.csv, .xlsx); without ``keep_good`` one bad row keeps all out."""
        from core.office.transfer import import_records

        return import_records(
            self,
            self._file,
            self.register(name),
            Path(source),
            dry_run=dry_run,
            keep_good=keep_good,
            update=update,
        )

    def export_records(
        self, name: str, target: Path, *, month: Month | None = None, names: bool = False
    ) -> int:
        """Records to a spreadsheet, in natural-key order; returns how many."""
        from core.office.transfer import export_records

        return export_records(self, self.register(name), Path(target), month=month, names=names)

    def reports(self) -> tuple[ReportInfo, ...]:
        """The official documents the office can print."""
        from core.office.paper import reports

        return reports()

    def print_report(
        self,
        name: str,
        target: Path,
        *,
        year: int | None = None,
        month: Month | None = None,
        as_of: date | None = None,
        thai_digits: bool = False,
    ) -> Path:
        """One document to .pdf or .xlsx, all or nothing. ``month`` means as of its last day unless ``as_of`` says
        otherwise. UsageRefusal for an unknown name or ending."""
        from core.office.paper import print_report

        return print_report(
            self, name, Path(target), year=year, month=month, as_of=as_of, thai_digits=thai_digits
        )

    # The file

    def check(self) -> CheckReport:
        """Is the file sound: database, change log, rows against the log."""
        with self._file.reading() as connection:
            found = check(connection)
        return CheckReport(found.sound, found.problems)

    def backup(self, target: Path | None = None) -> Path:
        """A verified copy; without a name, beside the file."""
        return backup(self.path, Path(target) if target else None, now=datetime.now())

    @classmethod
    def restore_backup(cls, source: Path, path: Path, *, author: str = "ผู้ใช้") -> Path | None:
        """Return a backup to ``path``, verified; the name what was there is kept under comes back."""
        return restore(Path(source), Path(path), holder=author, now=datetime.now())


def _settled(plan: Plan, formula: str) -> Mapping[str, object] | None:
    for indicator in plan.indicators:
        if indicator.formula == formula:
            try:
                return settings(indicator)
            except BadParameter:
                return None
    return None


def _joined(connection: Connection, register: Register, found: Sequence[Row]) -> tuple[Row, ...]:
    through = editing.through_values(connection, register, found)
    if not through:
        return tuple(found)
    order = [f.name for f in register.fields]
    joined = []
    for record in found:
        values = {**record.values, **through[record.id]}
        whole = {name: values[name] for name in order}
        joined.append(Row(record.id, whole, record.deleted, record.twin, record.conflict))
    return tuple(joined)
