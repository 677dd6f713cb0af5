"""A number stands whole on one line, however large, in every column of every report, in either kind of digits."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from reports_golden import AS_OF, NAMES
from reports_pictures import pdf_of
from test_reports_documents import tables_of

from core.office import Office
from core.office.reports.documents import document_of
from core.office.reports.types import Asked
from core.reports import document as doc
from core.reports import render_xlsx
from core.reports.typesetting.linebreak import FilledLine
from core.reports.typesetting.paragraph import TextBlock

HUGE = Decimal("-9876543210.98")
NUMBER = re.compile(r"[-+]?[0-9๐-๙][0-9๐-๙.,]*[0-9๐-๙]|[0-9๐-๙]")
# The plan book is made of the other tables of the plan.
REPORTS = tuple(name for name in NAMES if name != "plan-book")


def asked(office: Office, name: str, thai: bool) -> doc.Document:
    return document_of(office.session, Asked(name, 2563, as_of=AS_OF, thai_digits=thai))


def with_cells(document: doc.Document, change: Callable[[doc.TableCell], doc.TableCell]) -> doc.Document:
    """The document with every cell of its tables changed."""
    return replace(document, sections=tuple(_changed(section, change) for section in document.sections))


def _changed(part: Any, change: Callable[[doc.TableCell], doc.TableCell]) -> Any:
    if isinstance(part, doc.Section | doc.KeepTogether):
        return replace(part, blocks=tuple(_changed(block, change) for block in part.blocks))
    if isinstance(part, doc.DocumentTable):
        rows = (replace(row, cells=tuple(map(change, row.cells))) for row in part.rows)
        return replace(part, rows=tuple(rows))
    return part


def enlarged(cell: doc.TableCell) -> doc.TableCell:
    """A figure as a huge negative amount; – and text stay."""
    return cell if cell.number is None else doc.figure(HUGE, grouping=True, bold=cell.bold)


def broken_numbers(monkeypatch: pytest.MonkeyPatch, document: doc.Document) -> list[str]:
    """The numbers that stand on more than one line, each with its text."""
    drawn: list[tuple[str, tuple[FilledLine, ...]]] = []
    draw = TextBlock.draw

    def noting(
        block: TextBlock, pen: Any, x: float, top: float, width: float, lines: Any, opening: bool
    ) -> None:
        drawn.append(("".join(span.text for span in block.spans), lines))
        draw(block, pen, x, top, width, lines, opening)

    monkeypatch.setattr(TextBlock, "draw", noting)
    pdf_of(document)
    assert drawn
    return [
        f"{number} in {text}"
        for text, lines in drawn
        for number in NUMBER.findall(text)
        if len(lines) > 1 and not any(number in line.text for line in lines) and number in _joined(lines)
    ]


def _joined(lines: tuple[FilledLine, ...]) -> str:
    return "".join(line.text for line in lines)


@pytest.mark.parametrize(("name", "thai"), [*product(REPORTS, [True]), ("budget-spending", False)])
def test_huge_and_negative_numbers_stand_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch, name: str, thai: bool
) -> None:
    assert broken_numbers(monkeypatch, with_cells(asked(office, name, thai), enlarged)) == []


def test_amounts_of_ten_digits_fit_every_column_of_money_without_being_narrowed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    squeezes = []
    squeeze = TextBlock._squeeze
    monkeypatch.setattr(TextBlock, "_squeeze", lambda *of: squeezes.append(squeeze(*of)) or squeezes[-1])
    for name in ("budget-spending", "monthly", "quarterly", "annual"):
        pdf_of(with_cells(asked(office, name, False), enlarged))
    assert squeezes
    assert set(squeezes) == {1.0}


def figures_in(row: doc.TableRow) -> list[Decimal | int]:
    return [cell.number or 0 for cell in row.cells if cell.align == "right"]


def test_every_table_of_money_ends_in_its_total(office: Office) -> None:
    money = [t for name in REPORTS for t in tables_of(asked(office, name, False)) if "บาท" in head_of(t)]
    assert len(money) >= 5
    for table in money:
        *rows, last = table.rows
        percents = head_of(table).count("ร้อยละ")
        sums = figures_in(last)[: -percents or None]
        assert (last.kind, len(sums) >= 3) == ("total", True)
        assert sums == [sum(column) for column in zip(*map(figures_in, rows), strict=True)][: len(sums)]


def head_of(table: doc.DocumentTable) -> str:
    return " ".join(doc.plain(cell.text) for row in table.header for cell in row.cells)


@pytest.mark.parametrize("name", ["budget-spending", "monthly", "budget-summary", "line-months"])
def test_a_spreadsheets_columns_hold_its_numbers(office: Office, name: str, tmp_path: Path) -> None:
    target = tmp_path / "x.xlsx"
    render_xlsx(with_cells(asked(office, name, False), enlarged), target)
    shown = len(f"{HUGE:,}")
    for sheet in openpyxl.load_workbook(target):
        spans = {
            str(merged.start_cell.coordinate): range(merged.min_col, merged.max_col + 1)
            for merged in sheet.merged_cells.ranges
        }
        widths = [d.width for _, d in sorted(sheet.column_dimensions.items(), key=lambda item: item[1].min)]
        for cell in (c for row in sheet.iter_rows() for c in row if isinstance(c.value, int | float)):
            columns = spans.get(cell.coordinate, [cell.column])
            assert sum(widths[n - 1] for n in columns) > shown, (sheet.title, cell.coordinate)
