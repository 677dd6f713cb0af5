"""โครงการ/กิจกรรมรองรับมาตรการ: the projects that carry each measure, with budget and unit."""

from core.plan.model import Plan
from core.reports import measures
from core.reports.document import Document, KeepTogether, Section, Space
from core.reports.printed import PlanData, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "โครงการ/กิจกรรมรองรับมาตรการ"


def sections(plan: Plan) -> tuple[Section, ...]:
    """A section for every measure: the objective it serves, the measure, its projects."""
    tables_of(plan, f"{measures.PROJECTS}.", TITLE)
    return tuple(_section(plan, number) for number in measures.numbers_of(plan))


def document(data: PlanData) -> Document:
    """The projects of the measures as a document of its own."""
    first, *rest = sections(data.plan)
    heading = measures.opening(data.plan, TITLE)
    return compose(data, TITLE, (Section(first.name, (heading, *first.blocks)), *rest))


def _section(plan: Plan, number: str) -> Section:
    objective = measures.leads_of(plan, measures.TARGETS, number, "node")
    measure = measures.leads_of(plan, measures.MEASURES, number, "measure")
    projects = measures.blocks_for(plan, measures.PROJECTS, number)
    return Section(f"มาตรการ {number}", (KeepTogether((*objective, *measure, *projects)), Space(10)))


REPORT = ReportSpec(
    "measures-projects", 9, TITLE, "plan", PlanData, document, tables=(f"{measures.PROJECTS}.",)
)
