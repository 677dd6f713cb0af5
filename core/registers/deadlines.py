"""How the clocks of a record stand at the end of a day, and until when each gives time.

Day 1 of a limit in days or working days is the first (working) day after the clock began; in time is what is done on or before
the last. A limit in minutes or hours counts from the moment itself, the last minute included. A clock is open while nothing is
done and its last moment lies at or after midnight at the end of the day. Source: docs/formats.md.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from core.registers.as_of import by
from core.registers.clocks import MINUTES, OFFICE_TIME, WORKING_DAYS, Clock
from core.thai.calendar import WorkingCalendar, end_of

Moment = date | datetime  # a day of a limit in days, else a moment
MINUTE = timedelta(minutes=1)


class Standing(StrEnum):
    """How a clock stands: what begins it is empty, or comes later; it is stopped; what it asks for is done in time or late; or
    it is undone, with time left (open) or none (late)."""

    NOT_BEGUN = "not_begun"
    LATER = "later"
    STOPPED = "stopped"
    IN_TIME = "in_time"
    LATE = "late"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class ClockState:
    """One clock of a record at the end of a day: when it began (anew), ``due``, the last day or moment in time (both None
    where none is running), what was ``done`` by the day, and whether the record is ``out``."""

    clock: Clock
    standing: Standing
    began: Moment | None = None
    due: Moment | None = None
    done: Moment | None = None
    out: bool = False

    @property
    def has_begun(self) -> bool:
        """True where what begins it has come."""
        return self.standing not in (Standing.NOT_BEGUN, Standing.LATER)


def judged(
    clocks: Sequence[Clock], values: Mapping[str, Any], as_of: date, calendar: WorkingCalendar
) -> tuple[ClockState, ...]:
    """How each clock of a record's ``values`` stands at the end of ``as_of``. What stops one stops all."""
    stopped = any(clock.stopped_by and by(values.get(clock.stopped_by), as_of) for clock in clocks)
    return tuple([_judged(clock, values, as_of, calendar, stopped=stopped) for clock in clocks])


def due(clock: Clock, values: Mapping[str, Any], as_of: date, calendar: WorkingCalendar) -> Moment | None:
    """The last day or moment in time of one clock at the end of ``as_of``; None where it doesn't run."""
    since = _kept(clock, values, clock.since)
    began = None if since is None else _began(clock, values, as_of, since)
    return None if began is None else last_in_time(clock, began, calendar)


def _judged(
    clock: Clock, values: Mapping[str, Any], as_of: date, calendar: WorkingCalendar, *, stopped: bool
) -> ClockState:
    since = _kept(clock, values, clock.since)
    if since is None:
        return ClockState(clock, Standing.NOT_BEGUN)
    began = _began(clock, values, as_of, since)
    last = None if began is None else last_in_time(clock, began, calendar)
    if not by(since, as_of):
        return ClockState(clock, Standing.LATER, began, last)
    done = _come(clock, values, clock.until, as_of)
    standing = Standing.STOPPED if stopped else _standing(clock, last, done, as_of)
    return ClockState(clock, standing, began, last, done, _is_out(clock, values, as_of))


def _standing(clock: Clock, last: Moment | None, done: Moment | None, as_of: date) -> Standing:
    if last is None:
        return Standing.OPEN
    if done is not None:
        return Standing.IN_TIME if done <= last else Standing.LATE
    left = last > as_of if clock.by_day else last >= end_of(as_of)
    return Standing.OPEN if left else Standing.LATE


def _began(clock: Clock, values: Mapping[str, Any], as_of: date, since: Moment) -> Moment | None:
    """When it began: at first, or when the record came back; None while it waits for that."""
    if clock.runs_on:
        return since
    back = _come(clock, values, clock.restarts_on, as_of)
    if back is not None:
        return max(since, back)
    waits = _is_out(clock, values, as_of) and _come(clock, values, clock.until, as_of) is None
    return None if waits else since


def _is_out(clock: Clock, values: Mapping[str, Any], as_of: date) -> bool:
    if not clock.out_since or not by(values.get(clock.out_since), as_of):
        return False
    return not (clock.restarts_on and by(values.get(clock.restarts_on), as_of))


def _kept(clock: Clock, values: Mapping[str, Any], name: str) -> Moment | None:
    value = values.get(name)
    return value if isinstance(value, datetime if clock.unit in MINUTES else date) else None


def _come(clock: Clock, values: Mapping[str, Any], name: str, as_of: date) -> Moment | None:
    value = _kept(clock, values, name)
    if value is None:
        return None
    return value if (value.date() if isinstance(value, datetime) else value) <= as_of else None


def last_in_time(clock: Clock, began: Moment, calendar: WorkingCalendar) -> Moment:
    """The last day or moment in time of a clock that began then."""
    if clock.unit == WORKING_DAYS:
        return calendar.nth_working_day_after(began, clock.limit)
    if clock.by_day:
        return began + timedelta(days=clock.limit)
    assert isinstance(began, datetime)
    time = MINUTE * clock.limit * MINUTES[clock.unit]
    return calendar.office_time_after(began, time) if clock.unit in OFFICE_TIME else began + time


def days_counted(clock: Clock, first: date, last: date, calendar: WorkingCalendar) -> int:
    """How many days as the clock counts them lie after ``first``, up to and including ``last``."""
    if clock.unit == WORKING_DAYS:
        return calendar.working_days_between(first, last)
    return (last - first).days


def overdue_until(clock: Clock, as_of: date, calendar: WorkingCalendar) -> Moment:
    """The last day or minute a clock can have begun at and be overdue: its last day lies before ``as_of``, or its last moment
    before midnight at the end of it. What begins later never ends earlier."""
    end: Moment = as_of if clock.by_day else end_of(as_of)
    step, back = timedelta(days=1) if clock.by_day else MINUTE, 1

    def last(began: int) -> Moment:
        return last_in_time(clock, end - step * (back - began), calendar)

    while last(0) >= end:
        back *= 2
    return end - step * (back + 1 - bisect_left(range(back), end, key=last))
