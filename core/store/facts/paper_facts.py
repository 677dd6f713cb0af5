"""What only paper counts: money by project and month, users and ratings by month. Days are inclusive."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, cast, func, select

from core.store.tables.register_tables import counted_within, table_named
from core.thai.fiscal import Month
from core.thai.folding import fold

Money = dict[tuple[Any, str], int]


def money_by_project(connection: Connection, first: date, last: date) -> dict[tuple[int, str], int]:
    """Satang by project and kind of budget entry."""
    table = table_named(connection, "budget_entries")
    return _money(connection, table.c.project, first, last)


def money_by_month(connection: Connection, first: date, last: date) -> dict[tuple[Month, str], int]:
    """Satang by month and kind of budget entry."""
    table = table_named(connection, "budget_entries")
    found = _money(connection, func.substr(table.c.entry_on, 1, 7), first, last)
    return {(Month.from_iso(month), kind): satang for (month, kind), satang in found.items()}


def _money(connection: Connection, by: Any, first: date, last: date) -> Money:
    table = table_named(connection, "budget_entries")
    query = (
        select(by.label("of"), table.c.kind, cast(func.sum(table.c.amount), Integer).label("satang"))
        .where(
            *counted_within(connection, "budget_entries", "entry_on", first, last),
            by.is_not(None),
            table.c.kind.is_not(None),
        )
        .group_by("of", table.c.kind)
    )
    return {(row.of, row.kind): row.satang or 0 for row in connection.execute(query)}


def users_by_month(
    connection: Connection, first: date, last: date
) -> tuple[dict[Month, tuple[int, int]], int]:
    """Distinct users of the letter service and their enquiries by the month they asked in, and the distinct users of all
    months together."""
    table = table_named(connection, "letter_enquiries")
    conditions = counted_within(connection, "letter_enquiries", "asked_at", first, last)
    month = func.substr(table.c.asked_at, 1, 7).label("month")
    query = select(month, table.c.user, func.count().label("enquiries")).where(*conditions)
    users: dict[str, set[str]] = {}
    enquiries: Counter[str] = Counter()
    for row in connection.execute(query.group_by("month", table.c.user)):
        users.setdefault(row.month, set()).update(filter(None, [fold(row.user or "")]))
        enquiries[row.month] += row.enquiries
    months = {Month.from_iso(iso): (len(found), enquiries[iso]) for iso, found in users.items()}
    return months, len(set().union(*users.values()))


def ratings_by_month(connection: Connection, first: date, last: date) -> dict[tuple[Month, int], int]:
    """How many ratings of each level were given in each month."""
    table = table_named(connection, "satisfaction_ratings")
    month = func.substr(table.c.rated_on, 1, 7).label("month")
    query = (
        select(month, table.c.level, func.count().label("given"))
        .where(
            *counted_within(connection, "satisfaction_ratings", "rated_on", first, last),
            table.c.level.is_not(None),
        )
        .group_by("month", table.c.level)
    )
    return {(Month.from_iso(row.month), int(row.level)): row.given for row in connection.execute(query)}
