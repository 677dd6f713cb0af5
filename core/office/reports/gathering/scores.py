"""The table of scores."""

from core.office.reports.gathering.periods import lines_of
from core.office.reports.orders import ReportOrder
from core.reports.scores import ScoresData

ROLES = ("reporter", "checker", "approver")


def gather(order: ReportOrder) -> ScoresData:
    """The figures as of the day."""
    return ScoresData(
        order.plan,
        order.as_of,
        lines_of(order),
        order.signers("office", *ROLES),
        order.digits,
        order.figures.disputed_scores(order.plan.fiscal_year),
    )
