"""A year of requests for disbursement: most in time, some late, returned, cancelled, of other procurement, and
on 30 June a few that wait: overdue by a day, due that day, due the next."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from random import Random
from typing import Any

from core import resources
from core.registers.declare import Value
from core.sample.edit import SampleEdit
from core.sample.timeline import Stage, Timeline

AUTHOR = "สมศรี"
DUE_AFTER = 7
FIRST_VOUCHER = 756
FIRST_CHEQUE = 10250000
# How many requests a working day brings.
DAILY = (1, 2, 2, 2, 3)
PAID_IN_TIME = (2, 3, 3, 4, 4, 5, 5, 6, 7)
PAID_LATE = (8, 8, 9, 9, 10, 12)
# Of a hundred requests: cancelled, of other procurement, returned for correction, late; the rest are in time.
CANCELLED, OTHER, RETURNED, LATE = 2, 9, 14, 22


@dataclass(frozen=True)
class Course:
    """How a request goes: its kind, the working day after receipt on which its cheque is made out (None: it still
    waits), and how many working days it stays with the requesting unit if it is returned."""

    kind: str
    paid_after: int | None
    away: int = 1


def requests(stage: Stage) -> Iterator[SampleEdit]:
    """All requests of the year, in order of receipt."""
    time = stage.time
    chance = time.chance(1)
    received = [day for day in time.working_days() for _ in range(chance.choice(DAILY))]
    units = [unit.name for unit in stage.plan.units]
    for number, day in enumerate(received, 1):
        first_of_day = number == 1 or received[number - 2] != day
        course = _course(day, first_of_day, len(received) - number, time, chance)
        values = _request(number, day, course, units, time, chance)
        last = max(value for value in values.values() if isinstance(value, date))
        yield SampleEdit(
            "finance_requests",
            time.record_id("finance_requests", str(values["request_no"])),
            values,
            AUTHOR,
            last,
        )


def _course(day: date, first_of_day: bool, following: int, time: Timeline, chance: Random) -> Course:
    drawn = _drawn(chance)
    if following in (0, 4):
        return Course("returned" if following else "plain", None)
    left = time.calendar.working_days_between(time.mid_year, time.after(day, DUE_AFTER))
    if day > time.mid_year or left < -1:
        return drawn
    # The last eight working days before mid-year are arranged, so that each state can be seen on that day.
    if first_of_day:
        return Course("returned" if left == 3 else "plain", DUE_AFTER + max(0, 1 - left), away=5)
    return Course("plain", DUE_AFTER if left == 1 else chance.choice((2, 3, 4)))


def _drawn(chance: Random) -> Course:
    fate = chance.randrange(100)
    in_time, late = chance.choice(PAID_IN_TIME), chance.choice(PAID_LATE)
    if fate < CANCELLED:
        return Course("cancelled", None)
    if fate < OTHER:
        return Course("other", in_time + chance.randrange(6))
    if fate < RETURNED:
        return Course("returned", chance.choice((5, 6, 7, 7, 8)), chance.choice((1, 2)))
    return Course("plain", late if fate < LATE else in_time)


def _request(
    number: int, received: date, course: Course, units: Sequence[str], time: Timeline, chance: Random
) -> dict[str, Value | None]:
    kind = "other" if course.kind == "other" else "w119"
    purchase = chance.choice(_purchases()[kind])
    satang = chance.randrange(purchase["from"] * 100, purchase["to"] * 100)
    return {
        "request_no": f"{time.short_year}/{number:04d}",
        "requesting_unit": chance.choice(units),
        "description": chance.choice(purchase["items"]),
        "procurement": kind,
        "payee": purchase["payee"],
        "amount": Decimal(satang if chance.randrange(3) == 0 else satang // 1000 * 1000) / 100,
        "received_on": received,
        **_procedure(number, received, course, time, chance),
    }


def _procedure(
    number: int, received: date, course: Course, time: Timeline, chance: Random
) -> dict[str, Value | None]:
    if course.kind == "cancelled":
        day = time.after(received, chance.choice((1, 2, 3)))
        return {"checked_on": day, "cancelled_on": day, "note": chance.choice(_notes()["cancelled"])}
    if course.paid_after is None:
        checked = time.after(received, 1)
        waiting: dict[str, Value | None] = {"checked_on": checked}
        if course.kind == "returned":
            waiting |= {"returned_on": checked, "note": chance.choice(_notes()["returned"])}
        return waiting
    days = _working_days(course, course.paid_after, chance)
    reason = "returned" if course.kind == "returned" else "late" if course.paid_after > DUE_AFTER else None
    return {
        **{name: time.after(received, offset) for name, offset in days.items()},
        "voucher_no": f"ฎ.{FIRST_VOUCHER + number}/{time.short_year}",
        "cheque_no": str(FIRST_CHEQUE + number),
        "note": chance.choice(_notes()[reason]) if reason else None,
    }


def _working_days(course: Course, paid_after: int, chance: Random) -> dict[str, int]:
    """The procedure's days as working days after receipt; they never run backwards."""
    checked = chance.randrange(2)
    days = {"checked_on": checked}
    if course.kind == "returned":
        days |= {"returned_on": checked, "resubmitted_on": checked + course.away}
    approved = min(paid_after - 1, max(days.values()) + chance.randrange(2))
    sent = min(paid_after - 1, approved + chance.choice((0, 0, 1)))
    transferred = max(sent, paid_after - chance.choice((0, 1, 1)))
    return {
        **days,
        "approved_on": approved,
        "sent_on": sent,
        "transferred_on": transferred,
        "cheque_on": paid_after,
    }


@lru_cache(maxsize=1)
def _purchases() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return tomllib.loads(resources.path("sample", "finance.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _notes() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(resources.path("sample", "notes.toml").read_text("utf-8"))
