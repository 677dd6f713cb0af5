"""การวิเคราะห์ประเมินสถานการณ์ โดยใช้เครื่องมือ SWOT Analysis: within and without the office."""

from core.plan.model import Plan
from core.reports.document import Document, Section, TableColumn
from core.reports.printed import PlanData, Style, blocks_of, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "การวิเคราะห์ประเมินสถานการณ์ โดยใช้เครื่องมือ SWOT Analysis"

_STYLE = Style({2: (TableColumn(3.0, "centre", "top"), TableColumn(13.6, valign="top"))}, size=16)


def sections(plan: Plan) -> tuple[Section, ...]:
    """The two grids, inner and outer factors."""
    (printed,) = tables_of(plan, "swot", TITLE)
    return (Section("SWOT", tuple(blocks_of(printed, _STYLE))),)


def document(data: PlanData) -> Document:
    """The analysis as a document of its own."""
    return compose(data, TITLE, sections(data.plan))


REPORT = ReportSpec("swot", 7, TITLE, "plan", PlanData, document, tables=("swot",))
