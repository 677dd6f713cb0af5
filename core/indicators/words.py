"""How formulas speak: numbers, months and targets in the short Thai sentences of workings and duties."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.thai.dates import month_name_short
from core.thai.fiscal import Month
from core.thai.numbers import format_decimal


def plain(number: Decimal) -> str:
    """A number as it is said: ``80`` for a whole one, else with two places, half up."""
    return format_decimal(number, 0 if number == number.to_integral_value() else 2)


def listed(parts: Iterable[str]) -> str:
    """The parts that are there, set apart by a middle dot."""
    return " · ".join(part for part in parts if part)


def run_on(*parts: str) -> str:
    """Thai words run on; behind a closing bracket they stand off."""
    told = ""
    for part in parts:
        told += f" {part}" if told.endswith(")") and part else part
    return told


def months_late(planned_to: Month, as_of: date) -> int:
    """Whole months that have ended after ``planned_to`` by the end of ``as_of``: May's work on 30 June is 1."""
    now = Month.of(as_of)
    ended = (now.year - planned_to.year) * 12 + now.month - planned_to.month
    return ended if as_of == now.last_day else ended - 1


def lateness(planned_to: Month, as_of: date) -> str:
    """``ช้า 1 เดือน``, or ``เกินกำหนดแล้ว`` before a whole month has passed."""
    months = months_late(planned_to, as_of)
    return f"ช้า {months} เดือน" if months > 0 else "เกินกำหนดแล้ว"


def month_word(month: Month) -> str:
    """A month of the year in hand: ``พ.ค.``."""
    return month_name_short(month.month)


def open_duty(count: int, noun: str, best: Decimal | None) -> str:
    """What the items not yet due can still bring, "" where there are none.

    ``noun`` is the item's classifier (ฉบับ, ราย); ``best`` the figure if all are in time.
    """
    if not count or best is None:
        return ""
    return f"ยังไม่ครบกำหนด {count} {noun} · ถ้าทันทั้งหมดจะได้ {format_decimal(best)}"
