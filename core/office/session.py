"""The office: one function per thing a person does; the only door for the desk and the command line."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import WriteRefusal
from core.office.contradictions import contradicted
from core.office.opening import genesis_of
from core.office.planning import plan_advice
from core.office.record_findings import record_findings
from core.office.travel import TravelCases
from core.office.travel_types import Merged
from core.office.types import (
    Asked,
    Bundle,
    CheckReport,
    ImportReport,
    PlanFinding,
    ReportInfo,
)
from core.office.watch import Progress, Watch
from core.store.file.backup import backup, free_name, look_over, restore
from core.store.file.check import check
from core.store.file.office_file import OfficeFile
from core.store.tables.records import Query, Row
from core.thai.fiscal import Month
from core.whole_files import temporary_folder

if TYPE_CHECKING:
    from core.office.line import LineExport, Proposal
    from core.office.sheets import SheetImport


class Office(TravelCases):
    """An open office file as a person uses it.

    Every method raises only ``Refusal`` for what a person can mend. Days are inclusive, figures are as of the *end*
    of a day, and reading is safe from any thread.
    """

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
        from core.office.opening import check_unit, fill_sample  # only creating needs the sample

        genesis = genesis_of(plan_year)
        check_unit(plan_year, unit)
        office = cls(OfficeFile.create(Path(path), genesis, holder=author), author)
        try:
            office.set_unit(unit)
            if sample:
                fill_sample(office, plan_year)
        except BaseException:
            office.close()
            Path(path).unlink(missing_ok=True)
            raise
        return office

    @classmethod
    def open(cls, path: Path, *, author: str = "ผู้ใช้", read_only: bool = False) -> "Office":
        """Open an office file; FileRefusal where it isn't one, LockRefusal where somebody else writes, WriteRefusal where it
        can only be read."""
        return cls(OfficeFile.open(Path(path), holder=author, read_only=read_only), author)

    @classmethod
    def open_or_read(cls, path: Path, *, author: str = "ผู้ใช้") -> "Office":
        """Open an office file; one that somebody else writes, or that can't be written, to be read: ``barred`` says why."""
        return cls(OfficeFile.open_or_read(Path(path), holder=author), author)

    @classmethod
    def look_into(cls, copy: Path, *, author: str = "ผู้ใช้") -> "Office":
        """Open a copy of an office file to be looked at. FileRefusal where it can't be."""
        file = OfficeFile.open(Path(copy), holder=author, read_only=True)
        file.barred = WriteRefusal(
            f"“{file.path.name}” เป็นสำเนาที่เปิดไว้ให้ดูอย่างเดียว หากต้องการใช้ต่อ โปรดบันทึกเป็นสำเนาชื่อใหม่"
        )
        return cls(file, author)

    # In, out and paper

    def open_sheet(self, name: str, source: Path) -> "SheetImport":
        """A spreadsheet (.xlsx, .xls, .ods, .csv) held open to be looked at, checked and taken into a register;
        whoever opens it closes it."""
        from core.exchange.spreadsheets.sheets_in import open_source
        from core.office.sheets import SheetImport

        return SheetImport(self, self._file, self.register(name), open_source(Path(source)))

    def open_block(self, name: str, text: str) -> "SheetImport":
        """A block of cells copied from a spreadsheet, to be taken into a register in the same way."""
        from core.exchange.csv_in import TextSource
        from core.office.sheets import SheetImport

        return SheetImport(self, self._file, self.register(name), TextSource(text, "ข้อมูลที่วาง"))

    def import_records(
        self,
        name: str,
        source: Path,
        *,
        dry_run: bool = False,
        keep_good: bool = False,
        update: bool = False,
        sheet: str | None = None,
        hidden: bool = False,
        again: bool = False,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Records from a spreadsheet headed as the register is; without ``keep_good`` one bad row keeps all out. Of several
        sheets the one named, else the first with data; ``hidden`` rows only where asked for. AgainRefusal for rows that
        were imported before, unless ``again``."""
        from core.office.transfer import import_records

        with closing(self.open_sheet(name, source)) as incoming:
            return import_records(
                incoming,
                dry_run=dry_run,
                keep_good=keep_good,
                update=update,
                sheet=sheet,
                hidden=hidden,
                again=again,
                progress=progress,
            )

    def read_line(self, source: Path, progress: Progress | None = None) -> "LineExport":
        """The enquiries a LINE export (.zip, .csv) proposes, beside those the file has; nothing is written."""
        from core.office.line import read_line

        return read_line(self, Path(source), progress)

    def take_line(self, chosen: "Sequence[Proposal]", *, keep_text: bool = False) -> int:
        """Save proposals of a LINE export as one step of undo, message texts only where asked for; how many."""
        from core.office.line import take_line

        return take_line(self, chosen, keep_text=keep_text)

    def export_records(
        self,
        name: str,
        target: Path,
        *,
        month: Month | None = None,
        names: bool = False,
        rows: Sequence[Row] | None = None,
        progress: Progress | None = None,
    ) -> int:
        """Records to a spreadsheet (.xlsx, .csv), in natural-key order, or just ``rows`` in theirs; returns how many."""
        from core.office.transfer import export_records

        return export_records(
            self, self.register(name), Path(target), month=month, names=names, rows=rows, progress=progress
        )

    def write_template(self, name: str, target: Path) -> None:
        """An empty .xlsx of a register to be filled in: headings, help, and lists to choose from."""
        from core.office.transfer import write_template

        write_template(self, self.register(name), Path(target))

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
        progress: Callable[[int, int], None] | None = None,
        on_lacking: Callable[[str], None] | None = None,
    ) -> Path:
        """One document to .pdf or .xlsx, all or nothing. ``month`` means as of its last day unless ``as_of`` says
        otherwise. ``progress`` is told the pages drawn and the pages there are (of a PDF at first 0 of those
        made up so far; of a workbook its sheets); it may raise to stop. ``on_lacking`` is told in a sentence which
        characters are printed as a box, where there are any. UsageRefusal for an unknown name or ending."""
        from core.office.printing import print_report

        asked = Asked(name, year, month, as_of, thai_digits)
        return print_report(self, asked, Path(target), progress, on_lacking)

    def preview_report(
        self,
        asked: Asked,
        on_opening: Callable[[bytes], None],
        progress: Callable[[int, int], None] | None = None,
        on_lacking: Callable[[str], None] | None = None,
    ) -> bytes:
        """One document as the bytes of a PDF; ``on_opening`` is given its first page before the rest is drawn."""
        from core.office.printing import preview_report

        return preview_report(self, asked, on_opening, progress, on_lacking)

    def print_bundle(
        self,
        folder: Path,
        month: Month,
        *,
        year: int | None = None,
        as_of: date | None = None,
        thai_digits: bool = False,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> Bundle:
        """Every report of a month as PDF into a folder, all or none; what the plan has nothing for is left out and
        said. ``progress`` is told reports done, reports there are and the title of the next; it may raise to stop."""
        from core.office.printing import print_bundle

        return print_bundle(self, folder, month, Asked("", year, month, as_of, thai_digits), progress)

    # The file

    def check(self) -> CheckReport:
        """Is the file sound: database, change log, rows against the log; do its plans agree with themselves; and what is
        wrong in its records.

        Plans and records out of a file that isn't sound aren't looked at.
        """
        with self._file.reading() as connection:
            found = check(connection)
            years = self.years if found.sound else ()
            records = record_findings(connection, years) if found.sound else ()
        plans = tuple(f for y in years for f in self.check_plan(y))
        gone = self._gone() if found.sound else ()
        return CheckReport(found.sound, found.problems, (*gone, *plans), records)

    def look_over(self, *, whole: bool) -> tuple[str, ...]:
        """What shows of damage and of changes behind the program's back: quickly, or ``whole`` (a large file takes a while;
        nobody's saving waits for it)."""
        return look_over(self.path, whole=whole)

    def _gone(self) -> tuple[PlanFinding, ...]:
        """What is wrong with the plans as a whole: there is none, or one that was in force is deleted."""
        if not self.years:
            return (PlanFinding("plan.none", self.planless_sentence(), "แฟ้ม"),)
        years = [row.values["fiscal_year"] for row in self.deleted_plans() if not row.values["draft"]]
        advice = "โปรดเปิดหน้าแผนแล้วคืนแผน"
        return tuple(PlanFinding("plan.deleted", f"แผนปีงบประมาณ {y} ถูกลบ {advice}", "แฟ้ม") for y in years)

    def check_plan(self, year: int) -> tuple[PlanFinding, ...]:
        """Where the plan of a fiscal year contradicts itself, or a result entered for it the file's own registers;
        UsageRefusal where the file holds none."""
        named = f"แผนปี {year} " if len(self.years) > 1 else ""
        plan = self.plan(year)
        entered = self.rows("manual_results", Query(year=year))
        with self._file.reading() as connection:
            against = tuple(contradicted(connection, plan, self.calendar, entered))
        found = (*(PlanFinding(a.code, a.sentence, a.where, a.ref) for a in plan_advice(plan)), *against)
        return tuple(replace(f, where=named + f.where) for f in found)

    def backup(self, target: Path | None = None, progress: Progress | None = None) -> Path:
        """A verified copy; without a name, beside the file. Stopped where ``progress`` asks for it."""
        wanted = Path(target) if target else None
        with Watch(progress, "") as watch:
            return backup(self.path, wanted, now=datetime.now(), heed=watch.tick)

    def is_in_place(self) -> bool:
        """True while the file that is open is the one that lies under its name, whatever was written into it."""
        return self._file.is_in_place()

    def keep_copy(self) -> Path:
        """Write the file that is open beside the one that lies in its place by now; the copy's name comes back."""
        copy = free_name(self.path, f"kept-{datetime.now():%Y%m%d-%H%M}")
        self._file.copy_to(copy)
        return copy

    def take_in_copy(self, copy: Path) -> Merged:
        """Take in all that a copy of this file holds beyond it, as if it came in a package of this PC."""
        with temporary_folder() as folder:
            package = folder / "copy.phaenx"
            with type(self).open(copy, author=self.author) as other:
                other.pack(package)
            return self.merge([package], trust=True)

    @classmethod
    def restore_backup(
        cls, source: Path, path: Path, *, author: str = "ผู้ใช้", another: bool = False
    ) -> Path | None:
        """Return a backup to ``path``, verified; the name what was there is kept under comes back. FileRefusal for a
        backup of another file, unless ``another``."""
        return restore(Path(source), Path(path), holder=author, now=datetime.now(), another=another)
