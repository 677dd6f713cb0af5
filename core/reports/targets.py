"""ค่าเป้าหมาย: the targets of three years for every objective and for every measure."""

from core.plan.model import Plan
from core.reports import measures
from core.reports.document import Document, Section
from core.reports.printed import PlanData, compose, tables_of
from core.reports.spec import ReportSpec

TITLE = "ค่าเป้าหมายของตัวชี้วัดเป้าประสงค์และมาตรการ"


def sections(plan: Plan) -> tuple[Section, ...]:
    """A section for every objective: its place in the plan, its targets, its measure and the measure's targets."""
    tables_of(plan, f"{measures.TARGETS}.", TITLE)
    return tuple(_section(plan, number) for number in measures.numbers_of(plan))


def document(data: PlanData) -> Document:
    """The targets as a document of its own."""
    first, *rest = sections(data.plan)
    heading = measures.opening(data.plan, TITLE)
    return compose(data, TITLE, (Section(first.name, (heading, *first.blocks)), *rest))


def _section(plan: Plan, number: str) -> Section:
    targets = measures.blocks_for(plan, measures.TARGETS, number)
    of_measures = measures.blocks_for(plan, measures.MEASURES, number)
    return Section(f"เป้าหมาย {number}", (*targets, *of_measures), new_page=True)


REPORT = ReportSpec("targets", 8, TITLE, "plan", PlanData, document, tables=(f"{measures.TARGETS}.",))
