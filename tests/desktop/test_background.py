"""Long work off the UI thread: who lets go of a task, and where."""

import threading
import weakref

from desktop.shell.background import Task, TaskRunner


class Lingering(Task):
    """A task the worker is slow to leave."""

    may_leave = threading.Event()

    def run(self) -> None:
        super().run()
        self.may_leave.wait()


def test_a_task_dies_on_the_thread_it_was_made_in(qapp, qtbot):
    task_runner = TaskRunner()
    died_on = []

    def begin():
        task = Lingering("", lambda _: None)
        weakref.finalize(task, lambda: died_on.append(threading.current_thread()))
        task_runner.start(task)

    begin()
    qtbot.waitUntil(lambda: not task_runner.busy())
    assert not died_on
    Lingering.may_leave.set()
    begin()
    qtbot.waitUntil(lambda: not task_runner.busy())
    task_runner._pool.waitForDone()
    begin()
    assert set(died_on) == {threading.main_thread()}
    task_runner.close()
