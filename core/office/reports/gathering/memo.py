"""The memorandum that goes with a month's report."""

from core.office.reports.gathering.periods import lines_of, progress
from core.office.reports.orders import ReportOrder
from core.reports.memo import MemoData


def gather(order: ReportOrder) -> MemoData:
    """The month's figures for the memorandum, dated today."""
    return MemoData(
        order.plan,
        order.month,
        order.as_of,
        order.session.today(),
        lines_of(order),
        progress(order, (order.month,)),
        order.signers("office", "approver")[0],
        order.digits,
    )
