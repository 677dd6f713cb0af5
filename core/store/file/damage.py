"""What an error says of an office file: that something was in the way for a moment, or that the file is damaged.

Damage is said only after the file was looked at (integrity and chains), with what of it can still be read and the backups
there are; whoever returns a backup of a sound file loses all that was done since.
"""

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from sqlalchemy.exc import DatabaseError

from core.faults import DamagedRefusal, FileRefusal
from core.path_kinds import HEAD_BYTES, Kind, kind_of
from core.store.database import connected, reader
from core.store.driver import sqlite3
from core.store.file.backup_folders import stored_backups
from core.store.file.backup_set import BadBackup, is_stored, read_backup
from core.store.file.check import check_chains
from core.store.log.entry import BadEntry
from core.thai.dates import moment_short

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

_FULL = frozenset({sqlite3.SQLITE_FULL})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
_NO_RIGHT = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH})
_GONE = frozenset({sqlite3.SQLITE_CANTOPEN})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})

# An unknown table or column, a sum too large; a statement misused; a value too long or of the wrong type.
_OF_THE_QUESTION = (
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_MISUSE,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_TOOBIG,
    sqlite3.SQLITE_MISMATCH,
)

# What ``free_name`` adds to a file's name, and the desk where it asks for a backup's.
_MARKS = r"(\.(backup|kept|before-(merge|restore))-| สำรอง ).+"
BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup of an office file that this program made, when (this PC's time), how many bytes the file has in it, and why it
    was made (a ``Why``; ``BESIDE`` for a whole copy beside the file)."""

    path: Path
    made: datetime
    size: int
    why: str = BESIDE


def backups_of(path: Path) -> tuple[BackupFile, ...]:
    """The backups of an office file, newest first: those in its folders of backups, and the whole copies beside it (by hand,
    and those kept before merging and restoring)."""
    found = [BackupFile(one.path, one.head.made, one.head.size, one.head.why) for one in stored_backups(path)]
    made = re.compile(re.escape(path.stem) + _MARKS + re.escape(path.suffix))
    with suppress(OSError):
        for entry in path.parent.iterdir():
            if made.fullmatch(entry.name) and entry.is_file():
                found.append(backup_file(entry))
    return tuple(sorted(found, key=lambda one: one.made, reverse=True))


def backup_file(path: Path) -> BackupFile:
    """A backup as it lies on the disk. OSError as it comes."""
    if is_stored(path):
        with suppress(BadBackup):
            head = read_backup(path).head
            return BackupFile(path, head.made, head.size, head.why)
    stat = path.stat()
    return BackupFile(path, datetime.fromtimestamp(stat.st_mtime), stat.st_size)


def of_the_file(fault: BaseException) -> bool:
    """True for what is wrong with the file itself (damaged, busy, full, gone) and not with a question to it."""
    if isinstance(fault, BadEntry):
        return True
    cause = fault.orig if isinstance(fault, DatabaseError) else None
    # What Python itself raises (a text that is no UTF-8) has no code.
    code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return isinstance(cause, sqlite3.Error) and code not in _OF_THE_QUESTION


@contextmanager
def database_refusals(path: Path, key: "FileKey | None" = None) -> Iterator[None]:
    """Turn SQLite's errors over a damaged, full, busy or vanished file into refusals, each a Thai sentence."""
    try:
        yield
    except (BadEntry, orjson.JSONDecodeError) as fault:
        raise damage_of(path, key) from fault
    except sqlite3.Error as fault:
        raise refusal_of(path, fault, key) from fault
    except DatabaseError as fault:
        if not isinstance(fault.orig, sqlite3.Error):
            raise
        refusal = damage_of(path, key) if not of_the_file(fault) else refusal_of(path, fault.orig, key)
        if not of_the_file(fault) and not isinstance(refusal, DamagedRefusal):
            raise  # the question was wrong, not the file: our own bug
        raise refusal from fault


def refusal_of(path: Path, fault: BaseException, key: "FileKey | None" = None) -> FileRefusal:
    """The refusal for what SQLite, or reading the log, said of a file; DamagedRefusal only where damage was found."""
    if isinstance(fault, OSError):
        return _passing(path)
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in _BUSY:
        return FileRefusal(f"แฟ้ม “{path.name}” ไม่ว่างอยู่ชั่วขณะ โปรดลองอีกครั้ง")
    if code in _FULL:
        return FileRefusal(f"บันทึกแฟ้ม “{path.name}” ไม่ได้เพราะเนื้อที่ดิสก์เต็ม โปรดเพิ่มเนื้อที่ว่างแล้วบันทึกใหม่")
    if code in _NO_RIGHT:
        return FileRefusal(f"เขียนแฟ้ม “{path.name}” ไม่ได้ โปรดตรวจสิทธิของแฟ้มและโฟลเดอร์")
    if code in _GONE:
        return FileRefusal(f"เปิดแฟ้ม “{path.name}” ไม่ได้ โปรดตรวจว่าแฟ้มยังอยู่ที่เดิมและท่านมีสิทธิเปิด")
    return damage_of(path, key) if code in _DAMAGED else _passing(path)


def damage_of(path: Path, key: "FileKey | None" = None) -> FileRefusal:
    """Look whether a file is damaged, and say so, that another key opens it by now, or that it was a passing fault."""
    try:
        problem = _cut_short(path, key) or next(_problems(path, key), "")
    except (OSError, sqlite3.Error, DatabaseError) as fault:
        cause = fault.orig if isinstance(fault, DatabaseError) else fault
        # A table of ours that is missing is an error of the question to SQLite; here the question is right.
        if getattr(cause, "sqlite_errorcode", 0) & 0xFF not in (*_DAMAGED, sqlite3.SQLITE_ERROR):
            return _passing(path)
        # Only here: what can't be read at all has no save under way, whose locks are let go of by looking at the bytes.
        if recrypted := _recrypted(path, key):
            return FileRefusal(f"แฟ้ม “{path.name}” {recrypted} โปรดปิดแล้วเปิดใหม่")
        problem = "อ่านฐานข้อมูลไม่ได้"
    return _damaged(path, problem, key) if problem else _passing(path)


def _recrypted(path: Path, key: "FileKey | None") -> str:
    """What somebody made of a file that was opened with ``key``, so that another opens it; empty where it is the same."""
    kind = kind_of(path)
    if kind is Kind.OFFICE and key is not None:
        return "ถูกเลิกเข้ารหัสจากที่อื่นแล้ว"
    if kind is Kind.ENCRYPTED and key is None:
        return "ถูกเข้ารหัสจากที่อื่นแล้ว"
    if kind is Kind.ENCRYPTED and key is not None:
        with suppress(OSError), path.open("rb") as file:
            return "ถูกเปลี่ยนรหัสผ่านจากที่อื่นแล้ว" if file.read(HEAD_BYTES) != key.head else ""
    return ""


def unrecognisable(path: Path) -> DamagedRefusal:
    """The refusal of a file that only the copies beside it show to be one of ours."""
    return _damaged(path, "ส่วนต้นของแฟ้มหายไปหรือถูกทำลาย")


def _cut_short(path: Path, key: "FileKey | None") -> str:
    with closing(reader(path, key)) as connection:
        pages, size = (
            int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size")
        )
    return "แฟ้มขาดตอนท้าย" if path.stat().st_size < pages * size else ""


def _problems(path: Path, key: "FileKey | None") -> Iterator[str]:
    with connected(path, key) as connection:
        yield from check_chains(connection).problems


def _passing(path: Path) -> FileRefusal:
    return FileRefusal(
        f"อ่านหรือเขียนแฟ้ม “{path.name}” ไม่สำเร็จชั่วขณะ โปรดลองอีกครั้ง หากยังเป็นอยู่ให้ตรวจสายหรือไดรฟ์ที่เก็บแฟ้ม"
    )


def _damaged(path: Path, problem: str, key: "FileKey | None" = None) -> DamagedRefusal:
    found, readable, backups = problem.partition(" โปรด")[0], _readable(path, key), backups_of(path)
    way = (
        f"มีแฟ้มสำรองล่าสุด “{backups[0].path.name}” ({moment_short(backups[0].made)}) โปรดคืนจากแฟ้มนั้นเป็นสำเนา"
        if backups
        else "ไม่พบแฟ้มสำรองในโฟลเดอร์เดียวกัน โปรดเก็บแฟ้มนี้ไว้และแจ้งผู้ดูแล"
    )
    sentence = f"แฟ้ม “{path.name}” เสียหาย: {found} ยังอ่านบันทึกได้ {readable:,} รายการ {way}"
    return DamagedRefusal(sentence, path, found, readable)


def _readable(path: Path, key: "FileKey | None") -> int:
    """How many entries of the log can still be read."""
    count = 0
    with suppress(sqlite3.Error, OSError), closing(reader(path, key)) as connection:
        for _ in connection.execute("SELECT length(body) FROM entries NOT INDEXED ORDER BY n"):
            count += 1
    return count
