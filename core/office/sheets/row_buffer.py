"""Checked rows on their way into the file: kept in memory while they are few, else in a nameless temporary file."""

import pickle
from collections.abc import Iterator, Sequence
from struct import Struct
from tempfile import SpooledTemporaryFile

import orjson

from core.registers.declare import Wire
from core.store.log.changes import Change, Streamed
from core.store.log.new_records import NewRecords

IN_MEMORY = 8 << 20  # bytes
BLOCK = 1000  # rows
_HEAD = Struct("<III")  # of a block: rows, bytes of its columns, bytes of its changes


class Spool:
    """What saves the rows of a sheet: new records in columns, whose fields are ``names``, and changes of others. It can
    be read any number of times, and vanishes when closed. ``count`` is how many rows were put."""

    def __init__(self, register: str, names: tuple[str, ...]) -> None:
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # lives as long as the spool
        self._register, self._names = register, names
        self.count = 0
        self._begin()

    def _begin(self) -> None:
        self._records: list[str] = []
        self._columns: list[list[Wire]] = [[] for _ in self._names]
        self._changes: list[Change] = []
        self._waiting = 0

    def put_new(self, records: Sequence[str], columns: Sequence[Sequence[Wire]]) -> None:
        """Rows that each make a new record: their ids, and their wire values column by column."""
        first = 0
        while first < len(records):
            # A block is filled up to the brim: what is over would make a small entry of its own.
            part = slice(first, first + BLOCK - self._waiting)
            some = records[part]
            self._records += some
            for kept, column in zip(self._columns, columns, strict=True):
                kept += column[part]
            self._noted(len(some))
            first += len(some)

    def put(self, changes: Sequence[Change]) -> None:
        """One row, as the changes that save it."""
        self._changes += changes
        self._noted(1)

    def _noted(self, rows: int) -> None:
        self.count += rows
        self._waiting += rows
        if self._waiting >= BLOCK:
            self._write()

    def blocks(self) -> Iterator[tuple[int, Sequence[Streamed]]]:
        """What saves the rows put so far, with how many rows these are, a block at a time."""
        self._write()
        self._file.seek(0)
        while True:
            head = self._file.read(_HEAD.size)
            if not head:
                return
            rows, columns, changes = _HEAD.unpack(head)
            yield rows, [*self._new(self._file.read(columns)), *pickle.loads(self._file.read(changes))]

    def _new(self, stored: bytes) -> Iterator[NewRecords]:
        if stored:
            records, columns = orjson.loads(stored)
            yield NewRecords(self._register, records, self._names, columns)

    def close(self) -> None:
        """Forget everything."""
        self._file.close()

    def _write(self) -> None:
        if not self._waiting:
            return
        # What comes in columns is texts and numbers, written as the log writes them: three times as fast as anything.
        columns = orjson.dumps([self._records, self._columns]) if self._records else b""
        changes = pickle.dumps(self._changes, protocol=pickle.HIGHEST_PROTOCOL)
        self._file.seek(0, 2)
        self._file.write(_HEAD.pack(self._waiting, len(columns), len(changes)) + columns + changes)
        self._begin()
