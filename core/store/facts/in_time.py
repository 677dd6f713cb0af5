"""What is done in time by a clock, late, or still open: ``core.registers.deadlines`` says the same of one record, and tests
hold the two together.

A limit in days meets a small table of days, each with its due day, so that a changed holiday changes that table and no record.
One in minutes or hours by the wall clock follows in SQL from the moment; one in office time is worked out here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    column,
    false,
    func,
    literal,
    not_,
    select,
    text,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.selectable import Join

from core.indicators.facts import ShareFacts, ShareMonth
from core.indicators.measures import DaySpan, InTime
from core.registers.clocks import MINUTES, OFFICE_TIME, Clock
from core.registers.deadlines import last_in_time
from core.store.facts.asking import Asking
from core.store.facts.selecting import month_of, selected, standing
from core.store.tables.clock_frame import Running
from core.store.tables.register_tables import table_of
from core.thai.calendar import WorkingCalendar, end_of
from core.thai.fiscal import Month
from core.thai.folding import fold

MOMENT = "%Y-%m-%dT%H:%M"
KEPT = 64  # questions whose SQL is kept


class Verdict(IntEnum):
    """Whether a record is in time; of a value's several the greatest decides."""

    MET = 0
    OPEN = 1
    MISSED = 2


Judged = tuple[str, str, Verdict]  # a record's month, the value or record that is counted, its verdict


class DaysFirst(Join):
    """A join whose left side leads: SQLite's planner would begin with the larger one."""

    inherit_cache = True


@compiles(DaysFirst)
def _days_first(join: DaysFirst, compiler: Any, **options: Any) -> str:
    left, right = (compiler.process(side, **{**options, "asfrom": True}) for side in (join.left, join.right))
    return f"{left} CROSS JOIN {right}"


def in_time(asking: Asking, measure: InTime) -> ShareFacts:
    """The year's records, and its months, by whether they are in time."""
    timing, connection = Timing(measure, asking.span, asking.calendar), asking.connection
    if not measure.each and measure.clock.unit not in OFFICE_TIME:
        return _of_records(measure, connection.execute(_by_month(timing, timing.begun_days(connection))))
    in_office = measure.clock.unit in OFFICE_TIME
    return _of_values(
        measure, timing.in_office_time(connection) if in_office else timing.one_by_one(connection)
    )


def _of_records(measure: InTime, found: Iterable[Any]) -> ShareFacts:
    tallies: dict[Month, Counter[Verdict]] = defaultdict(Counter)
    for month, total, met, still in found:
        of_month = {Verdict.MET: met, Verdict.OPEN: still, Verdict.MISSED: total - met - still}
        tallies[measure.period(Month.from_iso(month))].update(of_month)
    return ShareFacts.of_months(tuple(_period(month, tally) for month, tally in sorted(tallies.items())))


def _of_values(measure: InTime, judged: Iterable[Judged]) -> ShareFacts:
    periods: dict[Month, dict[str, Verdict]] = defaultdict(dict)
    year: dict[str, Verdict] = {}
    for month, whose, verdict in judged:
        for known in (year, periods[measure.period(Month.from_iso(month))]):
            known[whose] = max(known.get(whose, Verdict.MET), verdict)
    tally = Counter(year.values())
    months = (_period(month, Counter(known.values())) for month, known in sorted(periods.items()))
    return ShareFacts(
        tally.total(), tally[Verdict.MET], tally[Verdict.MISSED], tally[Verdict.OPEN], tuple(months)
    )


def _period(month: Month, tally: Counter[Verdict]) -> ShareMonth:
    return ShareMonth(month, tally.total(), tally[Verdict.MET], tally[Verdict.MISSED], tally[Verdict.OPEN])


