"""Looking through an ``.ods`` package: repeated cells that would unfold into millions, errors, merged cells."""

import zipfile
from pathlib import Path
from typing import Any
from xml.parsers import expat

from core.exchange.spreadsheets.scan import IS_ERROR, MOST_BYTES, MOST_SHEETS, MOST_WEIGHT, Scan, too_big

_CHUNK = 1 << 20
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_CELLS = (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell")
_LIMIT = 1 << 30
_MOST_MANIFEST = 4 << 20
_CELL = 86  # bytes of a cell laid out, with what laying it out needs for a while
_TEXT = 16  # bytes a text takes beside its letters
_COPIES = 2  # of each text
_THAI = 3  # bytes of a letter
_FILLED = (f"{_OFFICE} value-type", f"{_TABLE} formula")


def scan_ods(path: Path) -> list[Scan]:
    """What stands on each sheet. FileRefusal where one is too big; the faults of a broken package as they come."""
    reader = _Tables(path.name)
    with zipfile.ZipFile(path) as package:
        part = package.getinfo("content.xml")
        others = [i.file_size for i in package.infolist() if i.filename == "META-INF/manifest.xml"]
        if part.file_size > MOST_BYTES or sum(others) > _MOST_MANIFEST:
            raise too_big(path.name)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.EntityDeclHandler = _no_entities
        parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
        parser.CharacterDataHandler = reader.text
        with package.open(part) as file:
            while data := file.read(_CHUNK):
                parser.Parse(data, False)
            parser.Parse(b"", True)
    return reader.sheets


def _no_entities(*_: Any) -> None:
    raise expat.ExpatError("entities are not for spreadsheets")


class _Tables:
    """Follows the cells of an OpenDocument table."""

    def __init__(self, name: str) -> None:
        self.sheets: list[Scan] = []
        self._name = name
        self._row = self._repeated = 1
        self._column = 0
        self._copies = self._texts = self._before = 0

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _CELLS:
            self._cell(attributes)
        elif tag == f"{_TABLE} table-row":
            self._repeated = _count(attributes, "number-rows-repeated")
            self._column = 0
        elif tag == f"{_TABLE} table":
            self._before += _cells(self.sheets[-1:])
            self.sheets.append(Scan(self._name))
            self._row = 1
            self._copies = 0
            self._weigh()

    def text(self, text: str) -> None:
        """Weighs a text, as often as its cell is repeated."""
        if self._copies:
            self._texts += _COPIES * self._copies * len(text) * (1 if text.isascii() else _THAI)
            if self._texts > MOST_WEIGHT:
                raise too_big(self._name)

    def end(self, tag: str) -> None:
        if tag == f"{_TABLE} table-row":
            self._row = min(_LIMIT, self._row + self._repeated)
            self._copies = 0
            self._weigh()

    def _weigh(self) -> None:
        """All sheets are laid out together. FileRefusal where they are too much."""
        cells = self._before + _cells(self.sheets[-1:])
        if len(self.sheets) > MOST_SHEETS or _CELL * cells + self._texts > MOST_WEIGHT:
            raise too_big(self._name)

    def _cell(self, attributes: dict[str, str]) -> None:
        repeated = _count(attributes, "number-columns-repeated")
        first, self._column = self._column, min(_LIMIT, self._column + repeated)
        self._copies = 0
        if not self.sheets or not any(name in attributes for name in _FILLED):
            return
        sheet = self.sheets[-1]
        sheet.reach(self._row + self._repeated - 1, first + repeated - 1)
        self._copies = repeated * self._repeated
        said = attributes.get(f"{_OFFICE} string-value", "")
        self._texts += _COPIES * _TEXT * self._copies if attributes.get(_FILLED[0]) == "string" else 0
        self.text(said)
        if attributes.get(f"{_CALC} value-type") == "error":
            for row in range(self._row, self._row + self._repeated):
                for column in range(first, first + repeated):
                    sheet.lose(row, column, IS_ERROR)
        over = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if over != (1, 1):
            sheet.merged.append((self._row, first, self._row + over[0] - 1, first + over[1] - 1))


def _cells(sheets: list[Scan]) -> int:
    return sum(sheet.rows * sheet.columns for sheet in sheets)


def _count(attributes: dict[str, str], name: str) -> int:
    return min(_LIMIT, max(1, int(attributes.get(f"{_TABLE} {name}", 1))))
