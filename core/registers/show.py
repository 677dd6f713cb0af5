"""A value as a Thai sentence names it."""

from datetime import date, datetime
from decimal import Decimal

from core.registers.declare import Field, Kind, Value
from core.thai.dates import day_short, moment_short, month_short
from core.thai.fiscal import Month
from core.thai.numbers import format_baht


def show(field: Field, value: Value | None) -> str:
    """The value as a person reads it: ``29 มิ.ย. 63``, ``12,480.00``, a choice's label; "" for none."""
    if value is None:
        return ""
    if field.choices:
        return field.choice_label(str(value))
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    if isinstance(value, datetime):
        return moment_short(value)
    if isinstance(value, date):
        return day_short(value)
    if isinstance(value, Month):
        return month_short(value)
    if isinstance(value, Decimal):
        return format_baht(value) if field.kind is Kind.MONEY else plain(value)
    return str(value)


def plain(number: Decimal) -> str:
    """A number without needless zeros: ``100``, ``82.5``."""
    return f"{number.normalize():f}" if number else "0"
