"""What the plan's own tables are made of: nothing but the plan."""

from core.office.reports.orders import ReportOrder
from core.reports.printed import PlanData


def gather(order: ReportOrder) -> PlanData:
    """The plan, and the digits it is printed in."""
    return PlanData(order.plan, order.digits)
