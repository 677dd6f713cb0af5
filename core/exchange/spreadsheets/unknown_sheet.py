"""The table on a sheet of which nothing is known beforehand: where its heading is, and which rows below are records.

Sheets of offices have titles above, rows that divide, and totals and signatures below; what is said of these rows is a guess
that a person confirms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from core.exchange.spreadsheets.cells import Row
from core.exchange.spreadsheets.table import (
    SEARCHED,
    Source,
    below,
    filled_rows,
    heading_text,
    is_blank,
    two_rows_of_headings,
)
from core.faults import FileRefusal
from core.thai.folding import fold_case

LOOKED_AT = 5_000  # rows below the heading that are looked at
ENOUGH = 0.6  # of the columns filled below must be headed
TOTALS = ("รวม", "ยอดรวม", "ผลรวม", "total")
BLANK_IN_TOTALS = 3  # one column in so many is blank in a row of totals


@dataclass(frozen=True, slots=True)
class UnknownTable:
    """The headings ("" for none) and where they stand, the cells of each column row by row (None where blank), the title
    above ("" for none), and the numbers of the rows below that were taken for no records."""

    headings: tuple[str, ...]
    heading_row: int
    columns: tuple[tuple[object, ...], ...]
    title: str
    passed_over: tuple[int, ...]

    @property
    def records(self) -> int:
        """How many rows were taken for records."""
        return len(self.columns[0]) if self.columns else 0


def unknown_table(source: Source, sheet: int) -> UnknownTable:
    """The table on a sheet. FileRefusal where the sheet is blank, has headings alone, or can't be read."""
    first = list(islice(filled_rows(source.rows(sheet)), SEARCHED))
    if not first:
        raise FileRefusal(f"แผ่นงานนี้ในไฟล์ {source.name} ว่างเปล่า โปรดเลือกแผ่นที่มีหัวคอลัมน์และรายการ")
    at = _heading_at(first)
    number, cells = first[at]
    headings = tuple(map(heading_text, cells))
    if at + 1 < len(first) and (both := two_rows_of_headings(cells, first[at + 1][1])):
        number, headings = first[at + 1][0], both
    records: list[Row] = []
    passed_over: list[Row] = []
    for row in islice(below(source, sheet, number), LOOKED_AT):
        (records if _is_record(row, headings) else passed_over).append(row)
    if not records:
        raise FileRefusal(
            f"ไฟล์ {source.name} มีหัวคอลัมน์ในแถวที่ {number} แต่ยังไม่มีรายการให้ดูชนิดของช่อง โปรดเลือกแผ่นที่มีรายการ หรือเริ่มจากทะเบียนเปล่า"
        )
    width = max(len(headings), *(len(cells) for _, cells in records))
    padded = [(*cells, *[None] * (width - len(cells))) for _, cells in records]
    return UnknownTable(
        (*headings, *[""] * (width - len(headings))),
        number,
        tuple(zip(*padded, strict=True)),
        _title(first[:at]),
        tuple(number for number, _ in passed_over),
    )


def _heading_at(rows: Sequence[Row]) -> int:
    """The place of the first row of different texts over most of the columns that are filled below it; 0 where none is."""
    for at, (_, cells) in enumerate(rows):
        widest = max((sum(not is_blank(cell) for cell in cells) for _, cells in rows[at + 1 :]), default=0)
        texts = [heading_text(cell) for cell in cells if isinstance(cell, str)]
        if len(set(texts)) < len(texts) or len(texts) < sum(not is_blank(cell) for cell in cells):
            continue
        if texts and len(texts) >= ENOUGH * widest:
            return at
    return 0


def _is_record(row: Row, headings: Sequence[str]) -> bool:
    _, cells = row
    filled = [cell for cell in cells if not is_blank(cell)]
    headed = sum(map(bool, headings))
    if len(filled) <= 1 and headed > 2:
        return False
    first = next((fold_case(cell) for cell in filled if isinstance(cell, str)), "")
    return not (first.startswith(TOTALS) and (headed - len(filled)) * BLANK_IN_TOTALS >= headed)


def _title(above: Sequence[Row]) -> str:
    """What stands alone in the first row above the heading that has a text."""
    texts = (heading_text(cell) for _, cells in above for cell in cells if isinstance(cell, str))
    return next(texts, "")
