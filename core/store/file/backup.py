"""Verified copies: a backup is proved before it gets its name, and proved again before it is returned."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from core.faults import FileRefusal, Stopped
from core.path_kinds import Kind, kind_of
from core.remarks import remark
from core.store.database import connect, engine_of, reader
from core.store.file.check import check, check_chains, check_memory, check_rows
from core.store.file.damage import calm
from core.store.file.format import FORMAT, format_of_open, journal_of, read_format
from core.store.file.lock import WriterLock
from core.store.file.office_file import OfficeFile
from core.store.log import chain
from core.whole_files import new_private_file, passing_folder, put_in_place, temporary_folder, write_whole

Heed = Callable[[float], None]  # told how much is done, 0 to 1; may raise Stopped


def _heedless(_: float) -> None:
    pass


def backup(path: Path, target: Path | None = None, *, now: datetime, heed: Heed = _heedless) -> Path:
    """Copy an office file, beside an open desk too, verify the copy and give it its name; returns that name.

    What ``check`` finds wrong with a file whose log is sound is remarked: the copy is as good as the file is. Of an older
    format, whose rows this program can't fold, only database and log are proved. Without ``target``: beside the file, named by the minute. An older backup of the same file is replaced, any other
    file is not. FileRefusal where the copy can't be made or proved.
    """
    current = format_of_open(path) == FORMAT
    wanted = target or free_name(path, f"backup-{now:%Y%m%d-%H%M}")
    if wanted.exists():
        _refuse_another(path, wanted)
    with _proved_copy(path, wanted, heed) as draft:
        problems = _beyond_the_log(draft, path) if current else ()
        _put_in_place(draft, wanted)
    for problem in problems:
        remark(f"สำรองแฟ้มไว้แล้ว แต่พบว่า{problem}")
    return wanted


def restore_as_copy(source: Path, target: Path, heed: Heed = _heedless) -> None:
    """Return a backup to a place where nothing lies yet, verified. FileRefusal where something does, or the backup can't
    be proved."""
    read_format(source)
    if kind_of(target) is not Kind.MISSING:
        raise FileRefusal(f"มีแฟ้มชื่อ “{target.name or target}” อยู่แล้ว จึงยังไม่ได้คืน โปรดตั้งชื่ออื่น")
    with _proved_copy(source, target, heed) as draft:
        _forget_home(draft)
        _put_in_place(draft, target)


def restore(source: Path, path: Path, *, holder: str, now: datetime, another: bool = False) -> Path | None:
    """Return a backup to ``path``, verified; what was there is kept beside it and its name returned.

    The file goes on under a new replica id (its place on the disk is new). FileRefusal or LockRefusal change nothing: so
    is a backup of another file refused, unless ``another``. Cut short at any place, the file is the old one or the backup.
    """
    read_format(source)
    if path.exists() and source.samefile(path):
        raise FileRefusal("แฟ้มสำรองกับแฟ้มที่จะคืนเป็นแฟ้มเดียวกัน โปรดเลือกแฟ้มสำรองแฟ้มอื่น")
    kind = kind_of(path)
    if kind in (Kind.FOLDER, Kind.DEVICE):
        raise FileRefusal(f"“{path.name or path}” {kind.words} โปรดตั้งชื่อแฟ้มที่จะคืน")
    if not another:
        _refuse_unrelated(source, path)
    with _proved_copy(source, path) as draft:
        _forget_home(draft)
        if not path.exists():
            _put_in_place(draft, path)
            return None
        lock = WriterLock(path, holder)
        lock.acquire()
        try:
            kept = free_name(path, f"before-restore-{now:%Y%m%d-%H%M}")
            _settle_journal(path)
            with _kept(path, kept):
                _put_in_place(draft, path)
            return kept
        finally:
            lock.release()


@contextmanager
def _proved_copy(source: Path, target: Path, heed: Heed = _heedless) -> Iterator[Path]:
    """A verified copy beside its target under a passing name, gone afterwards unless it was put in place."""
    try:
        with passing_folder(target.parent, target.name) as folder:
            draft = folder / target.name
            _copy_database(source, draft, lambda share: heed(share / 2))
            _prove(draft, source.name, lambda: heed(0.5))
            yield draft
    except (OSError, sqlite3.Error) as fault:
        raise FileRefusal(
            f"สำรองแฟ้ม “{source.name}” ไปที่ “{target.name}” ไม่ได้ โปรดตรวจโฟลเดอร์ปลายทางและเนื้อที่ว่าง"
        ) from fault


def _put_in_place(draft: Path, target: Path) -> None:
    # A journal left by the file that was here would be played back into the one that takes its place.
    journal_of(target).unlink(missing_ok=True)
    put_in_place(draft, target)


def _refuse_another(path: Path, target: Path) -> None:
    """A backup may take the place of an older backup of the same file, whose every entry it holds."""
    if target.samefile(path):
        raise FileRefusal("แฟ้มสำรองต้องเป็นคนละแฟ้มกับแฟ้มที่ใช้งาน โปรดตั้งชื่ออื่น")
    taken = FileRefusal(f"มีแฟ้มอื่นชื่อ “{target.name or target}” อยู่แล้วและไม่ใช่แฟ้มสำรองของแฟ้มนี้ โปรดตั้งชื่ออื่น")
    if not is_past_of(target, path):
        raise taken


def is_past_of(copy: Path, path: Path) -> bool:
    """True where a file holds every entry of a copy, which is an office file too."""
    try:
        read_format(copy)
        with closing(reader(path)) as reading:
            reading.execute("ATTACH ? AS target", (f"{copy.resolve().as_uri()}?mode=ro",))
            beyond = "SELECT count(*) FROM target.entries WHERE id NOT IN (SELECT id FROM main.entries)"
            return not reading.execute(beyond).fetchone()[0]
    except (FileRefusal, OSError, sqlite3.Error):
        return False


def plain_copy(path: Path, copy: Path) -> None:
    """Copy an office file as it stands, beside whoever has it open, without proving it; what lies at ``copy`` is
    replaced. FileRefusal where it can't be made."""
    try:
        write_whole(copy, lambda made: _copy_database(path, made))
    except (OSError, sqlite3.Error) as fault:
        raise FileRefusal(f"ทำสำเนาของ “{path.name}” ไม่ได้ โปรดตรวจเนื้อที่ว่างและสิทธิของโฟลเดอร์") from fault


