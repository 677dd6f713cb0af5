"""โครงการ/กิจกรรมประจำ: the office's routine projects; the plan of 2563 has none (-ไม่มี-)."""

from core.plan.model import Plan
from core.reports.budget_summary import STYLE
from core.reports.document import Document, Section
from core.reports.printed import PlanData, blocks_of, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "โครงการ/กิจกรรมประจำ"


def sections(plan: Plan) -> tuple[Section, ...]:
    """The table, in the same columns as the summary of projects."""
    (printed,) = tables_of(plan, "routine", TITLE)
    return (Section("โครงการประจำ", tuple(blocks_of(printed, STYLE))),)


def document(data: PlanData) -> Document:
    """The routine projects as a document of its own."""
    return compose(data, TITLE, sections(data.plan))


REPORT = ReportSpec("routine-projects", 11, TITLE, "plan", PlanData, document, tables=("routine",))
