"""What pages leave behind is thrown away on the window's thread, whatever the other threads make meanwhile."""

import gc
import threading

import pytest

from desktop.shell.collector import Collector

MANY = 200_000


class Knot:
    """An object in a cycle with itself, which notes on which thread it was thrown away."""

    def __init__(self, gone):
        self.me, self.gone = self, gone

    def __del__(self):
        self.gone.append(threading.current_thread())


@pytest.fixture
def collector(qapp):
    made = Collector(qapp)
    yield made
    made.deleteLater()
    gc.enable()


def test_another_thread_throws_nothing_away(collector, qtbot):
    gone = []
    Knot(gone)
    made = []
    other = threading.Thread(target=lambda: made.extend([] for _ in range(MANY)))
    other.start()
    other.join()
    assert gone == []  # though far more was made than Python lets pass without looking
    qtbot.waitUntil(lambda: bool(gone))
    assert gone == [threading.main_thread()]
