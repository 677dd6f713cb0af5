"""What the reader of workbooks doesn't tell of a sheet: which rows are hidden, and whether anything stands on it.

Rows that a filter hides are hidden rows, too. A sheet's XML, or an old workbook's records, are only streamed past
patterns: nothing is laid out.
"""

import re
import struct
import zipfile
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from core.exchange.spreadsheets.scan_xls import CELLS, record_stream, records, sheet_starts
from core.exchange.spreadsheets.xlsx_package import pieces_between, sheet_part

_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])[^<>]*>")
_NUMBER = re.compile(rb"\sr\s*=\s*[\"'](\d+)")
_UNSEEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']|\sht\s*=\s*[\"']0(?:\.0*)?[\"']")
_CONTENT = re.compile(rb"<(?:\w+:)?[vt](?:\s[^<>]*)?>[^<]")
_XLS_ROW, _XLS_UNSEEN = 0x0208, 0x20  # fDyZero
_ODS_PARTS = re.compile(rb"<table:table(?=[\s>])|<table:table-row(?=[\s/>])[^<>]*>|\soffice:value-type=")
_ODS_REPEATED = re.compile(rb"table:number-rows-repeated=[\"'](\d+)")
_ODS_UNSEEN = re.compile(rb"table:visibility=[\"'](?:collapse|filter)[\"']")


class HiddenRows(Container[int]):
    """The rows of a sheet that nobody sees, by their numbers as the spreadsheet shows them."""

    def __init__(self, stretches: Iterable[tuple[int, int]] = ()) -> None:
        """``stretches``: the first and last row of each, both inclusive, in order."""
        self._stretches = tuple(stretches)
        self._firsts = [first for first, _ in self._stretches]

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        place = bisect_right(self._firsts, number) - 1
        return place >= 0 and number <= self._stretches[place][1]

    def __bool__(self) -> bool:
        return bool(self._stretches)


@dataclass(frozen=True, slots=True)
class Inspected:
    """One sheet: whether anything stands on it, and its hidden rows."""

    filled: bool
    hidden: HiddenRows


def xlsx_is_filled(path: Path, sheet: str) -> bool:
    """True where a cell of the sheet holds something; a border or a colour is nothing."""
    with zipfile.ZipFile(path) as package:
        return any(map(_CONTENT.search, pieces_between(package, sheet_part(package, sheet), b"row")))


def xlsx_hidden_rows(path: Path, sheet: str) -> HiddenRows:
    """The hidden rows of a sheet."""
    with zipfile.ZipFile(path) as package:
        pieces = pieces_between(package, sheet_part(package, sheet), b"row")
        return HiddenRows(_joined((n, n) for n in _unseen(pieces)))


def _unseen(pieces: Iterable[bytes]) -> Iterator[int]:
    number = 0
    for piece in pieces:
        rows = _ROW.findall(piece) if b"hidden" in piece or b" ht=" in piece else _last_row(piece)
        for row in rows:
            said = _NUMBER.search(row)
            number = int(said[1]) if said else number + 1
            if _UNSEEN.search(row):
                yield number


def _last_row(piece: bytes) -> list[bytes]:
    """Of rows all of which are seen, the last is enough: it says where it stands; else all of them are counted."""
    last = _ROW.match(piece, max(0, piece.rfind(b"<row")))
    return [last[0]] if last and _NUMBER.search(last[0]) else _ROW.findall(piece)


def inspected_xls(path: Path) -> list[Inspected]:
    """The sheets of an old workbook, in the order of their names in the file."""
    data = record_stream(path)
    return [_inspected_xls(data, start) for start in sheet_starts(data)]


def _inspected_xls(data: bytes, start: int) -> Inspected:
    filled = False
    unseen: set[int] = set()
    for kind, at, length in records(data, start):
        filled = filled or kind in CELLS
        if kind == _XLS_ROW and length >= 16 and struct.unpack_from("<H", data, at + 12)[0] & _XLS_UNSEEN:
            unseen.add(struct.unpack_from("<H", data, at)[0] + 1)
    return Inspected(filled, HiddenRows(_joined((n, n) for n in sorted(unseen))))


def inspected_ods(path: Path) -> list[Inspected]:
    """The tables of an OpenDocument package, in their order."""
    with zipfile.ZipFile(path) as package:
        pieces = pieces_between(package, package.getinfo("content.xml"), b"table-row")
        return [Inspected(filled, HiddenRows(_joined(unseen))) for filled, unseen in _ods_tables(pieces)]


def _ods_tables(pieces: Iterable[bytes]) -> list[tuple[bool, list[tuple[int, int]]]]:
    tables: list[tuple[bool, list[tuple[int, int]]]] = []
    last = 0
    for piece in pieces:
        for part in _ODS_PARTS.findall(piece):
            if part == b"<table:table":
                tables.append((False, []))
                last = 0
            elif tables and part.startswith(b"<"):
                repeated = _ODS_REPEATED.search(part)
                first, last = last + 1, last + (int(repeated[1]) if repeated else 1)
                tables[-1][1].extend([(first, last)] if _ODS_UNSEEN.search(part) else ())
            elif tables:
                tables[-1] = (True, tables[-1][1])
    return tables


def _joined(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Stretches in order, those that follow one another as one."""
    begun: tuple[int, int] | None = None
    for first, last in stretches:
        if begun and first <= begun[1] + 1:
            begun = (begun[0], max(begun[1], last))
            continue
        if begun:
            yield begun
        begun = (first, last)
    if begun:
        yield begun
