"""ผลการดำเนินงานที่ผ่านมา: last year's results with their weights, and what became of each negotiated indicator."""

from collections.abc import Iterable

from core.plan.model import Plan, PrintedText
from core.reports.document import Block, Document, Paragraph, Section, TableColumn
from core.reports.printed import PlanData, Style, blocks_of, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "ผลการดำเนินงานที่ผ่านมา"

_WEIGHTED = (
    TableColumn(5.4),
    TableColumn(2.8, "centre"),
    TableColumn(3.2, "centre"),
    TableColumn(4.4, "centre"),
)
_LISTED = (
    TableColumn(1.6, "centre", "top"),
    TableColumn(8.0, valign="top"),
    TableColumn(3.0, "centre", "top"),
    TableColumn(3.2, "centre", "top"),
)
_INDENT = 24.0


def sections(plan: Plan) -> tuple[Section, ...]:
    """The table, and the plan's own account of the year's indicators below it."""
    (printed,) = tables_of(plan, "past-results", TITLE)
    listed = any(row.kind == "head" and row.cells[:1] == ("ลำดับที่",) for row in printed.rows)
    style = Style({4: _LISTED if listed else _WEIGHTED}, size=16)
    return (Section("ผลการดำเนินงาน", (*blocks_of(printed, style), *_account(plan.section("past_result")))),)


def document(data: PlanData) -> Document:
    """Last year's results as a document of its own."""
    return compose(data, TITLE, sections(data.plan))


def _account(texts: Iterable[PrintedText]) -> Iterable[Block]:
    for text in texts:
        if text.number:
            # 4. is an indicator, 1) a part of the one above it.
            indent = _INDENT if text.number.endswith(".") else 2 * _INDENT
            yield Paragraph(f"{text.number} {text.text}", first=indent, rest=indent + 14)
        else:
            yield Paragraph(text.text, keep_with_next=True)


REPORT = ReportSpec("past-results", 6, TITLE, "plan", PlanData, document, tables=("past-results",))
