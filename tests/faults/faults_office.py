"""What the walks start from: an office, its backup, another PC's packages, sheets; and every command there is."""

import csv
import io
import os
import shutil
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest import mock

from sqlalchemy import text

from core.cli import presenter
from core.faults import FileRefusal, Refusal
from core.office import Office, Why
from core.store.file.check import check
from core.store.tables.register_tables import SHIPPED
from core.thai.fiscal import Month
from core.whole_files import remove_leftovers

REQUESTS = "finance_requests"
PROJECT = SHIPPED["plan_projects"].id_for({"fiscal_year": 2563, "number": 2}) or ""
STEP = SHIPPED["plan_steps"].id_for({"fiscal_year": 2563, "project": 1, "step": 2}) or ""
CHAT = (
    "\ufeffAccount name,'สลป.'\r\nTime zone,'+09:00'\r\nDownloaded on,'2020/06/30 10:00'\r\n"
    "Sender type,Sender name,Date,Time,Message\r\n"
    '"User","มานะ","2020/06/29","11:00","ขอติดตามหนังสือ"\r\n"Account","สมหญิง","2020/06/29","11:10","ค่ะ"\r\n'
)
OLD = b"OLD"
BACKUPS = "office สำรอง"


@dataclass(frozen=True)
class Answer:
    """What a run came to: exit status, what it printed, what it said on standard error."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Command:
    """A command line, or something only a desk does. ``target``: the file it writes; ``may_leave``: part of the names of
    what it makes beside the office file; ``starts``: the office it starts from; ``after``: what was done there before."""

    name: str
    run: Callable[["Room"], Answer]
    target: str = ""
    may_leave: str = "\0"
    starts: str = "office.phaen"
    after: "Callable[[Room, Office], object] | None" = None


@dataclass
class Room:
    """A folder in which faults happen: files, this PC's state and its temporary files, made anew for every try."""

    root: Path
    prepared: Path = field(init=False)
    began_with: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.prepared = self.root / "prepared"

    @property
    def faulty(self) -> Path:
        """The folder in which calls may fail."""
        return self.root / "faulty"

    @property
    def files(self) -> Path:
        """Where the office file lies."""
        return self.faulty / "files"

    @property
    def temp(self) -> Path:
        """The temporary folder."""
        return self.faulty / "temp"

    @property
    def office(self) -> Path:
        """The office file commands are tried on."""
        return self.files / "office.phaen"

    def at(self, name: str) -> Path:
        """A file beside the office file."""
        return self.files / name

    def given(self, name: str) -> Path:
        """A prepared file."""
        return self.prepared / name

    def settle(self) -> None:
        """Use this folder for state and temporary files, from now on."""
        os.environ["PHAEN_STATE_DIR"] = str(self.faulty / "state")
        tempfile.tempdir = str(self.temp)
        self.temp.mkdir(parents=True, exist_ok=True)

    def fresh(self, command: Command) -> None:
        """The folder as it is before a command."""
        shutil.rmtree(self.faulty, ignore_errors=True)
        for folder in (self.files, self.temp, self.faulty / "state"):
            folder.mkdir(parents=True)
        shutil.copy(self.given("pc-key.pem"), self.faulty / "state")
        shutil.copy(self.given(command.starts), self.office)
        shutil.copy(self.given("backup.phaen"), self.at("backup.phaen"))
        if command.after:
            with Office.open(self.office) as office:
                command.after(self, office)
        if command.target not in ("", "backup.phaen"):
            self.at(command.target).write_bytes(OLD)
        self.began_with = frozenset(f.name for f in self.files.iterdir())

    def leftovers(self, command: Command, *, done: bool) -> list[str]:
        """What lies about that nobody asked for, after the next start has tidied up."""
        remove_leftovers(self.temp)
        remove_leftovers(self.files)
        # A lock is only removed by who holds it, a journal by whoever next writes.
        # The folder of backups is made by whatever first backs the file up, before an import too.
        known = {
            *self.began_with,
            "office.phaen.lock",
            "office.phaen.lock.info",
            "office.phaen-journal",
            BACKUPS,
        }
        left = [f.name for f in self.files.iterdir() if f.name not in known]
        left = [name for name in left if not (done and command.may_leave in name)]
        return left + [f"temp/{f.name}" for f in self.temp.iterdir()]


