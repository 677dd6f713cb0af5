"""What the tests of the store share: a small plan, short ways to write and to look, hypothesis's measure."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from hypothesis import HealthCheck, Phase, settings
from sqlalchemy import select

from core.plan.register_mappings import part_rows
from core.registers.declare import Wire
from core.store.file.check import check
from core.store.file.declarations_entry import declarations_entry
from core.store.file.format import journal_of
from core.store.file.genesis import FirstEntry
from core.store.file.office_file import OfficeFile
from core.store.log.chain import entries
from core.store.log.changes import ActionInfo, Change, Changes, Delete, Put, Restore
from core.store.log.compensation import WrittenOver, reversal
from core.store.log.entry import Entry, decode
from core.store.log.history import undo_stacks
from core.store.tables.definitions import RIVALS
from core.store.tables.register_tables import SHIPPED, table_of

REQUESTS = "finance_requests"
AUDITS = "centre_audits"
PIECES = "deliverables"

START_MS = 1_577_836_800_000  # 1 January 2020, 00:00 UTC
DAY_MS = 86_400_000
SOMCHAI = "สมชาย"

GENESIS = FirstEntry(
    release="ทดสอบ",
    moment_ms=1_569_862_800_000,
    rows=[
        ("info_centres", "centre-1", {"code": "c1", "name": "เขตพระนคร"}),
        ("info_centres", "centre-2", {"code": "c2", "name": None}),
    ],
    followed_by=(declarations_entry(),),
)


FIXED_ENTRIES = 1 + len(GENESIS.followed_by)  # that a new file begins with


def measured(examples: int, **more: Any) -> settings:
    """Hypothesis's measure: ``examples`` in the test command, fifty times as many with PHAEN_LONG=1."""
    many = examples * 50 if os.environ.get("PHAEN_LONG") else examples
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    # Shrinking a failure takes minutes: only where somebody sits and waits for it.
    phases = [p for p in Phase if os.environ.get("PHAEN_LONG") or p not in (Phase.shrink, Phase.explain)]
    return settings(
        max_examples=many, deadline=None, suppress_health_check=slow, phases=phases, database=None, **more
    )


def opened(blank: Path, folder: Path, name: str = "office.phaen", **options: Any) -> OfficeFile:
    """A copy of the blank file, opened."""
    path = folder / name
    shutil.copyfile(blank, path)
    file = OfficeFile.open(path, holder="ผู้ทดสอบ", **options)
    file.now_ms = lambda: START_MS
    return file


def put(record: str, register: str = REQUESTS, **values: Wire) -> Put:
    """Write these wire values."""
    return Put(register, record, values)


def declaring(written: Mapping[str, Any]) -> list[Put]:
    """Declare a register: each of its parts a record of the plan."""
    return [
        Put(name, record, {k: SHIPPED[name].field(k).to_wire(v) for k, v in values.items() if v is not None})
        for name, record, values in part_rows(written)
    ]


def delete(record: str, register: str = REQUESTS) -> Delete:
    """Delete a record."""
    return Delete(register, record)


def restore(record: str, register: str = REQUESTS) -> Restore:
    """Bring a record back."""
    return Restore(register, record)


def write(file: OfficeFile, *changes: Change, author: str = SOMCHAI, label: str = "แก้ไข") -> Changes:
    """Commit changes as one step."""
    return file.commit(lambda _: changes, ActionInfo(author, label))


@dataclass(frozen=True)
class Seen:
    """A record as a screen would have it: what must not depend on the order in which things arrived."""

    values: dict[str, Wire]
    deleted: bool
    duplicate: bool
    disputed: int


def look(file: OfficeFile, register: str = REQUESTS) -> dict[str, Seen]:
    """Every record of a register by id, deleted ones too, empty fields left out; none where the file has no such register."""
    if register not in file.registers:
        return {}
    declared = file.registers[register]
    fields = [f.name for f in declared.stored_fields]
    with file.reading() as connection:
        rows = connection.execute(select(table_of(declared))).mappings().all()
    return {
        row["id"]: Seen(
            {name: row[name] for name in fields if row[name] is not None},
            bool(row["deleted"]),
            bool(row["twin"]) and not row["deleted"],
            row["disputed"],
        )
        for row in rows
    }


