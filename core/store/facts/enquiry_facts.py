"""Letter enquiries judged one by one: acknowledged or answered within so many minutes.

The clock is the wall clock from ``asked_at``, or office time (08:30-16:30 on working days) where the plan's
parameter ``hours`` says so. An enquiry is open while it is undone and its last moment has not passed as of the
end of the day asked about; counted by users, a user is in time when all of that user's enquiries were.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, select

from core.indicators.facts import ShareFacts, ShareMonth
from core.store.tables.register_tables import counted_within, table_named
from core.thai.calendar import WorkingCalendar, end_of
from core.thai.fiscal import Month
from core.thai.folding import fold


class Verdict(IntEnum):
    """Whether an enquiry is in time; of a user's several the greatest decides."""

    MET = 0
    OPEN = 1
    MISSED = 2


@dataclass(frozen=True, slots=True)
class Judged:
    """One enquiry and its verdict; ``last_moment`` is the last one in time."""

    record: str
    user: str
    asked_at: datetime
    done_at: datetime | None
    last_moment: datetime
    verdict: Verdict

    @property
    def whose(self) -> str:
        """The user as users are distinguished; the record's id where none is named."""
        return fold(self.user) or self.record


def last_moment(asked_at: datetime, minutes: int, hours: str, calendar: WorkingCalendar) -> datetime:
    """The last moment in time: ``minutes`` after asking, by the wall clock or in office time."""
    if hours != "office":
        return asked_at + timedelta(minutes=minutes)
    return calendar.office_time_after(asked_at, timedelta(minutes=minutes))


def judged(
    connection: Connection,
    first: date,
    last: date,
    as_of: date,
    settings: Mapping[str, Any],
    calendar: WorkingCalendar,
) -> Iterator[Judged]:
    """Every enquiry asked from ``first`` to ``last`` (inclusive), judged as of the end of ``as_of``."""
    table = table_named(connection, "letter_enquiries")
    event = table.c[settings["event"]]
    query = (
        select(table.c.id, table.c.user, table.c.asked_at, event.label("done_at"))
        .where(*counted_within(connection, "letter_enquiries", "asked_at", first, last))
        .order_by(table.c.asked_at, table.c.id)
    )
    end = end_of(as_of)
    for row in connection.execute(query):
        asked_at, done_at = _moment(row.asked_at), _moment(row.done_at)
        if asked_at is None:
            continue  # a finding on the record
        done_at = done_at if done_at and done_at < end else None
        limit = last_moment(asked_at, int(settings["minutes"]), settings["hours"], calendar)
        yield Judged(row.id, row.user or "", asked_at, done_at, limit, verdict_of(done_at, limit, end))


def _moment(wire: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(wire) if wire else None
    except ValueError:
        return None


def verdict_of(done_at: datetime | None, limit: datetime, end: datetime) -> Verdict:
    """Whether an enquiry is in time at ``end``, done by then (None: not) and with ``limit`` its last moment in time."""
    if done_at is not None:
        return Verdict.MET if done_at <= limit else Verdict.MISSED
    return Verdict.OPEN if limit >= end else Verdict.MISSED


def share_within(
    connection: Connection,
    first: date,
    last: date,
    as_of: date,
    settings: Mapping[str, Any],
    calendar: WorkingCalendar,
) -> ShareFacts:
    """The year's share within the time, and its months."""
    each = list(judged(connection, first, last, as_of, settings, calendar))
    by_month: dict[Month, list[Judged]] = defaultdict(list)
    for item in each:
        by_month[Month.of(item.asked_at.date())].append(item)
    met, missed, still = _tally(each, settings["count"])
    months = [(month, _tally(items, settings["count"])) for month, items in sorted(by_month.items())]
    return ShareFacts(
        total=met + missed + still,
        met=met,
        missed=missed,
        open=still,
        months=tuple(ShareMonth(month, sum(tally), *tally) for month, tally in months),
    )


def _tally(items: Iterable[Judged], count: str) -> tuple[int, int, int]:
    verdicts = [item.verdict for item in items]
    if count == "users":
        users: dict[str, Verdict] = {}
        for item in items:
            users[item.whose] = max(users.get(item.whose, Verdict.MET), item.verdict)
        verdicts = list(users.values())
    return (
        sum(v is Verdict.MET for v in verdicts),
        sum(v is Verdict.MISSED for v in verdicts),
        sum(v is Verdict.OPEN for v in verdicts),
    )
