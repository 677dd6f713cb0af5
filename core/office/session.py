"""The session: the open office file, its plans, calendar and registers, who is acting, and who is told of changes."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from core.faults import FileRefusal, InputRefusal, UsageRefusal, WriteRefusal
from core.keys.draft_seal import DraftSeal
from core.keys.signer import KeySigner
from core.office.accounts import OF_ACCOUNTS, Accounts, read_accounts
from core.office.editing.closed_guard import guarded
from core.office.editing.closed_months import ClosedMonths, read_closed, states_of
from core.office.editing.drafts import Checking
from core.office.editing.safeguards import Keeper, keeper
from core.office.remembered import Remembered
from core.office.rights import Rights, read_authority
from core.office.undo import UndoBook
from core.plan.adoption import with_schedules
from core.plan.authority import SAYS, Authority
from core.plan.closing import measured_fields
from core.plan.compose import plan_from_rows
from core.plan.model import Plan, Unit
from core.plan.office_records import MONTH_STATES, OFFICE_NAMES, OFFICE_SETTINGS
from core.plan.office_settings import RETENTION, SETTINGS
from core.plan.people import Person
from core.plan.proposals import PLAN_NAMES
from core.plan.records import PLAN_REGISTERS
from core.plan.rights import UseCase
from core.registers.declare import Register
from core.registers.personal import first_year_told
from core.store.connection import Connection
from core.store.file.backup_set import Why
from core.store.file.office_file import DRAFT_SECRET, Batch, OfficeFile
from core.store.log.changes import ActionInfo, Change, Changes
from core.store.log.schedules import schedules
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.store.tables.register_tables import registers_of
from core.thai.calendar import Holiday, WorkingCalendar, government_calendar
from core.thai.fiscal import Month, fiscal_year_of

Listener = Callable[[Changes], None]
Read = Callable[[Connection], object]


def calendar_of(connection: Connection) -> WorkingCalendar:
    """The government calendar with the office's own additions and removals on top, where it keeps such."""
    register = registers_of(connection).get("office_holidays")
    own = [r for r in records.all_values(connection, register) if r["day"]] if register else []
    added = [Holiday(r["day"], r["name"] or "วันหยุด", r["source"] or "") for r in own if r["kind"] == "add"]
    return government_calendar(added, [r["day"] for r in own if r["kind"] == "remove"])


