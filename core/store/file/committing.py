"""Committing an office file: what is reported as saved is saved, and what as refused is not.

A transaction is final once its journal is gone. What fails after that (bringing the removal onto the disk) SQLite reports as
if the whole had failed; so the file is asked.
"""

from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from core.remarks import remarked
from core.store.database import connect
from core.store.driver import sqlite3
from core.store.file.file_mark import last_entry
from core.whole_files import sync_folder

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

_REPLICA = "SELECT value FROM meta WHERE key = 'replica'"


def commit(
    connection: Connection,
    path: Path,
    watcher: sqlite3.Connection,
    key: "FileKey | None" = None,
    came: tuple[int, bytes] | None = None,
) -> None:
    """Commit the writing transaction of a file, which another connection to it watches. DatabaseError or sqlite3.Error only
    where nothing of it came in. ``came`` is the entry (number, id) that the transaction adds last, None where it adds none."""
    # Not read from the file itself: whoever closes it lets go of every lock this program has on it (POSIX).
    before = _version(watcher)
    try:
        connection.exec_driver_sql("COMMIT")
    except DatabaseError:
        if not _is_committed(path, watcher, before, key, came):
            raise
        _made_sure(path)


def become(path: Path, other: Path, key: "FileKey | None" = None) -> None:
    """Make a file all that another, of a replica id of its own and encrypted alike, holds. sqlite3.Error only where it stayed as it was."""
    with closing(connect(other, key)) as source, closing(connect(path, key)) as target:
        wanted = source.execute(_REPLICA).fetchone()
        try:
            source.backup(target)
        except sqlite3.Error:
            # Asked of the connection that wrote: where no file can be opened any more it still knows.
            if not _is_now(target, wanted):
                raise
            _made_sure(path)


def _is_now(connection: sqlite3.Connection, replica: object) -> bool:
    with suppress(sqlite3.Error):
        return bool(connection.execute(_REPLICA).fetchone() == replica)
    return False


def _is_committed(
    path: Path,
    watcher: sqlite3.Connection,
    before: int,
    key: "FileKey | None",
    came: tuple[int, bytes] | None,
) -> bool:
    with suppress(sqlite3.Error):
        if key is not None:  # what is played back there is encrypted anew, which counts as a new version
            return came is not None and last_entry(path, key) == came
        _replica(path, key)  # takes back what is only half done
        return _version(watcher) != before
    return False


def _version(watcher: sqlite3.Connection) -> int:
    """Another number whenever somebody else has written the file."""
    return int(watcher.execute("PRAGMA data_version").fetchone()[0])


def _replica(path: Path, key: "FileKey | None") -> object:
    with closing(connect(path, key)) as connection:
        return connection.execute(_REPLICA).fetchone()


def _made_sure(path: Path) -> None:
    with remarked("บันทึกแล้ว แต่ดิสก์แจ้งว่าขัดข้อง โปรดสำรองแฟ้มและตรวจไดรฟ์ที่เก็บแฟ้ม"):
        sync_folder(path.parent)
