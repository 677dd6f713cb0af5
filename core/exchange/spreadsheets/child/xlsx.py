"""The plain look at an ``.xlsx``: which rows are hidden, which cells the reader of workbooks would lose."""

import re
import zipfile
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from xml.etree import ElementTree

from core.exchange.spreadsheets.child.date_formats import with_plain_formats
from core.exchange.spreadsheets.child.look import IS_ERROR, NOT_COMPUTED, SheetLook, pieces_between
from core.exchange.spreadsheets.columns import column_number
from core.exchange.zipped import read_part

_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])[^<>]*>")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d{1,9})[\"']")
_HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']|\sht\s*=\s*[\"']0(?:\.0*)?[\"']")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{1,3})(\d{1,9})[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?[vt](?:\s[^<>]*)?>[^<]")
# A formula with no value behind it.
_BARE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^<>]*)?/>)\s*"
    rb"(?:<(?:\w+:)?v(?:\s[^<>]*)?(?:/>|>\s*</(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)


class XlsxFile:
    """An ``.xlsx`` package. What a broken one raises comes as it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with zipfile.ZipFile(path) as package:
            names = [name.replace("\\", "/").casefold() for name in package.namelist()]
            if len(set(names)) < len(names):
                raise zipfile.BadZipFile("two parts of one name: it can't be told which will be read")
            self._parts = _sheet_parts(package)

    def workbook(self) -> Any:
        """The workbook as python-calamine opens it."""
        from python_calamine import CalamineWorkbook

        plain = with_plain_formats(self._path)
        return CalamineWorkbook.from_filelike(plain) if plain else CalamineWorkbook.from_path(self._path)

    def is_filled(self, _sheet: int, name: str) -> bool:
        """True where a cell of the sheet holds something; a border or a colour is nothing."""
        with zipfile.ZipFile(self._path) as package:
            return any(map(_VALUE.search, pieces_between(package, self._parts[name], b"row")))

    def look(self, _sheet: int, name: str) -> SheetLook:
        """What is hidden on the sheet, or would be lost."""
        look, row = SheetLook(), 0
        with zipfile.ZipFile(self._path) as package:
            for piece in pieces_between(package, self._parts[name], b"row"):
                row = _look_at_rows(piece, row, look) if _is_suspect(piece) else _last_row(piece, row)
        return look


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """By name of a sheet, the part that holds it."""
    book = ElementTree.fromstring(read_part(package, package.getinfo("xl/workbook.xml")))
    links = ElementTree.fromstring(read_part(package, package.getinfo("xl/_rels/workbook.xml.rels")))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = [element for element in book.iter() if element.tag.endswith("}sheet")]
    parts: dict[str, str] = {}
    for sheet in sheets:
        link = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        target = targets.get(link, "")
        parts[sheet.get("name", "")] = (
            target.lstrip("/") if target[:1] == "/" else normpath(join("xl", target))
        )
    if len(parts) < len(sheets):
        raise zipfile.BadZipFile("two sheets of one name: it can't be told which will be read")
    return parts


def _is_suspect(piece: bytes) -> bool:
    """True where a row may be hidden, or a cell be lost; quickly told."""
    return any(sign in piece for sign in (b"hidden", b" ht=", b'"e"', b"'e'", b"<f", b":f"))


def _last_row(piece: bytes, row: int) -> int:
    """The number of a piece's last row, which mostly says where it stands; else its rows are counted."""
    found = _ROW.match(piece, max(0, piece.rfind(b"<row")))
    said = found and _NUMBER.search(found[0])
    return int(said[1]) if said else _numbered(piece, row)[-1][0]


def _numbered(xml: bytes, row: int) -> list[tuple[int, bytes]]:
    """The rows' tags, each with its number, led by the row before."""
    rows = [(row, b"")]
    for tag in _ROW.findall(xml):
        said = _NUMBER.search(tag)
        rows.append((int(said[1]) if said else rows[-1][0] + 1, tag))
    return rows


def _look_at_rows(piece: bytes, row: int, look: SheetLook) -> int:
    """Look at each row; returns the number of the last."""
    for xml in _ROW_END.split(piece):
        for number, tag in _numbered(xml, row):
            row = number
            if _HIDDEN.search(tag):
                look.hide(row, row)
        if b'"e"' in xml or b"'e'" in xml or _BARE.search(xml):
            _look_at_cells(xml, row, look)
    return row


def _look_at_cells(xml: bytes, row: int, look: SheetLook) -> None:
    column = -1
    for attributes, inside in _CELL.findall(xml):
        place = _PLACE.search(attributes)
        column = column_number(place[1].decode()) if place else column + 1
        why = _why_lost(attributes, inside)
        if why:
            look.lose(int(place[2]) if place else row, column, why)


def _why_lost(attributes: bytes, inside: bytes) -> str | None:
    if b't="e"' in attributes or b"t='e'" in attributes:
        return IS_ERROR
    # A text that was computed may be empty; a number that is empty never was.
    if _FORMULA.search(inside) and not _VALUE.search(inside) and b'"str"' not in attributes:
        return NOT_COMPUTED
    return None
