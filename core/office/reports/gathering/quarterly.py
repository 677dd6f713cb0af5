"""The report of a quarter."""

from core.office.reports.gathering.periods import lines_of, progress
from core.office.reports.orders import ReportOrder
from core.reports.quarterly import QuarterlyData
from core.thai.fiscal import months_of

ROLES = ("reporter", "checker", "approver")


def gather(order: ReportOrder) -> QuarterlyData:
    """The figures at the end of each quarter up to the month's, the last as of the day; none of one not begun."""
    months = months_of(order.plan.fiscal_year)
    quarter = months.index(order.month) // 3 + 1
    lines = lines_of(order)
    ends = [months[3 * n + 2].last_day for n in range(quarter - 1)] + [order.as_of]
    begun = [day for n, day in enumerate(ends) if months[3 * n].first_day <= order.as_of]
    at = [order.figures.indicators(order.plan.fiscal_year, min(day, order.as_of)) for day in begun]
    values = {x.indicator.code: tuple(q[n].result.value for q in at) for n, x in enumerate(lines)}
    return QuarterlyData(
        order.plan,
        quarter,
        order.as_of,
        lines,
        values,
        progress(order, months[3 * quarter - 3 : 3 * quarter]),
        order.signers("office", *ROLES),
        order.digits,
    )
