"""What was read of the open file, kept until something makes it stale."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
Key = tuple[Any, ...]


class Remembered:
    """Values by key; the first part of a key is its kind. Safe from any thread: nobody waits for the file with the lock
    in hand, so two threads may read the same at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[Key, Any] = {}
        self._turn = 0

    def get(self, key: Key, read: Callable[[], T]) -> T:
        """The value that is kept, else the one that ``read`` gives."""
        with self._lock:
            if key in self._values:
                kept: T = self._values[key]
                return kept
            turn = self._turn
        value = read()
        with self._lock:
            if turn == self._turn:  # what was read while something was forgotten may be of before
                self._values[key] = value
        return value

    def keep(self, key: Key, value: object) -> None:
        """What the value is from now on, as it was just written."""
        with self._lock:
            self._turn += 1
            self._values[key] = value

    def forget(self, *kinds: str) -> None:
        """Have all of these kinds read anew."""
        with self._lock:
            self._turn += 1
            self._values = {key: value for key, value in self._values.items() if key[0] not in kinds}
