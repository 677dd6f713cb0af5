"""The parts of an ``.xlsx`` package: where a sheet's XML is, and what is taken in as soon as the package is opened."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import join, normpath
from xml.etree import ElementTree

from core.exchange.spreadsheets.date_formats import plain_styles, repacked
from core.exchange.spreadsheets.scan import MOST_SHEETS, too_big
from core.exchange.zipped import read_part

PIECE = 2 << 20  # bytes of XML looked through at once
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_MAIN = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_SMALL_PART = 4 << 20  # bytes: read as a tree, it takes twenty times as much
_STYLES, _MOST_STYLES = "styles.xml", 16 << 20  # of old workbooks they can be many
_AT_ONCE = ("workbook.xml", ".rels", _STYLES, "[content_types].xml")
_TEXTS = "sharedstrings.xml"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s")


def check_opening(path: Path) -> None:
    """FileRefusal where what the reader takes in as soon as it opens a package would be too much."""
    with zipfile.ZipFile(path) as package:
        names = [info.filename.replace("\\", "/").casefold() for info in package.infolist()]
        if len(set(names)) < len(names):
            raise zipfile.BadZipFile("two parts of one name: it can't be told which will be read")
        for info in package.infolist():
            most = _MOST_STYLES if info.filename.lower().endswith(_STYLES) else _SMALL_PART
            if info.filename.lower().endswith(_AT_ONCE) and info.file_size > most:
                raise too_big(path.name)
        if len(_SHEET.findall(_small(package, "xl/workbook.xml"))) > MOST_SHEETS:
            raise too_big(path.name)


def sheet_part(package: zipfile.ZipFile, sheet: str) -> zipfile.ZipInfo:
    """The part that holds the sheet of this name."""
    book = ElementTree.fromstring(_small(package, "xl/workbook.xml"))
    relations = ElementTree.fromstring(_small(package, "xl/_rels/workbook.xml.rels"))
    sheets = {
        s.get("name"): s.attrib.get(_RELATION) or s.attrib[_STRICT_RELATION]
        for main in (_MAIN, _STRICT_MAIN)
        for s in book.iter(f"{main}sheet")
    }
    target = {r.get("Id"): r.attrib["Target"] for r in relations}[sheets[sheet]]
    return package.getinfo(target.lstrip("/") if target.startswith("/") else normpath(join("xl", target)))


def parts_of(path: Path, sheet: str) -> set[str]:
    """The names of the parts that are needed to lay out one sheet."""
    with zipfile.ZipFile(path) as package:
        needed = (*_AT_ONCE, _TEXTS)
        names = {i.filename for i in package.infolist() if i.filename.lower().endswith(needed)}
        return {*names, sheet_part(package, sheet).filename}


def text_parts(package: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The parts that hold shared texts; there should be one."""
    return [i for i in package.infolist() if i.filename.lower().endswith(_TEXTS)]


def without_cells(path: Path) -> bytes:
    """The package without its sheets and shared texts: names and styles, as a package that others can be made of."""
    with zipfile.ZipFile(path) as package:
        names = [i.filename for i in package.infolist() if i.filename.lower().endswith(_AT_ONCE)]
    return repacked(path, names, plain_styles(path)).getvalue()


def pieces_between(
    package: zipfile.ZipFile, part: zipfile.ZipInfo, element: bytes, size: int = PIECE
) -> Iterator[bytes]:
    """A part's XML in pieces of about this size that end where an element of this name ends, or with the part.

    FileRefusal for a stretch of twice the size without one: what can't be cut can't be bounded.
    """
    with package.open(part) as file:
        rest = end = b""
        while data := file.read(size):
            rest += data
            end = end or _end_of(element, rest)
            cut = max(_after(rest, end), _after_empty(rest, element))
            if cut:
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > 2 * size:
                raise too_big(Path(package.filename or "").name)
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


def _end_of(element: bytes, xml: bytes) -> bytes:
    """The element's closing tag, with the prefix it has where it closes first; nothing where it doesn't."""
    found = re.search(rb"</(?:\w+:)?" + element + b">", xml)
    return found[0] if found else b""


def _small(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > _SMALL_PART:
        raise zipfile.BadZipFile(f"{name} is too large")
    return read_part(package, package.getinfo(name))
