"""The latest value of a field."""

from decimal import Decimal
from typing import Any

from sqlalchemy import literal, select

from core.indicators.facts import EnteredFacts
from core.indicators.measures import Latest
from core.registers.as_of import day_of
from core.store.facts.asking import Asking
from core.store.facts.selecting import selected
from core.store.tables.filter_conditions import readable
from core.store.tables.records import value_of
from core.store.tables.register_tables import table_of


def latest(asking: Asking, measure: Latest) -> EnteredFacts:
    """The value of the latest record that has one, with its day and where it comes from."""
    selection = measure.selection
    register, table = selection.register, table_of(selection.register)
    field, day = register.field(measure.field), selection.day
    source = table.c[measure.source] if measure.source else literal("")
    when = table.c[day] if day else literal("")
    query = (
        select(table.c[field.name], when, source)
        .where(*selected(selection, asking.span), readable(register, field.name))
        .order_by(when.desc(), table.c.id.desc())
        .limit(1)
    )
    row = asking.connection.execute(query).first()
    if row is None:
        return EnteredFacts(None)
    wire, on, told = row
    value: Any = field.from_wire(wire)
    return EnteredFacts(
        Decimal(value), day_of(value_of(register.field(day), on)) if day else None, told or ""
    )
