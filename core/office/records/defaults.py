"""What a new record starts with, so that a clerk types only what is new."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import count

from core.registers.as_of import day_of
from core.registers.declare import Field, Register, Value
from core.registers.fields import Start
from core.store.connection import Connection
from core.store.tables.records import Query, by_key, rows
from core.thai.digits import to_arabic
from core.thai.fiscal import Month

Blank = dict[str, Value | None]

LATELY = 20  # records looked at for the number they count on from
_NUMBERED = re.compile(r"(.*?)([0-9]+)")


def blank(
    connection: Connection,
    register: Register,
    today: date,
    fiscal_year: int,
    last: Mapping[str, Value | None] | None = None,
) -> Blank:
    """Every field of a new record, as ``started`` has it, and numbers counted on."""
    values = started(register, today, fiscal_year, last or {})
    dated = values.get(register.date_field)
    day = dated if isinstance(dated, date) else today
    counted = [f.name for f in register.fields if f.default is Start.NEXT]
    return {**values, **{name: next_number(connection, register, name, day) for name in counted}}


def started(register: Register, today: date, fiscal_year: int, last: Mapping[str, Value | None]) -> Blank:
    """Every field of a new record: mostly empty, what its field starts with where that is declared; the days it can't do
    without are those of the record typed ``last``, else ``today``, the day looked at."""
    values: Blank = {f.name: None for f in register.fields}
    if not (register.plan_born or register.internal):
        values |= _dated(register, today, last)
    values |= {f.name: _start(f, today, last) for f in register.fields if f.default is not None}
    if "fiscal_year" in values:
        values["fiscal_year"] = fiscal_year
    return values


def next_number(connection: Connection, register: Register, name: str, today: date) -> str | None:
    """The number after the highest of the latest records in today's fiscal year ("63/0431" -> "63/0432") that is
    still free; None where none of them ends in a number to count on from."""
    year, day = Month.of(today).fiscal_year, register.date_field
    order = (f"-{day}", f"-{name}") if day else (f"-{name}",)
    lately = rows(connection, register, Query(year=year if day else None, order_by=order, limit=LATELY))
    numbers = [_NUMBERED.fullmatch(to_arabic(str(r.values[name]))) for r in lately]
    known = [found.groups() for found in numbers if found] or (
        [] if lately else [(f"{year % 100:02d}/", "0000")]
    )
    if not known:
        return None
    before, digits = known[0]
    highest = max(int(last) for prefix, last in known if prefix == before)
    candidates = (f"{before}{number:0{len(digits)}d}" for number in count(highest + 1))
    return next(c for c in candidates if not _taken(connection, register, {name: c, day: today}))


def _taken(connection: Connection, register: Register, values: Blank) -> bool:
    key = register.natural_key(values)
    return key is not None and by_key(connection, register, key) is not None


def _dated(register: Register, today: date, last: Mapping[str, Value | None]) -> Blank:
    """The days a record of the register can't do without, but for those set beforehand: the last one's, else of today; a
    moment of that day at the clock's minute."""
    needed = [f for f in register.fields if f.required and f.type.is_dated and not f.beforehand]
    return {f.name: f.type.on_day(day_of(last.get(f.name)) or today) for f in needed}


def _start(field: Field, today: date, last: Mapping[str, Value | None]) -> Value | None:
    """What a field is declared to start with; where nothing was typed yet, the day looked at in one that must have a day."""
    if isinstance(field.default, Start):
        kept = last.get(field.name) if field.default is Start.LAST else None
        return kept if kept is not None or not _starts_today(field) else field.type.on_day(today)
    return field.default


def _starts_today(field: Field) -> bool:
    return field.default is Start.TODAY or (field.required and field.type.is_dated)
