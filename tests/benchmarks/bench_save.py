"""Saving one record, log and refreshed indicator included, against a raw sqlite3 insert in the same mode.

Run: ``python tests/benchmarks/bench_save.py [records already there]``. Prints the ratio of medians; all sides write
to the same disk in turn, the raw side into a table of the same columns and indexes. What safety costs is measured against
a save that syncs no folder (``synchronous=FULL``) and doesn't look whether the file was changed or the commit stands;
what a signature costs against a save whose entry nobody signs.
"""

import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from core.store.driver import sqlite3
from core.store.file import committing
from core.store.log import append
from core.store.log.entry import Entry, encode

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.office import Office

ROUNDS = 200
RECORD = {
    "request_no": "",
    "procurement": "w119",
    "payee": "ร้านสยามวัสดุ",
    "amount": "12,480.00",
    "received_on": "26/06/2563",
}


def raw_table(source: Path, target: Path) -> sqlite3.Connection:
    """A database with the register's own table and indexes, and nothing else."""
    with sqlite3.connect(source) as office:
        shapes = [
            sql
            for (sql,) in office.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = 'finance_requests' AND sql IS NOT NULL"
            )
        ]
    raw = sqlite3.connect(target, isolation_level=None)
    raw.execute("PRAGMA journal_mode = DELETE")
    raw.execute("PRAGMA synchronous = FULL")
    for sql in shapes:
        raw.execute(sql)
    return raw


def raw_insert(raw: sqlite3.Connection, number: int) -> None:
    """The floor: one row, one transaction."""
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(
        "INSERT INTO finance_requests (id, base, twin, deleted, disputed, nkey, request_no, procurement, payee, amount,"
        " received_on) VALUES (?, 1, 0, 0, 0, ?, ?, 'w119', 'ร้านสยามวัสดุ', 1248000, '2020-06-26')",
        (f"01a20538-a832-7a2c-bde8-{number:012d}", f"2563|63/{number}", f"63/{number}"),
    )
    raw.execute("COMMIT")


def careless(office: "Office") -> None:
    """Have an office save as it did before it was made sure of."""
    file = office.session.file
    file._memory.refuse_changed = lambda: None
    file._memory.written = lambda last: None
    with file._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA synchronous = FULL")
    careful = committing.commit

    def commit(connection: "Connection", path: Path, watcher: sqlite3.Connection) -> None:
        if path == office.session.path:
            connection.exec_driver_sql("COMMIT")
        else:
            careful(connection, path, watcher)

    committing.commit = commit


def bare(entry: "Entry", _: object) -> "Entry":
    """The entry as a program stores it that doesn't sign."""
    return replace(entry, stored=encode(entry))


def timed(action: object, *args: object) -> float:
    """Seconds one call takes."""
    begun = time.perf_counter()
    action(*args)  # type: ignore[operator]
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHAEN_STATE_DIR"] = folder
        from core.office import Office

        office = Office.create(Path(folder) / "office.phaen", sample=True)
        office.session.today = lambda: date(2020, 6, 30)
        plain = Office.create(Path(folder) / "careless.phaen", sample=True)
        careless(plain)
        anybodys = Office.create(Path(folder) / "anybodys.phaen", sample=True)
        raw = raw_table(office.session.path, Path(folder) / "raw.db")

        def save(number: int) -> None:
            office.records.save(
                "finance_requests", {**RECORD, "request_no": f"63/b{number}", "amount": 500 + number}
            )
            office.figures.indicator("3", 2563, date(2020, 6, 30))

        def log_only(number: int) -> None:
            office.records.save(
                "finance_requests", {**RECORD, "request_no": f"63/c{number}", "amount": 5000 + number}
            )

        def unsafe(number: int) -> None:
            plain.records.save(
                "finance_requests", {**RECORD, "request_no": f"63/d{number}", "amount": 5000 + number}
            )

        def unsigned(number: int) -> None:
            with patch.object(append, "signed", bare):
                anybodys.records.save(
                    "finance_requests", {**RECORD, "request_no": f"63/e{number}", "amount": 5000 + number}
                )

        for number in range(20):
            save(-1 - number), raw_insert(raw, number), log_only(-1 - number), unsafe(-1 - number)
            unsigned(-1 - number)
        saves, floors, alone, before, nobodys = [], [], [], [], []
        for number in range(100, 100 + ROUNDS):
            floors.append(timed(raw_insert, raw, number))
            saves.append(timed(save, number))
            alone.append(timed(log_only, number))
            before.append(timed(unsafe, number))
            nobodys.append(timed(unsigned, number))
        floor, whole, single, careless_one, unsigned_one = (
            statistics.median(x) for x in (floors, saves, alone, before, nobodys)
        )
        for one in (office, plain, anybodys):
            one.close()
    print(f"raw insert        {floor * 1000:6.2f} ms")
    print(f"save + indicator  {whole * 1000:6.2f} ms  {whole / floor:5.2f} x")
    print(f"save alone        {single * 1000:6.2f} ms  {single / floor:5.2f} x")
    print(f"the same, unsafe  {careless_one * 1000:6.2f} ms  safety costs {single / careless_one:5.2f} x")
    print(
        f"by nobody         {unsigned_one * 1000:6.2f} ms  a signature costs {single / unsigned_one:5.2f} x"
    )


if __name__ == "__main__":
    sys.exit(main())
