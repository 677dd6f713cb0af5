"""Rows of a ``.csv`` file or a block of copied cells: encoding and separator are found out, nothing is guessed silently."""

import csv
import re
from collections.abc import Container, Iterator
from pathlib import Path
from typing import TextIO

from core.exchange.encoding import encoding_of, is_flawed
from core.exchange.spreadsheets.cells import Row
from core.exchange.spreadsheets.clipboard import block_of
from core.exchange.spreadsheets.neutral import clean_text
from core.exchange.spreadsheets.table import SheetName, flawed_cell
from core.faults import FileRefusal

_SEPARATORS = ",;\t"
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')
_LONGEST_LINE = 1 << 20  # characters
_LONGEST_ROW = 4 << 20  # characters, over several lines


class CsvSource:
    """A ``.csv`` file as a source of rows, read from the disk as they are asked for.

    Columns are parted by comma, semicolon or tab, whichever the heading has most of; a cell with a character that can't
    be read is a ``BadCell``. Raises FileRefusal.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.sheets: tuple[SheetName, ...] = (SheetName(path.stem),)
        self._path = path
        found = encoding_of(lambda: path.open("rb"))
        if found is None:
            raise _unread(path.name)
        self._encoding = found
        self._size = max(1, path.stat().st_size)
        self._read = 0.0
        with self._open() as text:
            self._separator = separator_of(_first_filled(text, self.name))

    def rows(self, _sheet: int = 0) -> Iterator[Row]:
        """The file's rows."""
        with self._open() as text:
            for number, cells in rows_of_text(text, self.name, self._separator, self._encoding.flawed):
                if number % 256 == 1:
                    self._read = text.buffer.tell() / self._size
                yield number, cells

    def is_filled(self, _sheet: int) -> bool:
        """The only sheet is the one to read."""
        return True

    def hidden_rows(self, _sheet: int) -> Container[int]:
        """Nothing is hidden in a text."""
        return ()

    def share(self) -> float:
        """How much of the file has been read."""
        return min(1.0, self._read)

    def relieve(self) -> None:
        """Nothing is kept in memory."""

    def stop(self) -> None:
        """Nobody waits for long."""

    def close(self) -> None:
        """Nothing is held open between two readings."""

    def _open(self) -> TextIO:
        return self._path.open(encoding=self._encoding.name, errors=self._encoding.errors, newline="")


class TextSource:
    """A block copied from a spreadsheet as a source of rows."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.sheets: tuple[SheetName, ...] = (SheetName(name),)
        self._text = text

    def rows(self, _sheet: int = 0) -> Iterator[Row]:
        """The block's rows."""
        for number, cells in enumerate(block_of(self._text), 1):
            yield number, tuple(map(_flawed_or_clean, cells))

    def is_filled(self, _sheet: int) -> bool:
        """The only sheet is the one to read."""
        return True

    def hidden_rows(self, _sheet: int) -> Container[int]:
        """What isn't seen is copied, too, and nothing tells it apart."""
        return ()

    def share(self) -> float:
        """A block is read at once."""
        return 1.0

    def relieve(self) -> None:
        """The block itself is all there is."""

    def stop(self) -> None:
        """Nobody waits for long."""

    def close(self) -> None:
        """Nothing to let go of."""


def rows_of_text(text: TextIO, name: str, separator: str, flawed: bool = False) -> Iterator[Row]:
    """The rows of a text of separated values, some of them ``flawed``; a cell of several lines is one row. Raises
    FileRefusal."""
    number = 0
    lines = _Lines(text, name)
    read = _flawed_or_clean if flawed else clean_text
    try:
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            number += 1
            lines.row_ends()
            yield number, tuple(map(read, cells))
    except csv.Error as fault:
        raise FileRefusal(f"ไฟล์ {name} {_broken(fault, number + 1)}") from None


def _flawed_or_clean(cell: str) -> object:
    return flawed_cell(cell) if is_flawed(cell) else clean_text(cell)


class _Lines:
    """The lines of a text; FileRefusal for a line, or a row of several, that is longer than any row can be."""

    def __init__(self, text: TextIO, name: str) -> None:
        self._text = text
        self._name = name
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(_LONGEST_LINE)
        if not line:
            raise StopIteration
        self._length += len(line)
        unended = len(line) == _LONGEST_LINE and not line.endswith(("\n", "\r"))
        if unended or self._length > _LONGEST_ROW:
            raise FileRefusal(
                f"ไฟล์ {self._name} มีบรรทัดที่ยาวเกิน {_LONGEST_LINE:,} อักขระ "
                'โปรดตรวจว่าใส่เครื่องหมาย " ครบคู่แล้วนำเข้าใหม่'
            )
        return line

    def row_ends(self) -> None:
        """What comes next is another row."""
        self._length = 0


def _first_filled(text: TextIO, name: str) -> str:
    return next((line for line in _Lines(text, name) if line.strip()), "")


def separator_of(line: str) -> str:
    """The separator a heading has most of outside its quotes."""
    return max(_SEPARATORS, key=_QUOTED.sub("", line).count)


def _broken(fault: csv.Error, row: int) -> str:
    if "field limit" in str(fault):
        longest = f"{csv.field_size_limit():,}"
        return f'แถวที่ {row} มีช่องที่ยาวเกิน {longest} ตัวอักษร โปรดตัดให้สั้นลงหรือใส่เครื่องหมาย " ให้ครบคู่ แล้วนำเข้าใหม่'
    return f'ใส่เครื่องหมาย " ไม่ครบคู่ใกล้แถวที่ {row} โปรดแก้ไขแล้วนำเข้าใหม่'


def _unread(name: str) -> FileRefusal:
    return FileRefusal(f"อ่านตัวอักษรในไฟล์ {name} ไม่ได้ โปรดบันทึกจากโปรแกรมตารางเป็นแบบ CSV UTF-8 แล้วนำเข้าใหม่")
