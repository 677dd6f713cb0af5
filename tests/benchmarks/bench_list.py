"""The list of 20,000 requests worked with, and how long the window's thread was held up, beside a bare Qt table.

Run: ``python tests/benchmarks/bench_list.py [requests]``. For each act: ms until it is shown, the longest time in which
the event loop answered nobody and the window's thread's own CPU time within it, and the CPU time of all threads until it
is shown (which other work on the machine doesn't lengthen). The bare table holds as many lines of ready texts in a QTableView, in the same run.
"""

import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QTimer
from PySide6.QtWidgets import QApplication, QTableView

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
TICK = 2  # ms


class Bare(QAbstractTableModel):
    """Ready texts, nothing else."""

    def __init__(self, lines: int) -> None:
        super().__init__()
        self.lines = [[f"{n}/{column}" for column in range(7)] for n in range(lines)]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's own signature
        return len(self.lines)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008, N802  # Qt's own signature
        return 7

    def data(self, index: QModelIndex, role: int = 0) -> str | None:
        return self.lines[index.row()][index.column()] if role == 0 else None


class Pulse:
    """Beats every few ms; the longest pause between two beats is the longest stall."""

    def __init__(self) -> None:
        self.timer = QTimer()
        self.timer.timeout.connect(self.beat)
        self.timer.start(TICK)

    def begin(self) -> None:
        self.last, self.own, self.longest, self.busiest = time.perf_counter(), time.thread_time(), 0.0, 0.0

    def beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        self.longest, self.busiest = max(self.longest, now - self.last), max(self.busiest, own - self.own)
        self.last, self.own = now, own


def measure(pulse: Pulse, what: str, act: object, busy: object) -> None:
    """Does something and prints how long it took and held the window up."""
    app = QApplication.instance()
    pulse.begin()
    begun, spent = time.perf_counter(), time.process_time()
    act()  # type: ignore[operator]
    pulse.beat()
    while busy():  # type: ignore[operator]
        app.processEvents()
    app.processEvents()
    pulse.beat()
    print(
        f"{what:28} {1000 * (time.perf_counter() - begun):8.0f} ms   longest stall {1000 * pulse.longest:6.0f} ms"
        f"   of its own {1000 * pulse.busiest:6.0f} ms   all threads {1000 * (time.process_time() - spent):6.0f} ms"
    )


def filled(path: Path, count: int, *, sample: bool = False) -> None:
    """An office file with so many requests of the year 2563, beside the sample year's records if asked."""
    from core.office import Office
    from core.store.log.changes import Put

    chance, first = random.Random(63), date(2019, 10, 1)
    with Office.create(path, unit="finance", sample=sample) as office:
        puts = []
        for n in range(count):
            received = first + timedelta(days=chance.randrange(366))
            paid = (received + timedelta(days=chance.randrange(3, 25))).isoformat()
            values = {
                "request_no": f"63/{10000 + n}",
                "procurement": "w119",
                "payee": f"ร้านสยามวัสดุ {chance.randrange(400)}",
                "amount": chance.randrange(10_000, 99_999_999),
                "received_on": received.isoformat(),
                "cheque_on": paid if chance.random() < 0.9 else None,
            }
            puts.append(Put("finance_requests", office.session.new_id(), values))
        for begin in range(0, count, 1000):
            office.session.write(puts[begin : begin + 1000], "นำเข้า")


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHAEN_STATE_DIR"] = folder
        from core.office import Office
        from desktop.pages.register_page import RegisterPage
        from desktop.settings import Settings
        from desktop.shell.context import AppContext
        from desktop.theme import Appearance, apply
        from desktop.theme.token_sets import LIGHT

        app = QApplication([])
        apply(app, Appearance(LIGHT))
        filled(Path(folder) / "office.phaen", count)
        pulse = Pulse()
        bare, model = QTableView(), Bare(count)
        bare.resize(760, 560)
        never = bool
        print(f"bare QTableView, {count:,} lines")
        measure(pulse, "  open", lambda: (bare.setModel(model), bare.show(), bare.grab()), never)
        measure(pulse, "  scroll to the end", lambda: (bare.scrollToBottom(), bare.grab()), never)
        measure(
            pulse, "  reset", lambda: (model.beginResetModel(), model.endResetModel(), bare.grab()), never
        )
        office = Office.open(Path(folder) / "office.phaen", author="สมศรี")
        context = AppContext(office, Settings(Path(folder) / "desk.ini"), today=date(2020, 6, 30))
        busy = context.questions.busy
        pages: list[RegisterPage] = []

        def opened() -> None:
            page = RegisterPage(context, "finance_requests")
            page.resize(1154, 718)
            page.show()
            pages.append(page)

        print(f"requests, {count:,}")
        measure(pulse, "  open page", opened, busy)
        page = pages[0]
        records, form = page.list, page.form
        table = records.table
        measure(pulse, "  choose whole year", lambda: (records.show_month(None), records.read()), busy)
        measure(pulse, "  filter words", lambda: records.words.setText("สยาม 12"), busy)
        measure(pulse, "  one letter more", lambda: records.words.setText("สยาม 123"), busy)
        measure(pulse, "  clear words", lambda: records.words.clear(), busy)
        header = table.horizontalHeader()
        for place, name in ((2, "payee"), (3, "amount")):
            measure(pulse, f"  sort by {name}", lambda n=place: header.sectionClicked.emit(n), busy)
        measure(pulse, "  scroll to the end", lambda: (table.scrollToBottom(), table.grab()), busy)
        measure(pulse, "  next record", lambda: table.selectRow(max(0, table.rowAt(40))), busy)
        form.input("payee").set_value("ร้านใหม่")
        measure(pulse, "  save", form.save, busy)
        measure(pulse, "  another day", lambda: context.set_as_of(date(2020, 9, 30)), busy)
        context.close()


if __name__ == "__main__":
    sys.exit(main())
