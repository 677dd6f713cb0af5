"""A sheet of an ``.xlsx`` too big to be laid out whole: its rows in slices, each a small workbook of its own.

The reader of workbooks lays a sheet out whole, at 32 bytes a cell and with a copy of each text. A big sheet's XML is cut
between rows, and each slice is read as a workbook that has the same styles, so that a million rows need no more memory
than some thousand.
"""

import io
import zipfile
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from core.exchange.spreadsheets.blank_cells import without_blank_cells
from core.exchange.spreadsheets.scan import Scan, too_big
from core.exchange.spreadsheets.scan_xlsx import scan_slice
from core.exchange.spreadsheets.shared_texts import SharedTexts
from core.exchange.spreadsheets.xlsx_extent import Extent
from core.exchange.spreadsheets.xlsx_package import pieces_between, sheet_part, without_cells
from core.faults import FileRefusal

LONG = 96 << 20  # bytes of XML from which on a sheet is cut: laid out whole it would take some 150 MB
SLICE = 3 << 20  # bytes of XML
MOST_LONG_BYTES = (2 << 30) - 1  # bytes of the sheet's XML
_MOST_TAIL = 4 << 20  # bytes behind the rows: merged cells, notes
_CHUNK = 1 << 20
_BEGIN, _END, _ROW = b"<sheetData>", b"</sheetData>", b"row"


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a sheet: laid out, looked through, and how much of the sheet has been read with them (0 to 1).
    ``taken_out``: their cells from ``top`` and ``left`` on, where they are few enough to be taken out at once."""

    laid_out: Any
    scan: Scan
    share: float
    taken_out: list[list[Any]] | None = None

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
        if self.taken_out is not None:
            return iter(self.taken_out)
        # One by one they need less memory, but begin with the blank rows above.
        return islice(self.laid_out.iter_rows(), self.top, None)


class LongSheet:
    """The slices of one big sheet, in order; they can be gone through any number of times."""

    def __init__(
        self, path: Path, sheet: str, texts: SharedTexts, part: zipfile.ZipInfo, ends: "Ends"
    ) -> None:
        self._path, self._sheet, self._texts = path, sheet, texts
        self._part, self._size = part.filename, part.file_size
        self._head, self._tail = ends
        self._others = without_cells(path)

    def slices(self) -> Iterator[Slice]:
        """The slices. FileRefusal where one would need too much memory, or rows don't come in order."""
        read, last, widest = 0, 0, ""
        for rows in self._cut():
            read += len(rows)
            scan, extent = self._scanned(rows, widest)
            if not extent.cells:
                continue  # blank rows, which were only given a height or a style
            if extent.first <= last:
                raise too_big(self._path.name)
            last, widest = extent.last, extent.widest
            marked, count = self._texts.marked(rows)
            laid_out = self._laid_out({self._part: self._xml(marked)})
            taken_out = self._texts.meant(laid_out.to_python(), count, self._texts_laid_out)
            yield Slice(laid_out, scan, min(1.0, read / self._size), taken_out)

    def _scanned(self, rows: bytes, widest: str) -> tuple[Scan, Extent]:
        try:
            return scan_slice(self._path.name, rows, partial(self._xml, rows), widest)
        except FileRefusal:
            bare = without_blank_cells(rows)  # blank ones may be what makes them seem to reach so far
            return scan_slice(self._path.name, bare, partial(self._xml, bare), widest)

    def _texts_laid_out(self, parts: Mapping[str, bytes], row: bytes) -> list[Any]:
        rows: list[list[Any]] = self._laid_out({**parts, self._part: self._xml(row)}).to_python()
        return rows

    def _xml(self, rows: bytes) -> bytes:
        return b"".join((self._head, rows, self._tail))

    def _laid_out(self, parts: Mapping[str, bytes]) -> Any:
        from python_calamine import CalamineWorkbook

        made = io.BytesIO(self._others)
        with zipfile.ZipFile(made, "a", zipfile.ZIP_STORED) as package:
            for name, xml in parts.items():
                package.writestr(name, xml)
        made.seek(0)
        with CalamineWorkbook.from_filelike(made) as book:
            return book.get_sheet_by_name(self._sheet)

    def _cut(self) -> Iterator[bytes]:
        """The rows' XML, cut between rows."""
        with zipfile.ZipFile(self._path) as package:
            pieces = pieces_between(package, package.getinfo(self._part), _ROW, SLICE)
            for place, piece in enumerate(pieces):
                rows = piece[len(self._head) :] if not place else piece
                end = rows.find(_END)
                yield from filter(bytes.strip, [rows if end < 0 else rows[:end]])
                if end >= 0:
                    return


Ends = tuple[bytes, bytes]


def is_long(path: Path, sheet: str) -> bool:
    """True where the sheet's XML alone says that it had better be cut."""
    with zipfile.ZipFile(path) as package:
        return sheet_part(package, sheet).file_size > LONG


def long_sheet(path: Path, sheet: str, texts: SharedTexts) -> LongSheet | None:
    """The sheet as a long one; None where it isn't written in the plain way that can be cut.

    FileRefusal where it is longer than any can be; the faults of a broken package as they come.
    """
    with zipfile.ZipFile(path) as package:
        part = sheet_part(package, sheet)
        if part.file_size > MOST_LONG_BYTES:
            raise too_big(path.name)
        ends = _ends(package, part) if texts.measure.plain else None
    return LongSheet(path, sheet, texts, part, ends) if ends else None


def _ends(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Ends | None:
    """What stands before and behind the rows; None where comments or the like might hold what looks like a row."""
    with package.open(part) as file:
        last = file.read(_CHUNK)
        begin = last.find(_BEGIN) + len(_BEGIN)
        if begin < len(_BEGIN) or b"<!" in last:
            return None
        head = last[:begin]
        lasts = deque([last], _MOST_TAIL // _CHUNK)
        while data := file.read(_CHUNK):
            if b"<!" in data:
                return None
            lasts.append(data)
    tail = b"".join(lasts)
    end = tail.rfind(_END)
    return (head, tail[end:]) if end >= 0 else None
