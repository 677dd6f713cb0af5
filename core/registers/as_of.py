"""What a record is at the end of a day: later records aren't there yet, later days aren't written yet.

docs/domain.md section 6, "As of". Days set beforehand (a holiday, a contract's end) are no events: they are
there whatever day is looked at.
"""

from datetime import date, datetime

from core.registers.declare import Field, Register, Value, Values
from core.thai.dates import day_short
from core.thai.fiscal import Month, last_day_of


def day_of(value: Value | None) -> date | None:
    """The day of a day or moment, a month's first; None for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, Month):
        return value.first_day
    return value if isinstance(value, date) else None


def by(value: Value | None, as_of: date) -> bool:
    """True where a day, moment or month has come by the end of ``as_of``."""
    day = day_of(value)
    return day is not None and day <= as_of


def until(value: Value | None, as_of: date) -> date | None:
    """The day of a value that has come by the end of ``as_of``; None for a later one or none."""
    return day_of(value) if by(value, as_of) else None


def reached(value: Value | None, year: int, as_of: date) -> date | None:
    """The day on which something of a year's plan was finished, whatever the day, as long as it had come by ``as_of`` and
    before the year was over; else None."""
    return until(value, min(as_of, last_day_of(year)))


def exists(register: Register, values: Values, as_of: date) -> bool:
    """True where the record is there at the end of a day; one that doesn't say since when is there."""
    day = day_of(values.get(register.begins)) if register.begins else None
    return day is None or day <= as_of


def later_fields(register: Register, values: Values, as_of: date) -> tuple[Field, ...]:
    """The fields that hold an event after the end of a day, in declared order."""
    return tuple(f for f in register.event_fields if _comes_later(values.get(f.name), as_of))


def _comes_later(value: Value | None, as_of: date) -> bool:
    day = day_of(value)
    return day is not None and day > as_of


def later_words(register: Register, values: Values, as_of: date) -> str:
    """What of a record isn't there yet at the end of a day, one Thai sentence; "" where all of it is."""
    after = f"อยู่หลังวันที่ดู ({day_short(as_of)})"
    if not exists(register, values, as_of):
        begins = register.field(register.begins)
        return f"{begins.label} {begins.show(values.get(begins.name))} {after} รายการนี้จึงยังไม่นับ"
    later = later_fields(register, values, as_of)
    told = " · ".join(f"{f.label} {f.show(values.get(f.name))}" for f in later)
    return f"{told} {after} จึงยังไม่นับ" if told else ""
