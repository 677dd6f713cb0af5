"""Figures while conflicts are open: how many touch each, and from what to what it could move.

Nothing is written for it: rival values are laid over the file for reading (``core.store.log.supposed_values``). Every
choice is tried with every other while that are few; else each conflict by itself, and all together that raise or lower
the figure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from math import prod

from core.indicators.contested import Contested, Reckoned
from core.indicators.result import Result
from core.office.figures import results
from core.office.figures.touching import Looking, touched
from core.office.figures.types import IndicatorRow
from core.office.session import Session, calendar_of
from core.plan.compose import plan_from_rows
from core.plan.model import Indicator, Plan
from core.plan.records import PLAN_REGISTERS
from core.registers.declare import Wire
from core.store.connection import Connection
from core.store.log import open_conflicts
from core.store.log.open_conflicts import OpenConflict
from core.store.log.supposed_values import Place, Supposed, supposing
from core.store.tables import records
from core.store.tables.register_tables import Registers
from core.thai.calendar import WorkingCalendar

MOST_TOGETHER = 16  # choices of all conflicts with each other
MOST_ALONE = 24  # conflicts tried one by one

_SCORED = frozenset({"weight", "levels", "score"})
_PLAN = frozenset(register.name for register in PLAN_REGISTERS)


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """What figures are asked for: as of the end of which day (``looking``), by which calendar."""

    looking: Looking
    calendar: WorkingCalendar


def question(session: Session, plan: Plan, day: date) -> FigureQuestion:
    """The figures of a plan as of the end of a day, by the session's calendar."""
    return FigureQuestion(Looking(plan, day, session.file.registers), session.calendar)


def with_conflicts(
    connection: Connection, asked: FigureQuestion, rows: Sequence[IndicatorRow]
) -> tuple[IndicatorRow, ...]:
    """The figures, each with what open conflicts make of it; as they are where nothing is disputed."""
    found = tuple(open_conflicts.all_conflicts(connection))
    touching = touched(connection, found, asked.looking) if found else {}
    return tuple(_with(connection, asked, row, touching.get(row.indicator.code, ())) for row in rows)


def disputed_records(
    connection: Connection, looking: Looking, indicator: Indicator
) -> frozenset[tuple[str, str]]:
    """The records, by register and id, whose open conflicts touch an indicator's figure."""
    found = tuple(open_conflicts.all_conflicts(connection))
    mine = touched(connection, found, looking).get(indicator.code, ()) if found else ()
    return frozenset((dispute.register, dispute.record) for dispute in mine)


def disputed_scores(connection: Connection, registers: Registers, year: int) -> frozenset[str]:
    """The codes of the indicators of a fiscal year whose weight or way of scoring open conflicts touch: what they earn
    may come to be another, though the figure stays."""
    found = {
        dispute.record
        for dispute in open_conflicts.all_conflicts(connection)
        if dispute.register == "plan_indicators" and dispute.field in _SCORED
    }
    rows = (records.row(connection, registers["plan_indicators"], record) for record in found)
    return frozenset(str(r.values["code"]) for r in rows if r and r.values["fiscal_year"] == year)


def _with(
    connection: Connection, asked: FigureQuestion, row: IndicatorRow, mine: Sequence[OpenConflict]
) -> IndicatorRow:
    if not mine:
        return row
    contested = _reckoned(connection, asked, row, mine).in_words(row.indicator.code, row.indicator.unit)
    result = replace(row.result, contested=contested, warnings=(*row.result.warnings, contested.sentence))
    return replace(row, result=result)


def _reckoned(
    connection: Connection, asked: FigureQuestion, row: IndicatorRow, mine: Sequence[OpenConflict]
) -> Contested:
    together = prod(len(dispute.sides) for dispute in mine)
    if together > MOST_TOGETHER and len(mine) > MOST_ALONE:
        return Contested(len(mine), reckoned=Reckoned.NOT)
    with supposing(connection, [place_of(dispute) for dispute in mine]) as suppose:

        def tried(supposed: Supposed) -> Result | None:
            suppose(supposed)
            return result_of(connection, asked, row.indicator, mine)

        if together <= MOST_TOGETHER:
            results, reckoned = list(_all(mine, tried)), Reckoned.WHOLE
        else:
            results, reckoned = list(_each(mine, tried)), Reckoned.EACH
    return _summed(len(mine), row.result, results, reckoned)


Try = Callable[[Supposed], Result | None]


def place_of(dispute: OpenConflict) -> Place:
    """Where a dispute stands."""
    return dispute.register, dispute.record, dispute.field


def _all(mine: Sequence[OpenConflict], tried: Try) -> Iterator[Result | None]:
    for sides in product(*(dispute.sides for dispute in mine)):
        yield tried({place_of(d): side.value for d, side in zip(mine, sides, strict=True)})


def _each(mine: Sequence[OpenConflict], tried: Try) -> Iterator[Result | None]:
    lowest: dict[Place, Wire] = {}
    highest: dict[Place, Wire] = {}
    for dispute in mine:
        place = place_of(dispute)
        found = [(tried({place: side.value}), side.value) for side in dispute.sides]
        yield from (result for result, _ in found)
        known = [(r.value, wire) for r, wire in found if r is not None and r.value is not None]
        if known:
            lowest[place] = min(known, key=lambda one: one[0])[1]
            highest[place] = max(known, key=lambda one: one[0])[1]
    yield tried(lowest)
    yield tried(highest)


def _summed(count: int, shown: Result, results: Sequence[Result | None], reckoned: Reckoned) -> Contested:
    values = [r.value if r is not None else None for r in results]
    known: list[Decimal] = [value for value in values if value is not None]
    goals = (shown.goal, *(r.goal for r in results if r is not None))
    targets = {goal and (goal.value, goal.value_to): goal for goal in goals}
    return Contested(
        count=count,
        low=min(known, default=None),
        high=max(known, default=None),
        may_lack=None in values,
        targets=tuple(targets.values()) if len(targets) > 1 else (),
        reckoned=reckoned,
    )


def result_of(
    connection: Connection, asked: FigureQuestion, indicator: Indicator, mine: Sequence[OpenConflict]
) -> Result | None:
    """The indicator's figures as the file reads just now, plan and calendar read anew where they are in dispute; None
    where the plan or the indicator isn't there then."""
    names = {dispute.register for dispute in mine}
    looking = asked.looking
    plan: Plan | None = _plan(connection, looking) if names & _PLAN else looking.plan
    if plan is None:
        return None
    held = next((i for i in plan.indicators if i.code == indicator.code), None)
    if held is None:
        return None
    calendar = calendar_of(connection) if "office_holidays" in names else asked.calendar
    return results.result(connection, plan, held, calendar, looking.day)


def _plan(connection: Connection, looking: Looking) -> Plan | None:
    rows: Mapping[str, list[dict[str, object]]] = {
        r.name: records.all_values(connection, r) for r in PLAN_REGISTERS
    }
    if not any(row["fiscal_year"] == looking.year for row in rows["plan_years"]):
        return None
    return plan_from_rows(looking.year, rows).on(looking.day)
