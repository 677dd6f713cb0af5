"""The office: an open file's session and its services; the only door for the desk and the command line."""

from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Self

from core.faults import WriteRefusal
from core.office.audit.service import AuditService
from core.office.backups.service import BackupService
from core.office.conflicts.service import ConflictService
from core.office.creating import begun_with, first_entry, unit_in
from core.office.evidence.service import EvidenceService
from core.office.figures.service import FigureService
from core.office.file.service import FileService
from core.office.months.service import MonthService
from core.office.office_settings import SettingService
from core.office.plan.service import PlanService
from core.office.records.listing import ListService
from core.office.records.service import RecordService
from core.office.registers.service import RegisterService
from core.office.sampling import fill
from core.office.session import Session
from core.office.sheets.service import SheetService
from core.plan.model import Plan
from core.plan.start import NewOffice
from core.sample import sample_of
from core.store.file.encrypting import unlocked
from core.store.file.format import FORMAT, read_format
from core.store.file.office_file import OfficeFile
from core.store.file.restore import restore

if TYPE_CHECKING:
    from core.keys.file_key import FileKey
    from core.office.exchange.service import ExchangeService
    from core.office.exchange.types import Pc
    from core.office.people.service import PeopleService
    from core.office.reports.service import ReportService


class Office:
    """An open office file as a person uses it: what is open (``session``), and one service for each kind of work.

    Every method of a service raises only ``Refusal`` for what a person can mend. Days are inclusive, figures are as of the
    *end* of a day, and reading is safe from any thread. Services whose libraries take long to load (typesetting,
    cryptography) are imported when they are first asked for.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.records = RecordService(session)
        self.lists = ListService(session)
        self.figures = FigureService(session)
        self.conflicts = ConflictService(session)
        self.settings = SettingService(session)
        self.plan = PlanService(session)
        self.registers = RegisterService(session)
        self.sheets = SheetService(session)
        self.evidence = EvidenceService(session)
        self.file = FileService(session)
        self.months = MonthService(
            session,
            lambda unit, month: self.evidence.missing(unit=unit, month=month, as_of=month.last_day),
            lambda edition: self.reports.keep(edition),
        )
        self.backups = BackupService(session)
        self.audit = AuditService(session)

    @classmethod
    def create(
        cls,
        path: Path,
        *,
        plan: str | Path | NewOffice = "2563",
        unit: str = "",
        sample: bool = False,
        author: str = "ผู้ใช้",
    ) -> Self:
        """A new office file holding a plan (one that comes with the program, a folder's, or that of an office from nothing)
        for a unit (default: the one that keeps the plan); ``sample`` fills in a year of plausible records.

        FileRefusal where the file is there already or the folder can't be used, InputRefusal where what was said of the
        office can't; UsageRefusal for a plan, a unit or a sample
        that doesn't exist.
        """
        begun = begun_with(plan)
        owner = unit_in(begun.plan, unit)
        sample_name = sample_of(plan) if sample else ""
        session = Session(OfficeFile.create(Path(path), first_entry(begun), holder=author), author)
        try:
            session.set_unit(owner)
            if sample_name:
                fill(session, sample_name, begun.fiscal_year)
        except BaseException:
            session.close()
            Path(path).unlink(missing_ok=True)
            raise
        return cls(session)

    @classmethod
    def create_from(
        cls,
        path: Path,
        package: Path,
        *,
        unit: str,
        trust: bool = False,
        passphrase: str | None = None,
        author: str = "ผู้ใช้",
    ) -> Self:
        """A unit's new office file of what a complete package holds. Refuses as ``create`` and ``exchange.merge`` do, a
        package that holds only a part, and a unit the plan doesn't have."""
        from core.office.exchange import beginning, merging  # noqa: PLC0415  # brings cryptography

        first = beginning.first_of(Path(package), passphrase)
        session = Session(OfficeFile.create(Path(path), first, holder=author), author)
        try:
            office = cls(session)
            merged = office.exchange.merge([Path(package)], trust=trust, passphrase=passphrase)
            merging.keep_no_copy(session.file)
            if merged.lacking or not session.years:
                raise beginning.incomplete(Path(package).name)
            session.set_unit(unit_in(session.plan(), unit))
        except BaseException:
            session.close()
            Path(path).unlink(missing_ok=True)
            raise
        return office

    @classmethod
    def preview_package(cls, package: Path, passphrase: str | None = None) -> "tuple[Plan, Pc]":
        """The plan that a file made of a complete package would hold, and the PC whose package it is. Refuses as
        ``create_from`` does, but trusts any PC."""
        with TemporaryDirectory() as folder:
            made = Path(folder) / "preview.phaen"
            with cls.create_from(made, package, unit="", trust=True, passphrase=passphrase) as office:
                sender = office.exchange.examine(package, passphrase=passphrase).sender
                return office.session.plan(), sender

    @staticmethod
    def preview(plan: str | Path | NewOffice) -> Plan:
        """The plan a new file would hold. Raises as ``create`` does of a plan."""
        return begun_with(plan).plan

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        author: str = "ผู้ใช้",
        read_only: bool = False,
        passphrase: str = "",
    ) -> Self:
        """Open an office file; FileRefusal where it isn't one, LockRefusal where somebody else writes, WriteRefusal where it
        can only be read, PassphraseRefusal where it is encrypted and the passphrase missing or another."""
        key = unlocked(Path(path), passphrase)
        return cls(Session(OfficeFile.open(Path(path), holder=author, read_only=read_only, key=key), author))

    @classmethod
    def open_or_read(
        cls, path: Path, *, author: str = "ผู้ใช้", passphrase: str = "", key: "FileKey | None" = None
    ) -> Self:
        """Open an office file, an encrypted one with its passphrase or the key it was open with; one that somebody else
        writes, or that can't be written, to be read: ``barred`` says why."""
        key = key or unlocked(Path(path), passphrase)
        return cls(Session(OfficeFile.open_or_read(Path(path), holder=author, key=key), author))

    @classmethod
    def open_to_take_out(cls, path: Path, *, author: str = "ผู้ใช้", passphrase: str = "") -> Self:
        """Open an office file for what only reads it and is recorded: to be written where that changes nothing else, so an older
        format isn't brought up to date; to be read otherwise. FileRefusal where it isn't an office file."""
        key = unlocked(Path(path), passphrase)
        older = read_format(Path(path), key) < FORMAT
        opens = partial(OfficeFile.open, read_only=True) if older else OfficeFile.open_or_read
        return cls(Session(opens(Path(path), holder=author, key=key), author))

    @classmethod
    def look_into(
        cls, copy: Path, *, author: str = "ผู้ใช้", passphrase: str = "", key: "FileKey | None" = None
    ) -> Self:
        """Open a copy of an office file to be looked at, an encrypted one with its passphrase or a key. FileRefusal where it
        can't be."""
        file = OfficeFile.look_into(Path(copy), holder=author, key=key, passphrase=passphrase)
        file.barred = WriteRefusal(
            f"“{file.path.name}” เป็นสำเนาที่เปิดไว้ให้ดูอย่างเดียว หากต้องการใช้ต่อ โปรดบันทึกเป็นสำเนาชื่อใหม่"
        )
        return cls(Session(file, author))

    @staticmethod
    def restore_backup(
        source: Path, path: Path, *, author: str = "ผู้ใช้", another: bool = False, passphrase: str = ""
    ) -> Path | None:
        """Return a backup to ``path``, verified; the name what was there is kept under comes back. FileRefusal for a
        backup of another file, unless ``another``."""
        return restore(
            Path(source),
            Path(path),
            holder=author,
            now=datetime.now(),
            another=another,
            passphrase=passphrase,
        )

    def close(self) -> None:
        """Let go of the file."""
        self.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def people(self) -> "PeopleService":
        """Who works with the file, and signing in."""
        from core.office.people.service import PeopleService  # noqa: PLC0415  # brings cryptography

        return PeopleService(self.session)

    @cached_property
    def exchange(self) -> "ExchangeService":
        """Packages, and who has what."""
        from core.office.exchange.service import ExchangeService  # noqa: PLC0415  # brings cryptography

        return ExchangeService(self.session)

    @cached_property
    def reports(self) -> "ReportService":
        """The official documents."""
        from core.office.reports.service import ReportService  # noqa: PLC0415  # brings typesetting

        return ReportService(self.session)
