"""Records counted, filled fields summed: by month or by a field's value."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, case, func, literal, null, select

from core.indicators.facts import CountFacts, Tally, TallyFacts
from core.indicators.measures import Counted, DaySpan, Selection, Tallied
from core.registers.declare import Field
from core.store.facts.asking import Asking
from core.store.facts.selecting import month_of, selected
from core.store.tables.filter_conditions import filter_condition, readable
from core.store.tables.records import value_of
from core.store.tables.register_tables import table_of
from core.thai.fiscal import Month, months_of
from core.thai.folding import BETWEEN, are_folded, fold


def tallied(asking: Asking, measure: Tallied) -> TallyFacts:
    """The records of the year as of the day."""
    return tallied_in(asking.connection, measure, asking.span)


def tallied_in(connection: Connection, measure: Tallied, span: DaySpan) -> TallyFacts:
    """The records of a span."""
    selection, register = measure.selection, measure.selection.register
    table, no = table_of(register), literal(0)
    met: Any
    filled: Any
    total: Any
    of = table.c[measure.by] if measure.by else _month(selection, span)
    met, filled, total = no, no, no
    if measure.meets.parts:
        met = func.sum(case((filter_condition(register, measure.meets, span.as_of), 1), else_=0))
    if measure.value:
        value = case((readable(register, measure.value), table.c[measure.value]))
        filled, total = func.count(value), func.sum(value)
    query = select(of, func.count(), met, filled, total).where(*selected(selection, span)).group_by(of)
    by = register.field(measure.by) if measure.by else None
    summed = register.field(measure.value) if measure.value else None
    found = connection.execute(query).all()
    return TallyFacts(tuple(_tally(by, summed, row) for row in sorted(found, key=lambda r: str(r[0]))))


def _month(selection: Selection, span: DaySpan) -> Any:
    return month_of(selection, span) if selection.day else null()


def _tally(by: Field | None, summed: Field | None, row: Any) -> Tally:
    wire, records, met, filled, total = row
    of = value_of(by, wire) if by else Month.from_iso(wire) if wire else None
    value: Any = summed.from_wire(total) if summed and total is not None else 0
    return Tally(of, records, met, filled, Decimal(value))


def counted(asking: Asking, measure: Counted) -> CountFacts:
    """How many records there are, or different values, and how many there were at each month's end."""
    selection = measure.selection
    if measure.distinct:
        by_month = dict(_first_met(asking, measure))
    else:
        tallies = tallied(asking, Tallied(selection)).tallies
        by_month = {str(t.of or ""): t.records for t in tallies}
    total = sum(by_month.values())
    return CountFacts(total, _running(asking.span, by_month) if selection.day else ())


def _first_met(asking: Asking, measure: Counted) -> Iterable[tuple[str, int]]:
    """How many of a field's values came first in which month; what can't be seen is no value."""
    selection, span = measure.selection, asking.span
    field = selection.register.field(measure.distinct)
    column = table_of(selection.register).c[field.name]
    known = (*selected(selection, span), readable(selection.register, field.name))
    month = func.min(_month(selection, span)).label("month")
    typed = select(column.label("value"), month).where(*known).group_by(column).subquery()
    if not field.type.is_text and not field.takes_own:
        return _by_month(asking, select(typed.c.month, func.count()).group_by(typed.c.month))
    named = select(typed).where(typed.c.value != "").subquery()
    names = func.group_concat(named.c.value, BETWEEN)
    by_month = asking.connection.execute(
        select(named.c.month, func.count(), names).group_by(named.c.month)
    ).all()
    if all(are_folded(texts) for *_, texts in by_month):  # as they are, but for files of older programs
        return [(month or "", number) for month, number, _ in by_month]
    first: dict[str, str] = {}
    for value, month in asking.connection.execute(select(named).order_by(named.c.month)):
        first.setdefault(fold(value), month or "")
    first.pop("", None)
    return Counter(first.values()).items()


def _by_month(asking: Asking, query: Any) -> list[tuple[str, int]]:
    return [(month or "", number) for month, number in asking.connection.execute(query)]


def _running(span: DaySpan, by_month: dict[str, int]) -> tuple[tuple[Month, int], ...]:
    total, running = 0, []
    for month in months_of(span.fiscal_year):
        if not span.first <= month.first_day <= span.last:
            continue
        total += by_month.get(str(month), 0)
        running.append((month, total))
    return tuple(running)
