"""Rows of a workbook (``.xlsx``, ``.xls``, ``.ods``): the values its cells show, dates as dates and numbers exact.

The workbook is read by another process (``reader_process``, ``child``), which limits its memory and time. So a file that is
broken, or made to fill the memory, ends in a refusal here. The rows of a sheet are kept as they come: they are read several
times, and in part, before they are taken in.
"""

from collections.abc import Iterator
from pathlib import Path

import orjson

from core.exchange.reader_process import ReaderProcess
from core.exchange.spreadsheets.cells import Row, unpacked
from core.exchange.spreadsheets.hidden_rows import HiddenRows
from core.exchange.spreadsheets.row_buffer import RowBuffer
from core.exchange.spreadsheets.table import SheetName
from core.faults import FileRefusal, Stopped

SERVE = "core.exchange.spreadsheets.child.serve"


class WorkbookSource:
    """A workbook as a source of rows.

    Cells with an error (``#N/A``), formulas that were never computed, and cells covered by merging are ``BadCell``.
    Macros are never run. OSError where there is no such file, or it may not be read; any method raises FileRefusal for a
    workbook that is broken, locked by a password, or too big.
    """

    def __init__(self, path: Path) -> None:
        path.open("rb").close()
        self.name = path.name
        self._path = path
        self._sheets: tuple[SheetName, ...] = ()
        self._filled: tuple[bool, ...] = ()
        self._buffers: dict[int, RowBuffer] = {}
        self._hidden: dict[int, HiddenRows] = {}
        self._share = 0.0
        self._stopped = self._greeted = False
        self._process: ReaderProcess | None = ReaderProcess(path, SERVE)  # it starts while others go on

    @property
    def sheets(self) -> tuple[SheetName, ...]:
        """The workbook's sheets."""
        if not self._sheets:
            self._ready()
        return self._sheets

    def is_filled(self, sheet: int) -> bool:
        """True where anything stands on a sheet."""
        return bool(self.sheets) and self._filled[sheet]

    def hidden_rows(self, sheet: int) -> HiddenRows:
        """The numbers of a sheet's hidden rows."""
        self._buffer(sheet)
        return self._hidden[sheet]

    def rows(self, sheet: int = 0) -> Iterator[Row]:
        """The rows of a sheet that aren't blank."""
        buffer = self._buffer(sheet)
        number = 0
        self._share = 0.0
        while number < len(buffer) or self._receive_block(buffer):
            block, self._share = buffer.block(number)
            yield from map(unpacked, orjson.loads(block))
            number += 1

    def share(self) -> float:
        """How much of the rows under way has been read."""
        return self._share

    def relieve(self) -> None:
        """Let go of the workbook; its rows are kept."""
        self._end()

    def stop(self) -> None:
        """Called by another thread: end the wait for the other process in ``Stopped``."""
        process = self._process
        if process is not None:
            self._stopped = True
            process.kill()

    def close(self) -> None:
        """Let go of the workbook and its rows; once more does nothing."""
        self._end()
        for buffer in self._buffers.values():
            buffer.close()
        self._buffers.clear()

    def _buffer(self, sheet: int) -> RowBuffer:
        """The rows of a sheet, as far as they have come."""
        if self._stopped:
            self._end()
        if sheet not in self._buffers:
            for begun in self._buffers.values():
                while self._receive_block(begun):
                    pass
            self._ready().ask(str(sheet))
            self._hidden[sheet] = HiddenRows(orjson.loads(self._receive()[0])["hidden"])
            self._buffers[sheet] = RowBuffer()
        return self._buffers[sheet]

    def _receive_block(self, buffer: RowBuffer) -> bool:
        """Put the next block of the rows under way into their buffer; False where there are no more."""
        if not buffer.whole:
            message, share = self._receive()
            buffer.whole = message.startswith(b"{")
            if not buffer.whole:
                buffer.add(message, share)
        return not buffer.whole

    def _ready(self) -> ReaderProcess:
        """The process that reads the workbook, once it has said which sheets there are."""
        if self._process is None:
            self._process = ReaderProcess(self._path, SERVE)
        if not self._greeted:
            sheets: list[tuple[str, bool, bool]] = orjson.loads(self._receive()[0])
            self._sheets = tuple(SheetName(name, hidden) for name, hidden, _ in sheets)
            self._filled = tuple(filled for *_, filled in sheets)
            self._greeted = True
        return self._process

    def _receive(self) -> tuple[bytes, float]:
        """The next message and its share. Stopped where somebody asked to stop, FileRefusal where there is none."""
        received = self._process.receive() if self._process else None
        if received is None:
            stopped = self._stopped
            self._end()
            raise Stopped if stopped else _too_big(self.name)
        if received[0].startswith(b'{"fault"'):
            self._end()
            raise _refusal(self._path, orjson.loads(received[0])["fault"])
        return received

    def _end(self) -> None:
        """End the process, and forget the rows that haven't all come."""
        if self._process is not None:
            self._process.close()
        self._process = None
        self._stopped = self._greeted = False
        for sheet in [sheet for sheet, buffer in self._buffers.items() if not buffer.whole]:
            self._buffers.pop(sheet).close()


def _refusal(path: Path, fault: str) -> Exception:
    if fault == "big":
        return _too_big(path.name)
    if fault == "locked":
        return FileRefusal(f"ไฟล์ {path.name} มีรหัสผ่าน โปรดบันทึกใหม่โดยไม่ใส่รหัสผ่านแล้วนำเข้าอีกครั้ง")
    if fault == "damaged":
        return FileRefusal(
            f"ไฟล์ {path.name} เสียหายหรือไม่ใช่ไฟล์ {path.suffix.lower()} โปรดเปิดในโปรแกรมตารางแล้วบันทึกเป็น .xlsx อีกครั้ง"
        )
    return RuntimeError(f"the reader of workbooks stumbled:\n{fault}")


def _too_big(name: str) -> FileRefusal:
    return FileRefusal(
        f"ตารางในไฟล์ {name} ใหญ่เกินกว่าจะอ่านได้ โปรดลบคอลัมน์และแถวที่ไม่ใช้ แบ่งเป็นหลายไฟล์ หรือบันทึกเป็น .csv"
    )
