"""``phaen [FILE]``: opens the desk. The window paints first; the office's heavy imports follow."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.settings import Settings
from desktop.shell.desk import Desk
from desktop.shell.trouble import catch_everything, start_log

USAGE = "วิธีใช้: phaen [แฟ้ม.phaen]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the desk until its window is closed. Exit status 2 for wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if len(given) > 1 or (given and given[0].startswith("-")):
        print(USAGE, file=sys.stdout if given[0] in ("-h", "--help") else sys.stderr)
        return 0 if given[0] in ("-h", "--help") else 2
    return _run(Path(given[0]) if given else None)


def _run(wanted: Path | None) -> int:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Phaen")
    app.setApplicationDisplayName("แผน")
    start_log()
    settings = Settings()

    desk = Desk(app, settings)
    catch_everything(desk.tell)
    desk.window.show()
    QTimer.singleShot(0, lambda: open_first(desk, settings, wanted))
    return app.exec()


def open_first(desk: Desk, settings: Settings, wanted: Path | None) -> None:
    """Opens the file asked for, else the one open last; where there is none, the page to start from."""
    path = wanted or settings.last_file
    if path is None:
        desk.show_start()
    else:
        desk.open_later(path)


if __name__ == "__main__":
    sys.exit(main())
