"""A year of the LINE@ service: enquiries about letters, and what users thought of it."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock
from functools import lru_cache
from random import Random

from core import resources
from core.registers.declare import Value
from core.sample.edit import SampleEdit
from core.sample.timeline import Stage, Timeline

AUTHOR = "พิมพ์ชนก"
DAILY = (0, 1, 1, 2, 3)
DAILY_RATINGS = (0, 0, 1, 1, 2, 2, 2)
# New users keep coming in step with enquiries: 63 have asked by 30 June, a few more come later.
EVERY, BY_MID_YEAR = 3, 63
# Of a hundred enquiries: acknowledged in 15 minutes, answered in 30, and never answered.
ACKNOWLEDGED, ANSWERED, UNANSWERED = 88, 81, 2
LEVELS = (5,) * 48 + (4,) * 45 + (3,) * 5 + (2,) + (1,)


def enquiries(stage: Stage) -> Iterator[SampleEdit]:
    """All enquiries of the year, from the day the service opens."""
    time = stage.time
    chance = time.chance(4)
    users = _users(stage)
    number = 0
    for day in time.working_days(time.on(10, 21)):
        for asked in sorted(_moment(day, chance) for _ in range(chance.choice(DAILY))):
            user, unit = users[_caller(number, day <= time.mid_year, len(users), chance)]
            yield _enquiry(number, user, unit, asked, time, chance)
            number += 1


def _caller(number: int, first_half: bool, known: int, chance: Random) -> int:
    """Whose turn: every third enquiry a new user until all of the half-year's are there, else a known one."""
    limit = BY_MID_YEAR if first_half else known
    if number % EVERY == 0:
        return min(number // EVERY, limit - 1)
    return chance.randrange(min(number // EVERY + 1, limit))


def _moment(day: date, chance: Random) -> datetime:
    """Mostly within office hours, now and then in the evening."""
    minutes = chance.randrange(8 * 60 + 30, 16 * 60 + 30)
    if chance.randrange(20) == 0:
        minutes = chance.randrange(17 * 60, 21 * 60)
    return datetime.combine(day, clock(minutes // 60, minutes % 60))


def _enquiry(
    number: int, user: str, unit: str, asked: datetime, time: Timeline, chance: Random
) -> SampleEdit:
    acknowledged, answered = _minutes(chance)
    values: dict[str, Value | None] = {
        "user": user,
        "unit": unit,
        "letter_no": f"กท {chance.randrange(301, 1900):04d}/{chance.randrange(100, 6000)}",
        "subject": chance.choice(_words()["subjects"]),
        "asked_at": asked,
        "acknowledged_at": _later(asked, acknowledged),
        "answered_at": _later(asked, answered),
    }
    record_id = time.record_id("letter_enquiries", f"{number}|{asked.isoformat()}")
    last = max(value for value in values.values() if isinstance(value, datetime))
    return SampleEdit("letter_enquiries", record_id, values, AUTHOR, last.date())


def _minutes(chance: Random) -> tuple[int | None, int | None]:
    """Minutes to the acknowledgement and to the answer; None where there is none."""
    fate = chance.randrange(100)
    if fate >= 100 - UNANSWERED:
        return None, None
    acknowledged = chance.randrange(1, 16) if fate < ACKNOWLEDGED else chance.randrange(16, 75)
    if fate < ANSWERED:
        return acknowledged, chance.randrange(acknowledged + 1, 31)
    return acknowledged, chance.randrange(max(acknowledged + 1, 31), 190)


def _later(asked: datetime, minutes: int | None) -> datetime | None:
    return None if minutes is None else asked + timedelta(minutes=minutes)


def ratings(stage: Stage) -> Iterator[SampleEdit]:
    """Ratings by users, from the third month on."""
    time = stage.time
    chance = time.chance(5)
    users = _users(stage)[:BY_MID_YEAR]
    for day in time.working_days(time.on(12, 2)):
        for number in range(chance.choice(DAILY_RATINGS)):
            user, _ = chance.choice(users)
            comment = chance.choice(_comments()) if chance.randrange(6) == 0 else None
            values: dict[str, Value | None] = {
                "user": user,
                "rated_on": day,
                "level": chance.choice(LEVELS),
                "comment": comment,
            }
            record_id = time.record_id("satisfaction_ratings", f"{day}|{number}")
            yield SampleEdit("satisfaction_ratings", record_id, values, AUTHOR, day)


def _users(stage: Stage) -> list[tuple[str, str]]:
    """Users with their units, each unit's name shortened beside the nickname."""
    units = [str(centre["name"]) for centre in stage.centres if centre["name"]]
    return [
        (f"{nickname} {_short(units[number * 7 % len(units)])}", units[number * 7 % len(units)])
        for number, nickname in enumerate(_words()["nicknames"])
    ]


def _short(unit: str) -> str:
    return unit.replace("สำนักงานเขต", "เขต")


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Sequence[str]]:
    return tomllib.loads(resources.path("sample", "letters.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _comments() -> Sequence[str]:
    notes: Mapping[str, Sequence[str]] = tomllib.loads(
        resources.path("sample", "notes.toml").read_text("utf-8")
    )
    return notes["comments"]
