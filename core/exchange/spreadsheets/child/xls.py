"""The plain look at an ``.xls`` (BIFF8 in an OLE container): hidden rows and errors.

Source: [MS-XLS] 2.4. Only the records of rows and cells are looked at, and of them the place and whether it is an error.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.exchange.spreadsheets.child.look import IS_ERROR, SheetLook

_BOUNDSHEET, _BOF, _EOF = 0x0085, 0x0809, 0x000A
_ROW, _UNSEEN = 0x0208, 0x20  # fDyZero
_FORMULA, _BOOLERR = 0x0006, 0x0205
_NUMBER, _RK, _LABEL, _RSTRING, _SHARED, _SEVERAL = 0x0203, 0x027E, 0x0204, 0x00D6, 0x00FD, 0x00BD
_CELLS = frozenset({_FORMULA, _BOOLERR, _NUMBER, _RK, _LABEL, _RSTRING, _SHARED, _SEVERAL})
# What the reader of OLE containers raises on broken ones.
_STUMBLES = (OSError, TypeError, AttributeError, LookupError, StopIteration, RecursionError, OverflowError)


class XlsFile:
    """An old workbook. struct.error and ValueError for a broken one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._records = record_stream(path)
        self._starts = sheet_starts(self._records)

    def workbook(self) -> Any:
        """The workbook as python-calamine opens it."""
        from python_calamine import CalamineWorkbook

        return CalamineWorkbook.from_path(self._path)

    def is_filled(self, sheet: int, _name: str) -> bool:
        """True where anything stands on the sheet."""
        return any(kind in _CELLS for kind, *_ in records(self._records, self._starts[sheet]))

    def look(self, sheet: int, _name: str) -> SheetLook:
        """What is hidden on the sheet, or would be lost."""
        look, data, unseen = SheetLook(), self._records, set()
        for kind, at, length in records(data, self._starts[sheet]):
            if kind == _ROW and length >= 16 and struct.unpack_from("<H", data, at + 12)[0] & _UNSEEN:
                unseen.add(struct.unpack_from("<H", data, at)[0] + 1)
            elif kind in (_FORMULA, _BOOLERR) and _is_error(kind, data[at : at + length]):
                row, column = struct.unpack_from("<HH", data, at)
                look.lose(row + 1, column, IS_ERROR)
        for row in sorted(unseen):
            look.hide(row, row)
        return look


def record_stream(path: Path) -> bytes:
    """The stream of the workbook's records; ValueError where there is none to be had."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as package:
            name = next(name for name in ("Workbook", "Book") if package.exists(name))
            data: bytes = package.openstream(name).read()
            return data
    except _STUMBLES as fault:
        raise ValueError(f"no workbook in it: {fault}") from fault


def sheet_starts(data: bytes) -> list[int]:
    """Where the records of each sheet begin, in the order of their names in the file."""
    return [
        struct.unpack_from("<I", data, at)[0]
        for kind, at, length in records(data, 0)
        if kind == _BOUNDSHEET and length >= 6
    ]


def records(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """The records of one substream: kind, where the body begins, its length."""
    at, depth = start, 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        depth += (kind == _BOF) - (kind == _EOF)
        yield kind, at + 4, length
        at += 4 + length
        if kind == _EOF and depth <= 0:
            return


def _is_error(kind: int, body: bytes) -> bool:
    if kind == _BOOLERR:
        return len(body) >= 8 and body[7] == 1
    # A formula's result that isn't a number ends with FF FF; its first byte says of what kind it is (2: an error).
    return body[12:14] == b"\xff\xff" and body[6] == 2
