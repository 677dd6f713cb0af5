"""Every page of the desk over a file with 20,000 requests, and how long the window's thread was held up by each act.

Run: ``python tests/benchmarks/bench_pages.py [requests] [file]``; a file that isn't there yet is made and kept. Opened is
each page of the rail, then opened again; then the day and the year looked at are changed. The bare Qt table of
bench_list.py is measured in the same run: what it takes to be shown is what this machine can do at the moment.
"""

import os
import sys
import tempfile
from datetime import date
from functools import partial
from pathlib import Path

from bench_list import Bare, Pulse, filled, measure
from PySide6.QtWidgets import QApplication, QTableView

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHAEN_STATE_DIR"] = folder
        path = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(folder) / "office.phaen"
        from desktop.settings import Settings
        from desktop.shell.desk import Desk
        from desktop.theme import Appearance, apply
        from desktop.theme.token_sets import LIGHT

        if not path.exists():
            filled(path, count, sample=True)
        app = QApplication([])
        apply(app, Appearance(LIGHT))
        pulse = Pulse()
        bare = QTableView()
        model = Bare(count)
        bare.resize(760, 560)
        print(f"bare QTableView, {count:,} lines")
        measure(pulse, "  open", lambda: (bare.setModel(model), bare.show(), bare.grab()), bool)
        settings = Settings(Path(folder) / "desk.ini")
        settings.set_user_name("สมศรี")
        desk = Desk(app, settings, today=date(2020, 6, 30))
        desk.window.show()

        def busy() -> bool:
            context = desk.context
            return context is not None and (context.questions.busy() or context.task_runner.busy())

        print(f"the desk, {count:,} requests")
        measure(pulse, "  open the file", partial(desk.open_file, path), busy)
        names = [page.name for page in desk.window.rail_order]
        for name in names:
            measure(pulse, f"  open {name}", partial(desk.window.show_page, name), busy)
        for name in names:
            measure(pulse, f"  go back to {name}", partial(desk.window.show_page, name), busy)
        context = desk.context
        assert context is not None
        days = [date(2020, month, 15) for month in range(1, 10)] * 3
        for name in names:
            desk.window.show_page(name)
            measure(pulse, f"  another day on {name}", partial(context.set_as_of, days.pop()), busy)
        desk.close()


if __name__ == "__main__":
    sys.exit(main())
