"""Checked rows on their way into the file: kept in memory while they are few, else in a nameless temporary file."""

import pickle
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

IN_MEMORY = 8 << 20  # bytes
BLOCK = 1000


class Spool:
    """Plain tuples in the order they were put; they can be read any number of times, and vanish when closed."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # lives as long as the spool
        self._block: list[tuple[Any, ...]] = []
        self.count = 0

    def put(self, row: tuple[Any, ...]) -> None:
        """One more row."""
        self._block.append(row)
        self.count += 1
        if len(self._block) >= BLOCK:
            self._write()

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """All rows put so far."""
        self._write()
        self._file.seek(0)
        while True:
            try:
                block = pickle.load(self._file)
            except EOFError:
                return
            yield from block

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def _write(self) -> None:
        if self._block:
            self._file.seek(0, 2)
            pickle.dump(self._block, self._file, protocol=pickle.HIGHEST_PROTOCOL)
            self._block = []
