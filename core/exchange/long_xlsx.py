"""A sheet of an ``.xlsx`` too long to be laid out whole: its rows in slices, each a small workbook of its own.

The reader of workbooks lays a sheet out whole, at 32 bytes a cell. A long sheet's XML is cut between rows, and each
slice is read as a workbook that has the same styles and texts, so that a million rows need no more memory than some
thousand.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from core.exchange.scan import Scan, too_big
from core.exchange.scan_xlsx import part_of, scan_slice
from core.exchange.shared_texts import SharedTexts
from core.exchange.zipped import read_part

LONG = 96 << 20  # bytes of XML from which on a sheet is cut: laid out whole it would take some 150 MB
SLICE = 6 << 20  # bytes of XML
MOST_LONG_TEXT = 12 << 20  # bytes of texts and styles: they are read anew with every slice
MOST_SLICE_TEXT = 48 << 20  # bytes of texts copied into a slice's cells
MOST_LONG_BYTES = (2 << 30) - 1  # bytes of the sheet's XML
_MOST_TAIL = 4 << 20  # bytes behind the rows: merged cells, notes
_CHUNK = 1 << 20
_BEGIN, _END, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
_NEEDED = ("workbook.xml", ".rels", "styles.xml", "sharedstrings.xml", "[content_types].xml")


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a sheet: laid out, looked through, and how much of the sheet has been read with them (0 to 1).
    ``in_rows``: they are few, and may be taken out at once."""

    laid_out: Any
    scan: Scan
    share: float
    in_rows: bool = False

    @property
    def top(self) -> int:
        """The first filled row (first = 0)."""
        return (self.laid_out.start or (0, 0))[0]

    @property
    def left(self) -> int:
        """The first filled column (first = 0)."""
        return (self.laid_out.start or (0, 0))[1]

    def rows(self) -> Iterator[list[Any]]:
        """The cells of each row from ``top`` and ``left`` on."""
        if self.in_rows:
            return iter(self.laid_out.to_python())
        # One by one they need less memory, but begin with the blank rows above.
        return islice(self.laid_out.iter_rows(), self.top, None)


class LongSheet:
    """The slices of one long sheet, in order; they can be gone through any number of times."""

    def __init__(self, path: Path, sheet: str, part: str, size: int, head: bytes, tail: bytes) -> None:
        self._path, self._sheet, self._part, self._size = path, sheet, part, size
        self._head, self._tail = head, tail
        self._others = self._other_parts()

    def _other_parts(self) -> bytes:
        held = io.BytesIO()
        with (
            zipfile.ZipFile(self._path) as package,
            zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as kept,
        ):
            for info in package.infolist():
                if info.filename.lower().endswith(_NEEDED) and info.filename != self._part:
                    kept.writestr(info.filename, read_part(package, info))
        return held.getvalue()

    def slices(self) -> Iterator[Slice]:
        """The slices. FileRefusal where one would need too much memory."""
        from python_calamine import CalamineWorkbook

        read, widest = 0, ""
        with zipfile.ZipFile(self._path) as package:
            texts = SharedTexts(package, self._path.name)
        for rows in self._cut():
            read += len(rows)
            if texts.copied([rows], rows.count(b"<c"), MOST_SLICE_TEXT) > MOST_SLICE_TEXT:
                raise too_big(self._path.name)
            scan, widest = scan_slice(self._path.name, rows, partial(self._xml, rows), widest)
            with CalamineWorkbook.from_filelike(self._workbook(rows)) as book:
                yield Slice(
                    book.get_sheet_by_name(self._sheet), scan, min(1.0, read / self._size), in_rows=True
                )

    def _xml(self, rows: bytes) -> bytes:
        return b"".join((self._head, rows, self._tail))

    def _workbook(self, rows: bytes) -> io.BytesIO:
        made = io.BytesIO(self._others)
        with zipfile.ZipFile(made, "a", zipfile.ZIP_STORED) as package:
            package.writestr(self._part, self._xml(rows))
        made.seek(0)
        return made

    def _cut(self) -> Iterator[bytes]:
        """The rows' XML, cut between rows."""
        with zipfile.ZipFile(self._path) as package, package.open(self._part) as file:
            file.read(len(self._head))
            rest = b""
            while data := file.read(SLICE):
                rest += data
                if (end := rest.find(_END)) >= 0:
                    rest = rest[:end]
                    break
                cut = rest.rfind(_ROW_END) + len(_ROW_END)
                if cut >= len(_ROW_END):
                    yield rest[:cut]
                    rest = rest[cut:]
                elif len(rest) > 2 * SLICE:
                    raise too_big(self._path.name)
            if rest.strip():
                yield rest


def long_sheet(path: Path, sheet: str) -> LongSheet | None:
    """The sheet as a long one; None where it is short, not written in the plain way that can be cut, or where the
    workbook's texts are too many to be read with every slice.

    FileRefusal where it is longer than any can be; the faults of a broken package as they come.
    """
    with zipfile.ZipFile(path) as package:
        part = package.getinfo(part_of(package, sheet))
        others = sum(i.file_size for i in package.infolist() if i.filename.lower().endswith(_NEEDED))
        if part.file_size <= LONG or others > MOST_LONG_TEXT:
            return None
        if part.file_size > MOST_LONG_BYTES:
            raise too_big(path.name)
        ends = _ends(package, part)
    return LongSheet(path, sheet, part.filename, part.file_size, *ends) if ends else None


def _ends(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[bytes, bytes] | None:
    """What stands before and behind the rows; None where comments or the like might hold what looks like a row."""
    with package.open(part) as file:
        last = file.read(_CHUNK)
        begin = last.find(_BEGIN) + len(_BEGIN)
        if begin < len(_BEGIN) or b"<!" in last:
            return None
        head = last[:begin]
        while data := file.read(_CHUNK):
            if b"<!" in data:
                return None
            last = last[-_MOST_TAIL:] + data
    end = last.rfind(_END)
    return (head, last[end:]) if end >= 0 else None