def return_to(file: OfficeFile, copy: Path, note: Callable[[Connection], None]) -> None:
    """Make an open file be again what a copy of it is, under a new replica id and with what ``note`` writes, in one step or
    not at all. FileRefusal where the copy can't be used."""
    if read_format(copy) != FORMAT:
        raise FileRefusal(f"สำเนา “{copy.name}” เป็นของโปรแกรมรุ่นก่อน จึงย้อนกลับไปไม่ได้ โปรดคืนจากแฟ้มสำรองแทน")
    try:
        with passing_folder(file.path.parent, copy.name) as folder:
            draft = folder / copy.name
            _copy_database(copy, draft)
            _amend(draft, note)
            file.become(draft)
    except (OSError, sqlite3.Error, DatabaseError) as fault:
        raise FileRefusal(
            f"ใช้สำเนา “{copy.name}” ไม่ได้ โปรดตรวจเนื้อที่ว่างและสิทธิของโฟลเดอร์ แล้วลองอีกครั้ง"
        ) from fault


def _amend(draft: Path, note: Callable[[Connection], None]) -> None:
    engine = engine_of(draft)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            chain.renew(connection)
            note(connection)
            connection.exec_driver_sql("COMMIT")
    finally:
        engine.dispose()


def _copy_database(source: Path, draft: Path, heed: Heed = _heedless) -> None:
    new_private_file(draft)
    with closing(reader(source)) as reading, closing(connect(draft)) as writing:
        # One state of the file from the first page to the last, however often it is saved meanwhile.
        reading.execute("BEGIN").close()
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        reading.backup(
            writing, pages=_PAGES, progress=lambda _, left, of: heed(1 - left / of if of else 1.0), sleep=0
        )


def _forget_home(draft: Path) -> None:
    # What lies at home in the backup's place is not cut short but returned: nothing is lost that anybody misses.
    with closing(connect(draft)) as writing:
        writing.execute("UPDATE meta SET value = '' WHERE key = 'home'")


@contextmanager
def _kept(path: Path, kept: Path) -> Iterator[None]:
    """Keep what is to be replaced, unless it isn't. FileRefusal where it can't be kept. Whoever breaks off (Ctrl+C) may have
    replaced it already, and finds it kept."""
    copies = {journal_of(path): journal_of(kept), path: kept}
    try:
        try:
            # It may be damaged: byte by byte with its journal, never through the database.
            for source, target in copies.items():
                if source.exists():
                    write_whole(target, partial(shutil.copyfile, source))
        except OSError as fault:
            raise FileRefusal(f"เก็บแฟ้มเดิม “{path.name}” ไว้ก่อนไม่ได้ โปรดตรวจเนื้อที่ว่าง") from fault
        yield
    except Exception:
        for target in copies.values():
            target.unlink(missing_ok=True)
        raise


