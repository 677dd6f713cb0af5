"""Keeping quiet what a library's native code says on the error stream, where no exception of ours can stop it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ERRORS = 2  # the file descriptor native code writes to, whatever ``sys.stderr`` is
_one_at_a_time = threading.Lock()


@contextmanager
def hushed() -> Iterator[None]:
    """Nothing reaches the error stream meanwhile. Keep it short: it holds for the whole process."""
    with _one_at_a_time:
        try:
            kept = os.dup(_ERRORS)
        except OSError:  # a program without a console has none
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, _ERRORS)
            yield
        finally:
            os.dup2(kept, _ERRORS)
            os.close(kept)
            os.close(nowhere)
