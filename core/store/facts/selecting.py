"""The records a measure is about, in SQL: the same as ``core.indicators.measures.Selection`` chooses, which tests hold
together."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, true

from core.indicators.measures import DaySpan, Selection
from core.store.tables.filter_conditions import filter_condition
from core.store.tables.listing import has_come
from core.store.tables.register_tables import counted, table_of, within_days
from core.thai.fiscal import Month

Holds = ColumnElement[bool]


def selected(selection: Selection, span: DaySpan) -> tuple[Holds, ...]:
    """The conditions under which a record is chosen."""
    return (*standing(selection, span), _of_the_year(selection, span))


def standing(selection: Selection, span: DaySpan) -> tuple[Holds, ...]:
    """The same, of whatever year."""
    register = selection.register
    table = table_of(register)
    stopped = (has_come(table.c[name], register.field(name), span.as_of) for name in selection.stops)
    begins = register.begins if register.begins != selection.day else ""
    there = has_come(table.c[begins], register.field(begins), span.as_of) if begins else true()
    kept = filter_condition(register, selection.filter, span.as_of)
    return (*counted(table), *map(not_, stopped), there, kept)


def month_of(selection: Selection, span: DaySpan) -> ColumnElement[Any]:
    """The month a chosen record belongs to, ISO; one of before the year, the year's first."""
    month = func.substr(table_of(selection.register).c[selection.day], 1, 7)
    return func.max(month, str(Month.of(span.year_first))) if selection.states_a_year else month


def _of_the_year(selection: Selection, span: DaySpan) -> Holds:
    register, year = selection.register, span.fiscal_year
    stated = table_of(register).c.fiscal_year if selection.states_a_year else None
    if not selection.day:
        return true() if stated is None else stated == year
    day = register.field(selection.day)
    within = within_days(register, selection.day, span.first, span.last)
    if stated is None:
        return within
    come = within if span.is_part else has_come(table_of(register).c[selection.day], day, span.last)
    by_year = and_(stated == year, come)
    return or_(by_year, and_(stated.is_(None), within)) if register.may_tell_no_year else by_year
