"""How an office file that somebody else has written is recognised.

A copy laid over the file, a file put in its place, a second writer that got past the lock: each is noticed before the
next write, so that nothing is built on what this program has never read.
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.path_kinds import ENCRYPTED
from core.store.database import reader

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

# Of the header: counts the transactions of a database in rollback mode (SQLite file format, 1.3.6). An encrypted file shows no
# such count: what is played back there is encrypted anew, and is other bytes though nobody wrote.
_COUNTER = slice(24, 28)
LAST_ENTRY = "SELECT n, id FROM entries ORDER BY n DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file as it looked after the last write: its place on the disk, its size in bytes, when it was written
    (nanoseconds), its transactions counted, the number and id of its last entry."""

    place: tuple[int, int]
    size: int
    written_ns: int
    counter: bytes
    last: tuple[int, bytes]

    @classmethod
    def of(cls, path: Path, last: tuple[int, bytes]) -> "FileMark":
        """The mark of a file whose last entry that is. OSError where it can't be read. Not to be asked for in a transaction:
        whoever closes a file lets go of every lock this program has on it (POSIX)."""
        stat = path.stat()
        with path.open("rb") as source:
            head = source.read(_COUNTER.stop)
        counter = b"" if head.startswith(ENCRYPTED) else head[_COUNTER]
        return cls((stat.st_dev, stat.st_ino), stat.st_size, stat.st_mtime_ns, counter, last)

    def is_at(self, path: Path) -> bool:
        """True where the very file lies there, whatever is in it. OSError where none does."""
        stat = path.stat()
        return (stat.st_dev, stat.st_ino) == self.place

    def renewed(self, path: Path, key: "FileKey | None") -> "FileMark | None":
        """The mark as it is now, while nobody else has written the file; one that was only touched has another moment. None
        where somebody has. OSError or sqlite3.Error where it can't be read."""
        stat = path.stat()
        if not self.is_at(path):
            return None
        if (stat.st_size, stat.st_mtime_ns) == (self.size, self.written_ns):
            return self
        now = FileMark.of(path, last_entry(path, key))
        same = (now.size, now.counter, now.last) == (self.size, self.counter, self.last)
        return now if same else None


def last_entry(path: Path, key: "FileKey | None") -> tuple[int, bytes]:
    """Number and id of a file's last entry. sqlite3.Error where it can't be read."""
    with closing(reader(path, key)) as connection:  # one of its own: another's cache may be of an older file
        return last_of(connection.execute(LAST_ENTRY).fetchone())


def last_of(row: Any) -> tuple[int, bytes]:
    """What ``LAST_ENTRY`` found."""
    return (row[0], bytes(row[1])) if row else (0, b"")


def has_second_name(path: Path) -> bool:
    """True where a hard link gives the file another name: a journal is found by one name only."""
    return path.stat().st_nlink > 1
