"""Opening the office file for a command, and signing in who it is done by: ``--user`` with ``--password-stdin`` or
``PHAEN_PASSWORD``, and ``--file-passphrase-stdin`` or ``PHAEN_FILE_PASSPHRASE`` for an encrypted file, which every command
that opens a FILE takes. Of standard input the file's passphrase is the first line."""

import inspect
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from core.cli.passphrase import line_of_input
from core.faults import PassphraseRefusal, SignInRefusal, UsageRefusal

if TYPE_CHECKING:
    from core.office import Office

VARIABLE = "PHAEN_PASSWORD"
FILE_VARIABLE = "PHAEN_FILE_PASSPHRASE"
ANYBODY = "ผู้ใช้"

User = Annotated[
    str,
    typer.Option("--user", metavar="NAME", help="ผู้ใช้ที่ลงชื่อเข้าใช้ ในแฟ้มที่มีบัญชีผู้ใช้", show_default=False),
]
PasswordFromInput = Annotated[
    bool,
    typer.Option("--password-stdin", help="อ่านรหัสผ่านของ --user จากบรรทัดแรกของข้อมูลเข้า (ถัดจากรหัสผ่านแฟ้ม)"),
]
FilePassphraseFromInput = Annotated[
    bool,
    typer.Option("--file-passphrase-stdin", help="อ่านรหัสผ่านของแฟ้มที่เข้ารหัสจากบรรทัดแรกของข้อมูลเข้า"),
]


@dataclass(frozen=True, slots=True)
class By:
    """Who a command is done by, and the password; "" for nobody who is known. And the passphrase of the file."""

    name: str = ""
    password: str = ""
    file_passphrase: str = ""


NOBODY = By()
_BY: ContextVar[By] = ContextVar("by")


def by_somebody(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options that say who it is done by."""

    @wraps(command)
    def asked(*, user: str, password_stdin: bool, file_passphrase_stdin: bool, **given: Any) -> Any:
        passphrase = file_passphrase(file_passphrase_stdin)
        token = _BY.set(_by(user, password_stdin, passphrase))
        try:
            return command(**given)
        finally:
            _BY.reset(token)

    signature, kind = inspect.signature(command), inspect.Parameter.KEYWORD_ONLY
    more = [
        inspect.Parameter("user", kind, default="", annotation=User),
        inspect.Parameter("password_stdin", kind, default=False, annotation=PasswordFromInput),
        inspect.Parameter("file_passphrase_stdin", kind, default=False, annotation=FilePassphraseFromInput),
    ]
    whole = signature.replace(parameters=[*signature.parameters.values(), *more])
    asked.__signature__ = whole  # type: ignore[attr-defined]  # what Typer reads
    asked.__annotations__ = command.__annotations__ | {
        "user": User,
        "password_stdin": PasswordFromInput,
        "file_passphrase_stdin": FilePassphraseFromInput,
    }
    return asked


def file_passphrase(from_input: bool) -> str:
    """The passphrase of an encrypted file; "" where none was given."""
    return line_of_input() if from_input else os.environ.get(FILE_VARIABLE, "")


def _by(name: str, from_input: bool, passphrase: str) -> By:
    if from_input and not name:
        raise UsageRefusal("--password-stdin ใช้กับ --user NAME โปรดระบุว่าเป็นรหัสผ่านของผู้ใช้ใด")
    password = line_of_input() if from_input else os.environ.get(VARIABLE, "")
    if name and not password:
        raise UsageRefusal(f"--user ต้องมีรหัสผ่าน โปรดส่งทาง --password-stdin หรือตัวแปร {VARIABLE}")
    return By(name, password, passphrase) if name else By(file_passphrase=passphrase)


def acting() -> By:
    """Who the command under way is done by."""
    return _BY.get(NOBODY)


@contextmanager
def asking_for_passphrase(given: str) -> Iterator[None]:
    """Says how a command is given the passphrase it lacks."""
    try:
        yield
    except PassphraseRefusal as refusal:
        if given:
            raise
        way = f"โปรดส่งรหัสผ่านแฟ้มทาง --file-passphrase-stdin หรือตัวแปร {FILE_VARIABLE}"
        raise PassphraseRefusal(f"แฟ้ม “{refusal.path.name}” เข้ารหัสไว้ {way}", refusal.path) from refusal


@contextmanager
def opened(file: Path, *, read_only: bool = False, by_anybody: bool = False) -> "Iterator[Office]":
    """An office file, opened and closed again, with the person of ``--user`` signed in.

    To be written in a file with accounts it takes one (SignInRefusal), unless it is ``by_anybody``. UsageRefusal for a
    ``--user`` where there are no accounts. Refuses as ``Office.open``.
    """
    from core.office import Office

    by = acting()
    with (
        asking_for_passphrase(by.file_passphrase),
        Office.open(
            file, author=by.name or ANYBODY, read_only=read_only, passphrase=by.file_passphrase
        ) as office,
    ):
        _sign_in(office, by, read_only=read_only or by_anybody)
        office.backups.by_themselves()
        yield office


@contextmanager
def taken_out_of(file: Path) -> "Iterator[Office]":
    """An office file out of which something goes within, which is recorded where it can be. Refuses as ``opened`` does of
    reading."""
    from core.office import Office

    by = acting()
    with (
        asking_for_passphrase(by.file_passphrase),
        Office.open_to_take_out(file, author=by.name or ANYBODY, passphrase=by.file_passphrase) as office,
    ):
        _sign_in(office, by, read_only=True)
        yield office


def _sign_in(office: "Office", by: By, *, read_only: bool) -> None:
    file = office.session.path
    accounts = office.session.has_accounts
    if by.name and not accounts:
        raise UsageRefusal(f"แฟ้ม “{file.name}” ไม่มีบัญชีผู้ใช้ โปรดเรียกคำสั่งโดยไม่มี --user")
    if by.name:
        office.people.sign_in(by.name, by.password)
    elif accounts and not read_only:
        raise SignInRefusal(
            f"แฟ้ม “{file.name}” มีบัญชีผู้ใช้ โปรดระบุ --user และรหัสผ่านทาง --password-stdin หรือตัวแปร {VARIABLE}"
        )
