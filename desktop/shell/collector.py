"""Cyclic garbage is collected on the window's thread alone.

Python collects on whatever thread happens to make the next object, and the office is asked on threads of its own. A widget
that a page left behind in a cycle would be destroyed there, which Qt doesn't survive.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # milliseconds


class Collector(QObject):
    """Collects what is due while it lives, on the thread it was made on; nobody else does."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.timeout.connect(collect_due)
        timer.start(EVERY)


def collect_due() -> None:
    """Collect the oldest generation that has grown beyond its threshold, as Python itself would."""
    for generation, (count, threshold) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if threshold and count > threshold:
            gc.collect(generation)
            return
