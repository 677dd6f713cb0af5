"""บัญชีรายการ/โครงการประจำพื้นฐาน: every project under its area of administration, with the sum of the budgets."""

from core.plan.model import Plan
from core.reports.document import Document, Section, TableColumn
from core.reports.printed import PlanData, Style, blocks_of, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "บัญชีรายการ/โครงการประจำพื้นฐาน"

_STYLE = Style(
    {
        4: (
            TableColumn(1.5, "centre", "top"),
            TableColumn(3.4, valign="top"),
            TableColumn(8.0, valign="top"),
            TableColumn(3.2, "centre", "top"),
        )
    },
    joined=2,
)


def sections(plan: Plan) -> tuple[Section, ...]:
    """The list; number and area stand once beside all their projects."""
    (printed,) = tables_of(plan, "basic-list", TITLE)
    return (Section("บัญชีรายการ", tuple(blocks_of(printed, _STYLE))),)


def document(data: PlanData) -> Document:
    """The list as a document of its own."""
    return compose(data, TITLE, sections(data.plan))


REPORT = ReportSpec("basic-list", 12, TITLE, "plan", PlanData, document, tables=("basic-list",))
