"""A spreadsheet as it was read: headings, rows, and the rows that can't be read whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.exchange.neutral import restored
from core.faults import FileRefusal, Finding
from core.thai.quote import quoted

Row = tuple[int, tuple[object, ...]]
LETTERS = 26


@dataclass(frozen=True, slots=True)
class RawTable:
    """What a spreadsheet holds.

    ``rows`` are the rows below the heading with their numbers as the spreadsheet shows them (the heading is row 1
    where nothing stands above it); blank rows are passed over, but counted. Each has one cell per heading: text
    (not stripped), ``int``, ``Decimal``, ``bool``, ``date``, ``datetime``, ``time`` or None. Rows with cells that can't be
    read or stand under no heading are left out of ``rows``; ``problems`` has an ERROR finding for each such cell,
    with its row, so they must be counted as read and rejected.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Finding, ...] = ()


def table_of(name: str, rows: Iterable[Row], faults: Sequence[tuple[int, int, str]] = ()) -> RawTable:
    """The table that numbered rows make; the first that isn't blank is the heading.

    ``faults`` are cells that can't be read: row number, column (first = 0), and what is wrong, in Thai. Raises
    FileRefusal where there is no heading; ``name`` is the file's.
    """
    filled = ((number, _cells(cells)) for number, cells in rows)
    body = ((number, cells) for number, cells in filled if cells)
    _, heading = next(body, (0, ()))
    if not heading:
        raise FileRefusal(f"ไฟล์ {name} ว่างเปล่า โปรดเลือกไฟล์ที่มีหัวคอลัมน์ในแถวแรก")
    headings = tuple(" ".join(str("" if cell is None else cell).split()) for cell in heading)
    kept, problems = _sorted_out(headings, body, {(row, column): why for row, column, why in faults})
    return RawTable(headings, kept, problems)


def column_letters(column: int) -> str:
    """The name a spreadsheet gives a column: 0 -> ``A``, 26 -> ``AA``."""
    before, place = divmod(column, LETTERS)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + place)


def _sorted_out(
    headings: tuple[str, ...], body: Iterable[Row], faults: dict[tuple[int, int], str]
) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    faulty_rows = {row for row, _ in faults}
    kept: list[Row] = []
    problems: list[Finding] = []
    for number, cells in body:
        found = list(_unheaded(headings, number, cells))
        if number in faulty_rows:
            found += _unreadable(headings, number, faults)
        if found:
            problems += found
        else:
            kept.append((number, cells + (None,) * (len(headings) - len(cells))))
    return tuple(kept), tuple(problems)


def _unheaded(headings: tuple[str, ...], number: int, cells: tuple[object, ...]) -> Iterator[Finding]:
    if len(cells) <= len(headings) and all(headings):
        return
    for column, cell in enumerate(cells):
        if cell is not None and not (column < len(headings) and headings[column]):
            said = f"คอลัมน์ {column_letters(column)} มีข้อมูล {quoted(str(cell))} แต่ไม่มีหัวคอลัมน์"
            yield Finding(
                "cell.unheaded", f"{said} โปรดใส่หัวคอลัมน์หรือลบข้อมูลนั้น", None, str(cell)[:200], row=number
            )


def _unreadable(
    headings: tuple[str, ...], number: int, faults: dict[tuple[int, int], str]
) -> Iterator[Finding]:
    for (row, column), why in faults.items():
        if row == number:
            place = headings[column] if column < len(headings) else ""
            where = f"คอลัมน์ {quoted(place) if place else column_letters(column)}"
            yield Finding("cell.unreadable", f"{where} {why}", None, row=number)


def _cells(cells: Sequence[object]) -> tuple[object, ...]:
    """The cells without neutralising, blank ones as None, and none behind the last that is filled."""
    clean = [_cell(cell) for cell in cells]
    while clean and clean[-1] is None:
        clean.pop()
    return tuple(clean)


def _cell(cell: object) -> object:
    if isinstance(cell, str):
        return restored(cell) if cell.strip() else None
    return cell
