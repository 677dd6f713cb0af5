"""How many items passed how many audits, and how many may still."""

from datetime import date

from sqlalchemy import case, func, select

from core.indicators.facts import PassFacts, PassGroup
from core.indicators.measures import Passed
from core.registers.filters import Condition, Filter
from core.store.facts.asking import Asking
from core.store.facts.selecting import standing
from core.store.tables.filter_conditions import filter_condition
from core.store.tables.records import of_year
from core.store.tables.register_tables import counted, table_of
from core.thai.fiscal import Month, months_of


def audit_months(fiscal_year: int, calendar_months: tuple[int, ...]) -> tuple[Month, ...]:
    """The months of the year whose audits count, in fiscal order."""
    return tuple(m for m in months_of(fiscal_year) if m.month in calendar_months)


def open_until(month: Month, grace: int) -> date:
    """The last day of a month's audit: that of the ``grace``-th month after it."""
    return month.next(grace).last_day


def passed(asking: Asking, measure: Passed) -> PassFacts:
    """Items by months passed and months that may still be audited; a later audit still counts from the day it was made."""
    months = audit_months(asking.plan.fiscal_year, measure.months)
    open_months = [str(m) for m in months if asking.as_of < open_until(m, measure.grace)]
    register = measure.audits.register
    items, audits = table_of(measure.items), table_of(register)
    item, month = audits.c[measure.item], audits.c[measure.month]
    enough = Filter((Condition(register.field(measure.score), ">=", (measure.at_least,)),))
    passing = case((filter_condition(register, enough, asking.as_of), 1), else_=0)
    known = (*standing(measure.audits, asking.span), month.in_([str(m) for m in months]))
    # Audits are summed up before they meet their item: a few sums join faster than every audit does.
    audited_open = case((month.in_(open_months), 1), else_=0)
    sums = (
        select(item.label("item"), func.sum(passing).label("passed"), func.sum(audited_open).label("done"))
        .where(*known)
        .group_by(item)
        .subquery()
    )
    key = items.c[measure.items.key_fields[0]]
    of_the_plan = [*counted(items)]
    if "fiscal_year" in items.c:
        of_the_plan.append(of_year(measure.items, asking.plan.fiscal_year))
    done = func.coalesce(sums.c.passed, 0).label("passed")
    still = (len(open_months) - func.coalesce(sums.c.done, 0)).label("open")
    groups = (
        select(done, still, func.count())
        .select_from(items.outerjoin(sums, sums.c.item == key))
        .where(*of_the_plan)
        .group_by(done, still)
    )
    by_month = (
        select(month, func.count(), func.sum(passing))
        .where(*known, item.in_(select(key).where(*of_the_plan)))
        .group_by(month)
        .order_by(month)
    )
    run = asking.connection.execute
    return PassFacts(
        tuple(PassGroup(done, left, number) for done, left, number in sorted(run(groups))),
        tuple((Month.from_iso(iso), audited, met) for iso, audited, met in run(by_month)),
    )
