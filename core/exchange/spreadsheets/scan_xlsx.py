"""Looking through a sheet of an ``.xlsx`` package, or some rows of one, before it is laid out."""

import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from xml.parsers import expat

from core.exchange.spreadsheets.blank_cells import without_blank_cells
from core.exchange.spreadsheets.scan import IS_ERROR, MOST_BYTES, MOST_WEIGHT, NOT_COMPUTED, Scan, too_big
from core.exchange.spreadsheets.shared_texts import Measure, SharedTexts, referring
from core.exchange.spreadsheets.table import MOST_ROWS, column_number
from core.exchange.spreadsheets.xlsx_alike import AlikeRows, alike_rows
from core.exchange.spreadsheets.xlsx_extent import Extent, extent_of
from core.exchange.spreadsheets.xlsx_package import pieces_between, sheet_part
from core.faults import FileRefusal

_ROW = b"row"
# Patterns that begin with a letter that is rare in a sheet's XML are looked for quickly.
_SUSPECT = (re.compile(rb"e(?<=t=[\"']e)[\"']"), re.compile(rb"f(?<=<f)[\s>/]"))
_TEXT_WITHIN = re.compile(rb"tr[\"']")  # t="str" and t="inlineStr"
_MERGE, _MOST_MERGES = b"mergeCell ", 200_000
_CELL = 68  # bytes of a cell laid out, with what laying it out needs for a while
_LEAST_CELL = 25  # bytes of a cell's XML beside its text


def scan_xlsx(path: Path, sheet: str, texts: SharedTexts) -> Scan:
    """What stands on a sheet. FileRefusal where it is too big; the faults of a broken package as they come."""
    try:
        return _scanned(path, sheet, texts, lambda piece: piece)
    except FileRefusal:
        return _scanned(path, sheet, texts, without_blank_cells)  # they may be what makes it seem so big


def _scanned(path: Path, sheet: str, texts: SharedTexts, kept: Callable[[bytes], bytes]) -> Scan:
    """What stands on a sheet, by what is ``kept`` of its XML."""
    with zipfile.ZipFile(path) as package:
        part = sheet_part(package, sheet)
        if part.file_size > MOST_BYTES:
            raise too_big(path.name)
        found = Scan(path.name)
        pieces = map(kept, pieces_between(package, part, _ROW))
        cells, references, plain, within = _survey(pieces, found, texts.measure)
        if not plain:
            faults = find_faults(map(kept, pieces_between(package, part, _ROW)), found)
            cells = references = max(cells, faults)
        written = max(0, part.file_size - _LEAST_CELL * cells) if within else 0
        weight = texts.measure.weight + written + _CELL * max(cells, found.rows * found.columns)
        room = MOST_WEIGHT - weight
        if room < 0 or texts.measure.copied(pieces_between(package, part, _ROW), references, room) > room:
            raise too_big(path.name)
    return found


def scan_slice(name: str, rows: bytes, whole: Callable[[], bytes], widest: str) -> tuple[Scan, Extent]:
    """What stands in some rows of a sheet, and how far they reach; ``widest`` is the rightmost column of the rows before,
    ``whole`` gives the sheet's XML with just these rows.

    FileRefusal where they reach too far to be laid out, or where it can't be told.
    """
    alike = alike_rows(rows)
    extent = extent_of(rows, alike, widest)
    if not extent.told:
        raise too_big(name)
    found = Scan(name, above=max(extent.above - 1, 0))
    _note(extent, found)
    if _is_suspect(alike):
        find_faults([whole()], found)
    return found, extent


def _survey(pieces: Iterable[bytes], found: Scan, texts: Measure) -> tuple[int, int, bool, bool]:
    """Notes how far the cells reach, from where they say they stand; how many they are, and how many of them refer to a
    text, False where they need a closer look, and whether some hold a text of their own. FileRefusal for more merged
    cells than any table has."""
    cells, references, merges, plain, within, widest = 0, 0, 0, True, False, ""
    for piece in pieces:
        alike = alike_rows(piece)
        extent = extent_of(piece, alike, widest)
        widest = extent.widest
        cells += extent.cells
        references += referring(alike, extent.cells) if texts.size else 0
        merges += alike.count(_MERGE)
        if merges > _MOST_MERGES:
            raise too_big(found.name)
        plain = plain and extent.told and not _is_suspect(alike)
        within = within or alike.has(_TEXT_WITHIN)
        _note(extent, found)
    return cells, references, plain, within


def _note(extent: Extent, found: Scan) -> None:
    if extent.widest:
        found.reach(max(extent.last, min(extent.below, MOST_ROWS)), column_number(extent.widest))


def _is_suspect(rows: AlikeRows) -> bool:
    return any(map(rows.has, _SUSPECT))


def find_faults(pieces: Iterable[bytes], found: Scan) -> int:
    """Notes the cells that would be lost, and how far cells reach that don't say where they stand; how many cells there
    are."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _no_entities
    reader = _Cells(found)
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.text
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return reader.count


def _no_entities(*_: Any) -> None:
    raise expat.ExpatError("entities are not for spreadsheets")


class _Cells:
    """Follows the cells of a sheet's XML, counts them, notes how far they reach and which would be lost."""

    def __init__(self, found: Scan) -> None:
        self.count = 0
        self._found = found
        self._row, self._column = 0, -1
        self._kind = ""
        self._formula = self._value = self._inside = False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
        elif name == "c":
            self.count += 1
            self._stand(attributes.get("r", ""))
            self._kind, self._formula, self._value = attributes.get("t", ""), False, False
        elif name == "f":
            self._formula = True
        elif name in ("v", "is"):
            self._inside = True

    def _stand(self, reference: str) -> None:
        letters = reference.rstrip("0123456789")
        self._column = column_number(letters) if letters else self._column + 1
        self._row = int(reference[len(letters) :] or self._row)

    def text(self, text: str) -> None:
        self._value = self._value or (self._inside and bool(text))

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "is"):
            self._inside = False
        if name != "c":
            return
        if self._kind == "e":
            self._found.lose(self._row, self._column, IS_ERROR)
        elif self._formula and not self._value and self._kind != "str":
            # A text that was computed may be empty; a number that is empty never was.
            self._found.lose(self._row, self._column, NOT_COMPUTED)
        # Blank cells too: some of them the reader lays out as empty texts.
        self._found.reach(self._row, self._column)
