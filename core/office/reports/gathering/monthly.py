"""The report of a month."""

from core.office.months.service import MonthService
from core.office.reports.gathering.periods import lines_of, progress
from core.office.reports.orders import ReportOrder
from core.plan.months import OFFICE
from core.reports.monthly import MonthlyData

ROLES = ("reporter", "checker", "approver")


def gather(order: ReportOrder) -> MonthlyData:
    """The month's figures with what was said of them."""
    months = MonthService(order.session)
    edition = months.edition(OFFICE, order.month)
    return MonthlyData(
        order.plan,
        order.month,
        order.as_of,
        lines_of(order),
        remarks=tuple(filter(None, (months.late_words(order.month), edition.corrections if edition else ""))),
        edition=edition.label if edition else "",
        signers=order.signers("office", *ROLES),
        digits=order.digits,
        progress=progress(order, (order.month,)),
    )
