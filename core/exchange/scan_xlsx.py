"""Looking through an ``.xlsx`` package: its sheets' parts, and what stands in one of them."""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from core.exchange.scan import IS_ERROR, MOST_BYTES, MOST_SHEETS, MOST_WEIGHT, NOT_COMPUTED, Scan, too_big
from core.exchange.shared_texts import SharedTexts, between_cells
from core.exchange.table import column_number
from core.exchange.zipped import read_part

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_MAIN = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_CHUNK = 1 << 20
_MOST_LETTERS = 3  # of a column there can be
# Patterns that begin with plain bytes are looked for quickly.
_FAR_ROW = re.compile(rb'r=["\'][A-Z]{1,7}([0-9]{6,10})["\']')
_ROW = re.compile(rb'row [^>]*?\br="([0-9]{1,10})"')
_REFERENCE = re.compile(rb'r=["\'][A-Z]{1,7}[0-9]')
_SUSPECT = (re.compile(rb"t=[\"']e[\"']"), re.compile(rb"<f[\s>/]"), re.compile(rb":f[\s>/]"))
_OVERLAP = 400
_NEAR = 10_000  # rows: as exactly as the place of a cell in a slice is looked at
_SMALL_PART = 16 << 20
_AT_ONCE = ("workbook.xml", ".rels", "styles.xml", "[content_types].xml")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s")
_CELL = 68  # bytes of a cell laid out, with what laying it out needs for a while
_LEAST_CELL = 25  # bytes of a cell's XML beside its text


def scan_xlsx(path: Path, sheet: str) -> Scan:
    """What stands on a sheet. FileRefusal where it is too big; the faults of a broken package as they come."""
    with zipfile.ZipFile(path) as package:
        part = package.getinfo(part_of(package, sheet))
        if part.file_size > MOST_BYTES:
            raise too_big(path.name)
        found = Scan(path.name)
        if _extent(_chunks(package, part), found):
            find_faults(_chunks(package, part, overlap=0), found)
        _check_weight(package, part, found)
    return found


def check_opening(path: Path) -> None:
    """FileRefusal where what the reader takes in as soon as it opens a package would be too much."""
    with zipfile.ZipFile(path) as package:
        SharedTexts(package, path.name)
        for info in package.infolist():
            if info.filename.lower().endswith(_AT_ONCE) and info.file_size > _SMALL_PART:
                raise too_big(path.name)
        if len(_SHEET.findall(_small(package, "xl/workbook.xml"))) > MOST_SHEETS:
            raise too_big(path.name)


def _check_weight(package: zipfile.ZipFile, part: zipfile.ZipInfo, found: Scan) -> None:
    """FileRefusal where the sheet laid out, with the texts copied into its cells, would be too much."""
    texts = SharedTexts(package, found.name)
    opened, within = _cells_in(_chunks(package, part, overlap=0))
    weight = texts.weight + _CELL * max(opened, found.rows * found.columns)
    if within:
        weight += max(0, part.file_size - _LEAST_CELL * opened)
    pieces = between_cells(package, part, found.name)
    if weight > MOST_WEIGHT or weight + texts.copied(pieces, opened, MOST_WEIGHT - weight) > MOST_WEIGHT:
        raise too_big(found.name)


def _cells_in(chunks: Iterable[bytes]) -> tuple[int, bool]:
    """How many cells a sheet's XML has, at most, and whether some hold a text of their own."""
    opened, within = 0, False
    for chunk in chunks:
        opened += chunk.count(b"<c") + chunk.count(b":c")
        within = within or b"inlineStr" in chunk or b'"str"' in chunk or b"'str'" in chunk
    return opened, within


