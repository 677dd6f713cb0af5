"""ตาราง ก: the strategic work by objective: indicator and target, measure, definition and project."""

from core.plan.model import Plan
from core.reports.document import Document, Section, TableColumn
from core.reports.printed import PlanData, Style, blocks_of, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "ตาราง ก แสดงภารกิจงานยุทธศาสตร์"

_STYLE = Style(
    {
        3: (
            TableColumn(1.8, "centre", "top"),
            TableColumn(18.4, valign="top"),
            TableColumn(5.0, "centre", "top"),
        ),
        4: (
            TableColumn(5.2, valign="top"),
            TableColumn(5.8, valign="top"),
            TableColumn(9.0, valign="top"),
            TableColumn(5.2, valign="top"),
        ),
    }
)


def sections(plan: Plan) -> tuple[Section, ...]:
    """A section for every objective, on pages of its own."""
    tables = tables_of(plan, "table-a.", TITLE)
    return tuple(
        Section(f"ตาราง ก ({n})", tuple(blocks_of(t, _STYLE)), new_page=True, continued=f"{t.title} (ต่อ)")
        for n, t in enumerate(tables, 1)
    )


def document(data: PlanData) -> Document:
    """Table ก as a document of its own."""
    return compose(data, TITLE, sections(data.plan), "landscape")


REPORT = ReportSpec("table-a", 13, TITLE, "plan", PlanData, document, tables=("table-a.",))
