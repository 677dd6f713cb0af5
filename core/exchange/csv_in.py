"""Rows of a ``.csv`` file or a block of copied cells: encoding and separator are found out, nothing is guessed silently."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TextIO

from core.exchange.table import Row, SheetName, clean_text
from core.faults import FileRefusal

_SEPARATORS = ",;\t"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A mark or a vowel that can't stand where it stands: the bytes weren't Thai.
_NOT_THAI = re.compile(r"(?:^|[^ก-๙])[ัิ-ฺ็-๎]", re.MULTILINE)
_QUOTED = re.compile(r'"(?:[^"]|"")*"?')
_CHUNK = 1 << 20  # bytes
_SAMPLE = 4096  # bytes looked at for UTF-16 without BOM
_LONGEST_LINE = 1 << 20  # characters
_LONGEST_ROW = 4 << 20  # characters, over several lines
# The high bytes of what Thai offices write in UTF-16: Latin, Thai, general punctuation.
_HIGH_BYTES = frozenset((0x00, 0x0E, 0x20))
_MOST = 0.9


class CsvSource:
    """A ``.csv`` file as a source of rows, read from the disk as they are asked for.

    Reads UTF-8 and UTF-16 with or without BOM, and Windows-874 (TIS-620), which Excel still writes on Thai PCs;
    columns parted by comma, semicolon or tab, whichever the heading has most of. Raises FileRefusal.
    """

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.sheets: tuple[SheetName, ...] = (SheetName(path.stem),)
        self._path = path
        self._encoding = _encoding_of(path)
        self._size = max(1, path.stat().st_size)
        self._read = 0.0
        with self._open() as text:
            self._separator = separator_of(_first_filled(text, self.name))

    def rows(self, sheet: int = 0) -> Iterator[Row]:
        """The file's rows."""
        with self._open() as text:
            for number, cells in rows_of_text(text, self.name, self._separator):
                if number % 256 == 1:
                    self._read = text.buffer.tell() / self._size
                yield number, cells

    def share(self) -> float:
        """How much of the file has been read."""
        return min(1.0, self._read)

    def relieve(self) -> None:
        """Nothing is kept in memory."""

    def close(self) -> None:
        """Nothing is held open between two readings."""

    def _open(self) -> TextIO:
        return self._path.open(encoding=self._encoding, newline="")


class TextSource:
    """A block copied from a spreadsheet, tabs between cells, as a source of rows."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.sheets: tuple[SheetName, ...] = (SheetName(name),)
        self._text = text

    def rows(self, sheet: int = 0) -> Iterator[Row]:
        """The block's rows."""
        return rows_of_text(StringIO(self._text, newline=""), self.name, "\t")

    def share(self) -> float:
        """A block is read at once."""
        return 1.0

    def relieve(self) -> None:
        """The block itself is all there is."""

    def close(self) -> None:
        """Nothing to let go of."""


def rows_of_text(text: TextIO, name: str, separator: str) -> Iterator[Row]:
    """The rows of a text of separated values; a cell of several lines is one row. Raises FileRefusal."""
    number = 0
    lines = _Lines(text, name)
    try:
        for cells in csv.reader(lines, delimiter=separator, strict=True):
            number += 1
            lines.row_ends()
            yield number, tuple(map(clean_text, cells))
    except csv.Error as fault:
        raise FileRefusal(f"ไฟล์ {name} {_broken(fault, number + 1)}") from None
    except UnicodeDecodeError:
        raise _unread(name) from None


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
    try:
        return next((line for line in _Lines(text, name) if line.strip()), "")
    except UnicodeDecodeError:
        raise _unread(name) from None


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


def _encoding_of(path: Path) -> str:
    """The encoding the whole file can be read in: by its BOM, else UTF-16 by its shape, UTF-8, Windows-874."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for encoding in _candidates(head):
        if _reads(path, encoding):
            return encoding
    raise _unread(path.name)


def _candidates(head: bytes) -> tuple[str, ...]:
    marked = next((name for bom, name in _BOMS if head.startswith(bom)), None)
    if marked:
        return (marked,)
    if b"\0" in head:
        return tuple(e for e, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])) if _is_high(high))
    return ("utf-8", "cp874")


def _is_high(high: bytes) -> bool:
    return sum(byte in _HIGH_BYTES for byte in high) >= _MOST * len(high)


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    before = ""
    with path.open("rb") as file:
        try:
            while data := file.read(_CHUNK):
                text = before + decoder.decode(data)
                if "\0" in text or (encoding == "cp874" and _NOT_THAI.search(text)):
                    return False
                before = text[-1:]  # a mark at the start of a chunk belongs to what stands before it
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
