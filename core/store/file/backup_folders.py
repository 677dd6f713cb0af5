"""Where the backups of an office file lie: in a folder beside it and, where the person gave one, in a second folder (a
removable drive, say). This PC remembers which.
"""

import json
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from core.faults import FileRefusal
from core.state_folder import state_dir
from core.store.file.backup_set import BackupSet, StoredBackup
from core.store.file.tip_file import home_of
from core.whole_files import private_folder, write_whole

MARK = " สำรอง"


def folder_beside(path: Path) -> Path:
    """Where the backups of an office file lie beside it."""
    return path.with_name(path.stem + MARK)


def second_folder(path: Path) -> Path | None:
    """The second folder a person gave for an office file's backups; None where there is none."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return Path(json.loads(_note(path).read_text("utf-8"))["second"])
    return None


def absent_folder(path: Path) -> Path | None:
    """The second folder of an office file's backups, where it isn't there now (the drive isn't plugged in); else None."""
    second = second_folder(path)
    return second if second is not None and not second.is_dir() else None


def set_second_folder(path: Path, folder: Path | None) -> None:
    """Remember the second folder, or that there is none. FileRefusal where it is no folder, lies among the first's, or can't
    be remembered."""
    if folder is not None and not folder.is_dir():
        raise FileRefusal(f"ไม่พบโฟลเดอร์ “{folder.name or folder}” โปรดเสียบไดรฟ์หรือเลือกโฟลเดอร์อื่น")
    if folder is not None and folder.resolve() in (path.resolve().parent, folder_beside(path.resolve())):
        raise FileRefusal("โฟลเดอร์ที่สองต้องเป็นคนละแห่งกับโฟลเดอร์ของแฟ้มงาน โปรดเลือกโฟลเดอร์อื่นหรือไดรฟ์อื่น")
    said = {"second": str(folder.resolve())} if folder is not None else {}
    try:
        note = _note(path)
        private_folder(note.parent)
        write_whole(note, lambda made: _write(made, json.dumps(said, ensure_ascii=False)))
    except OSError as fault:
        raise FileRefusal("จำโฟลเดอร์สำรองที่สองไม่ได้ โปรดตรวจเนื้อที่ว่างของเครื่องนี้") from fault


def _write(made: Path, text: str) -> None:
    made.write_text(text, encoding="utf-8")


def _note(path: Path) -> Path:
    return state_dir() / "backups" / f"{_place(path)}.json"


def _place(path: Path) -> str:
    """Names a place on this PC, whatever lies there: two files of one name don't share a folder elsewhere."""
    return sha256(_home(path).encode()).hexdigest()[:16]


def _home(path: Path) -> str:
    try:
        return home_of(path).rpartition("|")[0]
    except OSError:  # the file itself is missing: its backups are asked for all the same
        return home_of(path.resolve().parent).partition("|")[0] + f"|{path.resolve()}"


def sets_of(path: Path) -> tuple[BackupSet, ...]:
    """Where the backups of an office file lie: beside it, then in the second folder, be it there or not."""
    second = second_folder(path)
    elsewhere = second / f"{path.stem}{MARK} {_place(path)[:4]}" if second else None
    return tuple(map(BackupSet, filter(None, (folder_beside(path), elsewhere))))


def stored_backups(path: Path) -> tuple[StoredBackup, ...]:
    """The backups of an office file in all its folders, newest first."""
    found = (one for held in sets_of(path) for one in held.all())
    return tuple(sorted(found, key=lambda one: one.head.made, reverse=True))


def pc_of(path: Path) -> str:
    """Names this PC."""
    return _home(path).partition("|")[0]
