"""Records as they stand by their register's clocks at the end of a day: due days, verdicts, and states in words.

Lists, counts, badges, due lists and reports all ask ``ClockTerms.state``, so that they can't differ. While the day looked at is
still running, the words of limits in minutes and hours speak of the minute: what can still be in time isn't called late,
though at the day's end it would be.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from core.indicators.evidence import AGAINST, FOR, OPEN, OUTSIDE
from core.office.figures import clock_words as words
from core.office.figures.types import DueDay
from core.office.states import LATER, NEUTRAL, Chip
from core.registers.as_of import by
from core.registers.clocks import WORKING_DAYS, Clock
from core.registers.deadlines import ClockState, Moment, Standing, due, judged
from core.registers.declare import Register
from core.thai.calendar import WorkingCalendar, end_of

_VERDICTS = {
    Standing.IN_TIME: FOR,
    Standing.LATE: AGAINST,
    Standing.OPEN: OPEN,
    Standing.LATER: LATER,
    Standing.STOPPED: OUTSIDE,
    Standing.NOT_BEGUN: OUTSIDE,
}


@dataclass(frozen=True, slots=True)
class RecordStanding:
    """How a record stands at the end of a day: its ``chip``, each of its clocks, and the one the chip speaks of
    (``speaking``).

    ``counted`` is False where an indicator leaves the record out. It ``waits`` while what its last begun clock asks for is
    neither done nor stopped by the day; ``away`` is one that waits and is out, ``overdue`` one that waits, counts, and has
    passed a last day or moment in time.
    """

    chip: Chip
    clocks: tuple[ClockState, ...]
    speaking: ClockState
    counted: bool = True
    waits: bool = False
    away: bool = False
    overdue: bool = False

    @property
    def verdict(self) -> str:
        """As in ``WorkingRecord``, or ``later``: it isn't there yet."""
        return self._verdict(self.speaking)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts by each clock."""
        return tuple(map(self._verdict, self.clocks))

    @property
    def due(self) -> Moment | None:
        """The last day or moment in time; None where no clock runs."""
        return self.speaking.due if self.speaking.has_begun else None

    def _verdict(self, clock: ClockState) -> str:
        found = _VERDICTS[clock.standing]
        return found if self.counted or found == LATER else OUTSIDE


@dataclass(frozen=True, slots=True)
class ClockTerms:
    """By what a register's records are judged at the end of a day: its clocks, and the values an indicator counts by field
    (``counts``; none: all)."""

    register: Register
    clocks: tuple[Clock, ...]
    as_of: date
    calendar: WorkingCalendar
    counts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields a state follows from."""
        named = (name for clock in self.clocks for name in clock.fields)
        return tuple(dict.fromkeys((*named, *self.counts)))

    def state(self, values: Mapping[str, Any], now: datetime | None = None) -> RecordStanding:
        """How a record stands. One that is still being typed may lack a field an indicator counts by: the counted value is
        meant. ``now`` counts while the day looked at is running: its words then speak of that minute."""
        states = judged(self.clocks, values, self.as_of, self.calendar)
        begun = [state for state in states if state.has_begun]
        if not begun:
            chip = words.unbegun(self.register, states)
            later = (state for state in states if state.standing is Standing.LATER)
            return RecordStanding(chip, states, next(later, states[0]))
        stopped = begun[-1].standing is Standing.STOPPED
        waits = not stopped and begun[-1].done is None
        speaking = next(state for state in begun if state.done is None) if waits else begun[-1]
        counted = all(values.get(name, wanted) == wanted for name, wanted in self.counts.items())
        if stopped:
            chip = Chip(NEUTRAL, self._stopped(values))
        elif not counted:
            chip = Chip(NEUTRAL, "นอกตัวชี้วัด" if waits else f"{speaking.clock.label}แล้ว · นอกตัวชี้วัด")
        elif waits:
            chip = self._waiting(speaking, now)
        else:
            chip = words.settled(begun, self.calendar)
        return RecordStanding(
            chip,
            states,
            speaking,
            counted,
            waits,
            waits and any(state.out for state in begun),
            waits and counted and any(map(self._is_overdue, begun)),
        )

    def due(self, place: int, values: Mapping[str, Any]) -> Moment | None:
        """The last day or moment in time of one of the clocks, by its place; None where it doesn't run."""
        return due(self.clocks[place], values, self.as_of, self.calendar)

    def due_day(self, values: Mapping[str, Any]) -> DueDay | None:
        """The last day in time of the clock the state speaks of, the days counted and the named holidays passed over; None
        where none in days is running."""
        speaking = self.state(values).speaking
        if speaking.began is None or speaking.due is None or not speaking.clock.by_day:
            return None
        return due_day(speaking, self.calendar)

    def _waiting(self, speaking: ClockState, now: datetime | None) -> Chip:
        clock = speaking.clock
        out = words.event_words(self.register.field(clock.out_since)) if clock.out_since else ""
        moment = self.as_of if clock.by_day else self._moment(now)
        return words.waiting(speaking, out, moment, self.calendar, alone=len(self.clocks) == 1)

    def _moment(self, now: datetime | None) -> datetime:
        """The minute words speak of: this one on a day still running, else the day's end."""
        if now is None or now.date() != self.as_of:
            return end_of(self.as_of)
        return now.replace(
            second=0, microsecond=0
        )  # moments are written to the minute, the last one included

    def _stopped(self, values: Mapping[str, Any]) -> str:
        stops = (clock.stopped_by for clock in self.clocks if by(values.get(clock.stopped_by), self.as_of))
        return words.event_words(self.register.field(next(stops)))

    def _is_overdue(self, state: ClockState) -> bool:
        if state.done is not None or state.due is None or state.standing is not Standing.LATE:
            return False
        return state.due < self.as_of if state.clock.by_day else True


def due_day(state: ClockState, calendar: WorkingCalendar) -> DueDay:
    """A clock's last day in time, explained. Holidays are passed over by working days alone."""
    assert state.began is not None
    assert state.due is not None
    between = [state.began + timedelta(days=n) for n in range(1, (state.due - state.began).days + 1)]
    working = state.clock.unit == WORKING_DAYS
    return DueDay(
        began_on=state.began,
        due_on=state.due,
        counted=tuple(day for day in between if not working or calendar.is_working_day(day)),
        skipped=calendar.holidays_between(between[0], state.due) if working else (),
        working=working,
    )


def next_moment(clocks: tuple[Clock, ...], values: Mapping[str, Any]) -> Clock | None:
    """The clock whose end is to be written next; None where nothing has begun, or the last that has is done."""
    begun = [clock for clock in clocks if values.get(clock.since) is not None]
    if not begun or values.get(begun[-1].until) is not None:
        return None
    return next(clock for clock in begun if values.get(clock.until) is None)
