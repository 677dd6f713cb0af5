"""A day that begins while the desk is open, or while its PC slept."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from core.thai.dates import day_short

if TYPE_CHECKING:
    from desktop.shell.desk import Desk

EVERY = 60_000  # ms
SAID = "วันนี้วันที่ {today} แล้ว หน้าจอยังแสดง ณ วันที่ {shown} เลือกวันบนแถบบนเพื่อดูถึงวันนี้"


class NewDay(QObject):
    """Says once that a new day has begun; what is looked at stays, for somebody may be typing into it. A desk that was given
    its day (``today``) stays on it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.timer = QTimer(self, interval=EVERY)
        self.timer.timeout.connect(lambda: self.turn(date.today()))
        if desk.today is None:
            self.timer.start()

    def turn(self, today: date) -> None:
        """It is that day now."""
        context = self._desk.context
        if context is not None and context.today != today:
            context.today = today
            self._desk.window.refresh_frame()
            self._desk.tell(SAID.format(today=day_short(today), shown=day_short(context.as_of)), "info")
