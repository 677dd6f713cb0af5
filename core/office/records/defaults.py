"""What a new record starts with, so that a clerk types only what is new."""

import re
from collections.abc import Callable, Mapping
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

LATELY = 20  # requests looked at for the number they count on from
_NUMBERED = re.compile(r"(.*?)([0-9]+)")


def blank(
    connection: Connection,
    register: Register,
    today: date,
    fiscal_year: int,
    last: Mapping[str, Value | None] | None = None,
) -> Blank:
    """Every field of a new record, as ``started`` has it, and what is usual in some registers."""
    values = started(register, today, fiscal_year, last or {})
    dated = values.get(register.date_field)
    usual = _USUAL.get(register.name)
    day = dated if isinstance(dated, date) else today
    return {**values, **usual(connection, register, day)} if usual else values


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


def _request(connection: Connection, register: Register, today: date) -> Blank:
    return {
        "request_no": next_request_number(connection, register, today),
        "procurement": "w119",
    }


def next_request_number(connection: Connection, register: Register, today: date) -> str | None:
    """The number after the highest of those received last in today's fiscal year ("63/0431" -> "63/0432") that is
    still free; None where none of them ends in a number to count on from."""
    year = Month.of(today).fiscal_year
    lately = rows(
        connection, register, Query(year=year, order_by=("-received_on", "-request_no"), limit=LATELY)
    )
    numbers = [_NUMBERED.fullmatch(to_arabic(str(r.values["request_no"]))) for r in lately]
    known = [found.groups() for found in numbers if found] or (
        [] if lately else [(f"{year % 100:02d}/", "0000")]
    )
    if not known:
        return None
    before, digits = known[0]
    highest = max(int(last) for prefix, last in known if prefix == before)
    candidates = (f"{before}{number:0{len(digits)}d}" for number in count(highest + 1))
    return next(c for c in candidates if not _taken(connection, register, c, today))


def _taken(connection: Connection, register: Register, number: str, today: date) -> bool:
    key = register.natural_key({"request_no": number, "received_on": today})
    return key is not None and by_key(connection, register, key) is not None


def _dated(register: Register, today: date, last: Mapping[str, Value | None]) -> Blank:
    """The days a record of the register can't do without: the last one's, else of today; a moment of that day at the
    clock's minute."""
    needed = [f for f in register.fields if f.required and f.type.is_dated]
    return {f.name: f.type.on_day(day_of(last.get(f.name)) or today) for f in needed}


def _start(field: Field, today: date, last: Mapping[str, Value | None]) -> Value | None:
    """What a field is declared to start with; where nothing was typed yet, the day looked at in one that must have a day."""
    if isinstance(field.default, Start):
        kept = last.get(field.name) if field.default is Start.LAST else None
        return kept if kept is not None or not _starts_today(field) else field.type.on_day(today)
    return field.default


def _starts_today(field: Field) -> bool:
    return field.default is Start.TODAY or (field.required and field.type.is_dated)


_USUAL: dict[str, Callable[[Connection, Register, date], Blank]] = {
    "finance_requests": _request,
    "budget_entries": lambda *_: {"kind": "disbursed"},
    "office_holidays": lambda *_: {"day": None},  # seldom the day it is written down on
}
