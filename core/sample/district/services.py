"""What the district does every day: complaints, most closed in three working days; the survey at the counters; waste kept
apart, weighed every month."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from core.registers.declare import Value
from core.sample.district.words import AUTHORS, words
from core.sample.edit import SampleEdit, keyed
from core.sample.timeline import Stage, Timeline
from core.thai.fiscal import months_of

COMPLAINTS, SURVEY, WASTE = "complaints", "survey_answers", "measured_quantities"

DAILY = (0, 1, 1, 1, 2)
CHANNELS = ("fondue", "fondue", "fondue", "hotline", "phone", "counter")
WITHIN, LATE = (0, 1, 1, 2, 2, 3), (4, 4, 5, 7)
LIMIT = 3
# Of a hundred complaints: withdrawn, sent back for more, closed late; the rest are closed in time.
WITHDRAWN, RETURNED, CLOSED_LATE = 2, 8, 19
# Received so many working days before 30 June, still open on that day: overdue, due, due the day after.
OPEN_BY_MID_YEAR = (4, 3, 2)

ANSWERS = range(20, 30)
SERVICES = ("registration", "registration", "revenue", "permits", "sanitation", "welfare")
LEVELS = (5,) * 44 + (4,) * 44 + (3,) * 9 + (2,) * 2 + (1,)
ASKED = ("procedure_level", "speed_level", "staff_level", "place_level", "overall_level")

# By kind of waste: tonnes in a usual month, and by how many percent a month may differ.
TONNES: Mapping[str, tuple[str, int]] = {
    "food": ("44.250", 12),
    "recycle": ("31.500", 15),
    "branch": ("22.800", 30),
    "hazard": ("0.850", 40),
    "bulky": ("6.400", 25),
}


@dataclass(frozen=True)
class _Course:
    """How a complaint goes: working days from its receipt, or its return, until it is closed or withdrawn."""

    kind: str
    after: int


def complaints(stage: Stage) -> Iterator[SampleEdit]:
    """All complaints of the year, in order of receipt."""
    time, chance = stage.time, stage.time.chance(22)
    days = [day for day in time.working_days() for _ in range(chance.choice(DAILY))]
    waiting = {_before(time, time.open_from(time.mid_year), back) for back in OPEN_BY_MID_YEAR}
    received = sorted([*(day for day in days if day not in waiting), *waiting])
    last = time.working_days()[-1]
    for number, day in enumerate(received, 1):
        course = _Course("plain", LIMIT + 4) if day in waiting else _course(chance)
        values = _complaint(number, day, course, time, chance, last)
        saved = max(v for v in values.values() if isinstance(v, date))
        record = time.record_id(COMPLAINTS, str(values["complaint_no"]))
        yield SampleEdit(COMPLAINTS, record, values, AUTHORS["gov"], saved)


def _before(time: Timeline, day: date, working_days: int) -> date:
    return time.working_days(last=day)[-1 - working_days]


def _course(chance: Random) -> _Course:
    fate, within, late = chance.randrange(100), chance.choice(WITHIN), chance.choice(LATE)
    if fate < WITHDRAWN:
        return _Course("withdrawn", within)
    if fate < RETURNED:
        return _Course("returned", within)
    return _Course("plain", late if fate < CLOSED_LATE else within)


def _complaint(
    number: int, received: date, course: _Course, time: Timeline, chance: Random, last: date
) -> dict[str, Value | None]:
    topic = chance.choice(list(words()["subjects"]))
    subject, place = chance.choice(words()["subjects"][topic]), chance.choice(words()["places"])
    values: dict[str, Value | None] = {
        "complaint_no": f"{time.short_year}/{number:04d}",
        "received_on": received,
        "channel": chance.choice(CHANNELS),
        "topic": topic,
        "subject": f"{subject} {place}",
        "place": place,
    }
    begun = received
    if course.kind == "returned":
        begun = time.after(received, chance.choice((3, 4, 6)))
        values |= {"returned_on": time.after(received, 1), "resubmitted_on": begun}
    end = time.after(begun, course.after)
    if course.kind == "withdrawn":
        return {**values, "cancelled_on": end, "note": "ผู้ร้องขอถอนเรื่อง"}
    if end > last:  # nobody knows yet in the year how it ends
        return {
            name: value for name, value in values.items() if name not in ("returned_on", "resubmitted_on")
        }
    outcome = chance.choice(("solved", "solved", "solved", "explained", "forwarded"))
    closed: dict[str, Value | None] = {
        "assigned_on": received,
        "closed_on": end,
        "outcome": outcome,
        "replied_on": end,
    }
    return {**values, **closed}


def survey(stage: Stage) -> Iterator[SampleEdit]:
    """Answers of people served, from January on."""
    time, chance = stage.time, stage.time.chance(23)
    number = 0
    for month in months_of(time.fiscal_year)[3:]:
        days = time.working_days(month.first_day, month.last_day)
        for day in sorted(chance.choice(days) for _ in range(chance.choice(ANSWERS))):
            number += 1
            values: dict[str, Value | None] = {
                "answered_on": day,
                "service": chance.choice(SERVICES),
                "form_no": f"{number:04d}",
                "channel": chance.choice(("paper", "paper", "online")),
                "respondent_kind": chance.choice(("resident", "resident", "business")),
                **{name: chance.choice(LEVELS) for name in ASKED},
            }
            yield SampleEdit(SURVEY, time.record_id(SURVEY, str(number)), values, AUTHORS["gov"], day)


def waste(stage: Stage) -> Iterator[SampleEdit]:
    """Tonnes of each kind, weighed on the last working day of each month."""
    time, chance = stage.time, stage.time.chance(24)
    for month in months_of(time.fiscal_year):
        weighed = time.working_days(month.first_day, month.last_day)[-1]
        for item, (usual, spread) in TONNES.items():
            percent = 100 + chance.randrange(-spread, spread + 1)
            values: dict[str, Value | None] = {
                "item": item,
                "month": month,
                "measured_on": weighed,
                "quantity": (Decimal(usual) * percent / 100).quantize(Decimal("0.001")),
                "source": "ใบชั่งน้ำหนักรายเดือน",
            }
            key: dict[str, Value] = {"item": item, "month": month}
            yield keyed(stage.registers[WASTE], key, values, AUTHORS["clean"], weighed)
