"""Centres by audited month."""

from core.indicators.registry import settings
from core.office.reports.orders import ReportOrder, by_formula
from core.reports.centre_months import REPORT, CentreLine, CentreMonthsData


def gather(order: ReportOrder) -> CentreMonthsData:
    """The centres with their scores by month."""
    indicator = by_formula(order.plan, **REPORT.about)
    terms = settings(indicator)
    year = order.plan.fiscal_year
    grid = order.figures.grid("centre_audits", year, order.as_of)
    kinds = {r.id: str(r.values["kind"] or "") for r in order.records.rows("info_centres")}
    lines = tuple(
        CentreLine(c.item, c.name, kinds.get(c.record_id, ""), c.values, c.passed, c.open) for c in grid.rows
    )
    return CentreMonthsData(
        plan=order.plan,
        as_of=order.as_of,
        indicator=indicator,
        result=order.figures.indicator(indicator.code, year, order.as_of).result,
        months=grid.months,
        centres=lines,
        pass_mark=terms["score"],
        times=terms["times"],
        denominator=terms["denominator"],
        digits=order.digits,
    )
