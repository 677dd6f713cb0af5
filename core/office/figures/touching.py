"""Which unsettled conflicts touch an indicator's figure: those of records it counts, or would count were another of the
rival values taken, and those of the plan that say how it is computed and against what it is held."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.indicators.parameters import BadParameter
from core.indicators.registry import reads_of, settings
from core.plan.model import Indicator, Plan
from core.plan.ties import BORN
from core.registers.as_of import day_of
from core.registers.declare import Register, Value
from core.store.connection import Connection
from core.store.log.entry import DELETED
from core.store.log.open_conflicts import OpenConflict
from core.store.tables import records
from core.store.tables.register_tables import registers_of
from core.thai.fiscal import first_day_of, last_day_of

Test = Callable[[Value | None], bool]

# Fields of the plan's records that decide a figure or its state; what is printed beside it decides nothing.
_DECIDING: Mapping[str, frozenset[str]] = {
    "plan_indicators": frozenset({"formula", "parameters", "unit", "comparison", DELETED}),
    "plan_targets": frozenset({"value", DELETED}),
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
    """By which plan, as of the end of which day."""

    plan: Plan
    day: date

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
    name = rival.register.name
    if name in _DECIDING:
        return field in _DECIDING[name] and _of_the_plan(looking, indicator, rival)
    if name not in reads_of(indicator):
        return False
    return _counts(looking, indicator, rival)


def _of_the_plan(looking: Looking, indicator: Indicator, rival: Rival) -> bool:
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
            return BORN[name].register in reads_of(indicator)
        case "plan_projects":
            return "plan_steps" in reads_of(indicator) and rival.can_equal("number", _project(indicator))
    return "plan_steps" in reads_of(indicator) and rival.can_equal("project", _project(indicator))


def _project(indicator: Indicator) -> int | None:
    try:
        return settings(indicator).get("project")
    except BadParameter:
        return None


# Records of other years that count too: what a project was given the year before may be carried into this one.
_YEARS = {"budget_entries": 2}


def _counts(looking: Looking, indicator: Indicator, rival: Rival) -> bool:
    """True where the record could count for an indicator that reads it, with its settled parameters."""
    given = settings(indicator)
    return _of_the_year(looking, rival, given) and _chosen(given, indicator, rival)


def _of_the_year(looking: Looking, rival: Rival, given: Mapping[str, Any]) -> bool:
    """True where it may be of the plan's year and there by the day looked at; a record that says neither may always count."""
    register, last = rival.register, min(looking.day, last_day_of(looking.year))
    until = last if register.begins == register.date_field else looking.day
    if register.begins and not rival.can(register.begins, lambda v: _within(v, date.min, until)):
        return False
    if "fiscal_year" in register.by_name:
        if rival.can_equal("fiscal_year", looking.year):
            return True
        if not (register.may_tell_no_year and rival.can_equal("fiscal_year", None)):
            return False
    if not register.begins:
        return True
    first = first_day_of(looking.year + 1 - _YEARS.get(register.name, 1))
    months = given.get("months", range(1, 13))
    return rival.can(register.date_field, lambda v: _within(v, first, last, months))


def _within(value: Value | None, first: date, last: date, months: Container[int] = range(1, 13)) -> bool:
    day = day_of(value)
    return day is not None and first <= day <= last and day.month in months


def _chosen(given: Mapping[str, Any], indicator: Indicator, rival: Rival) -> bool:
    """True where it may be a record of the indicator and one that its parameters choose: those named like a field that tells
    records apart, not one that is measured."""
    register = rival.register
    told_apart = [f for f in register.fields if f.choices or f.code_of or f.name in register.key_fields]
    wanted = {f.name: given[f.name] for f in told_apart if f.name in given}
    wanted |= {f.name: indicator.code for f in told_apart if f.code_of == "plan_indicators"}
    return all(rival.can_equal(name, value) for name, value in wanted.items())
