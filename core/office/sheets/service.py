"""What a person does with spreadsheets and LINE exports: take them in, write them out."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from core.exchange.csv_in import TextSource
from core.exchange.spreadsheets.sheets_in import open_source
from core.office.exporting import Outgoing, going_out
from core.office.progress import Progress, Watch
from core.office.session import Session
from core.office.sheets.line import LineExport, Proposal, read_line, take_line
from core.office.sheets.sheet_import import SheetImport
from core.office.sheets.transfer import export_records, in_key_order, write_template
from core.office.sheets.types import ImportReport
from core.plan.rights import UseCase
from core.store.tables.records import Row
from core.thai.fiscal import Month


class SheetService:
    """Spreadsheets and LINE exports of an open file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open_sheet(self, name: str, source: Path) -> SheetImport:
        """A spreadsheet (.xlsx, .xls, .ods, .csv) held open to be looked at, checked and taken into a register;
        whoever opens it closes it."""
        return SheetImport(self._session, self._session.register(name), open_source(Path(source)))

    def open_block(self, name: str, text: str) -> SheetImport:
        """A block of cells copied from a spreadsheet, to be taken into a register in the same way."""
        return SheetImport(self._session, self._session.register(name), TextSource(text, "ข้อมูลที่วาง"))

    def import_records(  # noqa: PLR0913  # the options of the command, by name
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
        """Read, check and save the rows of a spreadsheet headed as the register is, as one step of undo.

        Without ``keep_good`` one bad row keeps all out. ``update`` changes records whose natural key is there already;
        registers that come with the plan always do. Other sheets than the one named, or the first with data, are left
        out, and so are rows that are ``hidden`` in it unless asked for. AgainRefusal, of a dry run too, where just these
        rows were imported before into a register without a natural key, unless ``again``. FileRefusal or InputRefusal
        where the sheet itself can't be used.
        """
        with closing(self.open_sheet(name, source)) as incoming:
            with Watch(progress, f"กำลังอ่าน {incoming.name}"):
                plan = incoming.strict_plan(update=update, sheet=sheet, hidden=hidden)
                others = incoming.others_with_data(plan.sheet)
            found = incoming.check(plan, progress)
            kept = found.good if keep_good or not found.bad else 0
            if kept and not again:
                incoming.refuse_again()
            if kept and not dry_run:
                incoming.take(progress, again=again)
            return ImportReport(
                register=name,
                read=found.read,
                accepted=kept,
                rejected=found.bad,
                problems=found.problems,
                remarks=found.remarks,
                unlisted=found.unlisted,
                changed=found.changed if kept else 0,
                same=found.same if kept else 0,
                sheet=incoming.sheets[plan.sheet].name,
                other_sheets=others,
                hidden=found.hidden,
                proposed=found.proposed if kept else 0,
            )

    def read_line(self, source: Path, progress: Progress | None = None, name: str = "") -> LineExport:
        """The enquiries a LINE export (.zip, .csv) proposes, beside those the file has; nothing is written. ``name``: of the
        register that takes it, "" where there is but one. UsageRefusal or InputRefusal where none does, or several do."""
        return read_line(self._session, Path(source), name, progress)

    def take_line(self, chosen: Sequence[Proposal], *, keep_text: bool = False) -> int:
        """Save proposals of a LINE export as one step of undo, message texts only where asked for; how many."""
        return take_line(self._session, chosen, keep_text=keep_text)

    def export_records(
        self,
        name: str,
        target: Path,
        *,
        month: Month | None = None,
        names: bool = False,
        rows: Sequence[Row] | None = None,
        progress: Progress | None = None,
        personal: bool = False,
    ) -> int:
        """Records to a spreadsheet (.xlsx, .csv), in natural-key order, or just ``rows`` in theirs, recorded; returns how many.
        Personal data is masked unless ``personal``; FileRefusal where that can't be recorded."""
        session, register = self._session, self._session.register(name)
        session.rights.require(UseCase.EXPORT)
        kept = in_key_order(session, register, month) if rows is None else rows
        shown = personal and bool(register.personal_fields)
        with going_out(session, Outgoing("export", register.title, Path(target), shown, len(kept))):
            export_records(register, Path(target), kept, names=names, progress=progress, personal=shown)
        return len(kept)

    def write_template(self, name: str, target: Path) -> None:
        """An empty .xlsx of a register to be filled in: headings, help, and lists to choose from."""
        write_template(self._session, self._session.register(name), Path(target))
