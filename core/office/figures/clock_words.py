"""How a record stands by its clocks, in words."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.office.states import BAD, GOOD, INFO, NEUTRAL, WARN, Chip
from core.registers.clocks import WORKING_DAYS, Clock
from core.registers.deadlines import ClockState, Moment, Standing, days_counted
from core.registers.declare import Field, Register
from core.thai.calendar import WorkingCalendar
from core.thai.dates import day_short

NEAR = 2  # days left from which on something is near its end
SOON = timedelta(minutes=5)  # left, from which on something is pressing
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_NOUNS = ("วันที่", "เวลาที่")


def event_words(declared: Field) -> str:
    """What happened on a day or at a moment, by its field's label: ``รับ``, ``ถาม``, ``ส่งคืนแก้ไข``."""
    label = declared.label
    for noun in _NOUNS:
        label = label.removeprefix(noun)
    return label


def unbegun(register: Register, states: Sequence[ClockState]) -> Chip:
    """The words on a record none of whose clocks has begun."""
    later = next((s for s in states if s.standing is Standing.LATER), None)
    if later is None:
        return Chip(NEUTRAL, f"ยังไม่มี{register.field(states[0].clock.since).called}")
    return Chip.later(event_words(register.field(later.clock.since)))


def filter_words(clock: Clock) -> str:
    """What waits for the clock's end, as the quick filter calls it."""
    return clock.waiting or f"{'ค้าง' if clock.by_day else 'รอ'}{clock.label}"


def waiting(state: ClockState, out: str, now: Moment, calendar: WorkingCalendar, *, alone: bool) -> Chip:
    """The words on a record that waits for a clock, at a moment or the end of a day (``now``). ``out`` says that it is out;
    ``alone``: the register has no other clock, so that it needn't be named."""
    if state.due is None:
        return Chip(NEUTRAL, out)
    if state.clock.by_day:
        if state.out and state.due > now:
            return Chip(NEUTRAL, f"{out} · เหลือ {days_counted(state.clock, now, state.due, calendar)}")
        chip = _days_left(state.clock, state.due, now, calendar)
        return chip if alone else Chip(chip.tone, f"รอ{state.clock.label} · {chip.text}")
    assert isinstance(state.due, datetime)
    assert isinstance(now, datetime)
    left = state.due - now
    if state.out and left >= timedelta():
        return Chip(NEUTRAL, f"{out} · เหลือ {span(left)}")
    return _time_left(f"รอ{state.clock.label}", state.due, left)


def _days_left(clock: Clock, due: date, day: date, calendar: WorkingCalendar) -> Chip:
    if day > due:
        return Chip(BAD, f"เกินกำหนด {_days_late(clock, due, day, calendar)} วัน")
    if day == due:
        return Chip(WARN, "ครบกำหนดวันนี้")
    left = days_counted(clock, day, due, calendar)
    return Chip(
        WARN if left <= NEAR else INFO, f"เหลือ {left} {'วันทำการ' if clock.unit == WORKING_DAYS else 'วัน'}"
    )


def _days_late(clock: Clock, due: date, day: date, calendar: WorkingCalendar) -> int:
    # A Saturday after the last day in time is late too, though no working day has passed.
    return max(days_counted(clock, due, day, calendar), 1)


def _time_left(waits: str, due: datetime, left: timedelta) -> Chip:
    if left < timedelta():
        return Chip(BAD, f"{waits} · เกิน {span(-left)}")
    if left > HOUR:  # in office time the last moment may lie days ahead
        return Chip(INFO, f"{waits} ถึง {day_short(due).rsplit(' ', 1)[0]} {due:%H:%M}")
    if left < MINUTE:
        return Chip(WARN, f"{waits} · นาทีสุดท้าย")
    return Chip(WARN if left <= SOON else INFO, f"{waits} · เหลือ {span(left)}")


def settled(states: Sequence[ClockState], calendar: WorkingCalendar) -> Chip:
    """The words on a record that waits for nothing more, by its clocks that have begun."""
    still = next((s for s in states if s.standing is Standing.OPEN), None)
    if still is not None:
        return Chip(INFO, f"{states[-1].clock.label}แล้ว · รอ{still.clock.label}")
    late = [s for s in states if s.standing is Standing.LATE]
    by_day = any(s.clock.by_day for s in states)
    if not late:
        return Chip(GOOD, "ทันกำหนด" if by_day else "ทันเวลา")
    alone = len(states) == 1 and by_day
    return Chip(BAD, " · ".join(_late(state, calendar, alone=alone) for state in late))


def _late(state: ClockState, calendar: WorkingCalendar, *, alone: bool) -> str:
    done, due = state.done, state.due
    if done is None or due is None:
        return f"ไม่ได้{state.clock.label}"
    if not state.clock.by_day:
        assert isinstance(done, datetime)
        assert isinstance(due, datetime)
        return f"{state.clock.label}ช้า {span(done - due)}"
    return f"{'' if alone else state.clock.label}ช้า {_days_late(state.clock, due, done, calendar)} วัน"


def span(time: timedelta) -> str:
    """``12 นาที``, ``3 ชม.``, ``18 วัน``: whole ones, as a clerk would say."""
    if time >= DAY:
        return f"{time // DAY} วัน"
    return f"{time // HOUR} ชม." if time >= HOUR else f"{time // MINUTE} นาที"
