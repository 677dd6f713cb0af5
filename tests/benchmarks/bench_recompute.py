"""Recomputing every indicator of one year out of ten with 1,000,000 requests, against one raw SQL scan of them; and formulas
over as many records of a register that the office made itself.

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
from functools import partial
from pathlib import Path
from typing import Any

REQUESTS = 1_000_000
FIRST_DAY = date(2010, 10, 1)
DAYS = 3650
ROUNDS = 9
AS_OF = date(2020, 9, 30)
OWN: dict[str, Any] = {
    "name": "own_requests",
    "title": "ทะเบียนคำขอ",
    "key": ["request_no"],
    "per_year": True,
    "day": "received_on",
    "fields": [
        {"name": "request_no", "type": "text", "label": "เลขที่", "required": True},
        {"name": "procurement", "type": "choice", "label": "ประเภท", "choices": {"w119": "ก", "other": "ข"}},
        {"name": "payee", "type": "text", "label": "ผู้ยื่น"},
        {"name": "amount", "type": "money", "label": "จำนวนเงิน", "minimum": 0},
        {"name": "received_on", "type": "day", "label": "วันที่รับ", "required": True},
        {"name": "cheque_on", "type": "day", "label": "วันที่จ่าย"},
        {"name": "cancelled_on", "type": "day", "label": "วันที่ยกเลิก"},
    ],
}
CLOCK = {"name": "pay", "label": "จ่าย", "from": "received_on", "until": "cheque_on", "limit": 7}
CLOCKED = {**OWN, "clocks": [{**CLOCK, "unit": "working_days", "stopped_by": "cancelled_on"}]}
KIND = ["procurement", "=", "w119"]
OVER = {"register": "own_requests", "filter": [KIND]}
FORMULAS: dict[str, dict[str, Any]] = {
    "count": {},
    "share": {"meets": [["cheque_on", "filled"]]},
    "sum": {"field": "amount"},
    "mean": {"field": "amount"},
    "last": {"field": "amount"},
    "share_in_time": {"clock": "pay", "by": "mean_of_months"},
}
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


def fill(path: Path, count: int, register: str = "finance_requests") -> None:
    """Put the requests into the table itself: the log is not what is measured here."""
    with sqlite3.connect(path) as connection:
        connection.executemany(
            f"INSERT INTO {register} (id, base, twin, deleted, disputed, nkey, request_no, procurement, amount,"
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
        with Office.create(path, sample=True) as office:
            office.registers.save(CLOCKED, new=True)
        for register in ("finance_requests", OWN["name"]):
            fill(path, count, register)
        raw = sqlite3.connect(path)
        with Office.open(path, read_only=True) as office:
            figures = office.figures
            tries = {name: {**OVER, **more} for name, more in FORMULAS.items()}

            def tried(name: str) -> object:
                return figures.try_formula(2563, "3", name, tries[name], AS_OF)

            figures.indicators(2563, AS_OF)
            scans, years, alone = [], [], []
            own: dict[str, list[float]] = {name: [] for name in tries}
            for _ in range(ROUNDS):
                scans.append(timed(lambda: raw.execute(SCAN).fetchall()))
                years.append(timed(lambda: figures.indicators(2563, AS_OF)))
                alone.append(timed(lambda: figures.indicator("3", 2563, AS_OF)))
                for name, times in own.items():
                    times.append(timed(partial(tried, name)))
        raw.close()
    scan, year, built_in = map(statistics.median, (scans, years, alone))
    print(f"one raw scan of {count:,} requests       {scan * 1000:8.1f} ms")
    print(f"all indicators of one year of the ten  {year * 1000:8.1f} ms  {year / scan:5.2f} x")
    print(f"the built-in register's indicator      {built_in * 1000:8.1f} ms")
    for name, times in own.items():
        found = statistics.median(times)
        print(f"own register, {name:24} {found * 1000:8.1f} ms  {found / built_in:5.2f} x of the built-in")


if __name__ == "__main__":
    main()
