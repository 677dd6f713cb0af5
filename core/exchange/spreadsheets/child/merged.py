"""Cells covered by merging: blank to the reader of workbooks, though the sheet shows them filled."""

from collections.abc import Iterable
from typing import Any

from core.exchange.spreadsheets.child.packing import packed_bad
from core.exchange.spreadsheets.columns import column_letters

Area = tuple[int, int, int, int]  # top row number, left column, bottom row number, right column


class MergedCells:
    """The merged cells of a sheet, whose rows are asked about in order."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._waiting = sorted(areas, reverse=True)
        self._open: list[Area] = []

    def cover(self, row: list[Any], number: int) -> None:
        """Mark the covered cells of the next row. Nothing is covered by a blank cell."""
        while self._waiting and self._waiting[-1][0] <= number:
            area = self._waiting.pop()
            if area[0] == number and area[1] < len(row) and row[area[1]] is not None:
                self._open.append(area)
                _fill(row, area, area[1] + 1)
        self._open = [area for area in self._open if area[2] >= number]
        for area in self._open:
            if area[0] < number:
                _fill(row, area, area[1])


def _fill(row: list[Any], area: Area, first: int) -> None:
    where = f"{column_letters(area[1])}{area[0]}"
    bad = packed_bad("", f"ถูกผสานกับเซลล์ {where} โปรดยกเลิกการผสานเซลล์ แล้วใส่ค่าให้ครบทุกแถว")
    for column in range(first, min(area[3] + 1, len(row))):
        row[column] = bad
