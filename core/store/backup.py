"""Verified copies: a backup is proved before it gets its name, and proved again before it is returned."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import DatabaseError

from core.faults import FileRefusal
from core.store.check import check_chains
from core.store.file import journal_of, read_format
from core.store.lock import WriterLock
from core.whole_files import new_private_file, passing_folder, put_in_place


def backup(path: Path, target: Path | None = None, *, now: datetime) -> Path:
    """Copy an office file, beside an open desk too, verify the copy and give it its name; returns that name.

    Without ``target``: beside the file, named by the minute. An older backup of the same file is replaced, any other
    file is not. FileRefusal where the copy can't be made or proved.
    """
    read_format(path)
    wanted = target or _free_name(path, f"backup-{now:%Y%m%d-%H%M}")
    if wanted.exists():
        _refuse_another(path, wanted)
    with _proved_copy(path, wanted) as draft:
        _put_in_place(draft, wanted)
    return wanted


def restore(source: Path, path: Path, *, holder: str, now: datetime) -> Path | None:
    """Return a backup to ``path``, verified; what was there is kept beside it and its name returned.

    The file goes on under a new replica id (its place on the disk is new). FileRefusal or LockRefusal change nothing.
    """
    read_format(source)
    if path.exists() and source.samefile(path):
        raise FileRefusal("แฟ้มสำรองกับแฟ้มที่จะคืนเป็นแฟ้มเดียวกัน โปรดเลือกแฟ้มสำรองแฟ้มอื่น")
    if path.is_dir():
        raise FileRefusal(f"“{path.name or path}” เป็นโฟลเดอร์ โปรดตั้งชื่อแฟ้มที่จะคืน")
    with _proved_copy(source, path) as draft:
        _forget_home(draft)
        if not path.exists():
            _put_in_place(draft, path)
            return None
        lock = WriterLock(path, holder)
        lock.acquire()
        try:
            kept = _free_name(path, f"before-restore-{now:%Y%m%d-%H%M}")
            _keep(path, kept)
            _put_in_place(draft, path)
            return kept
        finally:
            lock.release()


@contextmanager
def _proved_copy(source: Path, target: Path) -> Iterator[Path]:
    """A verified copy beside its target under a passing name, gone afterwards unless it was put in place."""
    try:
        with passing_folder(target.parent, target.name) as folder:
            draft = folder / target.name
            _copy_database(source, draft)
            _prove(draft, source.name)
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
        with closing(_reader(path)) as reader:
            reader.execute("ATTACH ? AS target", (f"{copy.resolve().as_uri()}?mode=ro",))
            beyond = "SELECT count(*) FROM target.entries WHERE id NOT IN (SELECT id FROM main.entries)"
            return not reader.execute(beyond).fetchone()[0]
    except (FileRefusal, OSError, sqlite3.Error):
        return False


def _reader(source: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=5)


def plain_copy(path: Path, copy: Path) -> None:
    """Copy an office file as it stands, beside whoever has it open, without proving it; what lies at ``copy`` is
    replaced. FileRefusal where it can't be made."""
    try:
        copy.unlink(missing_ok=True)
        _copy_database(path, copy)
    except (OSError, sqlite3.Error) as fault:
        raise FileRefusal(f"ทำสำเนาของ “{path.name}” ไม่ได้ โปรดตรวจเนื้อที่ว่างและสิทธิของโฟลเดอร์") from fault


def _copy_database(source: Path, draft: Path) -> None:
    new_private_file(draft)
    with closing(_reader(source)) as reader, closing(sqlite3.connect(draft)) as writer:
        reader.backup(writer)


def _forget_home(draft: Path) -> None:
    # What lies at home in the backup's place is not cut short but returned: nothing is lost that anybody misses.
    with closing(sqlite3.connect(draft)) as writer, writer:
        writer.execute("UPDATE meta SET value = '' WHERE key = 'home'")


def _keep(path: Path, kept: Path) -> None:
    # What is replaced may be damaged: keep it byte by byte with its journal, never through the database.
    try:
        _copy_bytes(path, kept)
        if journal_of(path).exists():
            _copy_bytes(journal_of(path), journal_of(kept))
    except OSError as fault:
        kept.unlink(missing_ok=True)
        raise FileRefusal(f"เก็บแฟ้มเดิม “{path.name}” ไว้ก่อนไม่ได้ โปรดตรวจเนื้อที่ว่าง") from fault


def _copy_bytes(source: Path, target: Path) -> None:
    new_private_file(target)
    target.write_bytes(source.read_bytes())


def _prove(draft: Path, name: str) -> None:
    read_format(draft)
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(draft))
    try:
        with engine.connect() as connection:
            sound = check_chains(connection).sound
    except DatabaseError:
        sound = False
    finally:
        engine.dispose()
    if not sound:
        raise FileRefusal(f"แฟ้ม “{name}” เสียหาย จึงไม่ได้ทำสำเนา โปรดใช้แฟ้มสำรองแฟ้มอื่น")


def _free_name(path: Path, mark: str) -> Path:
    for count in range(1, 1000):
        tail = "" if count == 1 else f"-{count}"
        wanted = path.with_name(f"{path.stem}.{mark}{tail}{path.suffix}")
        if not wanted.exists():
            return wanted
    raise FileRefusal("มีแฟ้มสำรองของนาทีนี้มากเกินไป โปรดตั้งชื่อแฟ้มสำรองเอง")
