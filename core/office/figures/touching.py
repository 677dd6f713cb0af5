"""Which unsettled conflicts touch an indicator's figure: those of records it counts, or would count were another of the
rival values taken, and those of the plan that say how it is computed and against what it is held."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.indicators.goals import span_of
from core.indicators.measures import DaySpan, Measured, Passed, Selection, Spent, selections
from core.indicators.parameters import BadParameter
from core.indicators.registry import measures_of, reads_of, settings
from core.plan.model import Indicator, Plan
from core.plan.ties import BORN
from core.registers.as_of import by, day_of
from core.registers.declare import Register, Value
from core.registers.filters import AnyOf, Condition
from core.store.connection import Connection
from core.store.facts.passed import audit_months
from core.store.log.entry import DELETED
from core.store.log.open_conflicts import OpenConflict
from core.store.tables import records
from core.store.tables.register_tables import Registers, registers_of
from core.thai.fiscal import first_day_of

Test = Callable[[Value | None], bool]

# Fields of the plan's records that decide a figure or its state; what is printed beside it decides nothing.
_DECIDING: Mapping[str, frozenset[str]] = {
    "plan_indicators": frozenset({"formula", "parameters", "unit", "comparison", "cumulative", DELETED}),
    "plan_targets": frozenset({"value", "value_to", DELETED}),
    "plan_definitions": frozenset({"formula", "parameters", "effective_from", DELETED}),
    "plan_steps": frozenset({"share", "cumulative", "planned_from", "planned_to", DELETED}),
    "plan_adoptions": frozenset({"adopted_on", "planned_from", "planned_to", DELETED}),
    "plan_study_parts": frozenset({"share", DELETED}),
    "plan_projects": frozenset({DELETED}),
    "plan_years": frozenset({DELETED}),
}


@dataclass(frozen=True, slots=True)
class Rival:
    """A record in dispute: what each of its fields may come to be."""

    register: Register
    may_be: Mapping[str, tuple[Value | None, ...]]

    def can(self, field: str, test: Test) -> bool:
        """True where some value the field may come to be passes."""
        return any(test(value) for value in self.may_be.get(field, ()))

    def can_equal(self, field: str, value: Value | None) -> bool:
        """True where the field may come to be that value."""
        return self.can(field, lambda found: found == value)


@dataclass(frozen=True, slots=True)
class Looking:
    """By which plan, as of the end of which day, over which registers."""

    plan: Plan
    day: date
    registers: Registers

    @property
    def year(self) -> int:
        """The plan's fiscal year."""
        return self.plan.fiscal_year


Touched = Mapping[str, tuple[OpenConflict, ...]]  # by an indicator's code


def touched(connection: Connection, found: Iterable[OpenConflict], looking: Looking) -> Touched:
    """The conflicts that touch each indicator of the plan, in their order."""
    by_record: dict[tuple[str, str], list[OpenConflict]] = defaultdict(list)
    for dispute in found:
        by_record[dispute.register, dispute.record].append(dispute)
    touching: dict[str, list[OpenConflict]] = defaultdict(list)
    for disputes in by_record.values():
        rival = _rival(connection, disputes)
        if rival is None:
            continue
        for indicator in looking.plan.indicators:
            touching[indicator.code] += [d for d in disputes if _touches(looking, indicator, rival, d.field)]
    return {code: tuple(disputes) for code, disputes in touching.items() if disputes}


def _rival(connection: Connection, disputes: list[OpenConflict]) -> Rival | None:
    register = registers_of(connection)[disputes[0].register]
    row = records.row(connection, register, disputes[0].record)
    if row is None or row.deleted:
        return None
    may_be: dict[str, tuple[Value | None, ...]] = {name: (value,) for name, value in row.values.items()}
    for dispute in disputes:
        if dispute.field != DELETED:
            declared = register.field(dispute.field)
            may_be[dispute.field] = tuple(records.value_of(declared, side.value) for side in dispute.sides)
    return Rival(register, may_be)


def _touches(looking: Looking, indicator: Indicator, rival: Rival, field: str) -> bool:
    name, read = rival.register.name, reads_of(looking.plan, indicator, looking.registers)
    if name in _DECIDING:
        return field in _DECIDING[name] and _of_the_plan(looking, indicator, rival, read)
    if name not in read:
        return False
    measures = measures_of(looking.plan, indicator, looking.registers)
    chosen = [(m, s) for m in measures for s in selections(m) if s.register.name == name]
    # Those it refers to count days of their own, which may be any of the year.
    alone = len(measures) == 1
    span = (
        span_of(indicator, looking.year, looking.day, measures[0])
        if alone
        else DaySpan(looking.year, looking.day)
    )
    # What no measure selects is read whole: the items of audits, the office's holidays.
    return not chosen or any(
        _could_count(looking, span, measure, selection, rival) for measure, selection in chosen
    )


def _of_the_plan(looking: Looking, indicator: Indicator, rival: Rival, read: Collection[str]) -> bool:
    """True where a record of the plan says how the indicator is computed, or its target."""
    if not rival.can_equal("fiscal_year", looking.year):
        return False
    match rival.register.name:
        case "plan_years":
            return True
        case "plan_indicators":
            return rival.can_equal("code", indicator.code)
        case "plan_targets":
            return rival.can_equal("indicator", indicator.code) and rival.can_equal("year", looking.year)
        case "plan_definitions":
            return rival.can_equal("indicator", indicator.code)
        case "plan_study_parts" as name:
            return BORN[name].register in read
        case "plan_projects":
            return "plan_steps" in read and rival.can_equal("number", _project(indicator))
    return "plan_steps" in read and rival.can_equal("project", _project(indicator))


def _project(indicator: Indicator) -> int | None:
    try:
        return settings(indicator).get("project")
    except BadParameter:
        return None


def _could_count(
    looking: Looking, span: DaySpan, measure: Measured, selection: Selection, rival: Rival
) -> bool:
    """True where the record could be one that a measure selects: what its fields may come to be is looked at one by one."""
    begins = selection.register.begins
    if begins and begins != selection.day and not rival.can(begins, lambda v: by(v, looking.day)):
        return False
    if isinstance(measure, Passed):
        months = audit_months(looking.year, measure.months)
        return rival.can(measure.month, lambda month: month in months)
    kept = (_could_meet(looking, part, rival) for part in selection.filter.parts)
    return _could_be_of(span, measure, selection, rival) and all(kept)


def _could_be_of(span: DaySpan, measure: Measured, selection: Selection, rival: Rival) -> bool:
    # What was given the year before may be carried into this one.
    first = first_day_of(span.fiscal_year - 1) if isinstance(measure, Spent) else span.first

    def dated(since: date) -> bool:
        known = (day_of(value) for value in rival.may_be.get(selection.day, ()))
        return not selection.day or any(day is not None and since <= day <= span.last for day in known)

    if not selection.states_a_year:
        return dated(first)
    if rival.can_equal("fiscal_year", span.fiscal_year):
        return dated(span.first if span.is_part else date.min)
    return selection.register.may_tell_no_year and rival.can_equal("fiscal_year", None) and dated(first)


def _could_meet(looking: Looking, part: Condition | AnyOf, rival: Rival) -> bool:
    if isinstance(part, AnyOf):
        return any(_could_meet(looking, one, rival) for one in part.of)
    happens = part.field.type.tells_a_day and not part.field.beforehand

    def meets(value: Value | None) -> bool:
        seen = value if not happens or by(value, looking.day) else None
        return part.holds({part.field.name: seen})

    return rival.can(part.field.name, meets)
