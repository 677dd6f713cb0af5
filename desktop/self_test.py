"""``phaen --self-test [REPORT]``: the office's steps, and the desk's window with every page, shown to nobody."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEventLoop, Qt, QTimer, qVersion
from PySide6.QtGui import QFontDatabase, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication

from core.faults import UsageRefusal, disk_sentence
from core.self_test.bench import TODAY, Bench, Wrong, demand
from core.self_test.report import line_of, save, target_of, text_of
from core.self_test.running import SelfTestOutcome, SelfTestStep, run
from core.self_test.steps import PLAN, STEPS
from desktop.settings import Settings
from desktop.shell.context import AppContext
from desktop.shell.desk import Desk
from desktop.shell.window import MainWindow
from desktop.theme.fonts import family_for

WRONG_USAGE = 2
PATIENCE = 60  # seconds a page may take to be filled
LOOK = 20  # ms between two looks whether it is
LEAST_COLOURS = 4  # of a page that was painted


def try_program(report: Path | None = None) -> int:
    """Does every step and writes the report, by default beside the log; says on standard output how far it is. Exit status 1
    where something failed or the report can't be written, 2 for a report that isn't called .txt."""
    _use_utf8()
    try:
        target = target_of(report)
    except UsageRefusal as refusal:
        return _said(str(refusal), WRONG_USAGE)
    except OSError as fault:
        return _said(disk_sentence(fault), 1)
    _without_a_screen()
    held: list[
        QApplication
    ] = []  # made by its step: a system that can't show a window ends the program there

    def window(bench: Bench) -> None:
        app = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(app, QApplication)
        held.append(app)
        _shows(app, bench)

    steps = (*STEPS, SelfTestStep("window", "เปิดหน้าต่าง แบบอักษรไทย และทุกหน้า", window))

    def so_far(outcome: SelfTestOutcome) -> None:
        save(text_of(outcome, _screens(held)), target)
        if outcome.count:
            print(f"{outcome.count}/{len(steps)} {line_of(outcome.steps[outcome.count - 1])}", flush=True)

    try:
        outcome = run(steps, so_far)
    except OSError as fault:
        return _said(disk_sentence(fault), 1)
    return 0 if outcome.passed else 1


def _said(sentence: str, status: int) -> int:
    print(sentence, file=sys.stderr)
    return status


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):  # a program without a console has neither
            stream.reconfigure(encoding="utf-8", errors="replace")


def _without_a_screen() -> None:
    """Off screen where there is none: on Linux Qt ends a program that has nowhere to show its window."""
    if sys.platform == "linux" and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY"))):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _screens(held: Sequence[QApplication]) -> dict[str, str]:
    screens = [screen for app in held for screen in app.screens()]
    shown = [f"{s.geometry().width()}×{s.geometry().height()} ที่ {s.devicePixelRatio():.0%}" for s in screens]
    return {
        "หน้าจอ": " · ".join(shown) or "ยังไม่ได้เปิด",
        "Qt": f"{qVersion()} {QGuiApplication.platformName()}".strip(),
    }


def _shows(app: QApplication, bench: Bench) -> None:
    """The desk over a new office file: its font is there, and every page is made, filled and painted."""
    settings = Settings(bench.folder / "desk.ini")
    settings.set_user_name("ผู้ตรวจ")
    window = MainWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    with _nothing_goes_wrong():
        desk = Desk(app, settings, window, today=TODAY)
        desk.keeps_backups = False
        try:
            window.show()
            made = desk.create_file(bench.folder / "แฟ้มงาน บนโต๊ะ.phaen", plan=PLAN)
            demand(made, "สร้างแฟ้มงานบนโต๊ะทำงานไม่ได้")
            _demand_font(app)
            _demand_pages(desk)
        finally:
            desk.close()
            window.close()
            desk.deleteLater()
            window.deleteLater()


@contextmanager
def _nothing_goes_wrong() -> Iterator[None]:
    """Raises at its end what was raised where Qt called, and nobody could catch it."""
    raised: list[BaseException] = []

    def hook(_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        raised.append(error.with_traceback(trace))

    before, sys.excepthook = sys.excepthook, hook
    try:
        yield
    finally:
        sys.excepthook = before
    for error in raised:
        raise error


def _demand_font(app: QApplication) -> None:
    family = family_for(thai_digits=False)
    demand(family in QFontDatabase.families(), f"โหลดแบบอักษร {family} ไม่ได้")
    demand(QFontMetrics(app.font()).inFontUcs4(ord("ญ")), "แบบอักษรบนจอไม่มีตัวไทย")


def _demand_pages(desk: Desk) -> None:
    window, context = desk.window, desk.context
    assert context is not None
    failed: list[str] = []
    context.notified.connect(lambda sentence, tone: failed.append(sentence) if tone == "bad" else None)
    for page in window.pages:
        window.show_page(page.name)
        _settle(context, page.title)
        demand(not failed, f"หน้า {page.title}: {' · '.join(failed)}")
        picture = window.grab().toImage().scaled(64, 36)
        colours = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
        demand(len(colours) >= LEAST_COLOURS, f"หน้า {page.title} ว่างเปล่า")


def _settle(context: AppContext, title: str) -> None:
    """Until what the page asked the office has been answered and shown."""
    loop, look, until = QEventLoop(), QTimer(interval=LOOK), time.monotonic() + PATIENCE

    def look_up() -> None:
        if time.monotonic() > until or not (context.questions.busy() or context.task_runner.busy()):
            loop.quit()

    look.timeout.connect(look_up)
    look.start()
    loop.exec()
    if time.monotonic() > until:
        raise Wrong(f"หน้า {title} ใช้เวลานานกว่า {PATIENCE} วินาที")