def _settle_journal(path: Path) -> None:
    """Have SQLite take an interrupted transaction back, so that the file is whole by itself. FileRefusal where it can't
    for now; what is damaged stays as it is."""
    if not journal_of(path).exists():
        return
    try:
        with closing(connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as fault:
        raise FileRefusal(f"แฟ้มเดิม “{path.name}” ไม่ว่างอยู่ชั่วขณะ จึงยังไม่ได้คืน โปรดลองอีกครั้ง") from fault
    except sqlite3.DatabaseError:
        return


def _refuse_unrelated(source: Path, path: Path) -> None:
    """A backup of another file would take the place of work that it holds nothing of."""
    if path.exists() and is_unrelated(source, path):
        raise FileRefusal(
            f"“{source.name}” ไม่ใช่แฟ้มสำรองของ “{path.name}” จึงยังไม่ได้คืน โปรดคืนเป็นแฟ้มชื่ออื่น หรือสั่งด้วย --another หากตั้งใจวางทับ"
        )


def is_unrelated(source: Path, path: Path) -> bool:
    """True where a file is of another office or unit than a backup, or has entries of its own and none in common with it
    beyond the plan it began with; False where it can't be read."""
    try:
        with closing(reader(path)) as reading:
            reading.execute("ATTACH ? AS source", (f"{source.resolve().as_uri()}?mode=ro",))
            asked = [reading.execute(question).fetchone() for question in _RELATION]
    except (OSError, sqlite3.Error):
        return False
    first, first_of_source, unit, unit_of_source, own, common = (row[0] if row else None for row in asked)
    return first != first_of_source or unit != unit_of_source or (own is not None and common is None)


_PAGES = 1024  # copied between two looks whether to stop
_STEPS = 100_000  # of SQLite's machine between two such looks
_FIRST = "SELECT id FROM {0}.entries ORDER BY n LIMIT 1"
_UNIT = "SELECT value FROM {0}.meta WHERE key = 'unit'"
_OWN = "SELECT n FROM main.entries WHERE n > 1 LIMIT 1"
_COMMON = "SELECT n FROM main.entries WHERE n > 1 AND id IN (SELECT id FROM source.entries) LIMIT 1"
_RELATION = (
    _FIRST.format("main"),
    _FIRST.format("source"),
    _UNIT.format("main"),
    _UNIT.format("source"),
    _OWN,
    _COMMON,
)


def _prove(draft: Path, name: str, heed: Callable[[], None]) -> None:
    if not is_sound(draft, heed):
        raise FileRefusal(f"แฟ้ม “{name}” เสียหาย จึงไม่ได้ทำสำเนา โปรดใช้แฟ้มสำรองแฟ้มอื่น")


def is_sound(copy: Path, heed: Callable[[], None]) -> bool:
    """True where database and log of a backup are proved, so that it can be returned. ``heed`` is called now and then and
    may raise Stopped. FileRefusal where it is no office file, or a newer one."""
    read_format(copy)
    engine = engine_of(copy)
    try:
        with engine.connect() as connection, _heeding(connection, heed):
            return check_chains(connection).sound
    except DatabaseError:
        return False
    finally:
        engine.dispose()


@contextmanager
def _heeding(connection: Connection, heed: Callable[[], None]) -> Iterator[None]:
    """Have ``heed`` called while SQLite works, even within one long statement."""
    raised: list[Stopped] = []

    def ask() -> bool:
        try:
            heed()
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


def _beyond_the_log(draft: Path, path: Path) -> tuple[str, ...]:
    """What is wrong with a file whose log is sound: its rows, and what this PC remembers otherwise."""
    return (*_asked(draft, check_rows), *_asked(path, check_memory))


def _asked(path: Path, ask: Callable[[Connection], tuple[str, ...]]) -> tuple[str, ...]:
    engine = engine_of(path)
    try:
        with calm(path), engine.connect() as connection:
            return ask(connection)
    finally:
        engine.dispose()


def look_over(path: Path, *, whole: bool) -> tuple[str, ...]:
    """What is wrong with a file, in Thai sentences: what this PC remembers otherwise (quick), and with ``whole`` database,
    log and rows too, looked at in a passing copy so that nobody's saving waits. Nothing is said of a file of an older
    format. FileRefusal where it can't be copied."""
    if format_of_open(path) < FORMAT:
        return ()
    remembered = _asked(path, check_memory)
    if not whole:
        return remembered
    with temporary_folder() as folder:
        copy = folder / path.name
        plain_copy(path, copy)
        return (*remembered, *_asked(copy, lambda connection: check(connection).problems))


def free_name(path: Path, mark: str) -> Path:
    """A name beside a file that says what its copy is and that nothing has yet. FileRefusal after a thousand."""
    for count in range(1, 1000):
        tail = "" if count == 1 else f"-{count}"
        wanted = path.with_name(f"{path.stem}.{mark}{tail}{path.suffix}")
        if not wanted.exists():
            return wanted
    raise FileRefusal("มีแฟ้มสำรองของนาทีนี้มากเกินไป โปรดตั้งชื่อแฟ้มสำรองเอง")
