"""The steps of the projects, with what really happened to them."""

from collections.abc import Iterable

from core.office.reports.orders import ReportOrder
from core.plan.model import Project, Step
from core.registers.as_of import reached, until
from core.reports.steps import StepProgress, StepsData
from core.store.tables.records import Query


def gather(order: ReportOrder) -> StepsData:
    """The steps of every project as of the day."""
    projects = order.plan.projects
    progress = {(p.number, step.step): made for p in projects for step, made in progress_of(order, p)}
    return StepsData(order.plan, order.as_of, progress, digits=order.digits)


def progress_of(order: ReportOrder, project: Project) -> Iterable[tuple[Step, StepProgress]]:
    """A project's steps with what really happened to them by the day."""
    year = order.plan.fiscal_year
    rows = order.records.rows("project_steps", Query(year=year))
    held = {
        r.values["step"]: r.values for r in rows if r.values["project"] == project.number and not r.duplicate
    }
    for step in project.steps:
        values = held.get(step.step, {})
        started, finished = values.get("started_on"), values.get("finished_on")
        yield step, StepProgress(until(started, order.as_of), reached(finished, year, order.as_of))
