"""Copies of an office file: made while others save, proved before they get their name, and how two of them are related."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from core.faults import FileRefusal, Stopped
from core.store.database import attach, connect, connected, reader
from core.store.driver import sqlite3
from core.store.file.check import check_chains
from core.store.file.declarations_entry import DECLARATIONS_BY
from core.store.file.format import journal_of, key_of, read_format
from core.whole_files import new_private_file, passing_folder, put_in_place, remove, write_whole

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

Keyed = tuple[Path, "FileKey | None"]  # a file, and what opens it
OnProgress = Callable[[float], None]  # called with how much is done, 0 to 1; may raise Stopped
Copy = Callable[[Path, Path, OnProgress], None]  # a database, into a new file

_PAGES = 1024  # copied between two looks whether to stop
_STEPS = 100_000  # of SQLite's machine between two such looks
_FIRST = "SELECT id FROM {0}.entries ORDER BY n LIMIT 1"
_UNIT = "SELECT value FROM {0}.meta WHERE key = 'unit'"
_OWN = f"SELECT n FROM main.entries WHERE n > 1 AND replica <> '{DECLARATIONS_BY}' LIMIT 1"
_COMMON = f"{_OWN.removesuffix(' LIMIT 1')} AND id IN (SELECT id FROM source.entries) LIMIT 1"
_RELATION = (
    _FIRST.format("main"),
    _FIRST.format("source"),
    _UNIT.format("main"),
    _UNIT.format("source"),
    _OWN,
    _COMMON,
)


def unwatched(_: float) -> None:
    """Progress that nobody looks at."""


def copy_database(
    source: Path, draft: Path, on_progress: OnProgress = unwatched, key: "FileKey | None" = None
) -> None:
    """Copy a database into a new file for the user alone, encrypted alike. OSError or sqlite3.Error as it comes."""
    new_private_file(draft)
    with closing(reader(source, key)) as reading, closing(connect(draft, key)) as writing:
        # One state of the file from the first page to the last, however often it is saved meanwhile.
        reading.execute("BEGIN").close()
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(writing, pages=_PAGES, progress=_shares(on_progress), sleep=0)


def _shares(on_progress: OnProgress) -> Callable[[int, int, int], None]:
    return lambda _, left, of: on_progress(1 - left / of if of else 1.0)


def plain_copy(path: Path, copy: Path, key: "FileKey | None" = None) -> None:
    """Copy an office file as it stands, beside whoever has it open, without proving it; what lies at ``copy`` is
    replaced. FileRefusal where it can't be made."""
    try:
        write_whole(copy, lambda made: copy_database(path, made, key=key))
    except (OSError, sqlite3.Error) as fault:
        raise FileRefusal(f"ทำสำเนาของ “{path.name}” ไม่ได้ โปรดตรวจเนื้อที่ว่างและสิทธิของโฟลเดอร์") from fault


@contextmanager
def proved_copy(
    source: Path,
    target: Path,
    on_progress: OnProgress = unwatched,
    copy: Copy | None = None,
    key: "FileKey | None" = None,
) -> Iterator[Path]:
    """A verified copy, encrypted alike, beside its target under a passing name, gone afterwards unless it was put in place."""
    try:
        with passing_folder(target.parent, target.name) as folder:
            draft = folder / target.name
            make = copy or partial(copy_database, key=key)
            make(source, draft, lambda share: on_progress(share / 2))
            _prove(draft, source.name, lambda: on_progress(0.5), key)
            yield draft
    except (OSError, sqlite3.Error) as fault:
        raise FileRefusal(
            f"สำรองแฟ้ม “{source.name}” ไปที่ “{target.name}” ไม่ได้ โปรดตรวจโฟลเดอร์ปลายทางและเนื้อที่ว่าง"
        ) from fault


def _prove(draft: Path, name: str, keep_going: Callable[[], None], key: "FileKey | None") -> None:
    if not is_sound(draft, keep_going, key):
        raise FileRefusal(f"แฟ้ม “{name}” เสียหาย จึงไม่ได้ทำสำเนา โปรดใช้แฟ้มสำรองแฟ้มอื่น")


