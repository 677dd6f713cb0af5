"""Backing the open file up by itself: every half hour, and when it is closed, where anything changed. Nobody's typing waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from core.faults import Refusal
from core.remarks import remark
from desktop.shell.background import Task, TaskRunner
from desktop.shell.context import AppContext
from desktop.shell.trouble import sentence_of

EVERY = 30 * 60_000  # ms


class Safekeeping(QObject):
    """For as long as a file is open. ``tell`` hears what keeps a backup from being made, once."""

    def __init__(self, context: AppContext, tell: Callable[[str, str], None]) -> None:
        super().__init__(context)
        self._context, self._tell = context, tell
        self._runner = TaskRunner(self)
        self._told = ""
        self._changed = False
        context.office.backups.by_themselves()
        context.office_changed.connect(self._note)
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.make)
        self.timer.start(EVERY)

    def _note(self) -> None:
        self._changed = True

    def make(self) -> None:
        """Backs the file up in the background, where it changed since the last backup."""
        if self._runner.busy():
            return
        self._changed = False
        backups = self._context.office.backups
        task = Task("", lambda progress: backups.make("regular", progress))
        task.succeeded.connect(self._made)
        task.failed.connect(self._failed)
        self._runner.start(task)

    def _made(self, _: object) -> None:
        self._told = ""

    def _failed(self, error: Exception) -> None:
        self._changed = True
        sentence, _ = sentence_of(error)
        if sentence != self._told:
            self._told = sentence
            self._tell(sentence, "warn")

    def close(self) -> None:
        """The last backup, waited for; one that can't be made keeps nobody from closing."""
        self.timer.stop()
        self._runner.close()
        if self._changed:
            try:
                self._context.questions.wait_for(partial(self._context.office.backups.make, "closing"))
            except Refusal as refusal:
                remark(str(refusal))
