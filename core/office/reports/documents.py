"""Official documents: their data gathered from plan and registers, for the reports room to set."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from core.faults import InputRefusal, UsageRefusal
from core.indicators.evidence import OUTSIDE
from core.indicators.facts import MonthFacts, MonthTally
from core.indicators.parameters import Uncomputable
from core.indicators.registry import settings
from core.office.figures.requests import RequestTerms
from core.office.figures.service import FigureService
from core.office.records.service import RecordService
from core.office.reports.gather_periods import annual, memo, monthly, quarterly
from core.office.reports.gather_registers import budget_spending, line_months, progress_of, renovation, study
from core.office.reports.orders import Order, by_formula
from core.office.reports.types import Asked, ReportInfo
from core.office.session import Session
from core.plan.model import Plan
from core.plan.printed_targets import with_printed_targets
from core.registers.as_of import by
from core.reports import REPORTS, ReportSpec, by_name
from core.reports.centre_months import CentreLine, CentreMonthsData
from core.reports.document import Digits, Document
from core.reports.finance_months import FinanceMonth, FinanceMonthsData
from core.reports.printed import PlanData
from core.reports.steps import StepsData
from core.store.tables.records import Query
from core.thai.dates import month_long
from core.thai.fiscal import Month, months_of


def reports() -> tuple[ReportInfo, ...]:
    """The documents that can be printed."""
    return tuple(ReportInfo(r.name, r.title, r.needs, r.rhythm) for r in REPORTS)


def document_of(session: Session, asked: Asked) -> Document:
    """Gather one document. UsageRefusal for an unknown name, a year without a plan or a plan without what the document
    is about; InputRefusal where the indicator it is about can't be computed."""
    spec = spec_of(asked.name)
    day = asked.as_of or (asked.month.last_day if asked.month else session.today())
    of_month = asked.month.fiscal_year if asked.month else session.default_year(day)
    plan = session.plan(of_month if asked.year is None else asked.year)
    # An indicator redefined in mid-year is printed as it held on the day, and every table with the plan's targets.
    plan = with_printed_targets(plan.on(day))
    digits: Digits = "thai" if asked.thai_digits else "arabic"
    try:
        order = Order(
            session,
            FigureService(session),
            RecordService(session),
            plan,
            _month(plan, asked.month, day),
            day,
            digits,
        )
        return spec.document(_GATHERERS[spec.name](order))
    except Uncomputable as fault:
        raise InputRefusal(f"พิมพ์{spec.title}ไม่ได้ {fault}") from fault


def _month(plan: Plan, asked: Month | None, day: date) -> Month:
    """The month asked for, else the day's; a day outside the plan's year belongs to the nearest month of it."""
    months = months_of(plan.fiscal_year)
    if asked is not None and asked not in months:
        raise UsageRefusal(
            f"เดือน{month_long(asked)} ไม่อยู่ในปีงบประมาณ {plan.fiscal_year} โปรดเลือกเดือนของปีงบประมาณนั้น"
        )
    return asked or min(max(Month.of(day), months[0]), months[-1])


def spec_of(name: str) -> ReportSpec:
    """The report of that name; UsageRefusal where there is none."""
    try:
        return by_name(name)
    except KeyError:
        known = " ".join(r.name for r in REPORTS)
        raise UsageRefusal(f"ไม่มีรายงานชื่อ “{name}” โปรดใช้ชื่อใดชื่อหนึ่งต่อไปนี้ {known}") from None


def _plan(order: Order) -> PlanData:
    return PlanData(order.plan, order.digits)


def _steps(order: Order) -> StepsData:
    projects = order.plan.projects
    progress = {(p.number, step.step): made for p in projects for step, made in progress_of(order, p)}
    return StepsData(order.plan, order.as_of, progress, digits=order.digits)


def _finance_months(order: Order) -> FinanceMonthsData:
    indicator = by_formula(order.plan, "monthly_mean")
    facts = order.figures.facts(indicator, order.plan.fiscal_year, order.as_of)
    assert isinstance(facts, MonthFacts)
    outside = _outside(order, RequestTerms.under(settings(indicator), order.as_of, order.session.calendar))
    tallies = {tally.month: tally for tally in facts.months}
    months = tuple(
        FinanceMonth(
            tallies.get(m) or MonthTally(m, 0, 0, 0, 0), outside["cancelled", m], outside["other", m]
        )
        for m in months_of(order.plan.fiscal_year)
        if m in tallies or (outside["cancelled", m] + outside["other", m])
    )
    result = order.figures.indicator(indicator.code, order.plan.fiscal_year, order.as_of).result
    return FinanceMonthsData(order.plan, order.as_of, indicator, result, months, digits=order.digits)


def _outside(order: Order, terms: RequestTerms) -> Counter[tuple[str, Month]]:
    """How many requests of each month stay out of the indicator: cancelled ones, and other procurement."""
    counted: Counter[tuple[str, Month]] = Counter()
    for row in order.records.rows("finance_requests", Query(year=order.plan.fiscal_year, counted=True)):
        received = row.values["received_on"]
        if isinstance(received, date) and terms.standing(row.values).verdict == OUTSIDE:
            cancelled = by(row.values["cancelled_on"], order.as_of)
            counted["cancelled" if cancelled else "other", Month.of(received)] += 1
    return counted


def _centre_months(order: Order) -> CentreMonthsData:
    indicator = by_formula(order.plan, "pass_rate")
    terms = settings(indicator)
    year = order.plan.fiscal_year
    lines = tuple(
        CentreLine(c.code, c.name or "", c.kind or "", c.scores, c.passed, c.open)
        for c in order.figures.centre_rows(year, order.as_of)
    )
    return CentreMonthsData(
        plan=order.plan,
        as_of=order.as_of,
        indicator=indicator,
        result=order.figures.indicator(indicator.code, year, order.as_of).result,
        months=order.figures.audit_months(year),
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
