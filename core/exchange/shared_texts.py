"""The texts an ``.xlsx`` keeps once for all its cells, and what they weigh when every cell is given a copy of its own.

The reader of workbooks copies a shared text into each cell that refers to it: a few kilobytes can unfold to gigabytes.
So what the cells of a sheet refer to is added up before it is laid out.
"""

import re
import zipfile
from array import array
from collections.abc import Iterable, Iterator

from core.exchange.scan import too_big

MOST_TEXT = 48 << 20  # bytes of all the texts of a workbook, as XML
A_TEXT = 56  # bytes a text takes beside its letters
_CHUNK = 1 << 20
_MOST_UNCUT = 8 << 20  # bytes of XML in which one row, or one text, must end
_ROW_END = b"row>"
# Some programs write names with a prefix (``<x:si>``), or each on a line of its own.
_END = re.compile(rb"</(?:\w+:)?si>")
_ODD_TEXTS = re.compile(rb"<!|si\s*/>|</(?:\w+:)?si\s")
_REFERENCE = re.compile(rb"\st=[\"']s[\"'][^>]*>\s*<(?:\w+:)?v>\s*([0-9]{1,9})\s*</")
_REFERS = re.compile(rb"\st=[\"']s[\"']")
_TYPE, _PLAIN_TYPE = re.compile(rb"\st\s*="), re.compile(rb"\st=[\"']")
_CODED = re.compile(rb"\st=[\"'][^\"']*&|<!")


def shared_parts(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts of a package that hold shared texts; there should be one."""
    return [i for i in package.infolist() if i.filename.lower().endswith("sharedstrings.xml")]


class SharedTexts:
    """How long each shared text is, in bytes of XML. FileRefusal where all of them are too much."""

    def __init__(self, package: zipfile.ZipFile, name: str) -> None:
        self._lengths = array("I")
        self._longest = self._bytes = 0
        parts = shared_parts(package)
        self._bytes = sum(part.file_size for part in parts)
        if self._bytes > MOST_TEXT:
            raise too_big(name)
        plain = len(parts) == 1 and self._measure(_chunks(package, parts[0]))
        if parts and not plain:  # written in a way that can't be told apart: any of them may be the longest
            self._lengths, self._longest = array("I"), self._bytes

    @property
    def weight(self) -> int:
        """Bytes the texts themselves take, once read."""
        return self._bytes + A_TEXT * len(self._lengths)

    def copied(self, pieces: Iterable[bytes], cells: int, most: int) -> int:
        """Bytes of text the cells of a sheet's XML are given, each its own copy; at least ``most`` where it may be more.

        ``cells`` is how many there can be; ``pieces`` begin and end between cells.
        """
        if self._longest * cells <= most:
            return self._longest * cells
        total = 0
        for piece in pieces:
            found = _REFERENCE.findall(piece)
            unusual = (
                len(found) != len(_REFERS.findall(piece))
                or len(_TYPE.findall(piece)) != len(_PLAIN_TYPE.findall(piece))
                or _CODED.search(piece)
            )
            if unusual:
                return self._longest * cells
            total += sum(map(self._length, map(int, found)))
            if total > most:
                break
        return total

    def _length(self, place: int) -> int:
        return self._lengths[place] if place < len(self._lengths) else self._longest

    def _measure(self, chunks: Iterator[bytes]) -> bool:
        rest = b""
        for chunk in chunks:
            *texts, rest = _END.split(rest + chunk)
            if len(rest) > _MOST_UNCUT or any(map(_ODD_TEXTS.search, (*texts, rest))):
                return False
            self._lengths.extend(map(len, texts))
        self._longest = max(self._lengths, default=0)
        return True


def between_cells(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
    """A sheet's XML in pieces that begin and end between cells. FileRefusal for a row that never ends."""
    rest = b""
    for chunk in _chunks(package, part):
        rest += chunk
        cut = rest.rfind(_ROW_END) + len(_ROW_END)
        if cut >= len(_ROW_END):
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > _MOST_UNCUT:
            raise too_big(name)
    yield rest


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as file:
        while data := file.read(_CHUNK):
            yield data


__all__ = ["A_TEXT", "MOST_TEXT", "SharedTexts", "between_cells", "shared_parts"]
