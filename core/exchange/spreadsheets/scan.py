"""Looking through a workbook before it is loaded: how far its cells reach, and which of them would be lost.

The reader of workbooks lays a sheet out whole and gives cells with an error (``#N/A``), and formulas nobody computed,
as blank ones. So each kind of file is looked through first: what would need more memory than an office PC can spare is
refused, and the cells that would be lost are noted.
"""

from dataclasses import dataclass, field

from core.exchange.spreadsheets.table import MOST_ROWS
from core.faults import FileRefusal

IS_ERROR = "คำนวณแล้วผิดพลาด โปรดแก้สูตรหรือพิมพ์ค่าแทน"
NOT_COMPUTED = "เป็นสูตรที่ยังไม่ได้คำนวณ โปรดเปิดและบันทึกในโปรแกรมตาราง หรือพิมพ์ค่าแทน"

MOST_CELLS = 2_500_000  # of a sheet laid out whole: some 150 MB
MOST_BYTES = 400 << 20  # of a sheet's XML
MOST_WEIGHT = 180 << 20  # bytes a workbook may take once it is laid out
MOST_SHEETS = 1_000
MOST_FAULTS = 50_000


@dataclass(slots=True)
class Scan:
    """What one sheet of the file ``name`` holds, or a slice of it: the rows and columns its filled cells reach to (from
    A1), the cells that would be lost, by row number and column (first = 0), and the cells covered by merging. ``above``:
    how many rows stand above the slice."""

    name: str
    above: int = 0
    rows: int = 0
    columns: int = 0
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        """Note a filled cell: row number from 1, column from 0. FileRefusal where the sheet becomes too big."""
        if row > self.rows or column >= self.columns:
            self.rows = max(self.rows, row)
            self.columns = max(self.columns, column + 1)
            if self.rows > MOST_ROWS or (self.rows - self.above) * self.columns > MOST_CELLS:
                raise too_big(self.name)

    def lose(self, row: int, column: int, why: str) -> None:
        """Note a cell that would be lost. FileRefusal where they become too many."""
        self.faults[row, column] = why
        if len(self.faults) > MOST_FAULTS:
            raise FileRefusal(
                f"ไฟล์ {self.name} มีสูตรที่คำนวณผิดพลาดเกิน {MOST_FAULTS:,} เซลล์ โปรดแก้สูตรในโปรแกรมตารางแล้วนำเข้าใหม่"
            )


def too_big(name: str) -> FileRefusal:
    """The refusal of a workbook that would take too much memory."""
    return FileRefusal(
        f"ตารางในไฟล์ {name} ใหญ่เกินกว่าจะอ่านได้ โปรดลบคอลัมน์และแถวที่ไม่ใช้ แบ่งเป็นหลายไฟล์ หรือบันทึกเป็น .csv"
    )
