"""A backup is proved before it gets its name; and what is wrong with a file, looked at without keeping anybody waiting."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from core.faults import FileRefusal
from core.remarks import remark
from core.store.database import connected
from core.store.file.check import check, check_memory, check_rows, check_signatures
from core.store.file.copies import (
    OnProgress,
    free_name,
    is_past_of,
    plain_copy,
    proved_copy,
    put_database_in_place,
    unwatched,
)
from core.store.file.damage import database_refusals
from core.store.file.format import FORMAT, format_of_open
from core.whole_files import temporary_folder

if TYPE_CHECKING:
    from core.keys.file_key import FileKey


def backup(
    path: Path,
    target: Path | None = None,
    *,
    now: datetime,
    on_progress: OnProgress = unwatched,
    key: "FileKey | None" = None,
) -> Path:
    """Copy an office file, beside an open desk too, verify the copy and give it its name; returns that name.

    What ``check`` finds wrong with a file whose log is sound is remarked: the copy is as good as the file is. Of an older
    format, whose rows this program can't fold, only database and log are proved. Without ``target``: beside the file,
    named by the minute. An older backup of the same file is replaced, any other file is not. FileRefusal where the copy
    can't be made or proved.
    """
    current = format_of_open(path, key) == FORMAT
    wanted = target or free_name(path, f"backup-{now:%Y%m%d-%H%M}")
    if wanted.exists():
        _refuse_another(path, wanted, key)
    with proved_copy(path, wanted, on_progress, key=key) as draft:
        problems = _beyond_the_log(draft, path, key) if current else ()
        put_database_in_place(draft, wanted)
    for problem in problems:
        remark(f"สำรองแฟ้มไว้แล้ว แต่พบว่า{problem}")
    return wanted


def _refuse_another(path: Path, target: Path, key: "FileKey | None") -> None:
    """A backup may take the place of an older backup of the same file, whose every entry it holds."""
    if target.samefile(path):
        raise FileRefusal("แฟ้มสำรองต้องเป็นคนละแฟ้มกับแฟ้มที่ใช้งาน โปรดตั้งชื่ออื่น")
    taken = FileRefusal(f"มีแฟ้มอื่นชื่อ “{target.name or target}” อยู่แล้วและไม่ใช่แฟ้มสำรองของแฟ้มนี้ โปรดตั้งชื่ออื่น")
    if not is_past_of(target, path, key):
        raise taken


def _beyond_the_log(draft: Path, path: Path, key: "FileKey | None") -> tuple[str, ...]:
    """What is wrong with a file whose log is sound: its signatures and rows, and what this PC remembers otherwise."""
    return (
        *_asked(draft, check_signatures, key),
        *_asked(draft, check_rows, key),
        *_asked(path, check_memory, key),
    )


def _asked(
    path: Path, ask: Callable[[Connection], tuple[str, ...]], key: "FileKey | None"
) -> tuple[str, ...]:
    with database_refusals(path, key), connected(path, key) as connection:
        return ask(connection)


def look_over(path: Path, *, whole: bool, key: "FileKey | None" = None) -> tuple[str, ...]:
    """What is wrong with a file, in Thai sentences: what this PC remembers otherwise (quick), and with ``whole`` database,
    log and rows too, looked at in a passing copy so that nobody's saving waits. Nothing is said of a file of an older
    format. FileRefusal where it can't be copied."""
    if format_of_open(path, key) < FORMAT:
        return ()
    remembered = _asked(path, check_memory, key)
    if not whole:
        return remembered
    with temporary_folder() as folder:
        copy = folder / path.name
        plain_copy(path, copy, key)
        return (*remembered, *_asked(copy, lambda connection: check(connection).problems, key))
