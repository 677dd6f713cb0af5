"""Copying an open office file byte by byte, so that a page nobody changed stays the same bytes, in an encrypted file too.

SQLite's own copying would encrypt every page anew, and no two backups would have a block in common.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from core.faults import FileRefusal
from core.store.database import reader
from core.store.driver import sqlite3
from core.store.file.copies import OnProgress
from core.whole_files import new_private_file

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

_AT_ONCE = 8 << 20  # bytes copied before whoever saves is let by
_MOST_BEGINNINGS = 50


@dataclass(frozen=True, slots=True)
class RawCopy:
    """Copies an office file that opens with ``key``. ``quiet`` is entered when the file's bytes are let go of: whoever does so
    lets go of every lock this program has on the file (POSIX), which mustn't be while it is written. ``at_once``: whoever saves
    waits until all is copied; else a save makes the copy begin anew."""

    key: "FileKey | None"
    quiet: Callable[[], AbstractContextManager[object]]
    at_once: bool

    def __call__(self, source: Path, draft: Path, on_progress: OnProgress) -> None:
        """Copy the file into a new one for the user alone. FileRefusal where it is saved too often to be copied; OSError or
        sqlite3.Error as it comes."""
        new_private_file(draft)
        read = source.open("rb")
        try:
            with closing(reader(source, self.key)) as reading, draft.open("wb") as written:
                for _ in range(_MOST_BEGINNINGS):
                    if self._is_copied(reading, read, written, on_progress):
                        return
        finally:
            with self.quiet():
                read.close()
        raise FileRefusal(f"แฟ้ม “{source.name}” กำลังถูกบันทึกอยู่ตลอด จึงยังไม่ได้สำรอง โปรแกรมจะลองใหม่เองในครั้งถัดไป")

    def _is_copied(
        self, reading: sqlite3.Connection, read: BinaryIO, written: BinaryIO, on_progress: OnProgress
    ) -> bool:
        """Copy one state of the file; False where somebody saved meanwhile."""
        read.seek(0)
        written.seek(0)
        written.truncate()
        state = self._held(reading)
        size = _size(reading)
        try:
            while part := read.read(min(_AT_ONCE, size - written.tell())):
                written.write(part)
                if not self.at_once:
                    reading.execute("ROLLBACK").close()
                on_progress(written.tell() / size)
                if not self.at_once and self._held(reading) != state:
                    return False
        finally:
            if reading.in_transaction:
                reading.execute("ROLLBACK").close()
        return True

    def _held(self, reading: sqlite3.Connection) -> int:
        """Keep the file as it is until the transaction ends; what is returned is another number once somebody saved."""
        reading.execute("BEGIN").close()
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return int(reading.execute("PRAGMA data_version").fetchone()[0])


def _size(reading: sqlite3.Connection) -> int:
    # SQLCipher gives the size of a page as a text.
    pages, size = (
        int(reading.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size")
    )
    return pages * size