def scan_slice(name: str, rows: bytes, whole: Callable[[], bytes], widest: str) -> tuple[Scan, str]:
    """What stands in some rows of a sheet, all of them numbered, and the rightmost column met so far, by its letters;
    ``widest`` is that of the rows before, ``whole`` gives the sheet's XML with just these rows.

    FileRefusal where a cell says that it stands far from its row, for whoever lays the slice out would believe it.
    """
    numbers = list(map(int, _ROW.findall(rows)))
    if not numbers or len(numbers) != rows.count(b"<row"):
        raise too_big(name)
    first, last = (number // _NEAR for number in (min(numbers), max(numbers)))
    found = Scan(name, above=max(first * _NEAR - 1, 0))
    while stray := _stray(widest, first, last).search(rows):
        if not _reaches_further(stray[1].decode(), widest):
            raise too_big(name)
        widest = stray[1].decode()
    found.reach(max(numbers), column_number(widest or "A"))
    if any(mark.search(rows) for mark in _SUSPECT):
        find_faults([whole()], found)
    return found, widest


def _reaches_further(letters: str, widest: str) -> bool:
    return len(letters) <= _MOST_LETTERS and (len(letters), letters) > (len(widest), widest)


@cache
def _stray(widest: str, first: int, last: int) -> re.Pattern[bytes]:
    """Finds a reference to the right of a column, or to a row outside the ten thousands from ``first`` to ``last``."""
    near = "|".join(f"{n}[0-9]{{4}}" if n else "[0-9]{1,4}" for n in range(first, last + 1))
    return re.compile(f"r=[\"'](?!{_up_to(widest)}(?:{near})[\"'])([A-Z]+)".encode())


def _up_to(letters: str) -> str:
    """Columns up to this one, as a pattern; one that nothing matches where there is none."""
    shorter = [f"[A-Z]{{1,{len(letters) - 1}}}"] if len(letters) > 1 else []
    less = [
        f"{letters[:at]}[A-{chr(ord(one) - 1)}][A-Z]{{{len(letters) - at - 1}}}"
        for at, one in enumerate(letters)
        if one > "A"
    ]
    return f"(?:{'|'.join([letters, *less, *shorter])})" if letters else "(?!)"


def _extent(chunks: Iterable[bytes], found: Scan) -> bool:
    """Notes how far the cells reach, from the references alone; True where cells need a closer look."""
    suspect, unreferenced = False, True
    widest = ""
    for chunk in chunks:
        suspect = suspect or any(mark.search(chunk) for mark in _SUSPECT)
        widest = _wider(chunk, widest)
        if widest:
            rows = [int(row) for pattern in (_ROW, _FAR_ROW) for row in pattern.findall(chunk)]
            found.reach(max(rows, default=1), column_number(widest))
            unreferenced = unreferenced and not _REFERENCE.search(chunk)
    # Cells that don't say where they stand (some programs write such) are counted by a closer look.
    return suspect or unreferenced


def _wider(chunk: bytes, widest: str) -> str:
    """The rightmost column met so far, by its letters; one search where the chunk reaches no further."""
    while len(widest) <= _MOST_LETTERS and (match := _beyond(widest).search(chunk)):
        widest = match[1].decode()
    return widest


@cache
def _beyond(letters: str) -> re.Pattern[bytes]:
    """Finds a reference to the right of a column."""
    longer = f"[A-Z]{{{len(letters) + 1},7}}"
    alike = [
        f"{letters[:at]}[{chr(ord(one) + 1)}-Z][A-Z]{{{len(letters) - at - 1}}}"
        for at, one in enumerate(letters)
        if one < "Z"
    ]
    return re.compile(f"r=[\"']({'|'.join([*alike, longer])})[0-9]".encode())


def _chunks(package: zipfile.ZipFile, part: zipfile.ZipInfo, overlap: int = _OVERLAP) -> Iterator[bytes]:
    with package.open(part) as file:
        before = b""
        while data := file.read(_CHUNK):
            yield before + data
            before = data[-overlap:] if overlap else b""


def find_faults(chunks: Iterable[bytes], found: Scan) -> None:
    """Notes the cells that would be lost, and how far cells reach that don't say where they stand."""
    parser = expat.ParserCreate()
    parser.EntityDeclHandler = _no_entities
    reader = _Cells(found)
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.text
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _no_entities(*_: Any) -> None:
    raise expat.ExpatError("entities are not for spreadsheets")


class _Cells:
    """Follows the cells of a sheet's XML and notes those that would read as blank."""

    def __init__(self, found: Scan) -> None:
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
            reference = attributes.get("r", "").rstrip("0123456789")
            self._column = column_number(reference) if reference else self._column + 1
            self._kind, self._formula, self._value = attributes.get("t", ""), False, False
        elif name == "f":
            self._formula = True
        elif name in ("v", "is"):
            self._inside = True

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
        if self._value or self._formula:
            self._found.reach(self._row, self._column)


def part_of(package: zipfile.ZipFile, sheet: str) -> str:
    """The name of the package's part that holds the sheet."""
    book = ElementTree.fromstring(_small(package, "xl/workbook.xml"))
    relations = ElementTree.fromstring(_small(package, "xl/_rels/workbook.xml.rels"))
    sheets = {
        s.get("name"): s.attrib.get(_RELATION) or s.attrib[_STRICT_RELATION]
        for main in (_MAIN, _STRICT_MAIN)
        for s in book.iter(f"{main}sheet")
    }
    target = {r.get("Id"): r.attrib["Target"] for r in relations}[sheets[sheet]]
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _small(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > _SMALL_PART:
        raise zipfile.BadZipFile(f"{name} is too large")
    return read_part(package, package.getinfo(name))
