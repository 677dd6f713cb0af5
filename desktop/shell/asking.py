"""What is asked of the office file, and written to it: short work off the window's thread, in the order asked."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject
from shiboken6 import isValid

from desktop.shell.background import Task, TaskRunner
from desktop.shell.held_input import HeldInput

T = TypeVar("T")


class Questions(TaskRunner):
    """One question after the other, so that what is read after a save has seen it. Long work has a task runner of its own:
    a report being drawn up must not hold up a list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latest: dict[tuple[QObject, str], Task] = {}
        self.held = HeldInput(self)

    def ask(
        self,
        asker: QObject,
        func: Callable[[], T],
        on_done: Callable[[T], None],
        on_failed: Callable[[Exception], None],
        topic: str = "",
    ) -> Task:
        """Puts a question; see ``AppContext.ask``."""
        task = Task("", lambda _: func())
        task.succeeded.connect(_while_there(asker, on_done))
        task.failed.connect(_while_there(asker, on_failed))
        if topic:
            self._outdate((asker, topic), task)
        self.start(task)
        return task

    def wait_for(self, func: Callable[[], T]) -> T:
        """Puts a question and waits for its answer, or raises what it raised; see ``AppContext.wait_for``."""
        task, loop = Task("", lambda _: func()), QEventLoop()
        answers: list[T] = []
        faults: list[Exception] = []
        task.succeeded.connect(answers.append)
        task.failed.connect(faults.append)
        task.ended.connect(loop.quit)
        with self.held.holding():
            self.start(task, urgent=True)
            loop.exec()
            # The application is being quit: no loop runs any more.
            if self.busy() and not answers and not faults:
                self._pool.waitForDone()
                QCoreApplication.sendPostedEvents()
        for fault in faults:
            raise fault
        return answers[0]

    def close(self) -> None:
        """Waits for what is to be saved; what nobody will hear the answer of isn't asked any more."""
        for task in tuple(self._latest.values()):
            task.cancel()
        self._pool.waitForDone()

    def _outdate(self, key: tuple[QObject, str], task: Task) -> None:
        earlier = self._latest.get(key)
        if earlier is not None:
            earlier.cancel()
        self._latest[key] = task
        task.ended.connect(lambda ended: self._forget(key, ended))

    def _forget(self, key: tuple[QObject, str], task: Task) -> None:
        if self._latest.get(key) is task:
            del self._latest[key]


def _while_there(asker: QObject, hear: Callable[[Any], None]) -> Callable[[Any], None]:
    """Hears only while the one who asked is still there: a page made anew has asked anew."""

    def heard(answer: Any) -> None:
        if isValid(asker):
            hear(answer)

    return heard
