"""What a person does with the official documents: print, preview, or write a month's whole set."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from core.office.audit.types import AuditQuery
from core.office.exporting import Outgoing, going_out, record_outgoing
from core.office.people.types import NewKey
from core.office.progress import Progress
from core.office.reports import audit_list, recovery
from core.office.reports.documents import printable, reports, spec_of
from core.office.reports.kept import keep
from core.office.reports.printing import preview_report, print_bundle, print_report
from core.office.reports.register_lists import PREFIX
from core.office.reports.types import Asked, Bundle, Certificate, ReportInfo, Verified
from core.office.reports.verifying import verify_code, verify_pdf
from core.office.session import Session
from core.plan.rights import UseCase
from core.thai.dates import month_short
from core.thai.fiscal import Month


class ReportService:
    """The official documents of an open file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def available(self, year: int | None = None) -> tuple[ReportInfo, ...]:
        """The official documents the office can print of a year, by default today's; none where it has no plan."""
        session = self._session
        if not session.years:
            return ()
        plan = session.plan(session.default_year(session.today()) if year is None else year)
        return reports(printable(session, plan))

    def print_report(  # noqa: PLR0913  # the options of the command, by name
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
        certificate: Certificate | None = None,
        personal: bool = False,
    ) -> Path:
        """One document to .pdf or .xlsx, all or nothing, recorded; personal data is masked unless ``personal``. ``month`` means as of its last day unless ``as_of`` says
        otherwise. ``progress`` is told the pages drawn and the pages there are (of a PDF at first 0 of those
        made up so far; of a workbook its sheets); it may raise to stop. ``on_lacking`` is told in a sentence which
        characters are printed as a box, where there are any. UsageRefusal for an unknown name or ending.

        What was approved is given as it was kept, with the signature of a ``certificate`` behind it where one is given;
        InputRefusal where what is to be signed wasn't approved, or the certificate's passphrase doesn't fit; RightRefusal for
        a register's list as a workbook, or with personal data, where the person may not export; FileRefusal where personal
        data can't be recorded."""
        self._require_right(name, Path(target))
        asked = Asked(name, year, month, as_of, thai_digits, personal)
        with going_out(self._session, self._outgoing(asked, Path(target))):
            return print_report(self._session, asked, Path(target), progress, on_lacking, certificate)

    def _outgoing(self, asked: Asked, target: Path) -> Outgoing:
        spec = spec_of(self._session, asked.name)
        month = f" {month_short(asked.month)}" if asked.month else ""
        return Outgoing(
            "list" if asked.name.startswith(PREFIX) else "report",
            f"{spec.title}{month}",
            target,
            asked.personal and spec.personal,
        )

    def sent_to_printer(self, asked: Asked) -> None:
        """Record that a document which was looked at goes to a printer; asked before it does. Refuses as ``print_report``."""
        self._session.rights.require(UseCase.PRINT)
        record_outgoing(self._session, self._outgoing(asked, Path("เครื่องพิมพ์")))

    def _require_right(self, name: str, target: Path) -> None:
        """A register's list as a workbook is the register's records, whatever it is called: who may export may have it."""
        as_records = name.startswith(PREFIX) and target.suffix.lower() == ".xlsx"
        self._session.rights.require(UseCase.EXPORT if as_records else UseCase.PRINT)

    def keep(self, edition_id: str, thai_digits: bool = False) -> int:
        """Print every document of an approved edition of a month and keep it in the file, to be given again as it is; how many.
        InputRefusal for an edition the file doesn't hold."""
        return keep(self._session, edition_id, thai_digits)

    def verify_code(self, typed: str) -> Verified:
        """What the file says of a code on paper: of which edition it is, whether the figures are those, what has changed
        since. InputRefusal for what can't be a code."""
        return verify_code(self._session, typed)

    def verify_pdf(self, path: Path) -> Verified:
        """The same of a PDF, and whether its pages are those that were kept. FileRefusal where it can't be read,
        InputRefusal where it bears no code."""
        return verify_pdf(self._session, path)

    def preview_report(
        self,
        asked: Asked,
        on_opening: Callable[[bytes], None],
        progress: Callable[[int, int], None] | None = None,
        on_lacking: Callable[[str], None] | None = None,
    ) -> bytes:
        """One document as the bytes of a PDF; ``on_opening`` is given its first page before the rest is drawn."""
        return preview_report(self._session, asked, on_opening, progress, on_lacking)

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
        said. Personal data is masked. ``progress`` is told reports done, reports there are and the title of the next; it may
        raise to stop."""
        self._session.rights.require(UseCase.PRINT)
        asked = Asked("", year, month, as_of, thai_digits)
        outgoing = Outgoing("report", f"รายงานทั้งชุด {month_short(month)}", Path(folder))
        with going_out(self._session, outgoing):
            return print_bundle(self._session, folder, month, asked, progress)

    def recovery_sheet(self, key: NewKey, target: Path) -> Path:
        """The recovery sheet of an account whose code was just drawn, to a .pdf. UsageRefusal for another ending."""
        return recovery.write_recovery_sheet(self._session, key, Path(target))

    def print_audit(
        self, query: AuditQuery, target: Path, *, personal: bool = False, progress: Progress | None = None
    ) -> Path:
        """What was done, as a list to .pdf or .xlsx, newest first, recorded; personal data is masked unless ``personal``.
        UsageRefusal for another ending; refuses personal data as ``print_report``; Stopped where ``progress`` asks for it."""
        outgoing = Outgoing("list", "ประวัติการใช้งาน", Path(target), personal)
        with going_out(self._session, outgoing):
            return audit_list.write_audit(
                self._session, query, Path(target), masked=not personal, progress=progress
            )