class Session:
    """An open office file, shared by all services. Reading is safe from any thread."""

    def __init__(self, file: OfficeFile, author: str, today: Callable[[], date] = date.today) -> None:
        self.typed_name = author
        self._acting: Person | None = None  # as who signed in
        self.today = today
        self.now: Callable[[], datetime] = datetime.now
        self.file = file
        self.before: Callable[[Why], object] = lambda _: None  # told before what a backup is made of first
        self._listeners: list[Listener] = []
        self._remembered = Remembered()
        self.undo = UndoBook(file, lambda: self.author, self.reading, lambda: self.closed_months)
        self._shared = threading.local()  # ``connection``: of the thread that reads ``together``

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return self.file.path

    @property
    def is_encrypted(self) -> bool:
        """True where the file opens with a passphrase only."""
        return self.file.key is not None

    def draft_seal(self) -> DraftSeal:
        """What is typed and not saved is kept under it on this PC."""
        secret = bytes.fromhex(self.file.meta().get(DRAFT_SECRET, ""))
        return DraftSeal(secret, self.is_encrypted)

    @property
    def read_only(self) -> bool:
        """True when nothing can be saved: somebody else writes, the file can't be written, or who is at it only looks."""
        return self.file.barred is not None or self.looks_only

    @property
    def file_barred(self) -> bool:
        """True when nobody can save, whoever is at it: somebody else writes, or the file can't be written."""
        return self.file.barred is not None

    @property
    def looks_only(self) -> bool:
        """True where the file has accounts, and whoever is at it may type nothing: nobody is signed in, or a viewer."""
        return self.has_accounts and not self.rights.may(UseCase.TYPE_OWN)

    @property
    def barred(self) -> str:
        """Why nobody can save and what to do about it, one Thai sentence; "" where one can."""
        return str(self.file.barred or "")

    @property
    def copy_helps(self) -> bool:
        """True where nothing can be saved in this place, and could be in a copy of the file somewhere else."""
        return isinstance(self.file.barred, WriteRefusal) and self.file.barred.copy_helps

    @property
    def unit(self) -> str:
        """The code of the unit whose file this is."""
        return self._remembered.get(("unit",), lambda: self.file.meta()["unit"])

    def set_unit(self, unit: str) -> None:
        """Note the code of the unit whose file this is."""
        self.file.set_unit(unit)
        self._remembered.keep(("unit",), unit)

    # Who acts

    @property
    def accounts(self) -> Accounts:
        """The people of the file; none where nobody has an account."""
        return self._remembered.get(("accounts",), self._read_accounts)

    def _read_accounts(self) -> Accounts:
        with self.reading() as connection:
            return read_accounts(connection)

    @property
    def has_accounts(self) -> bool:
        """True where who writes signs in."""
        return bool(self.accounts)

    @property
    def person(self) -> Person | None:
        """Who is signed in, as the file tells of them now; None where nobody is, or the account is gone or has ended since."""
        acting, accounts = self._acting, self.accounts
        if acting is None:
            return None
        held = accounts.people.get(acting.id)
        return held if held and held.key == acting.key and accounts.can_sign(held) else None

    @property
    def author(self) -> str:
        """The name that stands in what is written: the signed-in person's, else the one typed on this PC."""
        person = self.person
        return person.name if person else self.typed_name

    def act_as(self, person: Person, signer: KeySigner | None) -> None:
        """Have a person act, and sign, from now on."""
        self.file.signer, self._acting = signer, person
        self.undo.forget()

    def act_as_nobody(self) -> None:
        """Have nobody act any more; where there are accounts nothing can be written then."""
        self._acting = self.file.signer = None
        self.undo.forget()

    @contextmanager
    def acting(self, person: Person, signer: KeySigner, *, uncertified: bool = False) -> Iterator[None]:
        """Have a person act for what is written within, and from then on; as before where it is refused. What makes an
        ``uncertified`` one's account is signed as before: no key certifies itself."""
        before, signed = self._acting, self.file.signer
        self.act_as(person, signed if uncertified else signer)
        try:
            yield
        except BaseException:
            self._acting, self.file.signer = before, signed
            self.undo.forget()
            raise
        self.file.signer = signer

    @property
    def settings(self) -> Mapping[str, str]:
        """What is set for the whole office, by name; what isn't set isn't there."""
        return self._remembered.get(("settings",), self._read_settings)

    def _read_settings(self) -> Mapping[str, str]:
        with self.reading() as connection:
            found = records.all_values(connection, registers_of(connection)[OFFICE_SETTINGS.name])
        return {str(values["name"]): str(values["value"]) for values in found if values["value"] is not None}

    @property
    def personal_from(self) -> int:
        """The first fiscal year whose personal data is told; 0 where it is told of every year."""
        years = SETTINGS[RETENTION].number(self.settings.get(RETENTION, ""))
        return first_year_told(self.today(), years)

    @property
    def rights(self) -> Rights:
        """What the person who is signed in may do."""
        return Rights(self.person, self.has_accounts)

    @property
    def authority(self) -> Authority:
        """Who may write what, as the file's records say now."""
        return self._remembered.get(("authority",), self._read_authority)

    def _read_authority(self) -> Authority:
        with self.reading() as connection:
            return read_authority(connection)

    @property
    def acting_unit(self) -> str:
        """The code of the unit that is acted for: the signed-in person's, else the file's."""
        return self.person.unit if self.person else self.unit

    @property
    def keeps_plan(self) -> bool:
        """True for a keeper who is signed in; without accounts in a file of the unit that keeps the plan, or that names no
        unit. Anybody else's changes of the plan are proposals."""
        if self.has_accounts:
            return self.rights.may(UseCase.EDIT_PLAN)
        return self.unit in (self.keeper.code, "")

    @property
    def keeper(self) -> Keeper:
        """The unit that keeps the plan."""
        return self._remembered.get(("keeper",), self._read_keeper)

    def _read_keeper(self) -> Keeper:
        with self.reading() as connection:
            return keeper(connection)

    def keeper_name(self) -> str:
        """The name of the unit that keeps the plan."""
        return self.keeper.name or "ส่วนราชการที่ดูแลแผน"

    def require_keeper(self, what: str) -> None:
        """InputRefusal where this file's unit doesn't keep the plan, RightRefusal where the person who is signed in doesn't;
        ``what`` only the keeper may do."""
        self.rights.require(UseCase.EDIT_PLAN)
        if not self.keeps_plan:
            raise InputRefusal(f"{what}ได้เฉพาะในแฟ้มของ{self.keeper_name()} ซึ่งดูแลแผน โปรดแจ้งผู้ดูแลแผน")

    def units(self, year: int | None = None) -> tuple[Unit, ...]:
        """The office's units, in the order of a year's plan (default: the latest); none where the file has no plan."""
        return tuple(self.plan(year).units) if self.years else ()

    # The plan

    @property
    def years(self) -> tuple[int, ...]:
        """The fiscal years the file holds a plan for, ascending."""
        return tuple(sorted(self._held_years()))

    @property
    def draft_years(self) -> frozenset[int]:
        """The fiscal years whose plan has not been made the year's plan yet."""
        return frozenset(year for year, draft in self._held_years().items() if draft)

    def _held_years(self) -> Mapping[int, bool]:
        """The fiscal years the file holds a plan for, and whether it is a draft."""
        return self._remembered.get(("years",), self._read_years)

    def _read_years(self) -> Mapping[int, bool]:
        with self.reading() as connection:
            found = records.rows(connection, registers_of(connection)["plan_years"], Query())
        return {y: bool(r.values["draft"]) for r in found if isinstance(y := r.values["fiscal_year"], int)}

    def default_year(self, as_of: date) -> int:
        """The as-of day's fiscal year where the file holds its plan, else the latest it holds; drafts only where
        there is nothing else."""
        if not self.years:
            raise FileRefusal(self.planless_sentence())
        years = tuple(y for y in self.years if y not in self.draft_years) or self.years
        return fiscal_year_of(as_of) if fiscal_year_of(as_of) in years else years[-1]

    def planless_sentence(self) -> str:
        """What is wrong with a file that has no plan, and what to do; "" where it has one."""
        if self.years:
            return ""
        gone = " ".join(str(row.values["fiscal_year"]) for row in self.deleted_plans())
        if gone:
            return f"แฟ้ม “{self.path.name}” ไม่มีแผนปฏิบัติราชการ เพราะแผนปี {gone} ถูกลบ โปรดเปิดแฟ้มในโปรแกรมแผนแล้วคืนแผน"
        return f"แฟ้ม “{self.path.name}” ยังไม่มีแผนปฏิบัติราชการ โปรดรวมแพ็กเกจที่มีแผน หรือสร้างแฟ้มใหม่พร้อมแผน"

    def deleted_plans(self) -> tuple[Row, ...]:
        """The records of plans that were deleted, the latest year first; ``restore`` brings one back whole."""
        with self.reading() as connection:
            found = records.rows(connection, registers_of(connection)["plan_years"], Query(deleted=True))
        return tuple(sorted(found, key=lambda row: str(row.values["fiscal_year"]), reverse=True))

    def plan(self, year: int | None = None) -> Plan:
        """The plan of a fiscal year (default: the latest); UsageRefusal where the file holds none."""
        wanted = year if year is not None else self.default_year(self.today())
        return self._remembered.get(("plan", wanted), lambda: self._composed(wanted))

    def asked(self, year: int | None, as_of: date | None) -> tuple[Plan, date]:
        """The plan as it holds at the end of a day (default today), and the day; of a fiscal year, by default the day's."""
        day = as_of or self.today()
        return self.plan(year if year is not None else self.default_year(day)).on(day), day

    def _composed(self, year: int) -> Plan:
        if year not in self.years:
            raise UsageRefusal(f"แฟ้มนี้ไม่มีแผนปีงบประมาณ {year} โปรดเลือกปีที่มีในแฟ้ม")
        with self.reading() as connection:
            rows = {r.name: records.all_values(connection, r) for r in PLAN_REGISTERS}
            written: dict[str, Any] = self._remembered.get(("written",), dict)
            known = dict(written)  # another thread may compose another plan meanwhile
            found = schedules(connection, year, known)
            written |= known
        return with_schedules(plan_from_rows(year, rows), found)

    @property
    def calendar(self) -> WorkingCalendar:
        """The government calendar with the office's own additions and removals on top."""
        return self._remembered.get(("calendar",), self._read_calendar)

    def _read_calendar(self) -> WorkingCalendar:
        with self.reading() as connection:
            return calendar_of(connection)

    @property
    def closed_months(self) -> ClosedMonths:
        """The months that stand approved, and what they keep."""
        return self._remembered.get(("closed",), self._read_closed)

    def _read_closed(self) -> ClosedMonths:
        with self.reading() as connection:
            states = states_of(connection)
            last = max(
                (m for row in states if isinstance(m := row.values["month"], Month)), default=None, key=str
            )
            if last is None:
                return ClosedMonths()
            year = last.fiscal_year if last.fiscal_year in self.years else None
            plan = self.plan(year).on(last.last_day) if self.years else None
            measured = measured_fields(plan, self.file.registers) if plan else {}
            return read_closed(connection, self.authority, measured, states)

    # Registers

    def registers(self) -> tuple[Register, ...]:
        """The registers that have a page, in rail order."""
        return tuple(r for r in self.file.registers.values() if not r.internal)

    def register(self, name: str) -> Register:
        """The register of that name, of those whose records are typed, listed and sent as such; UsageRefusal where there is
        none. What the office keeps of people, months and evidence has services of its own."""
        if name not in self.file.registers or name in OFFICE_NAMES:
            known = " ".join(r.name for r in self.registers())
            raise UsageRefusal(f"ไม่มีทะเบียนชื่อ “{name}” โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ {known}")
        return self.file.registers[name]

    def reading(self) -> AbstractContextManager[Connection]:
        """A connection for reading that sees one state of the file."""
        shared: Connection | None = getattr(self._shared, "connection", None)
        return nullcontext(shared) if shared is not None else self.file.reading()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Within it all that this thread reads sees one state of the file, in one transaction; nothing is written."""
        if self._reads_together():
            yield
            return
        with self.file.reading() as connection:
            self._shared.connection = connection
            try:
                yield
            finally:
                self._shared.connection = None

    def _reads_together(self) -> bool:
        return getattr(self._shared, "connection", None) is not None

    def checking(self, connection: Connection) -> Checking:
        """What checking a record needs to know, over an open connection."""
        today = self.today()
        year = self.default_year(today) if self.years else fiscal_year_of(today)
        return Checking.over(connection, self.calendar, today, year, self.years, self.closed_months)

    # Saving

    def new_id(self) -> str:
        """The id of a record about to be made."""
        return self.file.new_id()

    def write(
        self,
        changes: Iterable[Change],
        label: str,
        imported: str = "",
        read: Read | None = None,
        reason: str = "",
    ) -> Changes:
        """Write changes already checked, as one step of undo, and tell the listeners; ``imported`` is the mark of rows
        taken in from a sheet, ``read`` looks at what was written, in its transaction, ``reason`` says why where a person
        was asked. Services commit (``core.office.commit``), which decides whether to write or to propose; only what settles
        a conflict is always written."""
        assert not self._reads_together(), "who reads together doesn't write: it would wait for itself"
        info = ActionInfo(self.author, label, reason=reason, imported=imported)
        closed = self.closed_months
        done = self.file.commit(lambda connection: guarded(closed, connection, changes), info, read)
        self.committed(done)
        return done

    def write_batches(self, batches: Sequence[Batch]) -> Changes:
        """Write actions of the past under their authors' names (sample data), in one transaction."""
        done = self.file.commit_batches(batches)
        self.committed(done)
        return done

    def committed(self, done: Changes) -> None:
        """Forget what changes made stale, and tell the listeners."""
        self.undo.forget()
        if done.registers & PLAN_NAMES:
            self._remembered.forget("plan", "years", "keeper")
        if done.wholly or done.registers & SAYS.keys():
            self._remembered.forget("authority")
        if done.wholly:  # a merge taken back: entries may get their numbers anew
            self._remembered.forget("written", "unit")
        if done.registers & {*PLAN_NAMES, MONTH_STATES.name}:
            self._remembered.forget("closed")
        if done.wholly or not done.registers.isdisjoint(OF_ACCOUNTS):
            self._remembered.forget("accounts")
            if self._acting is not None and self.person is None:  # ended or revoked by what came in
                self.act_as_nobody()
        if done.wholly or OFFICE_SETTINGS.name in done.registers:
            self._remembered.forget("settings")
        if "office_holidays" in done.registers:
            self._remembered.forget("calendar")
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
