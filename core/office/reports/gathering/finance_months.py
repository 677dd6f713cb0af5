"""Requests for disbursement by month."""

from collections import Counter
from datetime import date

from core.indicators.evidence import OUTSIDE
from core.indicators.facts import ShareFacts, ShareMonth
from core.indicators.registry import settings
from core.office.figures.clock_settings import mean_terms
from core.office.figures.clocks import ClockTerms
from core.office.reports.orders import ReportOrder, by_formula
from core.registers.as_of import by
from core.reports.finance_months import REPORT, FinanceMonth, FinanceMonthsData
from core.store.tables.records import Query
from core.thai.fiscal import Month, months_of


def gather(order: ReportOrder) -> FinanceMonthsData:
    """The requests by month of receipt, with those outside the indicator."""
    indicator = by_formula(order.plan, **REPORT.about)
    facts = order.figures.facts(indicator, order.plan.fiscal_year, order.as_of)
    assert isinstance(facts, ShareFacts)
    register = order.session.register("finance_requests")
    outside = _outside(order, mean_terms(register, settings(indicator), order.as_of, order.session.calendar))
    tallies = {tally.month: tally for tally in facts.months}
    months = tuple(
        FinanceMonth(
            tallies.get(m) or ShareMonth(m, 0, 0, 0, 0), outside["cancelled", m], outside["other", m]
        )
        for m in months_of(order.plan.fiscal_year)
        if m in tallies or (outside["cancelled", m] + outside["other", m])
    )
    result = order.figures.indicator(indicator.code, order.plan.fiscal_year, order.as_of).result
    return FinanceMonthsData(order.plan, order.as_of, indicator, result, months, digits=order.digits)


def _outside(order: ReportOrder, terms: ClockTerms) -> Counter[tuple[str, Month]]:
    """How many requests of each month stay out of the indicator: cancelled ones, and other procurement."""
    counted: Counter[tuple[str, Month]] = Counter()
    for row in order.records.rows("finance_requests", Query(year=order.plan.fiscal_year, counted=True)):
        received = row.values["received_on"]
        if isinstance(received, date) and terms.state(row.values).verdict == OUTSIDE:
            cancelled = by(row.values["cancelled_on"], order.as_of)
            counted["cancelled" if cancelled else "other", Month.of(received)] += 1
    return counted
