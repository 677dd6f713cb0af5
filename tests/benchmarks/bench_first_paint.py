"""First paint of the desk's window, from the start of its process, against a bare Qt window.

Run: ``QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_first_paint.py`` (or with a display). Prints the ratio of
medians; the two programs are started in turn.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9

WATCH = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time() - float(os.environ["PHAEN_BEGUN"]), flush=True)
            os._exit(0)
        return False
"""

BARE = (
    WATCH
    + """
app = QApplication([])
window = QMainWindow()
watch = Watch()
window.installEventFilter(watch)
window.resize(1366, 768)
window.show()
app.exec()
"""
)

DESK = (
    WATCH
    + """
from desktop.shell.window import MainWindow
watch = Watch()
shown = MainWindow.show
def show(window):
    window.installEventFilter(watch)
    shown(window)
MainWindow.show = show
from desktop.main import main
main([sys.argv[1]])
"""
)


def first_paint(program: str, folder: str, *arguments: str) -> float:
    """Seconds from starting the process to its first paint."""
    environment = {**os.environ, "PHAEN_BEGUN": repr(time.time()), "PHAEN_STATE_DIR": folder}
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(run.stdout.split()[-1])


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHAEN_STATE_DIR"] = folder
        from core.office import Office

        path = Path(folder) / "office.phaen"
        Office.create(path, sample=True).close()
        first_paint(BARE, folder), first_paint(DESK, folder, str(path))
        bare, desk = [], []
        for _ in range(ROUNDS):
            bare.append(first_paint(BARE, folder))
            desk.append(first_paint(DESK, folder, str(path)))
    floor, whole = statistics.median(bare), statistics.median(desk)
    print(f"bare Qt window  {floor:6.3f} s")
    print(f"the desk        {whole:6.3f} s  {whole / floor:5.2f} x")


if __name__ == "__main__":
    main()
