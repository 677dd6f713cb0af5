"""A register's printed list (``[[prints]]`` of its declaration): rows in groups, sums under each and at the end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from core.plan.model import Plan
from core.reports.document import (
    Digits,
    Document,
    DocumentTable,
    Signer,
    TableCell,
    TableColumn,
    TableRow,
    band,
    body,
    figure,
    head,
    plain,
    total,
)
from core.reports.framed import framed
from core.reports.typesetting.paragraph import Align
from core.thai.dates import month_long
from core.thai.fiscal import Month
from core.thai.numbers import format_decimal
from core.thai.words import shown_length

NOTHING_THERE = "ไม่มีรายการ"
CONTINUED = "(ต่อ)"  # behind the title of a group that goes on overleaf
_LEAST, _MOST = 5, 30  # characters a column is weighed by
_LOOKED_AT = 300  # rows whose texts weigh the columns


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column: its heading, how its cells stand, and of one that is summed up, group by group and as a ``whole``, its
    decimals."""

    heading: str
    align: Align = "left"
    summed: bool = False
    whole: bool = False
    places: int = 2


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """Rows that belong together under a ``title`` ("" where the list has no groups): a cell for each column, and the sum of
    each (None of those that aren't summed)."""

    title: str
    rows: tuple[tuple[TableCell, ...], ...]
    sums: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class RegisterListData:
    """What a printed list needs: its title, the ``month`` it is of (None for the year), and what its records are counted in."""

    plan: Plan
    title: str
    month: Month | None
    as_of: date
    columns: tuple[PrintedColumn, ...]
    groups: tuple[PrintedGroup, ...]
    counted_in: str
    signers: tuple[Signer, ...] = ()
    landscape: bool = False
    digits: Digits = "arabic"


def document(data: RegisterListData) -> Document:
    """The list as a document."""
    return framed(
        data.title,
        data.plan,
        data.as_of,
        (_table(data),),
        signers=data.signers,
        digits=data.digits,
        orientation="landscape" if data.landscape else "portrait",
        about=f"ประจำเดือน{month_long(data.month)}" if data.month else "",
    )


def _table(data: RegisterListData) -> DocumentTable:
    columns = (TableColumn(_LEAST, "centre"), *_weighed(data))
    header = (head("ที่", *(column.heading for column in data.columns)),)
    return DocumentTable(columns, header, tuple(_rows(data)), flowing=True)


def _weighed(data: RegisterListData) -> Iterator[TableColumn]:
    """The columns, each as wide as what stands in it asks for, but for the longest tenth: what is rare may take a second
    line, so that what stands in every row needn't."""
    rows = [row for group in data.groups for row in group.rows][:_LOOKED_AT]
    for place, column in enumerate(data.columns):
        lengths = sorted(shown_length(plain(row[place].text)) for row in rows)
        usual = lengths[(len(lengths) - 1) * 9 // 10] if lengths else 0
        sums = (group.sums[place] for group in data.groups)
        figures = (shown_length(format_decimal(s, column.places, True)) for s in sums if s is not None)
        words = map(shown_length, column.heading.split())
        yield TableColumn(min(max(usual, _LEAST, *figures, *words), _MOST) + 2, column.align)


def _rows(data: RegisterListData) -> Iterator[TableRow]:
    width = len(data.columns) + 1
    number = 0
    for group in data.groups:
        if group.title:
            yield band(group.title, width)
        again = band(f"{group.title} {CONTINUED}", width) if group.title else None
        for cells in group.rows:
            number += 1
            yield replace(body(TableCell(str(number), number=number), *cells), under=again)
        if group.title:
            yield _sums(data, f"รวม {_counted(data, len(group.rows))}", group.sums)
    if not number:
        yield body(TableCell(NOTHING_THERE, columns=width, align="centre"))
        return
    whole = [
        _sum(group.sums[place] for group in data.groups) if column.whole else None
        for place, column in enumerate(data.columns)
    ]
    yield _sums(data, f"รวมทั้งสิ้น {_counted(data, number)}", whole)


def _counted(data: RegisterListData, number: int) -> str:
    return f"{format_decimal(number, 0, grouping=True)} {data.counted_in}"


def _sum(parts: Iterable[Decimal | None]) -> Decimal | None:
    there = [part for part in parts if part is not None]
    return sum(there, Decimal(0)) if there else None


def _sums(data: RegisterListData, label: str, sums: Sequence[Decimal | None]) -> TableRow:
    """A total row: its words over the columns before the first that is summed."""
    before = next((n for n, column in enumerate(data.columns) if column.summed), len(data.columns))
    cells = [TableCell(label, columns=before + 1, bold=True, align="left")]
    for column, sum_ in zip(data.columns[before:], sums[before:], strict=True):
        shown = figure(sum_, column.places, grouping=True, bold=True, missing="")
        cells.append(shown if column.summed else TableCell(""))
    return total(cells)
