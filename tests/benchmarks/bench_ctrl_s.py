"""What one Ctrl+S on the page of requests sets going: calls of our own code, modules they lie in, reading transactions.

Run: ``python tests/benchmarks/bench_ctrl_s.py [--who]``. The desk stands over the sample year, the overview has been shown
before; a request's amount is typed anew and saved, and everything is counted until nobody asks or paints any more, on all
threads. ``--who`` also names the functions of the desk and of ``core.office`` that opened the reading transactions, and the
modules called most.
"""

import os
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.office import Office
from desktop.settings import Settings
from desktop.shell.background import Task
from desktop.shell.desk import Desk
from desktop.theme import Appearance, apply
from desktop.theme.token_sets import LIGHT

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).parents[2]
OURS = (str(ROOT / "core") + os.sep, str(ROOT / "desktop") + os.sep)
ROUNDS = 5


class Count:
    """Calls by module and the callers of ``OfficeFile.reading``, while it counts."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.readers: Counter[str] = Counter()
        self.on = False

    def hook(self, frame: FrameType, event: str, _: Any) -> None:
        """Note a call, as ``sys.setprofile`` has it."""
        code = frame.f_code
        if not self.on or event != "call" or not code.co_filename.startswith(OURS):
            return
        module = str(Path(code.co_filename).relative_to(ROOT))
        self.calls[module] += 1
        if code.co_qualname == "OfficeFile.reading" and frame.f_lasti <= 4:  # begun, not gone on with
            self.readers[_who(frame)] += 1


def _who(frame: FrameType | None) -> str:
    """The functions of office and desk that a transaction was opened for, the innermost first."""
    names = []
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith(OURS) and ("office" in path or "desktop" in path):
            names.append(f"{Path(path).stem}.{frame.f_code.co_name}")
        frame = frame.f_back
    return " < ".join(n for n in names if not n.startswith(("background.", "asking.")))


def opened(app: QApplication, folder: Path) -> Any:
    """The desk over the sample year, as the request's page is shown."""
    path = folder / "office.phaen"
    Office.create(path, sample=True, unit="finance", author="สมศรี").close()
    apply(app, Appearance(LIGHT))
    settings = Settings(folder / "desk.ini")
    settings.set_theme("light")
    settings.set_user_name("สมศรี")
    desk = Desk(app, settings, today=date(2020, 6, 30))
    desk.window.show()
    desk.open_file(path)
    settle(app, desk)
    desk.window.show_page("finance_requests")
    settle(app, desk)
    return desk


def settle(app: QApplication, desk: Any) -> None:
    """Until nobody asks, works or paints any more."""
    quiet = 0
    while quiet < 3:
        app.processEvents()
        busy = desk.context.questions.busy() or desk.context.task_runner.busy()
        quiet = 0 if busy else quiet + 1
        time.sleep(0.01)


def count_tasks(count: Count) -> None:
    """Have what runs beside the window counted as well."""
    run = Task.run

    def counted(task: Task) -> None:
        sys.setprofile(count.hook)
        try:
            run(task)
        finally:
            sys.setprofile(None)

    Task.run = counted  # type: ignore[method-assign]


def save(app: QApplication, desk: Any, count: Count, typed: str) -> None:
    """Types another amount and saves it, counted."""
    form = desk.window.stack.currentWidget().form
    amount = form.input("amount")
    amount.setFocus()
    amount.selectAll()
    QTest.keyClicks(amount, typed)
    settle(app, desk)
    count.calls.clear()
    count.readers.clear()
    count.on = True
    sys.setprofile(count.hook)
    QTest.keyClick(amount, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(app, desk)
    sys.setprofile(None)
    count.on = False
    assert not form.is_dirty()


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHAEN_STATE_DIR"] = folder
        app, count = QApplication([]), Count()
        desk = opened(app, Path(folder))
        count_tasks(count)
        for number in range(ROUNDS):
            save(app, desk, count, f"{1000 + number}.00")
            calls, readers = sum(count.calls.values()), sum(count.readers.values())
            print(f"{calls:6,} calls  {len(count.calls):3} modules {readers:3} reading transactions")
        if "--who" in sys.argv:
            for who, times_opened in count.readers.most_common():
                print(f"{times_opened:3} {who}")
            for module, made in count.calls.most_common(40):
                print(f"{made:5} {module}")
        desk.close()


if __name__ == "__main__":
    sys.exit(main())
