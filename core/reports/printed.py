"""The official tables of a plan as blocks of a document, as ``core.plan.printed`` gives them.

A printed table is a run of titles, leads, heads, rows and notes (``core.plan.model.PrintedRow``); every official table
of the plan is set from it here, so all of them break, span and repeat their headings alike.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from core.faults import InputRefusal
from core.plan.model import Plan, PrintedRow, PrintedTable
from core.reports.document import (
    Block,
    Digits,
    Document,
    DocumentTable,
    Heading,
    KeepTogether,
    Orientation,
    PageBreak,
    Paragraph,
    Section,
    TableCell,
    TableColumn,
    TableRow,
    head,
    spaced,
)
from core.reports.typesetting.linebreak import Span

LEAD_SIZE = 16.0
NOTE_SIZE = 16.0
_HANGING = 24.0

# How the columns of a grid stand, by how many there are.
Grids = Mapping[int, tuple[TableColumn, ...]]

# A cell that is one figure: "ร้อยละ 80", "อย่างน้อยร้อยละ 10", "3,686,000 บาท", "14,486,000.-บาท", "0.5", "6".
_FIGURE = re.compile(
    r"(?P<before>(?:อย่างน้อย|ไม่น้อยกว่า)?ร้อยละ ?)?(?P<figure>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<behind>\.- ?บาท| บาท)?"
)
_RUNS = {"row": "body", "total": "body"}


@dataclass(frozen=True, slots=True)
class PlanData:
    """What a document of the plan's own tables needs: the plan, and the digits it is printed in."""

    plan: Plan
    digits: Digits = "arabic"


@dataclass(frozen=True, slots=True)
class Style:
    """How a printed table is set: its ``grids``, the ``level`` of its titles, the type ``size`` in its cells, and how
    many leading columns have their empty cells ``joined`` to the cell above."""

    grids: Grids
    level: int = 0
    size: float = 15
    joined: int = 0


def tables_of(plan: Plan, prefix: str, title: str) -> tuple[PrintedTable, ...]:
    """The plan's printed tables whose names begin so, in printed order; InputRefusal where it has none."""
    found = tuple(t for t in plan.tables if t.name.startswith(prefix))
    if not found:
        raise InputRefusal(f"แผนปีงบประมาณ {plan.fiscal_year} ยังไม่มีตาราง “{title}” โปรดเลือกรายงานอื่น")
    return found


def compose(
    data: PlanData, title: str, sections: Sequence[Section], orientation: Orientation = "portrait"
) -> Document:
    """A document of its own out of sections of the plan book; the line that says of which plan goes under the first
    heading."""
    plan = data.plan
    first, *rest = sections
    opening = (*_with_source(first.blocks, plan),)
    return Document(
        f"{title} ปีงบประมาณ พ.ศ. {plan.fiscal_year} {plan.office}",
        (replace(first, blocks=opening), *rest),
        orientation,
        f"{plan.title} · {plan.office} {plan.department}",
        plan.office,
        data.digits,
    )


def _with_source(blocks: Sequence[Block], plan: Plan) -> Iterable[Block]:
    heading, *rest = blocks
    line = f"{plan.title} {plan.office} {plan.department}"
    return heading, Paragraph(line, align="centre", after=8, keep_with_next=True), *rest


def blocks_of(printed: PrintedTable, style: Style) -> Iterable[Block]:
    """A printed table as blocks. A title below a grid begins the table's next page ("(ต่อ)")."""
    header: list[PrintedRow] = []
    begun = False
    for kind, run in groupby(printed.rows, lambda row: _RUNS.get(row.kind, row.kind)):
        rows = list(run)
        match kind:
            case "title":
                if begun:
                    yield PageBreak()
                yield title_of(rows, style.level)
            case "lead":
                yield from map(lead, rows)
            case "head":
                header = rows
            case "body":
                yield grid(header, rows, style)
                begun = True
            case "note":
                yield notes(rows)


def title_of(rows: Sequence[PrintedRow], level: int = 0) -> Heading:
    """The titles of a table, one under the other; the last of them is what the table is called."""
    return Heading("\n".join(row.cells[0] for row in rows), level, rows[-1].cells[0])


def lead(row: PrintedRow) -> Paragraph:
    """A line that says where in the plan the table below it belongs."""
    return Paragraph(
        (Span(row.cells[0], bold=True),), rest=_HANGING, size=LEAD_SIZE, after=1, keep_with_next=True
    )


def notes(rows: Sequence[PrintedRow]) -> KeepTogether:
    """The lines under a table."""
    return KeepTogether(tuple(Paragraph(row.cells[0], size=NOTE_SIZE, after=1) for row in rows))


def grid(header: Sequence[PrintedRow], rows: Sequence[PrintedRow], style: Style) -> DocumentTable:
    """The ruled part of a table, under heading rows that come again on every page."""
    width = max(len(row.cells) for row in (*header, *rows))
    columns = style.grids.get(width) or (TableColumn(1, valign="top"),) * width
    heads = head_rows([row.cells for row in header])
    return DocumentTable(
        columns, heads, body_rows(rows, style.joined), style.size, fractions=True, flowing=True
    )


def body_rows(rows: Sequence[PrintedRow], joined: int = 0) -> tuple[TableRow, ...]:
    """Rows as printed; in the first ``joined`` columns an empty cell is spanned by the one above it."""
    return tuple(_body_row(rows, n, joined) for n in range(len(rows)))


def _body_row(rows: Sequence[PrintedRow], n: int, joined: int) -> TableRow:
    row = rows[n]
    if row.kind == "total":
        return TableRow(tuple(replace(cell(text), bold=True) for text in row.cells), "total")
    cells = (
        replace(cell(text), rows=_reach(rows, n, c) if c < joined else 1)
        for c, text in enumerate(row.cells)
        if text or c >= joined or not _spanned(rows, n)
    )
    return TableRow(tuple(cells))


def _reach(rows: Sequence[PrintedRow], n: int, column: int) -> int:
    """How many rows the cell of row ``n`` spans: itself and the empty ones right below."""
    end = n + 1
    while end < len(rows) and rows[end].kind == "row" and not rows[end].cells[column]:
        end += 1
    return end - n


def _spanned(rows: Sequence[PrintedRow], n: int) -> bool:
    """True where the rows above put a cell over this place."""
    return n > 0 and rows[n - 1].kind == "row"


def cell(text: str) -> TableCell:
    """A cell as printed; where it is one figure, the exact figure goes with it."""
    found = _FIGURE.fullmatch(spaced(text))
    if found is None:
        return TableCell(text)
    before, figure, behind = found.group("before", "figure", "behind")
    return TableCell(
        text,
        number=Decimal(figure.replace(",", "")),
        places=len(figure.partition(".")[2]),
        grouping="," in figure,
        before=before or "",
        behind=behind or "",
    )


def head_rows(cells: Sequence[Sequence[str]]) -> tuple[TableRow, ...]:
    """Heading rows as printed, where an empty cell is spanned by the one left of it or above it."""
    taken: set[tuple[int, int]] = set()
    rows = []
    for r, row in enumerate(cells):
        out = []
        for c, text in enumerate(row):
            if not text or (r, c) in taken:
                continue
            columns = 1
            while c + columns < len(row) and not row[c + columns] and (r, c + columns) not in taken:
                columns += 1
            deep = 1
            while r + deep < len(cells) and not any(cells[r + deep][c : c + columns]):
                deep += 1
            taken |= {(r + y, c + x) for y in range(deep) for x in range(columns)}
            out.append(TableCell(text, columns=columns, rows=deep))
        rows.append(head(*out))
    return tuple(rows)
