"""The report of a month."""

from core.office.reports.gathering.periods import lines_of, progress
from core.office.reports.orders import ReportOrder
from core.reports.monthly import MonthlyData

ROLES = ("reporter", "checker", "approver")


def gather(order: ReportOrder) -> MonthlyData:
    """The month's figures with what was said of them."""
    return MonthlyData(
        order.plan,
        order.month,
        order.as_of,
        lines_of(order),
        signers=order.signers("office", *ROLES),
        digits=order.digits,
        progress=progress(order, (order.month,)),
    )
