"""Which format an office file is of; what is no office file, newer or cut short is refused.

``application_id`` says a file is ours, ``user_version`` is its format. Source: docs/architecture.md, "Decisions".
"""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import FileRefusal, PassphraseRefusal, WriteRefusal
from core.path_kinds import HEAD_BYTES, Kind, kind_of, refuse_no_office_file
from core.store.database import opened
from core.store.driver import sqlite3
from core.store.file.damage import backups_of, damage_of, refusal_of, unrecognisable
from core.store.file.writable import may_write

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

FORMAT = 9
_SHAPE = ("user_version", "page_count", "page_size")


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it needs to take an interrupted transaction back."""
    return path.with_name(path.name + "-journal")


def read_format(path: Path, key: "FileKey | None" = None) -> int:
    """The file's format number; FileRefusal where it is no office file of ours, cut short, or a newer one, PassphraseRefusal
    where it is encrypted and ``key`` is another's.

    An interrupted transaction of our own file is taken back on the way; a foreign file isn't touched.
    """
    if kind_of(path) in (Kind.EMPTY, Kind.UNKNOWN) and backups_of(path):
        raise unrecognisable(path)
    refuse_no_office_file(path)
    fitting = key_of(path, key)
    if fitting is None and head_of(path):
        raise other_passphrase(path, given=key is not None)
    return format_of_open(path, fitting)


def format_of_open(path: Path, key: "FileKey | None" = None) -> int:
    """The same of a file that this program may have open: asked of SQLite alone. Whoever opens such a file's bytes and closes
    them lets go of every lock this program has on it (POSIX), and a save under way would stand there unguarded."""
    try:
        # Not mode=ro: a file whose writer was killed can only be read once its journal has been played back.
        with closing(opened(path, "rw", key)) as source:
            version, pages, size = (int(source.execute(f"PRAGMA {p}").fetchone()[0]) for p in _SHAPE)
        cut_short = path.stat().st_size < pages * size
    except (sqlite3.Error, OSError) as fault:
        raise _stuck(path) if _cannot_be_taken_back(path, fault) else refusal_of(path, fault, key) from fault
    if cut_short:
        raise damage_of(path, key)
    if version > FORMAT:
        raise FileRefusal(f"แฟ้ม “{path.name}” สร้างจากโปรแกรมรุ่นใหม่กว่า โปรดติดตั้งโปรแกรมรุ่นล่าสุดก่อนเปิด")
    return int(version)


def head_of(path: Path) -> bytes:
    """What an encrypted office file begins with; empty for any other. OSError as it comes. Not to be asked of a file this
    program has open, as ``format_of_open`` says."""
    if kind_of(path) is not Kind.ENCRYPTED:
        return b""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def key_of(path: Path, *keys: "FileKey | None") -> "FileKey | None":
    """Which of some keys opens a file; None for one that isn't encrypted, or that none of them opens. OSError as it comes."""
    head = head_of(path)
    return next((key for key in keys if key is not None and head and key.head == head), None)


def other_passphrase(path: Path, *, given: bool) -> PassphraseRefusal:
    """The refusal of an encrypted file where no passphrase was given, or another."""
    if not given:
        return PassphraseRefusal(f"แฟ้ม “{path.name}” เข้ารหัสไว้ โปรดพิมพ์รหัสผ่านแฟ้มจึงจะเปิดได้", path)
    return PassphraseRefusal(f"รหัสผ่านแฟ้มของ “{path.name}” ไม่ถูกต้อง โปรดพิมพ์ใหม่ แฟ้มยังอยู่ตามเดิม", path)


def _cannot_be_taken_back(path: Path, fault: Exception) -> bool:
    code = getattr(fault, "sqlite_errorcode", 0)
    barred = code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    # A folder where no journal can be removed: the driver says no more than that something failed.
    kept = code & 0xFF == sqlite3.SQLITE_IOERR and not may_write(path.parent)
    return (barred or kept) and journal_of(path).exists()


def _stuck(path: Path) -> WriteRefusal:
    journal = journal_of(path).name
    return WriteRefusal(
        f"แฟ้ม “{path.name}” มีงานที่ค้างบันทึกอยู่และเขียนในโฟลเดอร์นี้ไม่ได้ โปรดคัดลอกแฟ้มนี้พร้อมแฟ้ม “{journal}” ไปไว้ในโฟลเดอร์ที่เขียนได้แล้วเปิดที่นั่น"
    )
