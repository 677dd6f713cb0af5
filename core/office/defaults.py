"""What a new record starts with, so that a clerk types only what is new."""

import re
from collections.abc import Callable
from datetime import date, datetime
from itertools import count

from core.registers.declare import Kind, Register, Value
from core.store.connection import Connection
from core.store.records import Query, by_key, rows
from core.thai.digits import to_arabic
from core.thai.fiscal import Month

Blank = dict[str, Value | None]

LATELY = 20  # requests looked at for the number they count on from
_NUMBERED = re.compile(r"(.*?)([0-9]+)")


def blank(connection: Connection, register: Register, today: date, fiscal_year: int) -> Blank:
    """Every field of a new record: mostly empty, the usual values where there are some."""
    values: Blank = {f.name: None for f in register.fields}
    if "fiscal_year" in values:
        values["fiscal_year"] = fiscal_year
    usual = _USUAL.get(register.name)
    return {**values, **usual(connection, register, today)} if usual else values


def _request(connection: Connection, register: Register, today: date) -> Blank:
    return {
        "request_no": next_request_number(connection, register, today),
        "procurement": "w119",
        "received_on": today,
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


def _dated(connection: Connection, register: Register, today: date) -> Blank:
    declared = register.field(register.date_field)
    if declared.kind is Kind.MONTH:
        return {declared.name: Month.of(today), "audited_on": today}
    if declared.kind is Kind.MOMENT:
        now = datetime.now().replace(second=0, microsecond=0)
        return {declared.name: datetime.combine(today, now.time())}
    return {declared.name: today}


_USUAL: dict[str, Callable[[Connection, Register, date], Blank]] = {
    "finance_requests": _request,
    "budget_entries": lambda c, r, today: {**_dated(c, r, today), "kind": "disbursed"},
    "centre_audits": _dated,
    "letter_enquiries": _dated,
    "satisfaction_ratings": _dated,
    "deliverables": _dated,
    "manual_results": _dated,
}
