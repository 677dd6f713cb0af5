"""Indicators as of a day: facts from the file, formulas over them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.indicators import evaluate
from core.indicators.facts import EnteredFacts
from core.indicators.parameters import BadParameter
from core.indicators.registry import reads_of, settings
from core.indicators.result import Result
from core.office.types import IndicatorRow
from core.plan.model import Indicator, Plan
from core.store.connection import Connection
from core.store.facts import Asking, facts_for
from core.thai.calendar import WorkingCalendar
from core.thai.fiscal import months_of


def asking(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> Asking:
    """The question of an indicator to the file. Raises BadParameter where the plan's parameters can't be used."""
    return Asking(connection, plan, indicator, settings(indicator), calendar, as_of)


def result(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> Result:
    """One indicator's figures as of the end of a day; without figures where its formula can't be used."""
    try:
        facts = facts_for(asking(connection, plan, indicator, calendar, as_of))
    except BadParameter:
        facts = EnteredFacts(None)  # evaluate says what is wrong with the parameter
    return evaluate(indicator, facts, as_of, plan.fiscal_year)


def rows(
    connection: Connection,
    plan: Plan,
    indicators: Sequence[Indicator],
    calendar: WorkingCalendar,
    as_of: date,
) -> tuple[IndicatorRow, ...]:
    """Several indicators' figures, in the order given."""
    return tuple(IndicatorRow(i, result(connection, plan, i, calendar, as_of)) for i in indicators)


def trend(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> tuple[Decimal | None, ...]:
    """The value at each month's end October to September; the month of the as-of day as of that day, then None."""
    values: list[Decimal | None] = []
    for month in months_of(plan.fiscal_year):
        day = min(month.last_day, as_of)
        begun = month.first_day <= as_of
        values.append(result(connection, plan, indicator.on(day), calendar, day).value if begun else None)
    return tuple(values)


def feeds(plan: Plan, register: str) -> tuple[str, ...]:
    """The codes of the indicators a register's records count for."""
    beside = {
        "audit_points": "centre_audits",
        "renovation_items": "project_steps",
        "plan_steps": "project_steps",
    }
    names = {register, beside.get(register, register)}
    if register == "renovation_items":
        return tuple(i.code for i in plan.indicators if i.formula == "ladder")
    return tuple(i.code for i in plan.indicators if names & set(reads_of(i)))
