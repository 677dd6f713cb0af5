"""What stands in the plan stands in its printed tables, too: what was added later isn't left out of the book."""

from collections.abc import Iterable, Iterator

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_indicator, of_project, passages_of_steps
from core.plan.model import Plan


def records_are_printed(plan: Plan) -> Iterable[PlanAdvice]:
    """Every step stands in its project's steps table where there is one, every project, measure and indicator agreed
    on or set by an agency in some table; a plan without tables prints none."""
    printed = {ref for table in plan.tables for row in table.rows for ref in row.refs}
    if printed:
        yield from (_missing(at) for at, ref in _wanted(plan) if ref not in printed)


def _wanted(plan: Plan) -> Iterator[tuple[Passage, tuple[str, str]]]:
    """Places with the reference by which a row of a table speaks of them."""
    names = {table.name for table in plan.tables}
    for project in plan.projects:
        yield of_project(project), ("project", str(project.number))
        if f"steps.{project.number}" in names:
            for at in passages_of_steps(project):
                yield at, ("step", at.ref.partition(":")[2])
    for measure in plan.measures:
        at = Passage(f"มาตรการที่ {measure.number} ของ {measure.node}", f"measure:{measure.code}", "")
        yield at, ("measure", measure.code)
    for indicator in plan.indicators:
        if indicator.negotiated or indicator.dimension > 1:
            yield of_indicator(indicator), ("indicator", indicator.code)


def _missing(at: Passage) -> PlanAdvice:
    message = f"{at.where} ยังไม่มีแถวในตารางของเล่มแผน จึงยังไม่ถูกพิมพ์"
    return PlanAdvice("printed.missing", message, at.where, "น่าจะต้องเพิ่มแถวในตารางที่เกี่ยวข้อง", at.ref)
