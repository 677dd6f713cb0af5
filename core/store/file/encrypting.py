"""Encrypting an office file, under another passphrase, or no longer: a copy is made so, proved, and put in the file's place.

Cut short at any place the file is the old one or the new one, whole. What was copied page by page can't become encrypted, so
everything is written anew. Source: docs/architecture.md, "Encryption at rest".
"""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import FileRefusal, Stopped
from core.path_kinds import APPLICATION_ID
from core.store.database import attach, reader
from core.store.driver import sqlite3
from core.store.file.copies import OnProgress, proved_copy, put_database_in_place, unwatched
from core.store.file.format import format_of_open, head_of, other_passphrase, read_format
from core.store.file.opening import locked
from core.whole_files import new_private_file

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

_EXPORT = ("SELECT sqlcipher_export('made')",)
_STEPS = 100_000  # of SQLite's machine between two looks whether to stop


def unlocked(path: Path, passphrase: str) -> "FileKey | None":
    """The key of an office file, which takes half a second; None of one that isn't encrypted. PassphraseRefusal where the
    passphrase is missing or another. Not to be asked of a file this program has open."""
    from core.keys.file_key import FileKey  # noqa: PLC0415  # brings argon2

    head = head_of(path)
    if not head:
        return None
    key = FileKey.of(head, passphrase) if passphrase else None
    if key is None:
        raise other_passphrase(path, given=bool(passphrase))
    return key


@dataclass(frozen=True, slots=True)
class Recrypting:
    """Copies an office file that opens with ``key`` into one that opens with ``new``; None for one that isn't encrypted."""

    key: "FileKey | None"
    new: "FileKey | None"

    def __call__(self, source: Path, draft: Path, on_progress: OnProgress = unwatched) -> None:
        """Write the copy into a new file for the user alone. Stopped as ``on_progress`` raises it; OSError or sqlite3.Error
        as it comes."""
        new_private_file(draft)
        stopped: list[Stopped] = []
        whole = max(1, source.stat().st_size)

        def look() -> bool:
            try:
                on_progress(min(1.0, draft.stat().st_size / whole))
            except Stopped as asked:
                stopped.append(asked)
            return bool(stopped)

        with closing(reader(source, self.key)) as reading:
            attach(reading, draft, "made", "rw", self.new)
            # It is a passing copy: brought onto the disk when it gets its name.
            for pragma in ("journal_mode = OFF", "synchronous = OFF"):
                reading.execute(f"PRAGMA made.{pragma}").close()
            reading.set_progress_handler(look, _STEPS)
            try:
                _export(reading)
            except sqlite3.Error:
                if stopped:
                    raise stopped[0] from None
                raise
            finally:
                reading.set_progress_handler(None, 0)
        on_progress(1.0)


def _export(reading: sqlite3.Connection) -> None:
    reading.execute("BEGIN").close()
    for statement in _EXPORT:
        reading.execute(statement).fetchall()
    version = reading.execute("PRAGMA main.user_version").fetchone()[0]
    reading.execute(f"PRAGMA made.user_version = {version}").close()
    reading.execute(f"PRAGMA made.application_id = {APPLICATION_ID}").close()
    names = reading.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in names:
        quoted = '"' + name.replace('"', '""') + '"'
        here, there = (
            reading.execute(f"SELECT count(*) FROM {of}.{quoted}").fetchone()[0] for of in ("main", "made")
        )
        if here != there:
            raise sqlite3.DatabaseError(f"{name}: {there} of {here} rows")
    reading.execute("COMMIT").close()


def recrypt(
    path: Path,
    key: "FileKey | None",
    new: "FileKey | None",
    *,
    holder: str,
    on_progress: OnProgress = unwatched,
) -> None:
    """Have a closed office file open with another key from now on (None: not encrypted). LockRefusal where somebody has it
    open, WriteRefusal where it can't be written, FileRefusal or Stopped; nothing has changed then."""
    read_format(path, key)
    lock = locked(path, holder, key)
    try:
        format_of_open(path, key)  # takes back what was interrupted
        with proved_copy(path, path, on_progress, Recrypting(key, new), new) as draft:
            if head_of(draft) != (new.head if new is not None else b""):
                raise FileRefusal(f"เข้ารหัสแฟ้ม “{path.name}” ไม่สำเร็จ แฟ้มเดิมยังอยู่ตามเดิม โปรดลองอีกครั้ง")
            put_database_in_place(draft, path)
    finally:
        lock.release()
