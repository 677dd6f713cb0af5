"""What was allocated, committed and disbursed, and what last year left."""

from decimal import Decimal

from core.indicators.facts import BudgetFacts
from core.indicators.measures import DaySpan, Spent, Tallied
from core.store.facts.asking import Asking
from core.store.facts.tallied import tallied_in

KINDS = ("allocated", "committed", "disbursed")


def spent(asking: Asking, measure: Spent) -> BudgetFacts:
    """The year's sums up to the day, and what was left of the year before, baht."""
    before = DaySpan(asking.plan.fiscal_year - 1, asking.as_of)
    allocated, committed, disbursed = _sums(asking, measure, asking.span)
    was_allocated, was_committed, was_disbursed = _sums(asking, measure, before)
    left = was_allocated - was_disbursed - was_committed
    return BudgetFacts(allocated, committed, disbursed, left, was_committed)


def _sums(asking: Asking, measure: Spent, span: DaySpan) -> tuple[Decimal, Decimal, Decimal]:
    by_kind = Tallied(measure.selection, by=measure.kind, value=measure.amount)
    found = tallied_in(asking.connection, by_kind, span)
    sums = {str(tally.of): tally.total for tally in found.tallies}
    allocated, committed, disbursed = (sums.get(kind, Decimal(0)) for kind in KINDS)
    return allocated, committed, disbursed
