"""Long work off the UI thread: who lets go of a task, and where."""

import threading
import weakref

from desktop.shell.background import Task, Workshop


class Lingering(Task):
    """A task the worker is slow to leave."""

    may_leave = threading.Event()

    def run(self) -> None:
        super().run()
        self.may_leave.wait()


def test_a_task_dies_on_the_thread_it_was_made_in(qapp, qtbot):
    workshop = Workshop()
    died_on = []

    def begin():
        task = Lingering("", lambda _: None)
        weakref.finalize(task, lambda: died_on.append(threading.current_thread()))
        workshop.start(task)

    begin()
    qtbot.waitUntil(lambda: not workshop.busy())
    assert not died_on
    Lingering.may_leave.set()
    begin()
    qtbot.waitUntil(lambda: not workshop.busy())
    workshop._pool.waitForDone()
    begin()
    assert set(died_on) == {threading.main_thread()}
    workshop.close()
