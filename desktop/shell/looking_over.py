"""Looking a file over once it is open, in the background: whether it is as this PC left it, and whether it is known who wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.shell.background import Task, TaskRunner
from desktop.shell.banner import Act

if TYPE_CHECKING:
    from core.office import Office
    from desktop.shell.desk import Desk

BACKUPS = "แฟ้มสำรอง"
UNPROVED = "มีบันทึกที่ยังพิสูจน์ผู้เขียนไม่ได้ {count:,} เรื่อง ดูได้ในหน้ารับ–ส่งข้อมูล"
CALM_AFTER_OPENING = 60_000  # ms


class LookingOver(QObject):
    """What is found wrong stays in the banner; what is only to be known is said once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.runner = TaskRunner(self)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self._look_whole)

    def begin(self, office: Office) -> None:
        """Looks quickly at a file that was opened just now; at the whole of it once a day, when the clerk is at work."""
        self._look(office, whole=False)
        self._ask_unproved(office)
        self._look_beside(office)
        self.timer.start(CALM_AFTER_OPENING)

    def _look_whole(self) -> None:
        context, settings = self._desk.context, self._desk.settings
        if context is not None and not settings.was_looked_over(context.office.session.path, date.today()):
            self._look(context.office, whole=True)

    def _look(self, office: Office, *, whole: bool) -> None:
        path, desk = office.session.path, self._desk

        def say(problems: Sequence[str]) -> None:
            if whole and not problems:
                desk.settings.remember_looked_over(path, date.today())
            if problems and desk.context is not None and desk.context.office.session.path == path:
                more = f" และอีก {len(problems) - 1} เรื่อง ดูได้ที่ปุ่มตรวจแฟ้มในหน้าแฟ้ม" if len(problems) > 1 else ""
                copies = Act(BACKUPS, partial(desk.show_backups, path))
                desk.window.banner.say(f"{problems[0]}{more}", [copies])

        task = Task("", lambda _: office.file.look_over(whole=whole))
        task.succeeded.connect(say)
        self.runner.start(task)

    def _ask_unproved(self, office: Office) -> None:
        def say(found: Sequence[str]) -> None:
            if found and self._desk.context is not None and self._desk.context.office is office:
                self._desk.tell(UNPROVED.format(count=len(found)), "info")

        task = Task("", lambda _: office.exchange.unproved())
        task.succeeded.connect(say)
        self.runner.start(task)

    def _look_beside(self, office: Office) -> None:
        def say(found: Sequence[str]) -> None:
            if found and self._desk.context is not None and self._desk.context.office is office:
                self._desk.tell(found[0], "warn")

        task = Task("", lambda _: office.file.look_beside())
        task.succeeded.connect(say)
        self.runner.start(task)
