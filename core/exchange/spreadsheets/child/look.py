"""What the plain look at a sheet finds, and how XML is streamed past patterns."""

import re
import zipfile
from collections.abc import Iterator
from typing import Any, Protocol

IS_ERROR = "คำนวณแล้วผิดพลาด โปรดแก้สูตรหรือพิมพ์ค่าแทน"
NOT_COMPUTED = "เป็นสูตรที่ยังไม่ได้คำนวณ โปรดเปิดและบันทึกในโปรแกรมตาราง หรือพิมพ์ค่าแทน"
_PIECE = 2 << 20  # bytes of XML looked at together


class TooBig(Exception):
    """The sheet is too big to be read."""


class SheetLook:
    """One sheet: the numbers of its ``hidden`` rows in stretches (first, last), why cells that seem blank are not, by row
    number and column (first = 0), and the ``merged`` cells (top row number, left, bottom, right)."""

    def __init__(self) -> None:
        self.hidden: list[tuple[int, int]] = []
        self.lost: dict[int, dict[int, str]] = {}
        self.merged: list[tuple[int, int, int, int]] = []

    def hide(self, first: int, last: int) -> None:
        """Note hidden rows; they come in order."""
        if self.hidden and first <= self.hidden[-1][1] + 1:
            first, last = self.hidden[-1][0], max(last, self.hidden.pop()[1])
        self.hidden.append((first, last))

    def lose(self, row: int, column: int, why: str) -> None:
        """Note a cell that would be lost."""
        self.lost.setdefault(row, {})[column] = why


class File(Protocol):
    """A workbook of one kind. What a broken one raises comes as it is."""

    def workbook(self) -> Any:
        """The workbook as python-calamine opens it."""
        ...

    def is_filled(self, sheet: int, name: str) -> bool:
        """True where anything stands on the sheet; it is given by its place (first = 0) and its name."""
        ...

    def look(self, sheet: int, name: str) -> SheetLook:
        """What is hidden on the sheet, or would be lost."""
        ...


def pieces_between(package: zipfile.ZipFile, part: str, element: bytes) -> Iterator[bytes]:
    """A part's XML in pieces that end where an element of this name ends, or with the part. TooBig for a stretch that is
    longer than any row."""
    closing = re.compile(rb"</(?:\w+:)?" + element + rb">")
    with package.open(part) as file:
        rest = end = b""
        while data := file.read(_PIECE):
            rest += data
            if not end:
                found = closing.search(rest)
                end = found[0] if found else b""
            cut = max(_after(rest, end), _after_empty(rest, element))
            if cut:
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > 2 * _PIECE:
                raise TooBig
    yield rest


def _after(xml: bytes, end: bytes) -> int:
    """Where the last closing tag ends; 0 where there is none."""
    at = xml.rfind(end) if end else -1
    return at + len(end) if at >= 0 else 0


def _after_empty(xml: bytes, element: bytes) -> int:
    """Where the last element of this name ends that has nothing in it (``<row r="7"/>``); 0 where it isn't such a one."""
    begin = xml.rfind(b"<" + element)
    end = xml.find(b">", begin) if begin >= 0 else 0
    return end + 1 if end > 0 and xml[end - 1 : end] == b"/" else 0
