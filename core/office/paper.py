"""Official documents: the office gathers a document's data, the reports room sets it."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.faults import InputRefusal, UsageRefusal
from core.indicators.facts import MonthFacts, MonthTally
from core.indicators.parameters import BadParameter
from core.indicators.registry import settings
from core.office.gather_periods import annual, memo, monthly, quarterly
from core.office.gather_registers import budget_spending, line_months, renovation, study
from core.office.orders import Order, by_formula
from core.office.types import ReportInfo
from core.reports import REPORTS, ReportSpec, by_name, render_pdf, render_xlsx
from core.reports.centre_months import CentreLine, CentreMonthsData
from core.reports.document import Document
from core.reports.finance_months import FinanceMonth, FinanceMonthsData
from core.reports.printed import PlanData
from core.reports.steps import StepProgress, StepsData
from core.store.records import Query, Row
from core.thai.fiscal import Month, months_of

if TYPE_CHECKING:
    from core.office.session import Office


def reports() -> tuple[ReportInfo, ...]:
    """The documents that can be printed."""
    return tuple(ReportInfo(r.name, r.title, r.needs) for r in REPORTS)


def print_report(
    office: "Office",
    name: str,
    target: Path,
    *,
    year: int | None,
    month: Month | None,
    as_of: date | None,
    thai_digits: bool,
) -> Path:
    """Gather, set and write one document; UsageRefusal for an unknown name or ending, InputRefusal where the plan's
    parameters can't be used."""
    spec = _spec(name)
    if target.suffix.lower() not in (".pdf", ".xlsx"):
        raise UsageRefusal(f"พิมพ์รายงานลงแฟ้ม “{target.name}” ไม่ได้ โปรดใช้ชื่อที่ลงท้ายด้วย .pdf หรือ .xlsx")
    document = document_of(office, spec.name, year=year, month=month, as_of=as_of, thai_digits=thai_digits)
    if target.suffix.lower() == ".pdf":
        render_pdf(document, target, created=datetime.now())
    else:
        render_xlsx(document, target, created=datetime.now())
    return target


def document_of(
    office: "Office",
    name: str,
    *,
    year: int | None,
    month: Month | None,
    as_of: date | None,
    thai_digits: bool,
) -> Document:
    """Gather one document; refusals as with ``print_report``."""
    spec = _spec(name)
    day = as_of or (month.last_day if month else office.today())
    plan = office.plan(
        year if year is not None else (month.fiscal_year if month else office.default_year(day))
    )
    plan = plan.on(day)  # an indicator redefined in mid-year is printed as it held on the day
    order = Order(office, plan, month or Month.of(day), day, "thai" if thai_digits else "arabic")
    try:
        return spec.document(_GATHERERS[spec.name](order))
    except BadParameter as fault:
        raise InputRefusal(f"พิมพ์{spec.title}ไม่ได้ {fault}") from fault


def _spec(name: str) -> ReportSpec:
    try:
        return by_name(name)
    except KeyError:
        known = " ".join(r.name for r in REPORTS)
        raise UsageRefusal(f"ไม่มีรายงานชื่อ “{name}” โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ {known}") from None


def _plan(order: Order) -> PlanData:
    return PlanData(order.plan, order.digits)


def _steps(order: Order) -> StepsData:
    found = order.office.rows("project_steps", Query(year=order.plan.fiscal_year))
    progress = {key: _progress(r) for r in found if (key := _step(r))}
    return StepsData(order.plan, order.as_of, progress, digits=order.digits)


def _step(row: Row) -> tuple[int, int] | None:
    project, step = row.values["project"], row.values["step"]
    return (project, step) if isinstance(project, int) and isinstance(step, int) else None


def _progress(row: Row) -> StepProgress:
    days = (row.values["started_on"], row.values["finished_on"])
    started, finished = (day if isinstance(day, date) else None for day in days)
    return StepProgress(started, finished)


def _finance_months(order: Order) -> FinanceMonthsData:
    indicator = by_formula(order.plan, "monthly_mean")
    facts = order.office.facts(indicator, order.plan.fiscal_year, order.as_of)
    assert isinstance(facts, MonthFacts)
    outside = _outside(order, str(settings(indicator)["procurement"]))
    tallies = {tally.month: tally for tally in facts.months}
    months = tuple(
        FinanceMonth(
            tallies.get(m) or MonthTally(m, 0, 0, 0, 0), outside["cancelled", m], outside["other", m]
        )
        for m in months_of(order.plan.fiscal_year)
        if m in tallies or (outside["cancelled", m] + outside["other", m])
    )
    result = order.office.indicator(indicator.code, order.plan.fiscal_year, order.as_of).result
    return FinanceMonthsData(order.plan, order.as_of, indicator, result, months, digits=order.digits)


def _outside(order: Order, procurement: str) -> Counter[tuple[str, Month]]:
    """How many requests of each month stay out of the indicator: cancelled ones, and other procurement."""
    counted: Counter[tuple[str, Month]] = Counter()
    for row in order.office.rows("finance_requests", Query(year=order.plan.fiscal_year)):
        received, cancelled = row.values["received_on"], row.values["cancelled_on"]
        if row.twin or not isinstance(received, date) or received > order.as_of:
            continue
        if isinstance(cancelled, date) and cancelled <= order.as_of:
            counted["cancelled", Month.of(received)] += 1
        elif row.values["procurement"] != procurement:
            counted["other", Month.of(received)] += 1
    return counted


def _centre_months(order: Order) -> CentreMonthsData:
    indicator = by_formula(order.plan, "pass_rate")
    terms = settings(indicator)
    year = order.plan.fiscal_year
    lines = tuple(
        CentreLine(c.code, c.name or "", c.kind or "", c.scores, c.passed, c.open)
        for c in order.office.centre_rows(year, order.as_of)
    )
    return CentreMonthsData(
        plan=order.plan,
        as_of=order.as_of,
        indicator=indicator,
        result=order.office.indicator(indicator.code, year, order.as_of).result,
        months=order.office.audit_months(year),
        centres=lines,
        pass_mark=terms["score"],
        times=terms["times"],
        denominator=terms["denominator"],
        digits=order.digits,
    )


# The plan's own tables: nothing but the plan goes into them.
_OF_THE_PLAN = tuple(r.name for r in REPORTS if r.data is PlanData)

_GATHERERS: Mapping[str, Callable[[Order], Any]] = {
    "monthly": monthly,
    "quarterly": quarterly,
    "annual": annual,
    "memo": memo,
    "plan-book": _steps,
    **dict.fromkeys(_OF_THE_PLAN, _plan),
    "steps": _steps,
    "finance-months": _finance_months,
    "centre-months": _centre_months,
    "renovation": renovation,
    "study": study,
    "line-months": line_months,
    "budget-spending": budget_spending,
}
