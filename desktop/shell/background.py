"""Long work off the UI thread, one task at a time, with progress and a way to stop it."""

from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal, Slot

from core.faults import Stopped


class TaskProgress:
    """What a working function says of itself, and hears: ``cancelled`` turns True when it shall stop."""

    def __init__(self, report: Callable[[float, str], None], hand_over: Callable[[object], None]) -> None:
        self._report, self._hand_over = report, hand_over
        self._stop = Event()

    @property
    def cancelled(self) -> bool:
        """True once somebody asked to stop."""
        return self._stop.is_set()

    def report(self, share: float | None, text: str = "") -> None:
        """How far it is, 0 to 1 (None: nobody knows), and what it is doing."""
        self._report(-1.0 if share is None else share, text)

    def go_on(self, share: float | None, text: str = "") -> None:
        """Like ``report``, for work that can only be left by an exception: raises Stopped once it shall stop."""
        if self.cancelled:
            raise Stopped
        self.report(share, text)

    def hand_over(self, part: object) -> None:
        """Gives a part of the result away before the whole is done."""
        self._hand_over(part)

    def stop(self) -> None:
        """Asks to stop."""
        self._stop.set()


class Task(QObject):
    """One piece of work. Signals arrive on the thread the task was made in."""

    progressed = Signal(float, str)
    handed_over = Signal(object)  # a part of the result
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal(object)  # the task itself, after success, failure or cancelling

    def __init__(self, title: str, func: Callable[[TaskProgress], Any]) -> None:
        super().__init__()
        self.title = title
        self._func = func
        # Reports are emitted from the worker's thread; bound slots of this object bring them home.
        self._done = _Report()
        self._done.ready.connect(self._finish)
        self._done.moved.connect(self._move)
        self._done.part.connect(self._pass_on)
        self.progress = TaskProgress(self._done.moved.emit, self._done.part.emit)

    def cancel(self) -> None:
        """Asks the function to stop; its result is dropped in any case."""
        self.progress.stop()

    def run(self) -> None:
        """Does the work; called on the worker's thread. What was stopped while it waited isn't begun."""
        if self.progress.cancelled:
            self._done.ready.emit(None, None)
            return
        try:
            result = self._func(self.progress)
        except Exception as error:
            self._done.ready.emit(None, error)
        else:
            self._done.ready.emit(result, None)

    @Slot(float, str)
    def _move(self, share: float, text: str) -> None:
        self.progressed.emit(share, text)

    @Slot(object)
    def _pass_on(self, part: object) -> None:
        if not self.progress.cancelled:
            self.handed_over.emit(part)

    @Slot(object, object)
    def _finish(self, result: object, error: object) -> None:
        if not self.progress.cancelled:
            if error is None:
                self.succeeded.emit(result)
            else:
                self.failed.emit(error)
        self.ended.emit(self)


class _Report(QObject):
    ready = Signal(object, object)
    moved = Signal(float, str)
    part = Signal(object)


class _Job(QRunnable):
    """Carries a task to the worker's thread, and says in ``left`` that nothing there holds it any more."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self._tasks = [task]
        self.left = Event()

    def run(self) -> None:
        self._tasks.pop().run()
        self.left.set()


class TaskRunner(QObject):
    """Runs tasks one after the other."""

    started = Signal(object)
    rested = Signal()  # the last task ended, and none waits

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._running: list[Task] = []
        self._leaving: list[tuple[Task, Event]] = []

    def start(self, task: Task, *, urgent: bool = False) -> Task:
        """Puts a task in the queue, ``urgent`` ones before the others; it is kept alive until it ended."""
        job = _Job(task)
        self._running.append(task)
        # A task is let go of on its own thread only: one that dies on the worker's, its signals under way, can take the
        # whole desk with it. So it is kept until the worker has left it, which is soon after it ended.
        self._leaving = [(one, left) for one, left in self._leaving if not left.is_set()]
        self._leaving.append((task, job.left))
        task.ended.connect(self._ended)
        self.started.emit(task)
        self._pool.start(job, int(urgent))
        return task

    def busy(self) -> bool:
        """True while a task waits or is at work."""
        return bool(self._running)

    def at_work(self) -> bool:
        """True while something a person knows of, and waits for, is under way."""
        return any(task.title for task in self._running)

    def _ended(self, task: Task) -> None:
        self._running.remove(task)
        if not self._running:
            self.rested.emit()

    def close(self) -> None:
        """Asks every task to stop and waits for the one at work."""
        for task in self._running:
            task.cancel()
        self._pool.clear()
        self._pool.waitForDone()
