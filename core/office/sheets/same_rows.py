"""Rows that came in twice: known by a digest of what they say, where no natural key tells them apart."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import orjson

from core.registers.declare import Register, Wire
from core.store.connection import Connection
from core.store.log.imports_seen import Imported, ImportMark, imports_of
from core.thai.dates import moment_short
from core.thai.folding import fold

_SUM = 2**256


class RowDigest:
    """The digest of a sheet's new rows, fed row by row: the same rows come to the same in any order, from any kind of
    file, with text that looks the same; a row that stands twice counts twice."""

    def __init__(self) -> None:
        self.count = 0
        self._sum = 0

    def add(self, names: Sequence[str], columns: Sequence[Sequence[Wire]]) -> None:
        """Rows as their wire values, column by column; an empty cell is as good as none."""
        total = 0
        for wires in zip(*map(_folded, columns), strict=True):
            said = {name: wire for name, wire in zip(names, wires, strict=True) if wire is not None}
            row = sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()
            total += int.from_bytes(row)
            self.count += 1
        # A sum doesn't know an order, and needs no more memory for a million rows than for one.
        self._sum = (self._sum + total) % _SUM

    def add_row(self, values: Mapping[str, Wire]) -> None:
        """One row as its wire values by field."""
        self.add(tuple(values), [[wire] for wire in values.values()])

    def mark(self) -> ImportMark:
        """The mark of the rows so far."""
        return ImportMark(self.count, sha256(self._sum.to_bytes(32)).hexdigest())


def _folded(column: Sequence[Wire]) -> list[Wire]:
    known = {wire: fold(wire) for wire in set(column) if isinstance(wire, str)}
    return [known.get(wire, wire) if isinstance(wire, str) else wire for wire in column]


def same_rows(connection: Connection, register: Register, mark: ImportMark) -> tuple[Imported, ...]:
    """The imports of just these rows of which something still stands, oldest first; none for a register whose natural key
    tells its records apart."""
    if register.key_fields or not mark.count:
        return ()
    found = imports_of(connection, register)
    return tuple(one for one in found if (one.mark.count, one.mark.digest) == (mark.count, mark.digest))


def same_rows_said(register: Register, before: Sequence[Imported]) -> str:
    """That the rows at hand were imported before, when and by whom; "" where they weren't."""
    if not before:
        return ""
    last = before[-1]
    rows = f"แถวชุดเดียวกันนี้ทั้ง {last.mark.count:,} แถว" if last.mark.count > 1 else "แถวเดียวกันนี้"
    return f"{rows} {last.author} นำเข้า{register.short_title}ไว้แล้วเมื่อ {moment_short(last.at)}"
