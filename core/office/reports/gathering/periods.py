"""What the reports of a period share: the indicators' lines, and the progress behind them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.office.reports.gathering.budget_spending import spending_of
from core.office.reports.gathering.steps import progress_of
from core.office.reports.orders import ReportOrder, chose
from core.plan.adoption import changes_in_words
from core.plan.model import Indicator, Plan, Project, Step
from core.plan.ties import BORN
from core.reports.monthly import IndicatorLine
from core.reports.progress import MonthRemark, ProgressData, ProjectProgress
from core.store.tables.records import Query
from core.thai.fiscal import Month

ZERO = Decimal(0)


def lines_of(order: ReportOrder) -> tuple[IndicatorLine, ...]:
    """Every indicator with its figures as of the order's day."""
    found = order.figures.indicators(order.plan.fiscal_year, order.as_of)
    return tuple(IndicatorLine(row.indicator, row.result) for row in found)


def progress(order: ReportOrder, months: Iterable[Month]) -> ProgressData:
    """What was said in some months, how the projects stand, what was spent."""
    projects = tuple(_project(order, p) for p in order.plan.projects)
    return ProgressData(tuple(_said(order, tuple(months))), projects, spending_of(order))


def _said(order: ReportOrder, months: tuple[Month, ...]) -> Iterable[MonthRemark]:
    for row in order.records.rows("indicator_remarks", Query(year=order.plan.fiscal_year)):
        month, code = row.values["month"], row.values["indicator"]
        known = isinstance(month, Month) and month in months and month.first_day <= order.as_of
        if isinstance(month, Month) and known and not row.duplicate:
            texts = (str(row.values[name] or "") for name in ("remark", "cause", "remedy"))
            yield MonthRemark(str(code), month, *texts)


def _project(order: ReportOrder, project: Project) -> ProjectProgress:
    """Progress by the shares of the steps; by the parts of a study where the project's indicator counts those."""
    done = tuple(progress_of(order, project))
    shared = [(step, made) for step, made in done if step.share is not None]
    actual = sum((step.share or ZERO for step, made in shared if made.finished_on), ZERO) if shared else None
    source = _study(order.plan, project)
    if source is not None:
        actual = order.result(source).value
    day = order.as_of
    known = [step for step, _ in shared if step.due(day) is not None]
    planned = sum((s.share or ZERO for s in known if _due(s, day)), ZERO) if known else None
    late = tuple(_named(step) for step, made in done if _due(step, day) and not made.finished_on)
    scheduled = any(step.due(day) is not None for step, _ in done)
    moved = tuple(f"{_named(step)}: {told}" for step, _ in done if (told := changes_in_words(step, day)))
    return ProjectProgress(project.number, project.title, planned, actual, late if scheduled else None, moved)


def _study(plan: Plan, project: Project) -> Indicator | None:
    mine = (i for i in plan.indicators if i.code in project.indicators and i.formula == "share_sum")
    return next((i for i in mine if chose(i, source=BORN["plan_study_parts"].register)), None)


def _due(step: Step, as_of: date) -> bool:
    due = step.due(as_of)
    return due is not None and due.last.last_day <= as_of


def _named(step: Step) -> str:
    return f"ขั้นที่ {step.step} {step.title}"
