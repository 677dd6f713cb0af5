"""What the readers of spreadsheets hand over: numbered rows of raw cells, and the table a heading makes of them."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from core.exchange.encoding import mended
from core.exchange.spreadsheets.cells import BadCell, Row
from core.faults import FileRefusal
from core.thai.folding import clean

MOST_COLUMNS = 256  # more than the widest register could ever need
MOST_ROWS = 1_048_576  # of a sheet, the heading included
SEARCHED = 30  # filled rows the heading is looked for in
LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class SheetName:
    """One sheet of a file; ``hidden`` where whoever made it doesn't want it seen."""

    name: str
    hidden: bool = False


class Source(Protocol):
    """A spreadsheet file held open for reading; its rows can be read any number of times.

    ``name`` is the file's. Rows come with their numbers as the spreadsheet shows them, cells as text (``clean_text``: not
    stripped, never blank), ``int``, ``Decimal``, ``bool``, ``date``, ``datetime``, ``time``, ``BadCell`` or None.
    """

    name: str

    @property
    def sheets(self) -> tuple[SheetName, ...]:
        """The file's sheets. FileRefusal where it can't be read."""
        ...

    def rows(self, sheet: int) -> Iterator[Row]:
        """The rows of a sheet. FileRefusal where they can't be read."""
        ...

    def is_filled(self, sheet: int) -> bool:
        """True where anything stands on a sheet."""
        ...

    def hidden_rows(self, sheet: int) -> Container[int]:
        """The numbers of a sheet's rows that whoever made it doesn't want seen, or has filtered away."""
        ...

    def share(self) -> float:
        """How much of the rows under way has been read, 0 to 1."""
        ...

    def relieve(self) -> None:
        """Let go of what is only kept to be read again sooner."""
        ...

    def stop(self) -> None:
        """Called by another thread: end the wait for the file in ``Stopped``. It can be read again."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A sheet's heading, and a function that reads the filled rows below it.

    A row's cells end with the last that is filled; they may be fewer than the headings, or more. Blank rows are
    passed over, but counted.
    """

    headings: tuple[str, ...]
    heading_row: int
    body: Callable[[], Iterator[Row]]


def table_of(source: Source, sheet: int, known: Callable[[str], bool] = lambda _: False) -> SheetTable:
    """The table on a sheet. Its heading is the first row with two headings that are ``known``, or with one where
    nothing but titles of a single cell stands above it, with the row below where that divides groups; else the first row that
    isn't blank.

    Raises FileRefusal where the sheet is blank.
    """
    found = _heading(source, sheet, known)
    if found is None:
        raise FileRefusal(f"ไฟล์ {source.name} ว่างเปล่า โปรดเลือกไฟล์ที่มีหัวคอลัมน์ในแถวแรก")
    number, headings = found
    return SheetTable(headings, number, lambda: below(source, sheet, number))


def _heading(source: Source, sheet: int, known: Callable[[str], bool]) -> tuple[int, tuple[str, ...]] | None:
    first: tuple[int, tuple[str, ...]] | None = None
    only_titles = True
    rows = list(islice(filled_rows(source.rows(sheet)), SEARCHED))
    for at, (number, cells) in enumerate(rows):
        headings = tuple(map(heading_text, cells))
        first = first or (number, headings)
        matches = sum(map(known, headings))
        below = rows[at + 1] if at + 1 < len(rows) else None
        both = two_rows_of_headings(cells, below[1]) if below else None
        if below and both and sum(map(known, both)) > max(matches, 1):
            return below[0], both
        if matches >= 2 or (matches == 1 and only_titles):
            return number, headings
        only_titles = only_titles and sum(map(bool, headings)) == 1
    return first


def two_rows_of_headings(upper: Sequence[object], lower: Sequence[object]) -> tuple[str, ...] | None:
    """The headings of a row of groups and the row below it, which says what each group has ("ผู้ร้อง ชื่อ"); None where the lower
    row says something of a column that is headed by itself, as records do."""
    width = max(len(upper), len(lower))
    above = [*upper, *[None] * (width - len(upper))]
    under = [*map(heading_text, lower), *[""] * (width - len(lower))]
    if not any(under) or any(not is_blank(cell) and not isinstance(cell, str) for cell in lower):
        return None
    headings, group = [], ""
    for place, cell in enumerate(above):
        group = heading_text(cell) if not is_covered(cell) else group
        spreads = is_covered(cell) or (place + 1 < width and is_covered(above[place + 1]))
        if under[place] and group and not spreads:
            return None
        headings.append(f"{group} {under[place]}".strip() if under[place] else heading_text(cell))
    return tuple(headings)


def is_covered(cell: object) -> bool:
    """True for a cell that is merged with another, which shows it."""
    return isinstance(cell, BadCell) and not cell.shown


def is_blank(cell: object) -> bool:
    """True where nothing of its own stands in a cell."""
    return cell is None or is_covered(cell)


def heading_text(cell: object) -> str:
    """A heading as it is shown: on one line, without spaces at its ends or what nobody can see."""
    shown = cell.shown if isinstance(cell, BadCell) else "" if cell is None else str(cell)
    return clean(" ".join(shown.split()))[:LONGEST_HEADING]


def below(source: Source, sheet: int, heading_row: int) -> Iterator[Row]:
    """The filled rows below the heading. FileRefusal for a row wider, or a sheet longer, than any can be."""
    for number, cells in filled_rows(source.rows(sheet)):
        if number > heading_row:
            if number - heading_row >= MOST_ROWS:
                raise FileRefusal(
                    f"ไฟล์ {source.name} มีเกิน {MOST_ROWS - 1:,} แถว โปรดแบ่งเป็นหลายไฟล์แล้วนำเข้าทีละไฟล์"
                )
            if len(cells) > MOST_COLUMNS:
                raise FileRefusal(
                    f"ไฟล์ {source.name} แถวที่ {number} มีเกิน {MOST_COLUMNS} คอลัมน์ โปรดเหลือเฉพาะคอลัมน์ของทะเบียน"
                )
            yield number, cells


def filled_rows(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that aren't blank, with no cell behind the last that is filled."""
    for number, cells in rows:
        if cells and cells[-1] is None:
            width = next((w for w in range(len(cells), 0, -1) if cells[w - 1] is not None), 0)
            cells = cells[:width]
        if cells:
            yield number, cells


def flawed_cell(text: str) -> BadCell:
    """A cell in which a character couldn't be read."""
    return BadCell(mended(text), "มีอักขระที่อ่านไม่ได้ โปรดพิมพ์ข้อความในเซลล์นี้ใหม่")
