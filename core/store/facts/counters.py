"""Facts for formulas, counted in SQL as of the end of a day (docs/domain.md section 3): one counter for each kind of measure.

A record that is deleted, or a duplicate of a lower id, doesn't count. A fact dated after the as-of day does not exist
yet; it belongs to the fiscal year of its own date and may be settled after that year's end. What is of a plan (a step, a
part, a deliverable) belongs to that plan's year, whatever its own day, until the year is over (docs/domain.md section 6).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.indicators.facts import Facts, TermFacts
from core.indicators.measures import (
    Counted,
    InTime,
    Latest,
    Passed,
    Referred,
    Shares,
    Spent,
    Steps,
    Tallied,
    Terms,
)
from core.indicators.registry import evaluate, settings_for
from core.store.facts.asking import Asking
from core.store.facts.in_time import in_time
from core.store.facts.latest import latest
from core.store.facts.passed import passed
from core.store.facts.spent import spent
from core.store.facts.steps import shares, steps
from core.store.facts.tallied import counted, tallied


def facts_for(asking: Asking) -> Facts:
    """The facts the indicator's formula needs. Raises Uncomputable where the registers haven't what its parameters name."""
    return COUNTERS[type(asking.measure)](asking, asking.measure)


def terms(asking: Asking, measure: Terms) -> TermFacts:
    """Figures that are put together, in their order. Raises Uncomputable where an indicator among them can't be computed."""
    return TermFacts(tuple(_term(asking, term) for term in measure.of))


def _term(asking: Asking, term: Tallied | Referred) -> Decimal | None:
    if isinstance(term, Referred):
        return _value(asking, term.code)
    found = tallied(asking, term)
    return found.total if term.value else Decimal(found.records)


def _value(asking: Asking, code: str) -> Decimal | None:
    """The value of another indicator; none leads back to itself, which ``settings_for`` sees to."""
    other = next(i for i in asking.plan.indicators if i.code == code)
    asked = replace(asking, indicator=other, settings=settings_for(asking.plan, other))
    facts = facts_for(asked)
    return evaluate(other, facts, asking.as_of, asking.plan.fiscal_year, asked.measure).value


COUNTERS: Mapping[type[Any], Callable[[Asking, Any], Facts]] = {
    Counted: counted,
    Tallied: tallied,
    InTime: in_time,
    Passed: passed,
    Steps: steps,
    Shares: shares,
    Latest: latest,
    Spent: spent,
    Terms: terms,
}
