"""Audits of the information centres: 26 have passed by 30 June, 18 more still can, four are never audited in June."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random

from core.registers import by_name
from core.registers.declare import Value
from core.sample.edit import SampleEdit
from core.sample.timeline import Stage, Timeline

AUTHOR = "วิภา"
CENTRE_AUDITS, AUDIT_POINTS = by_name("centre_audits"), by_name("audit_points")
AUDITORS = ("วิภา", "ธนกฤต", "อรทัย")
MONTHS = (1, 2, 3, 4, 5, 6)
# Of each 72 centres: passed by 30 June, three months passed and June still to come, the rest.
PASSED, HOPEFUL = 26, 18
NEVER_IN_JUNE = 4
PER_DAY = 8
WITH_POINTS = 3

Scores = tuple[Decimal | None, ...]


def audits(stage: Stage) -> Iterator[SampleEdit]:
    """All audits of the year, and the checklists of a few."""
    time = stage.time
    codes = [str(centre["code"]) for centre in stage.centres]
    chance = time.chance(2)
    fates = _fates(len(codes), chance)
    scored = [_scores(fate, chance) for fate in fates]
    for index, month in enumerate(MONTHS):
        for place, code in enumerate(codes):
            score = scored[place][index]
            if score is not None:
                late = month == MONTHS[-1] and fates[place] == "hopeful"
                yield _audit(code, month, score, _audited_on(month, place, late, time), place, time)
    yield from _checklists(codes, scored, stage.criteria, time)


def _fates(count: int, chance: Random) -> list[str]:
    fates = ["passed"] * PASSED + ["hopeful"] * HOPEFUL
    fates += ["forgotten"] * NEVER_IN_JUNE
    fates = (fates + ["failing"] * count)[:count]
    chance.shuffle(fates)
    return fates


def _scores(fate: str, chance: Random) -> Scores:
    """The six scores of a centre, None for an audit that is never made."""
    passes = _passes(fate, chance)
    scores = [_score(passed, chance) for passed in passes]
    return (*scores[:-1], None) if fate == "forgotten" else tuple(scores)


def _passes(fate: str, chance: Random) -> list[bool]:
    before_june, june = {
        "passed": (chance.choice((4, 4, 4, 5, 5)), chance.randrange(3) > 0),
        "hopeful": (3, chance.randrange(2) > 0),
        "forgotten": (chance.choice((1, 2)), False),
        "failing": (chance.choice((0, 1, 2, 2)), chance.randrange(3) == 0),
    }[fate]
    first_five = [True] * before_june + [False] * (5 - before_june)
    chance.shuffle(first_five)
    return [*first_five, june]


def _score(passed: bool, chance: Random) -> Decimal:
    """60.0 to 79.9, or 80.0 to 99.0."""
    tenths = chance.randrange(800, 991) if passed else chance.randrange(600, 800)
    return Decimal(tenths) / 10


def _audited_on(month: int, place: int, late: bool, time: Timeline) -> date:
    """From the twelfth on, eight centres a working day; the late ones early in the following month."""
    begin = time.on(month % 12 + 1, 1) if late else time.on(month, 12)
    return time.after(begin, place // PER_DAY)


def _audit(code: str, month: int, score: Decimal, audited_on: date, place: int, time: Timeline) -> SampleEdit:
    values: dict[str, Value | None] = {
        "centre": code,
        "month": time.month(month),
        "audited_on": audited_on,
        "auditor": AUDITORS[place // PER_DAY % len(AUDITORS)],
        "score": score,
    }
    record_id = CENTRE_AUDITS.id_for(values)
    assert record_id is not None
    return SampleEdit(CENTRE_AUDITS.name, record_id, values, AUTHOR, audited_on)


def _checklists(
    codes: Sequence[str],
    scored: Sequence[Scores],
    criteria: Sequence[Mapping[str, Value | None]],
    time: Timeline,
) -> Iterator[SampleEdit]:
    """May's checklists of the first few centres; their points add up to the score."""
    chance = time.chance(3)
    month = MONTHS[-2]
    for place in range(min(WITH_POINTS, len(codes))):
        score = scored[place][month - 1]
        if score is not None and criteria:
            day = _audited_on(month, place, False, time)
            for criterion, points in _shared_out(score, criteria, chance).items():
                yield _points(codes[place], criterion, points, day, time.month(month))


def _shared_out(
    score: Decimal, criteria: Sequence[Mapping[str, Value | None]], chance: Random
) -> dict[str, Decimal]:
    """Full points but for what the score lacks, taken off here and there by half a criterion at most at first."""
    full = {str(c["code"]): c["points"] for c in criteria if c["active"] is not False}
    points = {code: given for code, given in full.items() if isinstance(given, Decimal)}
    lacking = sum(points.values(), Decimal(0)) - score
    order = list(points)
    chance.shuffle(order)
    for share in (Decimal(2), Decimal(1)):
        for code in order:
            taken = min(lacking, points[code] / share)
            points[code] -= taken
            lacking -= taken
    return points


def _points(code: str, criterion: str, points: Decimal, day: date, month: Value) -> SampleEdit:
    values: dict[str, Value | None] = {
        "centre": code,
        "month": month,
        "criterion": criterion,
        "points": points,
    }
    record_id = AUDIT_POINTS.id_for(values)
    assert record_id is not None
    return SampleEdit(AUDIT_POINTS.name, record_id, values, AUTHOR, day)