PASSPHRASE = "สามคำ เว้นวรรค กัน"


def request(number: str, amount: int = 100) -> dict[str, str]:
    """A small request."""
    return {
        "request_no": number,
        "procurement": "w119",
        "amount": str(amount),
        "received_on": "2020-01-10",
        "payee": f"ร้าน {number}",
    }


def sheet(path: Path, prefix: str, count: int) -> Path:
    """A sheet of small requests."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(request("")))
        writer.writeheader()
        writer.writerows(request(f"{prefix}{n}", 100 + n) for n in range(count))
    return path


def ctl(*arguments: object) -> Answer:
    """``phaenctl`` in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err), mock.patch.object(presenter, "_log", _traced):
        status = presenter.run([str(a) for a in arguments])
    return Answer(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))


def _traced(arguments: Sequence[str], trace: str) -> None:
    """In place of the log: where a fault of the program came from is to be told."""
    if trace.startswith("Traceback"):
        print(trace, file=sys.stderr)


def prepare(root: Path, rows: int = 50) -> Room:
    """A room whose commands start from an office of some records."""
    room = Room(root)
    room.prepared.mkdir(parents=True)
    own, other = room.given("own-pc"), room.given("other-pc")
    office, elsewhere = room.given("office.phaen"), room.given("other.phaen")
    sheet(room.given("own.csv"), "O", rows)
    sheet(room.given("more.csv"), "M", rows)
    sheet(room.given("theirs.csv"), "T", rows)
    with zipfile.ZipFile(room.given("chat.zip"), "w") as package:
        package.writestr("chats/0.csv", CHAT.encode())
    room.given("targets.csv").write_text("code,fiscal_year,value\n", encoding="utf-8-sig")
    os.environ["PHAEN_STATE_DIR"] = str(own)
    _must("init", office)
    shutil.copy(office, room.given("blank.phaen"))
    _must("import", office, REQUESTS, room.given("own.csv"))
    _must("export", office, REQUESTS, room.given("own.xlsx"), "--names")
    _must("export", office, "deliverables", room.given("pieces.csv"), "--names")
    _must("register", office, "export", "deliverables", room.given("changed.toml"))
    declared = room.given("changed.toml").read_text("utf-8")
    room.given("changed.toml").write_text(declared.replace('title = "', 'title = "ของปีนี้ ', 1), "utf-8")
    _must("pack", office, room.given("own.phaenx"))
    shutil.copy(own / "pc-key.pem", room.given("pc-key.pem"))
    os.environ["PHAEN_STATE_DIR"] = str(other)
    _must("init", elsewhere, "--unit", "finance")
    _must("import", elsewhere, REQUESTS, room.given("theirs.csv"))
    _must("export", elsewhere, REQUESTS, room.given("theirs.xlsx"), "--names")
    _must("pack", elsewhere, room.given("other.phaenx"))
    _must("merge", elsewhere, room.given("own.phaenx"), "--trust")
    with Office.open(elsewhere) as opened:
        opened.records.save("plan_projects", {"title": "ชื่อใหม่"}, PROJECT)
        opened.records.save(REQUESTS, {"amount": "555"}, opened.records.rows(REQUESTS)[0].id)
        first = opened.records.rows(REQUESTS)[0].id
    _must("pack", elsewhere, room.given("contested.phaenx"))
    os.environ["PHAEN_STATE_DIR"] = str(own)
    contested = Path(shutil.copy(office, room.given("contested.phaen")))
    with Office.open(contested) as opened:
        opened.records.save(REQUESTS, {"amount": "777"}, first)
    assert (
        ctl("merge", contested, room.given("contested.phaenx"), "--trust").status == 1
    )  # a conflict is open
    _must("backup", office, room.given("backup.phaen"))
    room.settle()
    return room


def _must(*arguments: object) -> None:
    answer = ctl(*arguments)
    assert answer.status == 0, (arguments, answer)


def _line(*arguments: object) -> Callable[[Room], Answer]:
    """A command line; a Path stands for a prepared file, ``>NAME`` for one beside the office, ``FILE`` for the office."""

    def word(room: Room, argument: object) -> str:
        if isinstance(argument, Path):
            return str(room.given(argument.name))
        told = str(argument)
        return str(room.office) if told == "FILE" else str(room.at(told[1:])) if told[:1] == ">" else told

    return lambda room: ctl(*(word(room, argument) for argument in arguments))


