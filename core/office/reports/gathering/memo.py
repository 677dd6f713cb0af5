"""The memorandum that goes with a month's report."""

from dataclasses import replace

from core.office.reports.gathering.periods import lines_of, progress
from core.office.reports.orders import ReportOrder
from core.plan.emblem import unprintable
from core.reports.memo import MemoData


def gather(order: ReportOrder) -> MemoData:
    """The month's figures for the memorandum, dated today; the place of a picture that can't be printed stays empty."""
    fault = unprintable(order.plan.emblem)
    return MemoData(
        replace(order.plan, emblem=b"") if fault else order.plan,
        order.month,
        order.as_of,
        order.session.today(),
        lines_of(order),
        progress(order, (order.month,)),
        order.signers("office", "approver")[0],
        order.digits,
        fault,
    )
