"""Importing a workbook against reading it with python-calamine alone plus the raw inserts, in the same run.

Run: ``python tests/benchmarks/bench_import.py [rows] [shared]`` (default 100,000 rows, texts in their cells as openpyxl
writes them; ``shared``: kept once for all cells, as Excel and LibreOffice do). Prints seconds of each part, the ratio, the
longest silence between two reports of progress, and the memory at its height, of the program itself and of the process that
reads the workbook. Seconds are the processor's, of both together, so that others at work on the machine don't count. Days are Mondays to Fridays: some are holidays, and half the rows are remarked on.
"""

import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any

HEADS = (
    *("request_no", "requesting_unit", "description", "procurement", "payee", "amount", "received_on"),
    *("checked_on", "approved_on", "voucher_no", "sent_on", "transferred_on", "cheque_on", "cheque_no"),
)
DAYS = [d for n in range(365) if (d := date(2019, 10, 1) + timedelta(days=n)).weekday() < 5]


def records(count: int) -> Iterator[list[object]]:
    """Requests as an office writes them."""
    for n in range(count):
        days = [DAYS[min(n % 250 + step, 255)] for step in range(6)]
        yield [
            *(f"63/{n:07d}", "สำนักงานเลขานุการ", "จัดซื้อวัสดุสำนักงาน", "w119", f"ร้าน {n % 5000}"),
            *(
                1000 + n * 7919 % 999_983 + 0.25,
                days[0],
                days[1],
                days[2],
                f"ฎ.{n}/63",
                *days[3:6],
                f"{n:08d}",
            ),
        ]


def workbook(path: Path, count: int) -> None:
    """The records as a workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADS)
    for row in records(count):
        sheet.append(row)
    book.save(path)


def workbook_sharing(path: Path, count: int) -> None:
    """The records as a workbook that keeps its texts once for all cells."""
    from xlsxwriter import Workbook

    with Workbook(path) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d mmm yyyy"})
        sheet.write_row(0, 0, HEADS)
        for number, row in enumerate(records(count), start=1):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)  # type: ignore[arg-type]  # a day will do
                elif isinstance(value, str):
                    sheet.write_string(number, place, value)
                else:
                    sheet.write(number, place, value)


def read_alone(path: Path) -> None:
    """The floor's first half: every row by python-calamine, nothing done with it."""
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as book:
        for _ in book.get_sheet_by_index(0).iter_rows():
            pass


def insert_alone(office: Path, path: Path, count: int) -> float:
    """The floor's second half: the same rows into a table of the same shape, in one transaction."""
    with closing(sqlite3.connect(office)) as source:
        shapes = [
            sql
            for (sql,) in source.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = 'finance_requests' AND sql IS NOT NULL"
            )
        ]
    raw = sqlite3.connect(path, isolation_level=None)
    for sql in shapes:
        raw.execute(sql)
    rows = [
        (
            f"01a20538-a832-7a2c-bde8-{n:012d}",
            f"2563|{row[0]}",
            *(str(v) if isinstance(v, date) else v for v in row),
        )
        for n, row in enumerate(records(count))
    ]
    marks = ", ".join("?" * (len(HEADS) + 2))
    begun = time.process_time()
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(
        f"INSERT INTO finance_requests (base, twin, deleted, disputed, id, nkey, {', '.join(HEADS)}) "
        f"VALUES (1, 0, 0, 0, {marks})",
        rows,
    )
    raw.execute("COMMIT")
    took = time.process_time() - begun
    raw.close()
    return took


class Listener:
    """Notes the longest silence."""

    cancelled = False

    def __init__(self) -> None:
        self.last, self.longest = time.perf_counter(), 0.0

    def report(self, share: float | None, text: str = "") -> None:
        """Called by the work."""
        now = time.perf_counter()
        self.longest = max(self.longest, now - self.last)
        self.last = now


def megabytes(who: int = resource.RUSAGE_SELF) -> int:
    """The memory at its height so far, of this process or of the greatest it started."""
    return resource.getrusage(who).ru_maxrss // 1024


def seconds() -> float:
    """The processor's seconds so far, of this process and those it started."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def imported(source: Path, file: Path) -> tuple[int, float, float, tuple[int, int, int]]:
    """The import by itself: records taken, seconds, the longest silence, megabytes before and at the height, and those of
    the process that reads."""
    from core.office import Office

    listener = Listener()
    with Office.open(file) as office:
        before, begun = megabytes(), seconds()
        report = office.sheets.import_records("finance_requests", source, progress=listener)
        took = seconds() - begun
    assert not report.rejected, report.problems[:3]
    return report.accepted, took, listener.longest, (before, megabytes(), megabytes(resource.RUSAGE_CHILDREN))


def alone(work: Callable[..., Any], *given: object) -> Any:
    """The work done in a process of its own, so that memory is what it needs itself."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def floor(source: Path, file: Path, raw: Path, count: int) -> tuple[float, float]:
    """Seconds of reading alone and of inserting alone."""
    begun = time.process_time()
    read_alone(source)
    reading = time.process_time() - begun
    return reading, insert_alone(file, raw, count)


def main(count: int, *, shared: bool) -> None:
    """Measures and prints."""
    from core.office import Office

    with tempfile.TemporaryDirectory() as folder:
        source, file = Path(folder) / "in.xlsx", Path(folder) / "office.phaen"
        alone(workbook_sharing if shared else workbook, source, count)
        Office.create(file).close()
        reading, inserting = alone(floor, source, file, Path(folder) / "raw.db", count)
        accepted, took, silence, (before, height, reader) = alone(imported, source, file)
    assert accepted == count
    print(f"{count:,} rows: import {took:.2f} s; calamine {reading:.2f} s + raw inserts {inserting:.2f} s")
    print(f"ratio {took / (reading + inserting):.2f}; longest silence {silence * 1000:.0f} ms")
    print(f"memory {before} MB before, {height} MB at its height; the reader {reader} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, shared="shared" in sys.argv)
