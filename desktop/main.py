"""``phaen [FILE]``: opens the desk; ``phaen --self-test [REPORT]`` tries the program. The window paints first; everything else is imported after that."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from core import resources
from core.whole_files import own_temporary_files
from desktop.settings import Settings
from desktop.shell.collector import Collector
from desktop.shell.removable_drives import ENDING
from desktop.shell.skeleton import Skeleton
from desktop.shell.standing import stand
from desktop.shell.window import MainWindow

if TYPE_CHECKING:
    from desktop.shell.desk import Desk

USAGE = "วิธีใช้: phaen [แฟ้ม.phaen | แพ็กเกจ.phaenx] หรือ phaen --self-test [แฟ้มรายงาน.txt]"
SELF_TEST = "--self-test"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the desk until its window is closed, or the self-test (exit status 1 where something failed). Exit status 2 for
    wrong usage."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == [SELF_TEST] and len(given) <= 2:
        return _try_program(Path(given[1]) if given[1:] else None)
    if len(given) > 1 or (given and given[0].startswith("-")):
        helping = given[0] in ("-h", "--help")
        print(USAGE, file=sys.stdout if helping else sys.stderr)
        return 0 if helping else 2
    with own_temporary_files():
        return _run(Path(given[0]) if given else None)


def _try_program(report: Path | None) -> int:
    from desktop.self_test import try_program

    with own_temporary_files():
        return try_program(report)


def _run(wanted: Path | None) -> int:
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Phaen")
    app.setApplicationDisplayName("แผน")
    app.setDesktopFileName("phaen")  # by which a Linux desktop finds the icon of a window
    app.setWindowIcon(QIcon(str(resources.path("icons", "phaen.svg"))))
    settings = Settings()
    window = MainWindow()
    Collector(window)
    skeleton = Skeleton(theme_name(app, settings), settings.text_size / 100, window)
    window.setCentralWidget(skeleton)
    stand(window, settings.window)
    # Queued: the picture must have reached the screen before the heavy imports begin.
    skeleton.painted.connect(lambda: start(app, settings, window, wanted), Qt.ConnectionType.QueuedConnection)
    window.show()
    return app.exec()


def theme_name(app: QApplication, settings: Settings) -> str:
    """The name of the token set the settings ask for."""
    if settings.theme != "system":
        return settings.theme
    return "dark" if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"


def start(app: QApplication, settings: Settings, window: MainWindow, wanted: Path | None) -> Desk:
    """Furnishes a window that has painted, and opens the first file in it."""
    from desktop.shell.desk import Desk
    from desktop.shell.trouble import catch_everything, start_log

    start_log()
    desk = Desk(app, settings, window)
    catch_everything(desk.tell)
    open_first(desk, settings, wanted)
    return desk


def open_first(desk: Desk, settings: Settings, wanted: Path | None) -> None:
    """Opens the file asked for, else the one open last; where there is none, the page to start from. A package is asked for
    by a double click on it: it is received in the file open last."""
    package = wanted if wanted and wanted.suffix.lower() == ENDING else None
    path = (settings.last_file or package) if package else wanted or settings.last_file
    if path is None:
        desk.show_start()
    else:
        desk.open_later(path, partial(receive, desk, package) if package else None)


def receive(desk: Desk, package: Path) -> None:
    """Shows what a package would bring to the open file; says where to find that, where somebody signs in first."""
    if desk.gate.dialog is None:
        desk.window.show_page("exchange", package=package)
    else:
        desk.tell(f"ลงชื่อเข้าใช้แล้วรับ “{package.name}” ได้ในหน้ารับ–ส่งข้อมูล", "info")


if __name__ == "__main__":
    sys.exit(main())