def values_of(file: OfficeFile, record: str, register: str = REQUESTS) -> dict[str, Wire]:
    """A record's values, empty fields left out."""
    return look(file, register)[record].values


def rivals(file: OfficeFile) -> dict[tuple[str, str, str], set[tuple[str, str]]]:
    """By register, record and field: the rival values as (entry id, value in JSON)."""
    found: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    with file.reading() as connection:
        ids = {n: entry.id.hex() for n, entry in entries(connection)}
        for row in connection.execute(select(RIVALS)):
            place = (row.register, row.record, row.field)
            sides = orjson.loads(row.value)
            for n, value in sides if isinstance(sides, list) else [(row.n, sides)]:
                found.setdefault(place, set()).add((ids[n], orjson.dumps(value).decode()))
    return found


def log_of(file: OfficeFile) -> list[Entry]:
    """All entries in fold order."""
    with file.reading() as connection:
        return [entry for _, entry in entries(connection)]


def stored(file: OfficeFile) -> list[bytes]:
    """The bytes of all entries, as a package would carry them."""
    return [entry.stored for entry in log_of(file)]


def written(file: OfficeFile) -> list[bytes]:
    """The bytes of the entries that people wrote, without the fixed ones a file begins with."""
    return stored(file)[FIXED_ENTRIES:]


def deliver(source: OfficeFile, *targets: OfficeFile) -> None:
    """Give all entries of one file to others."""
    for target in targets:
        target.receive(stored(source))


def problems(file: OfficeFile) -> tuple[str, ...]:
    """What ``check`` says."""
    with file.reading() as connection:
        return check(connection).problems


def stacks(file: OfficeFile, author: str = SOMCHAI) -> tuple[str | None, str | None]:
    """The labels of what can be undone and redone next."""
    with file.reading() as connection:
        found = undo_stacks(connection, file.meta()["replica"], author)
    done, undone = (stack[-1].label if stack else None for stack in (found.done, found.undone))
    return done, undone


def step_back(file: OfficeFile, author: str = SOMCHAI) -> bool:
    """Undo; False where there is nothing to undo or somebody wrote over it."""
    return _compensate(file, author, "done")


def step_forward(file: OfficeFile, author: str = SOMCHAI) -> bool:
    """Redo; False where there is nothing to redo or somebody wrote over it."""
    return _compensate(file, author, "undone")


def _compensate(file: OfficeFile, author: str, which: str) -> bool:
    with file.reading() as connection:
        stack: Sequence[Any] = getattr(undo_stacks(connection, file.meta()["replica"], author), which)
    if not stack:
        return False
    name = {"undoes": stack[-1].name} if which == "done" else {"redoes": stack[-1].name}
    info = ActionInfo(author, stack[-1].label, **name)
    try:
        file.commit(lambda connection: reversal(connection, stack[-1]), info)
    except WrittenOver:
        return False
    return True


def clock_of(file: OfficeFile, offset_ms: int) -> Callable[[], int]:
    """A clock that is off by so much and moves on by a second whenever it is read."""
    ticks = iter(range(START_MS + offset_ms, START_MS + offset_ms + 10**9, 1000))
    return lambda: next(ticks)


def interrupted(path: Path) -> tuple[bytes, bytes]:
    """The bytes of a file and of its journal as a power cut amid a large transaction leaves them; the file itself
    is left as it was."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE spilled AS SELECT hex(zeroblob(90000)) AS body")
        connection.execute("UPDATE entries SET author = author || 'x'")
        connection.execute("INSERT INTO spilled SELECT hex(zeroblob(200000))")
        left = path.read_bytes(), journal_of(path).read_bytes()
        connection.execute("ROLLBACK")
    assert left[0] != path.read_bytes()
    return left


def decoded(bodies: Iterable[bytes]) -> list[Entry]:
    """Entries of their bytes."""
    return [decode(body) for body in bodies]
