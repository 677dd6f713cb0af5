"""Recomputing every indicator of one year out of ten with 1,000,000 requests, against one raw SQL scan of them.

Run: ``python tests/benchmarks/bench_recompute.py [requests]``. Prints the ratio of medians, taken in turn in one run.
"""

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

REQUESTS = 1_000_000
FIRST_DAY = date(2010, 10, 1)
DAYS = 3650
ROUNDS = 9
AS_OF = date(2020, 9, 30)
SCAN = "SELECT count(*), sum(amount), min(received_on), max(cheque_on) FROM finance_requests NOT INDEXED"


def requests(count: int) -> Iterator[tuple[str, str, str, int, str, str]]:
    """Plausible requests over ten fiscal years, the same at every run."""
    chance = random.Random(2563)
    for number in range(count):
        received = FIRST_DAY + timedelta(days=number * DAYS // count)
        cheque = received + timedelta(days=chance.randrange(4, 14))
        year = received.year + 543 + (received.month >= 10)
        name = f"{year % 100}/{number:07d}"
        yield (
            f"01a20538-a832-7a2c-bde8-{number:012d}",
            f"{year}|{name}",
            name,
            chance.randrange(10_000, 5_000_000),
            received.isoformat(),
            cheque.isoformat(),
        )


def fill(path: Path, count: int) -> None:
    """Put the requests into the table itself: the log is not what is measured here."""
    with sqlite3.connect(path) as connection:
        connection.executemany(
            "INSERT INTO finance_requests (id, base, twin, deleted, disputed, nkey, request_no, procurement, amount,"
            " received_on, cheque_on) VALUES (?, 1, 0, 0, 0, ?, ?, 'w119', ?, ?, ?)",
            requests(count),
        )
    connection.close()


def timed(action: Callable[[], object]) -> float:
    """Seconds one call takes."""
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHAEN_STATE_DIR"] = folder
        from core.office import Office

        path = Path(folder) / "office.phaen"
        Office.create(path, sample=True).close()
        fill(path, count)
        raw = sqlite3.connect(path)
        with Office.open(path, read_only=True) as office:
            office.figures.indicators(2563, AS_OF)
            scans, years = [], []
            for _ in range(ROUNDS):
                scans.append(timed(lambda: raw.execute(SCAN).fetchall()))
                years.append(timed(lambda: office.figures.indicators(2563, AS_OF)))
        raw.close()
    scan, year = statistics.median(scans), statistics.median(years)
    print(f"one raw scan of {count:,} requests       {scan * 1000:8.1f} ms")
    print(f"all indicators of one year of the ten  {year * 1000:8.1f} ms  {year / scan:5.2f} x")


if __name__ == "__main__":
    main()
