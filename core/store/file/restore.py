"""A backup is proved again before it is returned, and the file it takes the place of is kept."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from core.faults import FileRefusal, PassphraseRefusal
from core.path_kinds import Kind, kind_of
from core.store.database import connect, connected
from core.store.driver import sqlite3
from core.store.file.copies import (
    OnProgress,
    copy_database,
    free_name,
    is_unrelated,
    proved_copy,
    put_database_in_place,
    unwatched,
)
from core.store.file.encrypting import Recrypting, unlocked
from core.store.file.format import FORMAT, journal_of, key_of, read_format
from core.store.file.lock import WriterLock
from core.store.file.office_file import OfficeFile
from core.store.file.safekeeping import as_office_file
from core.store.log import chain
from core.whole_files import passing_folder, write_whole

if TYPE_CHECKING:
    from core.keys.file_key import FileKey


def restore_as_copy(
    source: Path, target: Path, on_progress: OnProgress = unwatched, key: "FileKey | None" = None
) -> None:
    """Return a backup, which ``key`` opens where it is encrypted, as it is to a place where nothing lies yet, verified. FileRefusal where something does, or the backup can't
    be proved."""
    with as_office_file(source) as backup:
        read_format(backup, key)
        fitting = key_of(backup, key)
        if kind_of(target) is not Kind.MISSING:
            raise FileRefusal(f"มีแฟ้มชื่อ “{target.name or target}” อยู่แล้ว จึงยังไม่ได้คืน โปรดตั้งชื่ออื่น")
        with proved_copy(backup, target, on_progress, key=fitting) as draft:
            _forget_home(draft, fitting)
            put_database_in_place(draft, target)


def restore(
    source: Path,
    path: Path,
    *,
    holder: str,
    now: datetime,
    another: bool = False,
    passphrase: str = "",
) -> Path | None:
    """Return a backup to ``path``, verified; what was there is kept beside it and its name returned. An encrypted file stays
    under its own passphrase, any other gets the backup's; ``passphrase`` opens both.

    The file goes on under a new replica id (its place on the disk is new). FileRefusal or LockRefusal change nothing: so
    is a backup of another file refused, unless ``another``. Cut short at any place, the file is the old one or the backup.
    """
    with as_office_file(source) as backup:
        key = _key_of_backup(source, backup, path, passphrase)
        read_format(backup, key)
        if path.exists() and backup.samefile(path):
            raise FileRefusal("แฟ้มสำรองกับแฟ้มที่จะคืนเป็นแฟ้มเดียวกัน โปรดเลือกแฟ้มสำรองแฟ้มอื่น")
        kind = kind_of(path)
        if kind in (Kind.FOLDER, Kind.DEVICE):
            raise FileRefusal(f"“{path.name or path}” {kind.words} โปรดตั้งชื่อแฟ้มที่จะคืน")
        own = _key_of_replaced(source, path, key, passphrase)
        if not another:
            _refuse_unrelated(backup, path, own, key)
        copy = Recrypting(key, own) if own is not None and own != key else None
        with proved_copy(backup, path, copy=copy, key=key if copy is None else own) as draft:
            _forget_home(draft, key if copy is None else own)
            return _put_beside_kept(draft, path, holder, now)


def _key_of_backup(source: Path, backup: Path, path: Path, passphrase: str) -> "FileKey | None":
    try:
        return unlocked(backup, passphrase)
    except PassphraseRefusal:
        if passphrase and _opens(path, passphrase):
            raise _two_passphrases(source, path) from None
        raise


def _key_of_replaced(source: Path, path: Path, key: "FileKey | None", passphrase: str) -> "FileKey | None":
    try:
        return key_of(path, key) or unlocked(path, passphrase)
    except PassphraseRefusal as refusal:
        raise (_two_passphrases(source, path) if key is not None else refusal) from None


def _opens(path: Path, passphrase: str) -> bool:
    with suppress(PassphraseRefusal, OSError):
        return unlocked(path, passphrase) is not None
    return False


def _two_passphrases(source: Path, path: Path) -> PassphraseRefusal:
    return PassphraseRefusal(
        f"“{source.name}” กับ “{path.name}” ใช้รหัสผ่านแฟ้มคนละตัว จึงยังไม่ได้คืน โปรดคืนเป็นแฟ้มชื่อใหม่ด้วยรหัสผ่านของแฟ้มสำรอง",
        path,
    )


def _put_beside_kept(draft: Path, path: Path, holder: str, now: datetime) -> Path | None:
    if not path.exists():
        put_database_in_place(draft, path)
        return None
    lock = WriterLock(path, holder)
    lock.acquire()
    try:
        kept = free_name(path, f"before-restore-{now:%Y%m%d-%H%M}")
        _settle_journal(path)
        with _kept(path, kept):
            put_database_in_place(draft, path)
        return kept
    finally:
        lock.release()


def _forget_home(draft: Path, key: "FileKey | None") -> None:
    # What lies at home in the backup's place is not cut short but returned: nothing is lost that anybody misses.
    with closing(connect(draft, key)) as writing:
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


def _refuse_unrelated(source: Path, path: Path, key: "FileKey | None", of_source: "FileKey | None") -> None:
    """A backup of another file would take the place of work that it holds nothing of."""
    if path.exists() and is_unrelated(source, path, key=key, of_source=of_source):
        raise FileRefusal(
            f"“{source.name}” ไม่ใช่แฟ้มสำรองของ “{path.name}” จึงยังไม่ได้คืน โปรดคืนเป็นแฟ้มชื่ออื่น หรือสั่งด้วย --another หากตั้งใจวางทับ"
        )


def return_to(file: OfficeFile, copy: Path, note: Callable[[Connection], None]) -> None:
    """Make an open file be again what a copy of it is (of its key, or not encrypted), under a new replica id and with what ``note`` writes, in one step or
    not at all. FileRefusal where the copy can't be used."""
    if read_format(copy, file.key) != FORMAT:
        raise FileRefusal(f"สำเนา “{copy.name}” เป็นของโปรแกรมรุ่นก่อน จึงย้อนกลับไปไม่ได้ โปรดคืนจากแฟ้มสำรองแทน")
    try:
        with passing_folder(file.path.parent, copy.name) as folder:
            draft = folder / copy.name
            found = key_of(copy, file.key)
            make = partial(copy_database, key=found) if found == file.key else Recrypting(found, file.key)
            make(copy, draft)
            _amend(draft, note, file.key)
            file.become(draft)
    except (OSError, sqlite3.Error, DatabaseError) as fault:
        raise FileRefusal(
            f"ใช้สำเนา “{copy.name}” ไม่ได้ โปรดตรวจเนื้อที่ว่างและสิทธิของโฟลเดอร์ แล้วลองอีกครั้ง"
        ) from fault


def _amend(draft: Path, note: Callable[[Connection], None], key: "FileKey | None") -> None:
    with connected(draft, key) as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        chain.renew(connection)
        note(connection)
        connection.exec_driver_sql("COMMIT")
