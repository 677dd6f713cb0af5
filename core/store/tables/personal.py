"""Whose personal data is still told, in SQL: as ``core.registers.personal`` has it of a record that was read."""

from sqlalchemy import ColumnElement, or_, true

from core.registers.declare import Register
from core.store.tables.register_tables import table_of
from core.thai.fiscal import first_day_of


def told_from(register: Register, first_year: int) -> ColumnElement[bool]:
    """The condition under which a record's personal data is told, where that of fiscal years before ``first_year`` isn't (0: of
    every year it is). What tells no year is told."""
    if not first_year or not register.personal_fields:
        return true()
    table = table_of(register)
    by_day: ColumnElement[bool] = true()
    if register.date_field:
        column, dated = table.c[register.date_field], register.field(register.date_field).type
        by_day = or_(column.is_(None), column >= dated.wire_at(first_day_of(first_year)))
    if "fiscal_year" not in table.c:
        return by_day
    return or_(table.c.fiscal_year >= first_year, table.c.fiscal_year.is_(None) & by_day)
