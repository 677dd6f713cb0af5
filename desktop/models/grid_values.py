"""The values of a grid's records: how a number stands in its cell, and what a new record starts with."""

from datetime import date
from decimal import Decimal

from core.registers.declare import Field, Value
from core.registers.field_types.numbers import Fixed
from core.registers.fields import Start
from core.thai.numbers import format_decimal


def value_text(declared: Field, value: Decimal) -> str:
    """A number with as many decimals as it has, and one at least where there may be some; an amount with two."""
    held = declared.type
    if held.is_money:
        return held.show(value)
    least = min(1, held.places) if isinstance(held, Fixed) else 0
    return format_decimal(value, max(-int(value.normalize().as_tuple().exponent), least))


def start_of(declared: Field, as_of: date) -> Value | None:
    """What a new record has in a field whose declaration says so, whatever was typed before."""
    if isinstance(declared.default, Start):
        return declared.type.on_day(as_of) if declared.default is Start.TODAY else None
    return declared.default
