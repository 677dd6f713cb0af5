"""Checked rows on their way into the file: kept in memory while they are few, else in a nameless temporary file."""

from collections.abc import Iterator, Mapping, Sequence

import orjson

from core.exchange.spreadsheets.row_buffer import RowBuffer
from core.registers.declare import Wire
from core.store.log.changes import Put

BLOCK = 1000  # rows


class CheckedRows:
    """What saves the rows of a sheet. It can be read any number of times, and vanishes when closed. ``count`` is how many
    rows were put."""

    def __init__(self) -> None:
        self._buffer = RowBuffer()
        self._counts: list[int] = []
        self._waiting: list[tuple[str, str, Mapping[str, Wire]]] = []
        self._rows = 0
        self.count = 0

    def put(self, changes: Sequence[Put]) -> None:
        """One row, as the changes that save it."""
        self._waiting += [(change.register, change.record, change.values) for change in changes]
        self._rows += 1
        self.count += 1
        if self._rows >= BLOCK:
            self._write()

    def blocks(self) -> Iterator[tuple[int, list[Put]]]:
        """What saves the rows put so far, with how many rows these are, a block at a time."""
        self._write()
        for number, rows in enumerate(self._counts):
            block, _ = self._buffer.block(number)
            yield rows, [Put(*change) for change in orjson.loads(block)]

    def close(self) -> None:
        """Forget everything."""
        self._buffer.close()

    def _write(self) -> None:
        if self._rows:
            self._buffer.add(orjson.dumps(self._waiting), 0.0)
            self._counts.append(self._rows)
            self._waiting, self._rows = [], 0
