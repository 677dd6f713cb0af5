"""Saying how far long work is, and stopping it when asked."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Protocol, Self

from core.faults import Stopped

EVERY = 0.1  # seconds between two reports
HEARTBEAT = 0.05  # seconds between two looks whether silence lasts


class Progress(Protocol):
    """Who is told how far the work is, and may ask it to stop."""

    @property
    def cancelled(self) -> bool:
        """True once the work shall stop."""
        ...

    def report(self, share: float | None, text: str = "") -> None:
        """How far it is, 0 to 1, and what it is doing."""
        ...


class Watch:
    """Passes on how far a loop is, not more often than a person can follow; while it is entered, also hardly
    less often, however long one turn takes. ``stop`` ends what a turn waits for; another thread calls it once the work
    shall stop."""

    def __init__(self, progress: Progress | None, text: str, stop: Callable[[], None] = lambda: None) -> None:
        self._progress = progress
        self._text = text
        self._stop = stop
        self._share = 0.0
        self._next = 0.0
        self._over = Event()
        self._beating: Thread | None = None

    def tick(self, share: float) -> None:
        """Called at every turn, or every few; raises Stopped where somebody asked to stop."""
        self._share = max(self._share, share)
        if self._progress is None or time.monotonic() < self._next:
            return
        self.heed()
        self._tell()

    def heed(self) -> None:
        """Raises Stopped where somebody asked to stop; called where it is the last moment to."""
        if self._progress is not None and self._progress.cancelled:
            raise Stopped

    def _tell(self) -> None:
        if self._progress is not None:
            self._next = time.monotonic() + EVERY
            self._progress.report(self._share, self._text)

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._beating = Thread(target=self._beat, daemon=True)
            self._beating.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._beating is not None:
            self._beating.join()

    def _beat(self) -> None:
        while not self._over.wait(HEARTBEAT):
            if time.monotonic() >= self._next:
                self._tell()
            if self._progress is not None and self._progress.cancelled:
                self._stop()


@contextmanager
def without_collector() -> Iterator[None]:
    """Spares a loop over many records the search for cyclic garbage, of which it makes none: a quarter of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