def _encrypt(room: Room) -> Answer:
    os.environ["PHAEN_NEW_FILE_PASSPHRASE"] = PASSPHRASE
    return ctl("encrypt", str(room.office), "on")


def _desk(work: Callable[[Office], object]) -> Callable[[Room], Answer]:
    """Something only a desk does, answered as the command line would."""

    def answer(room: Room) -> Answer:
        try:
            with Office.open(room.office) as office:
                work(office)
        except Refusal as refusal:
            return Answer(3, "", str(refusal))
        except Exception:
            return Answer(4, "", traceback.format_exc())
        return Answer(0, "", "")

    return answer


def _settle(room: Room) -> Answer:
    (conflict,) = _contested(room)
    return ctl("settle", room.office, conflict, "--take", "ours", "--reason", "ตรวจกับใบขอเบิก")


def _contested(room: Room) -> Sequence[str]:
    # Asked of the prepared file: the command that is tried is one command.
    with Office.open(room.given("contested.phaen"), read_only=True) as office:
        return [c.id for c in office.conflicts.open() if c.register == REQUESTS]


def _decide(room: Room) -> Answer:
    with Office.open(room.given("contested.phaen"), read_only=True) as office:
        (wished,) = office.plan.proposals()
    return ctl("decide", room.office, wished.id, "take")


def _moved(room: Room, office: Office) -> None:
    for month in (Month(2020, 4), Month(2020, 7)):
        office.records.save("plan_steps", {"planned_from": month, "planned_to": month}, STEP)


def _proved(room: Room, office: Office) -> None:
    record = office.evidence.record_named("plan_indicators", "3")
    office.evidence.attach("plan_indicators", record, [room.given("more.csv")])


def _merged(room: Room, office: Office) -> None:
    office.exchange.merge([room.given("other.phaenx")], trust=True)


def _restore_here(office: Office) -> None:
    found = office.backups.all()
    if not found:
        raise FileRefusal("ไม่พบแฟ้มสำรอง โปรดตรวจโฟลเดอร์")
    office.backups.restore_here(found[-1].path)


def _backed_up(_: Room, office: Office) -> None:
    office.backups.make(Why.HAND)
    office.records.save(REQUESTS, request("R1"))


