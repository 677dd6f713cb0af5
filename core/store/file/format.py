"""Which format an office file is of; what is no office file, newer or cut short is refused.

``application_id`` says a file is ours, ``user_version`` is its format. Source: docs/architecture.md, "Decisions".
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from core.faults import FileRefusal, WriteRefusal
from core.path_kinds import Kind, kind_of, refuse_no_office_file
from core.store.database import opened
from core.store.file.damage import backups_of, damage_of, refusal_of, unrecognisable

FORMAT = 9
_SHAPE = ("user_version", "page_count", "page_size")


def journal_of(path: Path) -> Path:
    """Where SQLite keeps what it needs to take an interrupted transaction back."""
    return path.with_name(path.name + "-journal")


def read_format(path: Path) -> int:
    """The file's format number; FileRefusal where it is no office file of ours, cut short, or a newer one.

    An interrupted transaction of our own file is taken back on the way; a foreign file isn't touched.
    """
    if kind_of(path) in (Kind.EMPTY, Kind.UNKNOWN) and backups_of(path):
        raise unrecognisable(path)
    refuse_no_office_file(path)
    return format_of_open(path)


def format_of_open(path: Path) -> int:
    """The same of a file that this program may have open: asked of SQLite alone. Whoever opens such a file's bytes and closes
    them lets go of every lock this program has on it (POSIX), and a save under way would stand there unguarded."""
    try:
        # Not mode=ro: a file whose writer was killed can only be read once its journal has been played back.
        with closing(opened(path, "rw")) as source:
            version, pages, size = (source.execute(f"PRAGMA {p}").fetchone()[0] for p in _SHAPE)
        cut_short = path.stat().st_size < pages * size
    except (sqlite3.Error, OSError) as fault:
        raise _stuck(path) if _cannot_be_taken_back(path, fault) else refusal_of(path, fault) from fault
    if cut_short:
        raise damage_of(path)
    if version > FORMAT:
        raise FileRefusal(f"แฟ้ม “{path.name}” สร้างจากโปรแกรมรุ่นใหม่กว่า โปรดติดตั้งโปรแกรมรุ่นล่าสุดก่อนเปิด")
    return int(version)


def _cannot_be_taken_back(path: Path, fault: Exception) -> bool:
    code = getattr(fault, "sqlite_errorcode", 0)
    barred = code & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    return (barred or code == sqlite3.SQLITE_IOERR_DELETE) and journal_of(path).exists()


def _stuck(path: Path) -> WriteRefusal:
    journal = journal_of(path).name
    return WriteRefusal(
        f"แฟ้ม “{path.name}” มีงานที่ค้างบันทึกอยู่และเขียนในโฟลเดอร์นี้ไม่ได้ โปรดคัดลอกแฟ้มนี้พร้อมแฟ้ม “{journal}” ไปไว้ในโฟลเดอร์ที่เขียนได้แล้วเปิดที่นั่น"
    )
