"""What a new record starts with, so that a clerk types only what is new."""

import re
from collections.abc import Callable
from datetime import date, datetime

from core.registers.declare import Kind, Register, Value
from core.store.connection import Connection
from core.store.records import Query, rows
from core.thai.fiscal import Month

Blank = dict[str, Value | None]


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
    """The number after the highest of today's fiscal year ("63/0431" -> "63/0432"), None where none ends in a
    number to count on from."""
    year = Month.of(today).fiscal_year
    found = rows(connection, register, Query(year=year, order_by=("-request_no",), limit=1))
    last = found[0].values["request_no"] if found else f"{year % 100:02d}/0000"
    tail = re.search(r"[0-9]+$", str(last))
    if tail is None:
        return None
    count = str(int(tail.group()) + 1).zfill(len(tail.group()))
    return f"{str(last)[: tail.start()]}{count}"


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
