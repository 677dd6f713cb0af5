"""Verified copies: a backup is proved before it gets its name, and proved again before it is returned."""

import sqlite3
import uuid
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine

from core.faults import FileRefusal
from core.store.check import check_chains
from core.store.file import read_format
from core.store.lock import WriterLock


def backup(path: Path, target: Path | None = None, *, now: datetime) -> Path:
    """Copy an office file, beside an open desk too, verify the copy and give it its name; returns that name.

    Without ``target``: beside the file, named by the minute. FileRefusal where the copy can't be made or proved.
    """
    read_format(path)
    wanted = target or _free_name(path, f"backup-{now:%Y%m%d-%H%M}")
    if wanted.exists() and wanted.samefile(path):
        raise FileRefusal("แฟ้มสำรองต้องเป็นคนละแฟ้มกับแฟ้มที่ใช้งาน โปรดตั้งชื่ออื่น")
    _copy(path, wanted)
    return wanted


def restore(source: Path, path: Path, *, holder: str, now: datetime) -> Path | None:
    """Return a backup to ``path``, verified; what was there is kept beside it and its name returned.

    The file goes on under a new replica id (its place on the disk is new). FileRefusal or LockRefusal change nothing.
    """
    read_format(source)
    if path.exists() and source.samefile(path):
        raise FileRefusal("แฟ้มสำรองกับแฟ้มที่จะคืนเป็นแฟ้มเดียวกัน โปรดเลือกแฟ้มสำรองแฟ้มอื่น")
    if not path.exists():
        _copy(source, path)
        return None
    lock = WriterLock(path, holder)
    lock.acquire()
    try:
        kept = _free_name(path, f"before-restore-{now:%Y%m%d-%H%M}")
        _copy_bytes(path, kept)
        _copy(source, path)
        return kept
    finally:
        lock.release()


def _copy(source: Path, target: Path) -> None:
    draft = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.new")
    try:
        _copy_database(source, draft)
        _prove(draft, source.name)
        draft.replace(target)
    except (OSError, sqlite3.Error) as fault:
        raise FileRefusal(
            f"สำรองแฟ้ม “{source.name}” ไปที่ “{target.name}” ไม่ได้ โปรดตรวจโฟลเดอร์ปลายทางและเนื้อที่ว่าง"
        ) from fault
    finally:
        draft.unlink(missing_ok=True)


def _copy_database(source: Path, draft: Path) -> None:
    reader = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=5)
    try:
        writer = sqlite3.connect(draft)
        try:
            reader.backup(writer)
        finally:
            writer.close()
    finally:
        reader.close()


def _copy_bytes(source: Path, target: Path) -> None:
    # What is replaced may be damaged: keep it byte by byte, never through the database.
    try:
        target.write_bytes(source.read_bytes())
    except OSError as fault:
        raise FileRefusal(f"เก็บแฟ้มเดิม “{source.name}” ไว้ก่อนไม่ได้ โปรดตรวจเนื้อที่ว่าง") from fault


def _prove(draft: Path, name: str) -> None:
    read_format(draft)
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(draft))
    try:
        with engine.connect() as connection:
            if not check_chains(connection).sound:
                raise FileRefusal(f"แฟ้ม “{name}” เสียหาย จึงไม่ได้ทำสำเนา โปรดใช้แฟ้มสำรองแฟ้มอื่น")
    finally:
        engine.dispose()


def _free_name(path: Path, mark: str) -> Path:
    for count in range(1, 1000):
        tail = "" if count == 1 else f"-{count}"
        wanted = path.with_name(f"{path.stem}.{mark}{tail}{path.suffix}")
        if not wanted.exists():
            return wanted
    raise FileRefusal("มีแฟ้มสำรองของนาทีนี้มากเกินไป โปรดตั้งชื่อแฟ้มสำรองเอง")
