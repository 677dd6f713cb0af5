"""Budget spending by project and by month."""

from core.office.reports.orders import ReportOrder
from core.plan.spending import Spending
from core.reports.budget_spending import BudgetSpendingData, ProjectSpending
from core.store.facts.paper_facts import money_by_month, money_by_project
from core.thai.fiscal import first_day_of, last_day_of, months_of

ROLES = ("reporter", "checker")


def spending_of(order: ReportOrder) -> tuple[ProjectSpending, ...]:
    """Every project's money of the year up to the day, with what last year left."""
    year = order.plan.fiscal_year
    last = min(order.as_of, last_day_of(year))
    with order.session.reading() as connection:
        now = money_by_project(connection, first_day_of(year), last)
        ended = min(order.as_of, last_day_of(year - 1))
        before = money_by_project(connection, first_day_of(year - 1), ended)
    return tuple(
        ProjectSpending(
            p.number, p.title, p.budget, Spending.of(now, p.number), Spending.of(before, p.number)
        )
        for p in order.plan.projects
    )


def gather(order: ReportOrder) -> BudgetSpendingData:
    """Budget spending by project and by month, D2.1 where the budget makes it."""
    year = order.plan.fiscal_year
    with order.session.reading() as connection:
        found = money_by_month(connection, first_day_of(year), min(order.as_of, last_day_of(year)))
    months = tuple(
        (m, Spending.of(found, m)) for m in months_of(year) if any(month == m for month, _ in found)
    )
    shares = [i for i in order.plan.indicators if i.formula == "budget_share"]
    return BudgetSpendingData(
        order.plan,
        order.as_of,
        spending_of(order),
        months,
        (shares[0], order.result(shares[0])) if shares else None,
        order.keepers_of("budget_entries", *ROLES),
        order.digits,
    )
