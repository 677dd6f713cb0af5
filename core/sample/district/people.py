"""Ten courses of the district, a record each trainee: most pass, some don't, a few never come."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from core.registers.declare import Value
from core.sample.district.words import AUTHORS, words
from core.sample.edit import SampleEdit
from core.sample.timeline import Stage

REGISTER = "training_attendance"
HOURS_A_DAY = 6
IN_A_COURSE = range(31, 36)
KINDS = ("resident", "resident", "resident", "unemployed", "elder", "leader")
# Of a hundred trainees: never came, came and failed; the rest pass.
ABSENT, FAILED = 3, 8
PASS_MARK = 60


def trainees(stage: Stage) -> Iterator[SampleEdit]:
    """Every trainee, written down when the course ends."""
    time, chance = stage.time, stage.time.chance(21)
    names = [f"{first} {last}" for first in words()["first_names"] for last in words()["last_names"]]
    chance.shuffle(names)
    certificate = 0
    for course in words()["courses"]:
        begins = time.on(*course["on"])
        ends = time.after(begins, course["hours"] // HOURS_A_DAY - 1)
        for _ in range(chance.choice(IN_A_COURSE)):
            values = _trainee(names.pop(), course, begins, ends, chance)
            if values["result"] == "passed":
                certificate += 1
                values |= {
                    "certificate_on": ends,
                    "certificate_no": f"{certificate:03d}/{time.fiscal_year}",
                }
            name = f"{course['title']}|{values['trainee']}"
            yield SampleEdit(REGISTER, time.record_id(REGISTER, name), values, AUTHORS["social"], ends)


def _trainee(
    name: str, course: dict[str, Any], begins: date, ends: date, chance: Random
) -> dict[str, Value | None]:
    fate, hours = chance.randrange(100), course["hours"]
    before = chance.randrange(20, 60, 5)
    after = chance.randrange(35, PASS_MARK, 5) if fate < FAILED else chance.randrange(65, 101, 5)
    came = fate >= ABSENT
    return {
        "course": course["title"],
        "started_on": begins,
        "ended_on": ends,
        "course_hours": Decimal(hours),
        "venue": "ห้องประชุมสำนักงานเขต",
        "trainee": name,
        "organization": chance.choice(words()["communities"]),
        "trainee_kind": chance.choice(KINDS),
        "attended_hours": Decimal(hours if came else 0),
        "score_before": Decimal(min(before, after)) if came else None,
        "score_after": Decimal(after) if came else None,
        "result": "absent" if not came else "failed" if fate < FAILED else "passed",
    }
