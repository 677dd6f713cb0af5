"""Bringing an older office file to the current format, with Alembic's operations.

``user_version`` is the format number; each step is a module ``core.store.file.migrations.format_N`` whose
``upgrade(operations)`` makes format N of format N - 1. The file is backed up first; all steps, the version and the
folding of the log into the new tables go in one transaction: an interrupted upgrade leaves the old file.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection

from core.faults import FileRefusal
from core.store.database import connect, connected
from core.store.file.backup import backup
from core.store.file.committing import commit
from core.store.file.copies import plain_copy
from core.store.file.declarations_entry import declarations_entry
from core.store.file.format import FORMAT
from core.store.log.append import refold
from core.store.log.intake import Intake

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

Migration = Callable[[Operations], None]


def steps(to: int = FORMAT) -> Mapping[int, Migration]:
    """Every format's upgrade, by the format it makes."""
    return {n: import_module(f"core.store.file.migrations.format_{n}").upgrade for n in range(1, to + 1)}


def upgrade(
    path: Path,
    chain: Mapping[int, Migration] | None = None,
    *,
    now: datetime | None = None,
    key: "FileKey | None" = None,
) -> Path:
    """Back an older file up, bring it to the newest format of ``chain`` and return the backup's name."""
    chain = steps() if chain is None else chain
    kept = backup(path, now=now or datetime.now(), key=key)
    try:
        with connected(path, key) as connection, closing(connect(path, key)) as watcher:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            apply_steps(connection, chain)
            refold(connection)
            declare(connection)
            commit(connection, path, watcher, key)
    except Exception as fault:
        raise FileRefusal(
            f"ปรับรุ่นแฟ้ม “{path.name}” ไม่สำเร็จ แฟ้มเดิมยังอยู่ครบ และมีสำเนาชื่อ “{kept.name}” โปรดแจ้งผู้ดูแลโปรแกรม"
        ) from fault
    return kept


def declare(connection: Connection) -> None:
    """Put the entry into a file that declares the registers which the program had when the file was made; where a colleague's
    package brought it, it is there already."""
    intake = Intake(connection, lambda: time.time_ns() // 1_000_000)
    intake.ingest([declarations_entry()])
    intake.close()


def upgraded_copy(path: Path, folder: Path, key: "FileKey | None" = None) -> Path:
    """A copy of an older file in ``folder``, brought to the current format; the file itself stays as it is."""
    copy = folder / path.name
    plain_copy(path, copy, key)
    upgrade(copy, key=key)
    return copy


def apply_steps(connection: Connection, chain: Mapping[int, Migration]) -> None:
    """Run the steps the file has not had, each followed by its version, within the caller's transaction."""
    operations = Operations(MigrationContext.configure(connection))
    found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    for number in sorted(n for n in chain if n > found):
        chain[number](operations)
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")
