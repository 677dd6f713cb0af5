"""How long the window stalls while files of 20 MB are attached, against the same time without.

QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_evidence.py [TIMES]
"""

import itertools
import os
import shutil
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

os.environ["PHAEN_STATE_DIR"] = tempfile.mkdtemp()

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.office import Office
from desktop.evidence.view import EvidenceView
from desktop.settings import Settings
from desktop.shell.context import AppContext

MB = 1 << 20
TODAY = date(2020, 6, 30)


def gaps(until) -> list[float]:
    """Milliseconds between two turns of the window's loop, the longest last, until ``until()``."""
    beats: list[float] = []
    loop, timer = QEventLoop(), QTimer(interval=1)

    def beat() -> None:
        beats.append(time.perf_counter())
        if until():
            loop.quit()

    timer.timeout.connect(beat)
    timer.start()
    loop.exec()
    return sorted((after - before) * 1000 for before, after in itertools.pairwise(beats))


def main(times: int) -> None:
    folder = Path(tempfile.mkdtemp())
    app = QApplication([])
    with Office.create(folder / "office.phaen", sample=True, unit="finance") as office:
        record = office.records.rows("finance_requests")[0].id
        context = AppContext(office, Settings(folder / "desk.ini"), today=TODAY)
        view = EvidenceView(context)
        view.resize(400, 600)
        view.show()
        view.show_record("finance_requests", record)
        app.processEvents()
        for number in range(times):
            source = folder / f"{number}.txt"
            source.write_bytes(os.urandom(15 * MB).hex()[: 20 * MB].encode())
            begun = time.perf_counter()
            idle = gaps(lambda end=begun + 0.5: time.perf_counter() > end)
            begun = time.perf_counter()
            view.attach([source])
            busy = gaps(lambda: not context.task_runner.busy() and not context.questions.busy())
            took = time.perf_counter() - begun
            print(f"20 MB in {took * 1000:.0f} ms, longest stall {busy[-1]:.1f} ms (idle {idle[-1]:.1f} ms)")
        context.questions.close()
        context.task_runner.close()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
