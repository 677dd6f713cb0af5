"""What a record is at the end of a day: later records aren't there yet, later days aren't written yet.

DOMAIN.md section 6, "As of, everywhere". Days set beforehand (a holiday, a contract's end) are no events: they are
there whatever day is looked at.
"""

from datetime import date, datetime

from core.registers.declare import Field, Register, Value, Values
from core.thai.fiscal import Month


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
