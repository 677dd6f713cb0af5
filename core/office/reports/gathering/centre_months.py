"""Centres by audited month."""

from core.indicators.registry import settings
from core.office.reports.orders import ReportOrder, by_formula
from core.reports.centre_months import REPORT, CentreLine, CentreMonthsData


def gather(order: ReportOrder) -> CentreMonthsData:
    """The centres with their scores by month."""
    indicator = by_formula(order.plan, **REPORT.about)
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
