"""Filters in SQL: the same records are kept as ``core.registers.filters.Filter.holds`` keeps, which tests hold together."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, true

from core.registers.declare import Field, Register, Value, compared
from core.registers.fields import Storage
from core.registers.filters import COMPARISONS, AnyOf, Condition, Filter
from core.store.tables.listing import has_come
from core.store.tables.register_tables import table_of

Holds = ColumnElement[bool]

_NO_DIGIT = ":"  # comes right after the digits: what isn't less begins with none, so it is no day


def filter_condition(register: Register, kept: Filter, as_of: date) -> Holds:
    """The condition under which a record of the register meets a filter over its stored fields, as of the end of a day: what
    is dated later is empty."""
    return and_(true(), *(_part(register, part, as_of) for part in kept.parts))


def readable(register: Register, name: str) -> Holds:
    """A field is filled with a value that makes sense: never unknown, so that it can be negated."""
    field, column = register.field(name), table_of(register).c[name]
    if field.type.is_dated:
        return and_(column.is_not(None), column < _NO_DIGIT)
    if field.type.storage in (Storage.WHOLE, Storage.LARGE):
        return func.typeof(column) == "integer"
    return column.is_not(None)


def _part(register: Register, part: Condition | AnyOf, as_of: date) -> Holds:
    if isinstance(part, AnyOf):
        return or_(*(_condition(register, one, as_of) for one in part.of))
    return _condition(register, part, as_of)


def _condition(register: Register, condition: Condition, as_of: date) -> Holds:
    field, operator = condition.field, condition.operator
    column = table_of(register).c[field.name]
    happened = field.type.tells_a_day and not field.beforehand
    filled = has_come(column, field, as_of) if happened else readable(register, field.name)
    if operator in ("filled", "empty"):
        return filled if operator == "filled" else not_(filled)
    if operator == "in":
        equal = or_(*(_compared("=", field, column, value) for value in condition.against))
        return and_(filled, equal) if happened else equal
    meets = _compared(operator, field, column, condition.against[0])
    if operator == "!=":
        return or_(not_(filled), meets)
    return meets if operator == "=" and not happened else and_(filled, meets)


def _compared(operator: str, field: Field, column: ColumnElement[Any], value: Value) -> Holds:
    if isinstance(value, str) and (field.type.is_text or field.takes_own):
        column, against = func.fold(column), compared(value)
    else:
        against = _wire(field, value)
    compare: Callable[[Any, Any], Any] = COMPARISONS[operator]
    holds: Holds = compare(column, against)
    return holds


def _wire(field: Field, value: Value) -> Any:
    """A value as the column keeps it; a number finer than the field tells apart lies between two of them."""
    if not isinstance(value, Decimal):
        return field.to_wire(value)
    one: Any = field.type.to_wire(Decimal(1))
    parts = value * Decimal(one)
    return int(parts) if parts == parts.to_integral_value() else float(parts)
