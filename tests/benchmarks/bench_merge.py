"""Merging a package of changed records, copy and signature included, against a raw ``executemany`` of the same rows.

Run: ``python tests/benchmarks/bench_merge.py [records [records a change]]``, without numbers for both cases: 100,000
imported, 1000 a change, and 20,000 typed one by one, each an entry of its own. Prints the ratio of medians; both sides
write to the same disk in turn, with the same pragmas, the raw side into a table of the same columns and indexes.
"""

import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

ROUNDS = 5
MANY = 500_000  # from which on one round must do
FIRST_DAY = date(2019, 10, 1)
TABLE = "finance_requests"


Spent = tuple[float, float]  # seconds by the clock, seconds of the processor


class Moment:
    """A moment to measure from."""

    def __init__(self) -> None:
        self._begun = self._now()

    @staticmethod
    def _now() -> Spent:
        return time.perf_counter(), time.process_time()

    def since(self) -> Spent:
        """What was spent since."""
        (clock, processor), (then, before) = self._now(), self._begun
        return clock - then, processor - before


def values(number: int) -> dict[str, object]:
    """A plausible request, in wire values."""
    return {
        "request_no": f"63/{number}",
        "procurement": "w119",
        "payee": "ร้านสยามวัสดุ",
        "amount": 1_248_000 + number,
        "received_on": (FIRST_DAY + timedelta(days=number % 365)).isoformat(),
    }


def filled(path: Path, records: int, together: int) -> None:
    """Write the records into an office file, so many a change."""
    from core.office import Office
    from core.store.file.office_file import Batch
    from core.store.log.changes import ActionInfo, Put

    with Office.open(path) as office:
        file = office.session.file
        for start in range(0, records, 20_000):
            numbers = range(start, min(start + 20_000, records))
            puts = [Put(TABLE, f"{n:08d}-0000-7000-8000-000000000000", values(n)) for n in numbers]
            blocks = [puts[at : at + together] for at in range(0, len(puts), together)]
            file.commit_batches(
                [Batch(block, ActionInfo("สมศรี", "แก้ไข"), 1_590_000_000_000) for block in blocks]
            )


def raw_insert(source: Path, target: Path) -> Spent:
    """The floor: the same rows into the same table in one transaction."""
    with closing(sqlite3.connect(source)) as office:
        shapes = office.execute(
            f"SELECT sql FROM sqlite_master WHERE tbl_name = '{TABLE}' AND sql IS NOT NULL"
        ).fetchall()
        rows = office.execute(f"SELECT * FROM {TABLE}").fetchall()
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(target, isolation_level=None)) as raw:
        for pragma in ("journal_mode = DELETE", "synchronous = FULL", "cache_size = -65536"):
            raw.execute(f"PRAGMA {pragma}").fetchall()
        for (sql,) in shapes:
            raw.execute(sql)
        begun = Moment()
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(f"INSERT INTO {TABLE} VALUES ({','.join('?' * len(rows[0]))})", rows)
        raw.execute("COMMIT")
        return begun.since()


def merged(blank: Path, target: Path, package: Path) -> Spent:
    """Merge the package into a fresh file."""
    from core.office import Office

    shutil.copyfile(blank, target)
    with Office.open(target) as office:
        begun = Moment()
        office.exchange.merge([package])
        return begun.since()


def measured(folder: Path, records: int, together: int) -> None:
    """Measure one case and print it."""
    from core.office import Office

    blank, source, package = (folder / n for n in ("blank.phaen", "source.phaen", "a.phaenx"))
    Office.create(blank).close()
    shutil.copyfile(blank, source)
    filled(source, records, together)
    with Office.open(source) as office:
        begun = Moment()
        office.exchange.pack(package)
        packed = begun.since()
    raw, ours = [], []
    for turn in range(ROUNDS if records < MANY else 1):
        raw.append(raw_insert(source, folder / "raw.db"))
        ours.append(merged(blank, folder / f"{turn}.phaen", package))
    print(f"{records} records, {together} a change, package of {package.stat().st_size / 2**20:.1f} MB")
    for kind, at in (("by the clock", 0), ("of the processor", 1)):
        floor, taken = (statistics.median(spent[at] for spent in side) for side in (raw, ours))
        said = f"raw executemany {floor:.2f} s, merge {taken:.2f} s: {taken / floor:.2f} x, pack {packed[at]:.2f} s"
        print(f"{kind}: {said}")


def main() -> None:
    """Measure the case asked for, or an import and what was typed one by one."""
    asked = [int(a) for a in sys.argv[1:]]
    cases = [(asked[0], asked[1] if asked[1:] else 1000)] if asked else [(100_000, 1000), (20_000, 1)]
    for records, together in cases:
        with tempfile.TemporaryDirectory() as name:
            os.environ["PHAEN_STATE_DIR"] = name
            measured(Path(name), records, together)


if __name__ == "__main__":
    main()
