"""What can be wrong, in two kinds: findings about data, and refusals.

A *finding* is a fault in what somebody typed or imported: collected, shown beside its field, never raised.
A *refusal* is the one family of exceptions a person may meet: the file, the right or the lock says no.
Anything else that is raised is our own bug.
"""

import errno
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """How much a finding weighs: only an ``ERROR`` keeps a record from being saved."""

    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in data.

    ``code`` is a stable English slug (``in_order``); ``message`` is one calm Thai sentence that says
    what, where, and what to do; ``field`` is the field's English name or None for the whole record; ``value``
    is what was typed; ``row`` is the spreadsheet's row number (heading = 1) where there is one.
    """

    code: str
    message: str
    field: str | None = None
    value: str | None = None
    severity: Severity = Severity.ERROR
    row: int | None = None

    @property
    def is_error(self) -> bool:
        """True when the record can't be saved as it is."""
        return self.severity is Severity.ERROR

    def at_row(self, row: int) -> "Finding":
        """The same finding, said of a spreadsheet's row."""
        return replace(self, row=row)


def disk_sentence(fault: OSError) -> str:
    """What the system said of a file or folder, in one Thai sentence with what to do now."""
    named = f"“{Path(str(fault.filename)).name}”" if fault.filename else "ที่ต้องใช้"
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        return "เนื้อที่ดิสก์เต็ม จึงยังไม่ได้ทำ โปรดเพิ่มเนื้อที่ว่างแล้วลองใหม่"
    if fault.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"ใช้แฟ้มหรือโฟลเดอร์ {named} ไม่ได้ โปรดปิดโปรแกรมที่เปิดอยู่ ตรวจสิทธิ แล้วลองใหม่"
    if fault.errno in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR):
        return f"ไม่พบแฟ้มหรือโฟลเดอร์ {named} โปรดตรวจชื่อแล้วลองใหม่"
    return f"อ่านหรือเขียนแฟ้ม {named} ไม่สำเร็จชั่วขณะ โปรดลองอีกครั้ง หากยังเป็นอยู่ให้ตรวจไดรฟ์ที่เก็บแฟ้ม"


class Refusal(Exception):
    """A calm no, in one Thai sentence (``str(refusal)``); nothing was changed. Exit status 3."""


class FileRefusal(Refusal):
    """The file can't be used: missing, damaged, foreign, newer, or there already."""


class DamagedRefusal(FileRefusal):
    """The file at ``path`` was looked at and is damaged; the sentence says what can be read and which backups there are.

    ``problem`` is what was found (Thai); of the log, ``readable`` entries can still be read.
    """

    def __init__(self, sentence: str, path: Path, problem: str, readable: int) -> None:
        super().__init__(sentence)
        self.path = path
        self.problem = problem
        self.readable = readable


class ChangedRefusal(FileRefusal):
    """Somebody else has written the open file since this program last did; nothing of ours was written over it."""


class WriteRefusal(FileRefusal):
    """The file can be read and not written; the sentence says why, and how to go on. ``copy_helps`` where a copy in another
    place could be written."""

    def __init__(self, sentence: str, *, copy_helps: bool = True) -> None:
        super().__init__(sentence)
        self.copy_helps = copy_helps


class LockRefusal(Refusal):
    """Somebody else is writing to the file; the sentence says who and since when."""


class RightRefusal(Refusal):
    """The person who is signed in may not do this; the sentence says who may."""


class SignInRefusal(Refusal):
    """Nobody can sign in like this: a wrong name, password or code, or a wait after wrong ones of so many seconds ``left``."""

    def __init__(self, sentence: str, left: int = 0) -> None:
        super().__init__(sentence)
        self.left = left


class InputRefusal(Refusal):
    """The input can't be used; ``findings`` say why, field by field."""

    def __init__(self, sentence: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(sentence)
        self.findings = findings


class ClosedRefusal(InputRefusal):
    """What is asked for would change a month that was approved; the sentence names it, and who opens it again."""


class AgainRefusal(InputRefusal):
    """Just these rows were imported before; the sentence says when and by whom. Nobody has said yet that they are wanted
    twice."""


class Stopped(Refusal):
    """The work was stopped as asked; nothing of it is kept."""

    def __init__(self) -> None:
        super().__init__("หยุดตามที่สั่งแล้ว ไม่มีสิ่งใดถูกบันทึก")


class UsageRefusal(Refusal):
    """A name or an argument that doesn't exist (register, report, indicator, day): exit status 2."""


class DeletesRefusal(Refusal):
    """A merge that would delete a plan or a unit; ``names`` says which, in Thai."""

    def __init__(self, sentence: str, names: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.names = names


class AccountsRefusal(Refusal):
    """A merge that would bring accounts which know nothing of the file's; ``names`` says whose."""

    def __init__(self, sentence: str, names: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.names = names


class SealRefusal(FileRefusal):
    """The package is sealed: it needs a passphrase, or another one."""


class StrangerRefusal(FileRefusal):
    """A package is signed by a PC this file doesn't trust yet: whose it says it is, the public key and its short words,
    for a person to compare and to trust."""

    def __init__(self, sentence: str, unit: str, pc: str, key: bytes, words: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.unit = unit
        self.pc = pc
        self.key = key
        self.words = words