COMMANDS = (
    Command("init", _line("init", ">new.phaen"), may_leave="new.phaen"),
    Command("indicators", _line("indicators", "FILE", "--as-of", "2020-06-30")),
    Command("workings", _line("workings", "FILE", "3", "--as-of", "2020-06-30")),
    Command("registers", _line("registers")),
    Command("register list", _line("register", "FILE", "list")),
    Command("register new", _line("register", "FILE", "new", "library:meetings")),
    Command("register new sheet", _line("register", "FILE", "new", Path("theirs.xlsx"), "--name", "theirs")),
    Command("register change", _line("register", "FILE", "change", Path("changed.toml"))),
    Command("register export", _line("register", "FILE", "export", "deliverables", ">t.toml"), "t.toml"),
    Command("import csv", _line("import", "FILE", REQUESTS, Path("more.csv"))),
    Command("import xlsx", _line("import", "FILE", REQUESTS, Path("theirs.xlsx"))),
    Command("import dry", _line("import", "FILE", REQUESTS, Path("more.csv"), "--dry-run")),
    Command("import plan-born", _line("import", "FILE", "deliverables", Path("pieces.csv"))),
    Command("import-line", _line("import-line", "FILE", Path("chat.zip"))),
    Command("template", _line("template", "FILE", REQUESTS, ">t.xlsx"), may_leave="t.xlsx"),
    Command("export csv", _line("export", "FILE", REQUESTS, ">t.csv"), "t.csv"),
    Command("export xlsx", _line("export", "FILE", REQUESTS, ">t.xlsx"), "t.xlsx"),
    Command("reports", _line("reports")),
    Command("report pdf", _line("report", "FILE", "monthly", ">t.pdf", "--month", "2563-03"), "t.pdf"),
    Command(
        "report xlsx", _line("report", "FILE", "finance-months", ">t.xlsx", "--month", "2563-03"), "t.xlsx"
    ),
    Command("verify", _line("verify", "29P2-X06Y-HPV77", "FILE")),
    Command("check", _line("check", "FILE")),
    Command("backup", _line("backup", "FILE", ">backup.phaen"), "backup.phaen"),
    Command("restore", _line("restore", ">backup.phaen", "FILE"), may_leave="before-restore"),
    Command("encrypt", _encrypt),
    Command("audit", _line("audit", "FILE"), after=_backed_up),
    Command("audit pdf", _line("audit", "FILE", ">t.pdf"), "t.pdf"),
    Command("backups", _line("backups", "FILE"), after=_backed_up),
    Command("backups make", _line("backups", "FILE", "--make")),
    Command("backups changes", _line("backups", "FILE", "--changes", "1"), after=_backed_up),
    Command(
        "backups restore",
        _line("backups", "FILE", ">r.phaen", "--restore", "1"),
        may_leave="r.phaen",
        after=_backed_up,
    ),
    Command(
        "restore here",
        _desk(_restore_here),
        after=_backed_up,
    ),
    Command("plan", _line("plan", "FILE", "--json")),
    Command("rollover", _line("rollover", "FILE", "2564")),
    Command("adopt", _line("adopt", "FILE", "2564"), after=lambda _, office: office.plan.roll_over(2564)),
    Command(
        "adopt-anew",
        _line("adopt-anew", "FILE", "--reason", "เลื่อนตามคำสั่ง", "--from", "2020-06-30"),
        after=_moved,
    ),
    Command("proposals", _line("proposals", "FILE"), starts="contested.phaen"),
    Command("decide", _decide, starts="contested.phaen"),
    Command("months", _line("months", "FILE")),
    Command("month", _line("month", "FILE", "submit", "--month", "2563-03", "--unit", "finance")),
    Command("people list", _line("people", "FILE", "list")),
    Command("evidence add", _line("evidence", "FILE", "add", "plan_indicators", "3", Path("more.csv"))),
    Command("evidence list", _line("evidence", "FILE", "list")),
    Command("evidence missing", _line("evidence", "FILE", "missing")),
    Command("evidence bind", _line("evidence", "FILE", "bind", "3", ">t.pdf"), "t.pdf", after=_proved),
    Command("pack", _line("pack", "FILE", ">t.phaenx"), "t.phaenx"),
    Command("merge", _line("merge", "FILE", Path("other.phaenx"), "--trust"), may_leave="before-merge"),
    Command("merge dry", _line("merge", "FILE", Path("other.phaenx"), "--trust", "--dry-run")),
    Command("conflicts", _line("conflicts", "FILE"), starts="contested.phaen"),
    Command("settle", _settle, starts="contested.phaen"),
    Command("save", _desk(lambda office: office.records.save(REQUESTS, request("SV")))),
    Command(
        "undo",
        _desk(lambda office: office.records.undo()),
        after=lambda _, office: office.records.save(REQUESTS, request("R1")),
    ),
    Command(
        "take back",
        _desk(lambda office: office.exchange.take_merge_back()),
        may_leave="before-merge",
        after=_merged,
    ),
    Command("keep a copy", _desk(lambda office: office.file.keep_copy()), may_leave="office.kept-"),
)


@dataclass(frozen=True)
class State:
    """What an office file holds: entries of its log, records shown, packages taken in or back, its unit."""

    entries: int
    last: str
    records: int
    exchanges: int
    unit: str

    def but_ids(self) -> "State":
        """The same without what is drawn anew at every run."""
        return replace(self, last="")


def state_of(path: Path) -> State:
    """What is in an office file, opened as any program would; AssertionError where it isn't sound."""
    with Office.open(path, passphrase=PASSPHRASE) as office, office.session.reading() as connection:
        found = check(connection)
        assert found.sound, found.problems[:2]

        def one(query: str) -> int:
            return int(connection.execute(text(query)).scalar_one())

        last = connection.execute(text("SELECT id FROM entries ORDER BY n DESC LIMIT 1")).scalar_one()
        return State(
            one("SELECT count(*) FROM entries"),
            bytes(last).hex()[:8],
            one(f"SELECT count(*) FROM {REQUESTS} WHERE deleted = 0"),
            one("SELECT count(*) FROM exchanges WHERE kind != 'sent'"),
            office.session.unit,
        )
