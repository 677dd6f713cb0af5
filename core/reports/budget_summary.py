"""สรุปโครงการ/กิจกรรมและงบประมาณ: every project by priority, its budget and source, and the totals."""

from core.plan.model import Plan
from core.reports.document import Document, Section, TableColumn
from core.reports.printed import PlanData, Style, blocks_of, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "สรุปโครงการ/กิจกรรมและงบประมาณ"

STYLE = Style(
    {
        5: (
            TableColumn(1.4, "centre", "top"),
            TableColumn(5.9, valign="top"),
            TableColumn(3.5, "centre", "top"),
            TableColumn(3.1, "centre", "top"),
            TableColumn(3.2, "centre", "top"),
        )
    }
)


def sections(plan: Plan) -> tuple[Section, ...]:
    """The negotiated projects, and on a page of their own the others with the totals."""
    (printed,) = tables_of(plan, "summary", TITLE)
    return (Section("สรุปโครงการ", tuple(blocks_of(printed, STYLE))),)


def document(data: PlanData) -> Document:
    """The summary as a document of its own."""
    return compose(data, TITLE, sections(data.plan))


REPORT = ReportSpec("budget-summary", 10, TITLE, "plan", PlanData, document, tables=("summary",))
