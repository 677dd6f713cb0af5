"""Backups that are made by themselves: whether one is due, making it beside whoever saves, proving it, putting it together."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from core.faults import FileRefusal
from core.path_kinds import ENCRYPTED, HEAD_BYTES, Kind, kind_of
from core.store.file.backup_folders import folder_beside, pc_of, sets_of
from core.store.file.backup_set import BackupHead, BackupSet, StoredBackup, Why, is_stored, set_of
from core.store.file.copies import OnProgress, is_sound, is_unrelated, proved_copy, unwatched
from core.store.file.damage import BackupFile, backups_of
from core.store.file.format import head_of, key_of
from core.store.file.outside_log import digests_of
from core.store.file.raw_copy import RawCopy
from core.store.log.exchange_state import office_id
from core.store.tables.definitions import ENTRIES
from core.whole_files import private_folder, temporary_folder

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

UNHURRIED = frozenset({Why.REGULAR, Why.HAND})  # somebody may be typing: their saving doesn't wait


@dataclass(frozen=True, slots=True)
class Due:
    """A backup to be made: the sets that lack the file's present ``state``, and the ``office`` it is of."""

    sets: tuple[BackupSet, ...]
    state: str
    office: str


def due(path: Path, connection: Connection, key: "FileKey | None" = None) -> Due | None:
    """The backup that is to be made of an open file; None where each folder holds one of its present state. A second folder
    that isn't there now is passed over."""
    state, office = _state_of(connection, key), office_id(connection).hex()
    first, *others = sets_of(path)
    there = [first, *(one for one in others if one.folder.parent.is_dir())]
    lacking = tuple(one for one in there if not _holds(one, path, office, state))
    return Due(lacking, state, office) if lacking else None


def _holds(held: BackupSet, path: Path, office: str, state: str) -> bool:
    ours = (one for one in held.all() if (one.head.file, one.head.office) == (path.name, office))
    newest = next(ours, None)
    return newest is not None and newest.head.state == state


def _state_of(connection: Connection, key: "FileKey | None") -> str:
    """Names what an office file holds and what opens it: its last entry, what lies outside the log, its key."""
    query = select(ENTRIES.c.n, ENTRIES.c.id).order_by(ENTRIES.c.n.desc()).limit(1)
    last = connection.execute(query).first()
    said = (last.n, bytes(last.id).hex()) if last else ()
    told = (said, sorted(digests_of(connection).items()), *([key.head] if key is not None else ()))
    return sha256(repr(told).encode()).hexdigest()[:32]


def keep(
    path: Path, wanted: Due, why: Why, now: datetime, copy: RawCopy, on_progress: OnProgress = unwatched
) -> tuple[StoredBackup, ...]:
    """Copy an open file, prove the copy, and keep it in every set that lacks it. FileRefusal where that can't be done; where
    only a later set can't take it, the earlier ones have it."""
    folder = folder_beside(path)
    try:
        private_folder(folder)
    except OSError as fault:
        raise _unwritable(folder) from fault
    with proved_copy(path, folder / folder.name, on_progress, copy, copy.key) as draft:
        size = draft.stat().st_size
        head = BackupHead(now, why.value, path.name, wanted.office, pc_of(path), size, wanted.state)
        return tuple([_added(held, draft, head) for held in wanted.sets])


def _added(held: BackupSet, draft: Path, head: BackupHead) -> StoredBackup:
    try:
        return held.add(draft, head)
    except OSError as fault:
        raise _unwritable(held.folder) from fault


def _unwritable(folder: Path) -> FileRefusal:
    return FileRefusal(
        f"สำรองแฟ้มไว้ที่ “{folder}” ไม่ได้ โปรดตรวจว่าไดรฟ์ยังเสียบอยู่ มีเนื้อที่ว่าง และท่านมีสิทธิเขียน งานในแฟ้มยังอยู่ครบ"
    )


@contextmanager
def as_office_file(backup: Path) -> Iterator[Path]:
    """A backup as an office file: itself where it is one, else put together in a passing folder. FileRefusal where it can't
    be."""
    if not is_stored(backup):
        yield backup
        return
    held, stored = set_of(backup)
    with ExitStack() as passing:
        try:
            made = passing.enter_context(temporary_folder()) / f"{backup.stem}.phaen"
            held.put_together(stored, made)
        except OSError as fault:
            raise FileRefusal(
                f"อ่านแฟ้มสำรอง “{backup.name}” ไม่ได้ โปรดตรวจว่าไดรฟ์ยังเสียบอยู่และเครื่องนี้มีเนื้อที่ว่าง"
            ) from fault
        yield made


def others(path: Path, key: "FileKey | None") -> tuple[BackupFile, ...]:
    """The backups of an office file that another key opens, or none."""
    wanted = key.head if key is not None else b""
    return tuple(backup for backup in backups_of(path) if _head_of(backup.path) not in (wanted, None))


def copies_beside(path: Path, key: "FileKey", older: "FileKey | None") -> tuple[Path, ...]:
    """The copies of a closed office file that lie beside it under names of their own (no backup has such a one) and open
    without its ``key``: with none, or with an ``older`` one. Of what yet another opens nobody can tell whose it is."""
    known = {
        path.name,
        *(backup.path.name for backup in backups_of(path) if backup.path.parent == path.parent),
    }
    with suppress(OSError):
        beside = [one for one in path.parent.iterdir() if one.suffix.lower() == path.suffix.lower()]
        return tuple(
            one for one in sorted(beside) if one.name not in known and _is_copy(one, path, key, older)
        )
    return ()


def _is_copy(one: Path, path: Path, key: "FileKey", older: "FileKey | None") -> bool:
    kind, opens = kind_of(one), key_of(one, older)
    if kind is not Kind.OFFICE and opens is None:
        return False
    return not is_unrelated(one, path, key=key, of_source=opens)


def _head_of(backup: Path) -> bytes | None:
    """What an encrypted backup begins with, empty for any other; None where it can't be read."""
    try:
        if not is_stored(backup):
            return head_of(backup)
        held, stored = set_of(backup)
        begins = held.begins(stored)
        return begins[:HEAD_BYTES] if begins.startswith(ENCRYPTED) else b""
    except (FileRefusal, OSError):
        return None


def remove(backups: tuple[BackupFile, ...]) -> int:
    """Remove backups for good; how many there were. What can't be removed stays."""
    gone = [one.path for one in backups if _is_removed(one.path)]
    for folder in {path.parent for path in gone if is_stored(path)}:
        with suppress(FileRefusal, OSError):
            BackupSet(folder).sweep()
    return len(gone)


def _is_removed(backup: Path) -> bool:
    with suppress(OSError):
        backup.unlink()
        return True
    return False


def is_proved(copy: Path, key: "FileKey | None" = None) -> bool:
    """True where database and log of an office file are sound. FileRefusal where it is none, or a newer one."""
    return is_sound(copy, lambda: None, key)
