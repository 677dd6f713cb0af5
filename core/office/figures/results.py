"""Indicators as of a day: facts from the file, formulas over them."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from core.faults import Refusal
from core.indicators import evaluate
from core.indicators.facts import CountFacts, Facts, ShareFacts, TallyFacts
from core.indicators.measures import WHOLE_YEAR, Counted, InTime, Tallied, selections
from core.indicators.parameters import Uncomputable
from core.indicators.registry import reads_of, settings, settings_for, without_figures
from core.indicators.result import Result
from core.office.figures.types import CountedIn, FormulaTrial, IndicatorRow
from core.plan.model import Indicator, Plan
from core.registers.declare import StatedRule, Value
from core.store.connection import Connection
from core.store.facts.asking import Asking
from core.store.facts.counters import facts_for
from core.store.facts.tallied import tallied
from core.store.file.damage import of_the_file
from core.store.tables.register_tables import Registers
from core.thai.calendar import WorkingCalendar
from core.thai.fiscal import months_of

log = logging.getLogger("phaen.figures")


@contextmanager
def alone(indicator: Indicator, doing: str) -> Iterator[None]:
    """What goes wrong inside concerns this indicator alone: a fault of the program goes to the log with its traceback
    and comes out as Uncomputable, a Thai sentence that says what was being done (``doing``). What is wrong with the
    file, and what was refused, passes through."""
    try:
        yield
    except (Uncomputable, Refusal):
        raise
    except Exception as fault:
        if of_the_file(fault):
            raise
        log.exception("indicator %s, formula %s", indicator.code, indicator.formula)
        why = f"โปรแกรมขัดข้องขณะ{doing} โปรดแจ้งผู้ดูแลระบบให้ดูบันทึกการทำงาน"
        raise Uncomputable(why, indicator.code) from fault


def asking(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> Asking:
    """The question of an indicator to the file. Raises Uncomputable where the plan's parameters can't be used."""
    return Asking(connection, plan, indicator, settings_for(plan, indicator), calendar, as_of)


def counted(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> Facts:
    """The counted facts behind an indicator. Raises Uncomputable."""
    with alone(indicator, "นับรายการ"):
        return facts_for(asking(connection, plan, indicator, calendar, as_of))


def result(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> Result:
    """One indicator's figures as of the end of a day; without figures, and with the reason, where it can't be computed:
    no indicator takes the others down."""
    return _computed(connection, plan, indicator, calendar, as_of)[0]


def tried(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> FormulaTrial:
    """The same, and how many records of which registers it is made of."""
    found, counted = _computed(connection, plan, indicator, calendar, as_of)
    return FormulaTrial(found, tuple(_looked_at(*counted)) if counted else ())


def _computed(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> tuple[Result, tuple[Asking, Facts] | None]:
    try:
        with alone(indicator, "นับรายการ"):
            asked = asking(connection, plan, indicator, calendar, as_of)
            facts = facts_for(asked)
            of_year = facts_for(asked.of_year) if asked.span.months < WHOLE_YEAR else None
        with alone(indicator, "คำนวณ"):
            found = evaluate(indicator, facts, as_of, plan.fiscal_year, asked.measure, of_year)
            return found, (asked, facts)
    except Uncomputable as fault:
        return without_figures(indicator, as_of, plan.fiscal_year, fault), None


def _looked_at(asked: Asking, facts: Facts) -> Iterator[CountedIn]:
    """What the facts tell already isn't counted again."""
    measure = asked.measure
    for selection in selections(measure):
        if isinstance(facts, TallyFacts):
            count = facts.records
        elif isinstance(facts, CountFacts) and isinstance(measure, Counted) and not measure.distinct:
            count = facts.count
        elif isinstance(facts, ShareFacts) and isinstance(measure, InTime) and not measure.each:
            count = facts.total
        else:
            count = tallied(asked, Tallied(selection)).records
        yield CountedIn(selection.register.short_title, count, selection.register.counted_in)


def rows(
    connection: Connection,
    plan: Plan,
    indicators: Sequence[Indicator],
    calendar: WorkingCalendar,
    as_of: date,
) -> tuple[IndicatorRow, ...]:
    """Several indicators' figures, in the order given."""
    return tuple(IndicatorRow(i, result(connection, plan, i, calendar, as_of)) for i in indicators)


def trend(
    connection: Connection, plan: Plan, indicator: Indicator, calendar: WorkingCalendar, as_of: date
) -> tuple[Decimal | None, ...]:
    """The value at each month's end October to September; the month of the as-of day as of that day, then None."""
    values: list[Decimal | None] = []
    for month in months_of(plan.fiscal_year):
        day = min(month.last_day, as_of)
        begun = month.first_day <= as_of
        values.append(result(connection, plan, indicator.on(day), calendar, day).value if begun else None)
    return tuple(values)


Given = tuple[tuple[str, Value | None], ...]  # a record's fields, and what they hold


def feeds(plan: Plan, registers: Registers, name: str) -> tuple[str, ...]:
    """The codes of the indicators a register's records count for, by themselves or by a rule of another register: as the
    lines of its records, as what must be done before them."""
    asking: list[tuple[str, Given]] = [(name, ())]
    for other in registers.values():
        rules = (rule for rule in other.rules if isinstance(rule, StatedRule) and rule.beside == name)
        asking += [(other.name, rule.given) for rule in rules]
    return tuple(
        i.code for i in plan.indicators if any(_reads(plan, registers, i, *asked) for asked in asking)
    )


def _reads(plan: Plan, registers: Registers, indicator: Indicator, register: str, given: Given) -> bool:
    """True where the indicator reads records of a register that hold the values given."""
    if register not in reads_of(plan, indicator, registers):
        return False
    chosen = settings(indicator)
    return all(chosen.get(name, value) == value for name, value in given)
