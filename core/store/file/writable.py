"""Whether an office file can be written: asked before it is opened for writing, so that one that can't be is read instead.

What the system says of the rights is not enough (a share, a full disk, a folder where no journal can be made), so the
first step of a transaction is tried and taken back.
"""

import errno
import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import WriteRefusal
from core.store.database import connect
from core.store.driver import sqlite3
from core.store.file.damage import refusal_of

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

_FULL = (errno.ENOSPC, errno.EDQUOT)
_BARRED = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_CANTOPEN)
_FOLDER = "อยู่ในโฟลเดอร์ที่เขียนไม่ได้"
_NO_ROOM = "อยู่ในดิสก์ที่เนื้อที่เต็ม"


def may_write(path: Path) -> bool:
    """True where the system lets us write a file, or make and remove files in a folder; it isn't tried."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def refuse_write_protected(path: Path) -> None:
    """WriteRefusal where a file is marked as not to be written, by us or on its whole drive; nothing is made beside it."""
    if not may_write(path):
        raise _unwritable(path, "ถูกตั้งไว้ไม่ให้เขียน")


def refuse_unwritable(path: Path, key: "FileKey | None" = None) -> None:
    """WriteRefusal where a transaction of an office file couldn't be begun; what is tried leaves nothing behind."""
    try:
        with closing(connect(path, key)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute(f"PRAGMA user_version = {version}")  # makes the journal
            connection.execute("ROLLBACK")
    except sqlite3.Error as fault:
        code = fault.sqlite_errorcode & 0xFF
        if code == sqlite3.SQLITE_FULL:
            raise _unwritable(path, _NO_ROOM) from fault
        if code in _BARRED:
            raise _unwritable(path, _FOLDER) from fault
        raise refusal_of(path, fault, key) from fault


def no_lock(path: Path, fault: OSError) -> WriteRefusal:
    """The refusal where the lock can't be made beside a file."""
    return _unwritable(path, _NO_ROOM if fault.errno in _FULL else _FOLDER)


def _unwritable(path: Path, why: str) -> WriteRefusal:
    return WriteRefusal(
        f"แฟ้ม “{path.name}” {why} จึงอ่านได้อย่างเดียว หากต้องการแก้ไข โปรดบันทึกสำเนาไว้ในโฟลเดอร์ที่เขียนได้แล้วใช้สำเนานั้น"
    )