@dataclass(frozen=True)
class Timing:
    """A measure in SQL: which records, when their clock began, and what became of it."""

    measure: InTime
    span: DaySpan
    calendar: WorkingCalendar

    @property
    def clock(self) -> Clock:
        """The clock by which they are judged."""
        return self.measure.clock

    @property
    def running(self) -> Running:
        """How it runs in SQL."""
        return Running(self.measure.selection.register, self.span.as_of, (self.clock,))

    def begun_days(self, connection: Connection) -> tuple[str, ...]:
        """The days, ISO, on which clocks began; () where the year's own days will do, or no day tells when time is up."""
        if not self.clock.by_day or self._leads:
            return ()
        began = self.running.begun(self.clock)
        known = connection.execute(select(began).distinct().where(*self._chosen)).scalars()
        return tuple(sorted(filter(None, known)))

    def by_month(self, begun: tuple[str, ...]) -> Any:
        """By month: all, those in time, those still open. ``begun`` as ``begun_days`` says."""
        source, month, due, chosen = self._source(begun)
        met = func.sum(case((self._met(due), 1), else_=0))
        still = func.sum(case((self._open(due), 1), else_=0))
        return select(month, func.count(), met, still).select_from(source).where(*chosen).group_by(month)

    def one_by_one(self, connection: Connection) -> Iterator[Judged]:
        """Each record by itself."""
        source, month, due, chosen = self._source(self.begun_days(connection))
        verdict = case((self._met(due), 0), (self._open(due), 1), else_=2)
        query = select(month, *self._whose, verdict).select_from(source).where(*chosen)
        for iso, value, record, judged in connection.execute(query):
            yield iso, _whose(value, record), Verdict(judged)

    def in_office_time(self, connection: Connection) -> Iterator[Judged]:
        """The same, where only the time counts in which offices are open."""
        selection, end = self.measure.selection, end_of(self.span.as_of)
        began = self.running.begun(self.clock)
        done = case((self._done, self._column(self.clock.until)))
        query = select(month_of(selection, self.span), *self._whose, began, done).where(*self._chosen)
        for iso, value, record, since, until in connection.execute(query):
            yield iso, _whose(value, record), self._judged(since, until, end)

    def _judged(self, since: str | None, until: str | None, end: datetime) -> Verdict:
        if since is None:
            return Verdict.OPEN
        limit = last_in_time(self.clock, datetime.fromisoformat(since), self.calendar)
        if until is not None:
            return Verdict.MET if datetime.fromisoformat(until) <= limit else Verdict.MISSED
        return Verdict.OPEN if limit >= end else Verdict.MISSED

    def _source(self, begun: tuple[str, ...]) -> tuple[Any, Any, Any, tuple[Any, ...]]:
        """From where, by what month, due when, and which."""
        selection, span = self.measure.selection, self.span
        month, table = month_of(selection, span), table_of(selection.register)
        if not self.clock.by_day:
            return table, month, self._last_moment, self._chosen
        if self._leads:
            days = _days(_pairs(self.calendar, self.clock, span.first, span.last))
            month = func.substr(days.c.column1, 1, 7)
            same = self._column(self.clock.since) == days.c.column1
            return DaysFirst(days, table, true()), month, days.c.column2, (same, *standing(selection, span))
        began = self.running.begun(self.clock)
        days = _days(tuple(_pair(self.calendar, self.clock, day) for day in begun))
        return table.outerjoin(days, days.c.column1 == began), month, days.c.column2, self._chosen

    @property
    def _leads(self) -> bool:
        """True where the clock begins on the day that tells the year, and never anew: an index answers day by day."""
        selection, anew = self.measure.selection, self.clock.out_since or self.clock.restarts_on
        on_the_day = self.clock.since == selection.day and not selection.states_a_year
        return on_the_day and (self.clock.runs_on or not anew)

    @property
    def _chosen(self) -> tuple[Any, ...]:
        """The records whose clock has begun."""
        selection = self.measure.selection
        return (*selected(selection, self.span), self.running.come(self.clock.since), self._sensible)

    @property
    def _sensible(self) -> ColumnElement[bool]:
        """What began makes sense: a moment that is none is a finding on its record."""
        since = self._column(self.clock.since)
        form = "%Y-%m-%d" if self.clock.by_day else MOMENT
        sensible: ColumnElement[bool] = func.strftime(form, since, "+0 days") == since
        return sensible

    @property
    def _done(self) -> ColumnElement[bool]:
        return self.running.come(self.clock.until)

    def _met(self, due: Any) -> ColumnElement[bool]:
        until, out = self._column(self.clock.until), self._out
        return and_(self._done, not_(out), until <= due)

    def _open(self, due: Any) -> ColumnElement[bool]:
        end: Any = self.span.as_of.isoformat()
        left = due > end if self.clock.by_day else due >= end_of(self.span.as_of).strftime(MOMENT)
        return case((self._out, true()), (self._done, false()), else_=left)

    @property
    def _out(self) -> ColumnElement[bool]:
        return self.running.begun(self.clock).is_(None)

    @property
    def _last_moment(self) -> Any:
        minutes = self.clock.limit * MINUTES[self.clock.unit]
        return func.strftime(MOMENT, self.running.begun(self.clock), literal(f"+{minutes} minutes"))

    @property
    def _whose(self) -> tuple[Any, Any]:
        table = table_of(self.measure.selection.register)
        return (table.c[self.measure.each] if self.measure.each else literal("")), table.c.id

    def _column(self, name: str) -> Any:
        return table_of(self.measure.selection.register).c[name]


@lru_cache(KEPT)
def _by_month(timing: Timing, begun: tuple[str, ...]) -> Any:
    """The SQL of ``Timing.by_month``: the same is asked after every save, and making it takes longer than counting."""
    return timing.by_month(begun)


def _whose(value: Any, record: str) -> str:
    """What a record's value is as it is compared; a record without one counts by itself."""
    return fold(str(value or "")) or record


def _days(pairs: tuple[tuple[str, str], ...]) -> Any:
    """A table of days (column1), each with the last day in time (column2)."""
    rows = ", ".join(f"('{day}', '{due}')" for day, due in pairs) or "(NULL, NULL)"
    return text(f"VALUES {rows}").columns(column("column1"), column("column2")).subquery("days")


@lru_cache(maxsize=64)
def _pairs(calendar: WorkingCalendar, clock: Clock, first: date, last: date) -> tuple[tuple[str, str], ...]:
    """For each day from ``first`` to ``last`` (inclusive): the last day in time of a clock that begins on it, both ISO."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(_pair(calendar, clock, day.isoformat()) for day in days)


def _pair(calendar: WorkingCalendar, clock: Clock, day: str) -> tuple[str, str]:
    return day, last_in_time(clock, date.fromisoformat(day), calendar).isoformat()
