"""Spreadsheets out: rows of values to ``.csv`` or ``.xlsx``, whole or not at all."""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from core.exchange.spreadsheets.neutral import neutralised
from core.exchange.spreadsheets.xlsx_out import write_xlsx
from core.faults import FileRefusal
from core.registers.declare import FieldType, Value
from core.whole_files import write_whole

__all__ = ["replace_whole", "write_table"]

Rows = Iterable[Sequence[Value | None]]


def write_table(
    path: Path,
    headings: Sequence[str],
    types: Sequence[FieldType],
    rows: Rows,
    when_written: Callable[[], None] = lambda: None,
) -> None:
    """Writes a table to ``path``, replacing what is there only once everything is written, and ``when_written`` has
    raised nothing.

    ``.csv``: UTF-8 with BOM, lines ended by CR LF, ISO days, months and minutes, numbers without grouping (baht
    with two decimals), 1 and 0 for yes and no. ``.xlsx``: true dates and numbers, a bold heading that stays in
    view. In both, text that a spreadsheet would take for a formula is neutralised. ``types`` and every row are as
    long as ``headings``. Raises FileRefusal for another ending, or where the file can't be written.
    """
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise FileRefusal(f"ส่งออกเป็นไฟล์ {path.name} ไม่ได้ โปรดตั้งชื่อไฟล์ลงท้ายด้วย .csv หรือ .xlsx")

    def write(beside: Path) -> None:
        writer(beside, headings, types, rows)
        when_written()

    replace_whole(path, write)


def replace_whole(path: Path, write: Callable[[Path], None]) -> None:
    """Has a file written beside ``path`` and puts it there once it is whole. Raises FileRefusal."""
    try:
        write_whole(path, write)
    except OSError:
        raise FileRefusal(
            f"เขียนไฟล์ {path.name} ไม่ได้ โปรดปิดโปรแกรมที่เปิดไฟล์นี้อยู่ ตรวจโฟลเดอร์และพื้นที่ว่าง แล้วลองใหม่"
        ) from None


def _write_csv(path: Path, headings: Sequence[str], types: Sequence[FieldType], rows: Rows) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([neutralised(heading) for heading in headings])
        writer.writerows([_text(t, value) for t, value in zip(types, row, strict=True)] for row in rows)


def _text(held: FieldType, value: Value | None) -> str:
    if value is None:
        return ""
    return neutralised(value) if isinstance(value, str) else held.to_csv(value)


_WRITERS: dict[str, Callable[[Path, Sequence[str], Sequence[FieldType], Rows], None]] = {
    ".csv": _write_csv,
    ".xlsx": write_xlsx,
}
