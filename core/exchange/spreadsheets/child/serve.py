"""Answers on a pipe for one workbook; the package says how."""

import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineError, SheetVisibleEnum

from core.exchange.messages import send
from core.exchange.spreadsheets.child.locked import is_locked
from core.exchange.spreadsheets.child.look import File, SheetLook, TooBig
from core.exchange.spreadsheets.child.merged import MergedCells
from core.exchange.spreadsheets.child.ods import OdsFile
from core.exchange.spreadsheets.child.packing import packed
from core.exchange.spreadsheets.child.xls import XlsFile
from core.exchange.spreadsheets.child.xlsx import XlsxFile

_KINDS: dict[str, Callable[[Path], File]] = {".xlsx": XlsxFile, ".xls": XlsFile, ".ods": OdsFile}
_BLOCK = 256 << 10  # bytes of rows sent together
_TOGETHER = 1000  # rows that may be held in memory together by whoever reads them,
_MOST_TOGETHER = 64 << 20  # and the bytes they may be
_MOST_ROWS = 1_048_576  # of a sheet
# Of the standard library, for orjson takes longer to be imported than all else here.
_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
# What a broken file raises: beside the plain cases, parts said to be encrypted, or packed in unknown ways.
_DAMAGED = (
    *(CalamineError, zipfile.BadZipFile, zlib.error, ElementTree.ParseError, struct.error, OSError),
    *(LookupError, ValueError, EOFError, NotImplementedError, RuntimeError, StopIteration),
)


def main(name: str) -> None:
    """Answer for the workbook of this name until nobody asks any more."""
    out = sys.stdout.buffer
    try:
        for share, message in _answers(Path(name)):
            send(out, share, message)
    except BrokenPipeError:
        pass
    except BaseException as fault:
        # What stumbles inside the reader's Rust comes as a BaseException that can't be imported.
        send(out, 0.0, _json(_said(fault, Path(name))))


def _said(fault: BaseException, path: Path) -> dict[str, str]:
    if isinstance(fault, (TooBig, MemoryError)):
        return {"fault": "big"}
    if isinstance(fault, _DAMAGED) or type(fault).__name__ == "PanicException":
        return {"fault": "locked" if is_locked(path) else "damaged"}
    import traceback  # a third of the time this process takes to start

    return {"fault": "".join(traceback.format_exception(fault))}


def _json(value: object) -> bytes:
    return _ENCODE(value).encode()


def _answers(path: Path) -> Iterator[tuple[float, bytes]]:
    file = _KINDS[path.suffix.lower()](path)
    book = file.workbook()
    names = [sheet.name for sheet in book.sheets_metadata]
    hidden = [sheet.visible != SheetVisibleEnum.Visible for sheet in book.sheets_metadata]
    filled = [file.is_filled(sheet, name) for sheet, name in enumerate(names)]
    yield 0.0, _json(list(zip(names, hidden, filled, strict=True)))
    for line in sys.stdin.buffer:
        sheet = int(line)
        look = file.look(sheet, names[sheet])
        yield 0.0, _json({"hidden": look.hidden})
        yield from _blocks(book.get_sheet_by_index(sheet), look)
        yield 1.0, _json({"whole": True})


def _blocks(sheet: Any, look: SheetLook) -> Iterator[tuple[float, bytes]]:
    """The rows in blocks, each with how much of the sheet has been read. TooBig for more text than can be held."""
    height = max(1, sheet.total_height)
    block: list[bytes] = []
    size = together = 0
    for count, (number, row) in enumerate(_rows(sheet, look)):
        block.append(_json([number, *row]))
        size += len(block[-1])
        together = (together if count % _TOGETHER else 0) + len(block[-1])
        if together > _MOST_TOGETHER:
            raise TooBig
        if size > _BLOCK:
            yield min(1.0, number / height), _joined(block)
            block, size = [], 0
    yield 1.0, _joined(block)


def _joined(rows: list[bytes]) -> bytes:
    return b"[%b]" % b",".join(rows)


def _rows(sheet: Any, look: SheetLook) -> Iterator[tuple[int, list[Any]]]:
    """The rows that aren't blank, without the blank cells at their ends."""
    if sheet.total_height > _MOST_ROWS:
        raise TooBig
    merged = MergedCells([*look.merged, *_ranges(sheet)])
    top, left = sheet.start or (0, 0)
    # Rows of nothing but formulas that were never computed are blank to the reader, whether it gives them or not.
    number = first = min([top, *(row - 1 for row in look.lost)])
    blank = [None] * left
    # Rows are given with the blank ones above them, but without the blank columns before them.
    for number, cells in enumerate(islice(sheet.iter_rows(), first, None), first + 1):
        row = [*blank, *packed(cells)]
        if number in look.lost:
            _mark(row, look.lost[number])
        merged.cover(row, number)
        while row and row[-1] is None:
            row.pop()
        if row:
            yield number, row
    for number in sorted(row for row in look.lost if row > number):
        row = []
        _mark(row, look.lost[number])
        yield number, row


def _mark(row: list[Any], lost: dict[int, str]) -> None:
    row.extend([None] * (max(lost) + 1 - len(row)))
    for column, why in lost.items():
        row[column] = ["bad", "", why]


def _ranges(sheet: Any) -> list[tuple[int, int, int, int]]:
    found = sheet.merged_cell_ranges or []
    return [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found]
