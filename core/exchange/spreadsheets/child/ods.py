"""The plain look at an ``.ods``: hidden rows, errors, merged cells."""

import re
import zipfile
from pathlib import Path
from typing import Any

from core.exchange.spreadsheets.child.look import IS_ERROR, SheetLook, pieces_between

_PARTS = re.compile(rb"<table:table(?:-row)?(?=[\s/>])[^<>]*>")
_ROW_END = b"</table:table-row>"
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])[^<>]*>")
_HIDDEN = re.compile(rb"table:visibility=[\"'](?:collapse|filter)[\"']")
_COUNTS = {
    name: re.compile(rb"table:number-%b=[\"'](\d{1,9})[\"']" % name)
    for name in (b"rows-repeated", b"columns-repeated", b"rows-spanned", b"columns-spanned")
}
_FILLED = (b"office:value-type=", b"table:formula=")
_ERROR = re.compile(rb"calcext:value-type=[\"']error[\"']")


class OdsFile:
    """An ``.ods`` package. What a broken one raises comes as it is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sheets: list[SheetLook] = []
        self._filled: list[bool] = []
        row = 0
        with zipfile.ZipFile(path) as package:
            for piece in pieces_between(package, "content.xml", b"table-row"):
                for xml in piece.split(_ROW_END):
                    row = self._look_at(xml, row)

    def workbook(self) -> Any:
        """The workbook as python-calamine opens it."""
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_path(self._path)

    def is_filled(self, sheet: int, _name: str) -> bool:
        """True where anything stands on the sheet."""
        return self._filled[sheet]

    def look(self, sheet: int, _name: str) -> SheetLook:
        """What is hidden on the sheet, or would be lost."""
        return self._sheets[sheet]

    def _look_at(self, xml: bytes, row: int) -> int:
        """Look at what ends with the cells of one row; ``row`` and what is returned are the last row of what was seen."""
        first = row
        for tag in _PARTS.findall(xml):
            if not tag.startswith(b"<table:table-row"):
                self._sheets.append(SheetLook())
                self._filled.append(False)
                row = 0
            elif self._sheets:
                first, row = row + 1, row + _count(tag, b"rows-repeated")
                if _HIDDEN.search(tag):
                    self._sheets[-1].hide(first, row)
        if self._sheets and any(sign in xml for sign in _FILLED):
            self._filled[-1] = True
            if b"-spanned" in xml or _ERROR.search(xml):
                _look_at_cells(xml, first, row, self._sheets[-1])
        return row


def _look_at_cells(xml: bytes, first: int, last: int, look: SheetLook) -> None:
    """The cells of a row that stands there from the ``first`` to the ``last``."""
    column = 0
    for tag in _CELL.findall(xml):
        left, column = column, column + _count(tag, b"columns-repeated")
        if _ERROR.search(tag):
            for row in range(first, last + 1):
                for place in range(left, column):
                    look.lose(row, place, IS_ERROR)
        down, right = _count(tag, b"rows-spanned"), _count(tag, b"columns-spanned")
        if (down, right) != (1, 1):
            look.merged.append((first, left, first + down - 1, left + right - 1))


def _count(tag: bytes, name: bytes) -> int:
    found = _COUNTS[name].search(tag)
    return int(found[1]) if found else 1
