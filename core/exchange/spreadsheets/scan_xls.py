"""Looking through an ``.xls`` workbook (BIFF8 in an OLE container): how far its cells reach, and its errors.

Source: [MS-XLS] 2.4. Only the records that hold cells are looked at, and of them the place and whether it is an error.
"""

import struct
from collections.abc import Iterator
from pathlib import Path

from core.exchange.spreadsheets.scan import IS_ERROR, MOST_SHEETS, MOST_WEIGHT, Scan, too_big
from core.exchange.spreadsheets.xls_texts import SST, text_lengths

_BOUNDSHEET, _BOF, _EOF = 0x0085, 0x0809, 0x000A
_FORMULA, _BOOLERR = 0x0006, 0x0205
_DIMENSIONS, _SHARED = 0x0200, 0x00FD
_MOST_BYTES = 64 << 20  # of the stream of records
_CELL = 68  # bytes of a cell laid out, with what laying it out needs for a while
_TEXT = 56  # bytes a text takes beside its letters
_NUMBER, _RK, _LABEL, _RSTRING = 0x0203, 0x027E, 0x0204, 0x00D6
_ONE_CELL = frozenset({_FORMULA, _BOOLERR, _NUMBER, _RK, _SHARED, _LABEL, _RSTRING})
_SEVERAL = 0x00BD  # mulrk: row, first column ... last column
CELLS = _ONE_CELL | {_SEVERAL}  # the records of cells that hold something
_WORKSHEET = 0
# What the reader of OLE containers raises on broken ones.
_STUMBLES = (
    *(OSError, TypeError, AttributeError, LookupError, StopIteration),
    *(RecursionError, OverflowError, MemoryError),
)


def scan_xls(path: Path) -> list[Scan]:
    """What stands on each sheet, in the order of their names in the file.

    FileRefusal where one is too big; struct.error and ValueError for a broken file.
    """
    data = record_stream(path)
    starts = sheet_starts(data)
    _check_texts(data)
    if len(starts) > MOST_SHEETS:
        raise too_big(path.name)
    lengths = text_lengths(data, records(data, 0))
    longest = max(lengths, default=len(data))
    sheets: list[Scan] = []
    weight = 2 * len(data) + sum(lengths) + _TEXT * len(lengths)
    for start in starts:
        sheets.append(_scanned(path.name, data, start))
        weight += _CELL * sheets[-1].rows * sheets[-1].columns
        for place in _referred(data, start):
            weight += lengths[place] if place < len(lengths) else longest
        # All sheets are laid out together.
        if weight > MOST_WEIGHT:
            raise too_big(path.name)
    return sheets


def _referred(data: bytes, start: int) -> Iterator[int]:
    """The shared text of each cell that has one."""
    for kind, at, length in records(data, start):
        if kind == _SHARED and length >= 10:
            yield struct.unpack_from("<I", data, at + 6)[0]


def _check_texts(data: bytes) -> None:
    """ValueError where the workbook says it holds more texts than bytes: room is made for as many as it says."""
    for kind, at, length in records(data, 0):
        if kind == SST and (length < 8 or struct.unpack_from("<I", data, at + 4)[0] > len(data)):
            raise ValueError("more texts than bytes")


def _check_reach(found: Scan, data: bytes, at: int, length: int) -> None:
    """Room is made for the reach a sheet says it has; ValueError where it can't be true."""
    if length < 14:
        first, end, left, right = struct.unpack_from("<HHHH", data, at)
    else:
        first, end, left, right = struct.unpack_from("<IIHH", data, at)
    if first > end or left > right:
        raise ValueError("a sheet that ends before it begins")
    found.reach(end - first, max(0, right - left - 1))


def sheet_starts(data: bytes) -> list[int]:
    """Where the records of each sheet begin, in the order of their names in the file."""
    return [
        struct.unpack_from("<I", data, at)[0]
        for kind, at, length in records(data, 0)
        if kind == _BOUNDSHEET and length >= 6
    ]


def record_stream(path: Path) -> bytes:
    """The stream of the workbook's records; ValueError where there is none to be had."""
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as package:
            name = next(name for name in ("Workbook", "Book") if package.exists(name))
            if package.get_size(name) > _MOST_BYTES:
                raise too_big(path.name)
            data: bytes = package.openstream(name).read()
            return data
    except _STUMBLES as fault:
        raise ValueError(f"no workbook in it: {fault}") from fault


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


def _scanned(name: str, data: bytes, start: int) -> Scan:
    found = Scan(name)
    for kind, at, length in records(data, start):
        if kind == _DIMENSIONS:
            _check_reach(found, data, at, length)
        if kind not in CELLS or length < 6:
            continue
        row, column = struct.unpack_from("<HH", data, at)
        last = struct.unpack_from("<H", data, at + length - 2)[0] if kind == _SEVERAL else column
        found.reach(row + 1, last)
        if _is_error(kind, data[at : at + length]):
            found.lose(row + 1, column, IS_ERROR)
    return found


def _is_error(kind: int, body: bytes) -> bool:
    if kind == _BOOLERR:
        return len(body) >= 8 and body[7] == 1
    # A formula's result that isn't a number ends with FF FF; its first byte says of what kind it is (2: an error).
    return kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2
