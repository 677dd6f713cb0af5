"""Which unsettled conflicts touch an indicator's figure: those of records it counts, or would count were another of the
rival values taken, and those of the plan that say how it is computed and against what it is held."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.indicators.parameters import BadParameter
from core.indicators.registry import reads_of, settings
from core.plan.model import Indicator, Plan
from core.registers.as_of import day_of
from core.registers.declare import Register, Value
from core.store.connection import Connection
from core.store.log.entry import DELETED
from core.store.log.open_conflicts import OpenConflict
from core.store.tables import records
from core.store.tables.register_tables import registers_of
from core.thai.fiscal import Month, first_day_of, last_day_of

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
    return _COUNTED_IF.get(name, _of_the_year)(looking, settings(indicator), indicator, rival)


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
        case "plan_study_parts":
            return "study_parts" in reads_of(indicator)
        case "plan_projects":
            return "plan_steps" in reads_of(indicator) and rival.can_equal("number", _project(indicator))
    return "plan_steps" in reads_of(indicator) and rival.can_equal("project", _project(indicator))


def _project(indicator: Indicator) -> int | None:
    try:
        return settings(indicator).get("project")
    except BadParameter:
        return None


Given = Mapping[str, Any]
Counted = Callable[[Looking, Given, Indicator, Rival], bool]


def _within(looking: Looking, rival: Rival, years: int = 1) -> bool:
    """True where its day may lie in the plan's year (or the ``years`` up to it), and not after the day looked at."""
    first, last = first_day_of(looking.year + 1 - years), min(looking.day, last_day_of(looking.year))
    return rival.can(rival.register.date_field, lambda v: (d := day_of(v)) is not None and first <= d <= last)


def _chosen(given: Given, rival: Rival, name: str) -> bool:
    """True where the parameter of that name, if the formula has one, may choose the record."""
    return name not in given or rival.can_equal(name, given[name])


def _of_the_year(looking: Looking, _: Given, __: Indicator, rival: Rival) -> bool:
    """True where its day may lie in the plan's year; a record without one may always count."""
    return not rival.register.date_field or _within(looking, rival)


def _a_request(looking: Looking, given: Given, _: Indicator, rival: Rival) -> bool:
    return _within(looking, rival) and _chosen(given, rival, "procurement")


def _an_audit(looking: Looking, given: Given, _: Indicator, rival: Rival) -> bool:
    months = given.get("months", range(1, 13))
    of_the_year = rival.can(
        "month", lambda m: isinstance(m, Month) and m.fiscal_year == looking.year and m.month in months
    )
    return of_the_year and rival.can("audited_on", lambda d: isinstance(d, date) and d <= looking.day)


def _an_entered_result(looking: Looking, _: Given, indicator: Indicator, rival: Rival) -> bool:
    return _within(looking, rival) and rival.can_equal("indicator", indicator.code)


def _a_step(looking: Looking, given: Given, _: Indicator, rival: Rival) -> bool:
    of_the_project = _chosen(given, rival, "project")
    return of_the_project and rival.can_equal("fiscal_year", looking.year)


def _a_deliverable(looking: Looking, _: Given, __: Indicator, rival: Rival) -> bool:
    last = min(looking.day, last_day_of(looking.year))
    by_year = rival.can_equal("fiscal_year", looking.year) and rival.can(
        "delivered_on", lambda d: isinstance(d, date) and d <= last
    )
    return by_year or (rival.can_equal("fiscal_year", None) and _within(looking, rival))


# By register: could the record count for an indicator that reads it, with its settled parameters? Of others those of the
# year do.
_COUNTED_IF: Mapping[str, Counted] = {
    "finance_requests": _a_request,
    "centre_audits": _an_audit,
    "office_holidays": lambda *_: True,
    "deliverables": _a_deliverable,
    "budget_entries": lambda looking, _given, _indicator, rival: _within(looking, rival, years=2),
    "manual_results": _an_entered_result,
    "project_steps": _a_step,
    "study_parts": lambda looking, _given, _indicator, rival: rival.can_equal("fiscal_year", looking.year),
}