def is_sound(copy: Path, keep_going: Callable[[], None], key: "FileKey | None" = None) -> bool:
    """True where database and log of a backup are proved, so that it can be returned. ``keep_going`` is called now and
    then and may raise Stopped. FileRefusal where it is no office file, or a newer one, PassphraseRefusal where it needs another key."""
    read_format(copy, key)
    try:
        with connected(copy, key_of(copy, key)) as connection, _interruptible(connection, keep_going):
            return check_chains(connection).sound
    except DatabaseError:
        return False


@contextmanager
def _interruptible(connection: Connection, keep_going: Callable[[], None]) -> Iterator[None]:
    """Have ``keep_going`` called while SQLite works, even within one long statement."""
    raised: list[Stopped] = []

    def ask() -> bool:
        try:
            keep_going()
        except Stopped as stopped:
            raised.append(stopped)
        return bool(raised)

    database: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]  # ours
    database.set_progress_handler(ask, _STEPS)
    try:
        yield
    except DatabaseError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        database.set_progress_handler(None, 0)


def put_database_in_place(draft: Path, target: Path) -> None:
    """Give a finished database its name, in one step. OSError as it comes."""
    # A journal left by the file that was here would be played back into the one that takes its place.
    remove(journal_of(target))
    put_in_place(draft, target)


def is_past_of(copy: Path, path: Path, key: "FileKey | None" = None) -> bool:
    """True where a file that opens with ``key`` holds every entry of a copy, which is an office file too, of the same key or
    not encrypted."""
    try:
        read_format(copy, key)
        with closing(reader(path, key)) as reading:
            attach(reading, copy, "target", "ro", key_of(copy, key))
            beyond = "SELECT count(*) FROM target.entries WHERE id NOT IN (SELECT id FROM main.entries)"
            return not reading.execute(beyond).fetchone()[0]
    except (FileRefusal, OSError, sqlite3.Error):
        return False


def only_in(here: "Keyed", there: "Keyed") -> list[int]:
    """The numbers of the entries that a file holds and another doesn't, in fold order. OSError or sqlite3.Error as it comes."""
    with closing(reader(*here)) as reading:
        attach(reading, there[0], "other", "ro", there[1])
        query = "SELECT n FROM main.entries WHERE id NOT IN (SELECT id FROM other.entries) ORDER BY n"
        return [n for (n,) in reading.execute(query)]


def is_unrelated(
    source: Path,
    path: Path,
    *,
    in_its_folder: bool = False,
    key: "FileKey | None" = None,
    of_source: "FileKey | None" = None,
) -> bool:
    """True where a file (which opens with ``key``) is of another office or unit than a backup, or has entries of its own and none in common with it
    beyond the plan it began with (of a backup ``in_its_folder`` that is no matter: it may have been made before the first);
    False where it can't be read."""
    try:
        with closing(reader(path, key)) as reading:
            attach(reading, source, "source", "ro", of_source)
            asked = [reading.execute(question).fetchone() for question in _RELATION]
    except (OSError, sqlite3.Error):
        return False
    first, first_of_source, unit, unit_of_source, own, common = (row[0] if row else None for row in asked)
    apart = own is not None and common is None and not in_its_folder
    return first != first_of_source or unit != unit_of_source or apart


def free_name(path: Path, mark: str) -> Path:
    """A name beside a file that says what its copy is and that nothing has yet. FileRefusal after a thousand."""
    for count in range(1, 1000):
        tail = "" if count == 1 else f"-{count}"
        wanted = path.with_name(f"{path.stem}.{mark}{tail}{path.suffix}")
        if not wanted.exists():
            return wanted
    raise FileRefusal("มีแฟ้มสำรองของนาทีนี้มากเกินไป โปรดตั้งชื่อแฟ้มสำรองเอง")
