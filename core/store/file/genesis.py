"""The first entry of every office file, a plan, and a new file that holds it."""

import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import orjson
from sqlalchemy import insert

from core.path_kinds import APPLICATION_ID
from core.registers.declare import NAMESPACE, Wire
from core.store.database import connected
from core.store.file.format import FORMAT
from core.store.log import clock
from core.store.log.entry import Entry, NewRows, encode
from core.store.log.intake import Intake
from core.store.tables.definitions import META
from core.store.tables.register_tables import FIXED, schema
from core.whole_files import new_private_file

GENESIS_AUTHOR = "แผน"

WireRow = tuple[str, str, Mapping[str, Wire]]  # register, record id, what is stored of it


@dataclass(frozen=True, slots=True)
class FirstEntry:
    """What comes with a plan, the same entry in every file: ``release`` is what the plan is called, ``moment_ms`` its fixed
    time, ``schema`` the schema version it was first written under (a later program must make the very same bytes of it).
    ``origin`` tells one plan from another of its name; "" where there is but one, a release of the program.
    ``followed_by`` are the fixed entries that later programs put after it."""

    release: str
    moment_ms: int
    rows: Sequence[WireRow]
    schema: int = 1
    origin: str = ""
    followed_by: tuple[Entry, ...] = ()

    @classmethod
    def of_office(cls, name: str, moment_ms: int, rows: Iterable[WireRow]) -> "FirstEntry":
        """The first entry of an office's own plan: it follows from the rows as they are stored, not from their order."""
        ordered = sorted(rows, key=lambda row: row[:2])
        told = [(register, record, _written(values)) for register, record, values in ordered]
        digest = sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()
        return cls(name, moment_ms, ordered, origin=digest)


def _written(values: Mapping[str, Wire]) -> Mapping[str, Wire]:
    return {field: wire for field, wire in values.items() if wire is not None}


def genesis_entry(genesis: FirstEntry) -> Entry:
    """The plan's one entry: fixed author, time and ids, so that files made apart agree from the first merge.

    Its bytes follow from the plan's rows alone, not from what a register declares today.
    """
    blocks: dict[str, list[tuple[str, Mapping[str, Wire]]]] = {}
    for register, record, values in genesis.rows:
        blocks.setdefault(register, []).append((record, values))
    entry = Entry(
        replica=str(uuid.uuid5(NAMESPACE, f"genesis|{genesis.origin or genesis.release}")),
        seq=1,
        prev=None,
        clock=clock.reading(genesis.moment_ms),
        author=GENESIS_AUTHOR,
        schema=genesis.schema,
        new={name: new_rows(rows) for name, rows in blocks.items()},
        label=f"แผนปฏิบัติราชการ {genesis.release}",
    )
    return replace(entry, stored=encode(entry))


def new_rows(rows: Sequence[tuple[str, Mapping[str, Wire]]]) -> NewRows:
    """The block of an entry that creates these records, of the fields any of them has."""
    fields = tuple(sorted({name for _, values in rows for name, wire in values.items() if wire is not None}))
    return NewRows.of(fields, [(record, tuple(v.get(f) for f in fields)) for record, v in rows])


def make(path: Path, genesis: FirstEntry) -> None:
    """Write a file that holds a plan release and nothing else, for the user alone. OSError, sqlite3.Error or
    DatabaseError as it comes."""
    entry = genesis_entry(genesis)
    new_private_file(path)
    with connected(path) as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        for statement in schema(FIXED):
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
        connection.execute(insert(META), [{"key": k, "value": v} for k, v in _first_meta().items()])
        intake = Intake(connection, lambda: time.time_ns() // 1_000_000)
        intake.ingest([entry, *genesis.followed_by])
        intake.close()
        connection.exec_driver_sql("COMMIT")


def _first_meta() -> dict[str, str]:
    return {"replica": str(uuid.uuid4()), "home": "", "clock": "0", "unseen": "[]", "unit": "", "lost": "[]"}
