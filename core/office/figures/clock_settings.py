"""The clocks a register's records are judged by: those it declares, but where an indicator of the plan sets a limit of its own.

The formulas of 2563 bring their limits as parameters of the indicator; the register each reads is judged by them, so that
list and figure say the same. This is the one place where that is decided.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.indicators.formulas import monthly_mean, share_within
from core.indicators.registry import FORMULAS, settings_in
from core.office.figures.clocks import ClockTerms
from core.plan.model import Plan
from core.registers.clocks import Clock
from core.registers.declare import Register
from core.thai.calendar import WorkingCalendar

MEAN, SHARE = "monthly_mean", "share_within"


def terms_of(register: Register, plan: Plan | None, as_of: date, calendar: WorkingCalendar) -> ClockTerms:
    """By what a register's records are judged at the end of a day, by a year's plan as it holds then (None: no plan)."""
    held = plan.on(as_of) if plan else None
    if held and register.name == monthly_mean.OVER:
        given = settings_in(held, MEAN)
        unusable = given is None and any(indicator.formula == MEAN for indicator in held.indicators)
        if given or unusable:
            return mean_terms(register, given or FORMULAS[MEAN].defaults, as_of, calendar)
    clocks = register.clocks
    if held and register.name == share_within.OVER:
        clocks = tuple(_shared(clock, held) for clock in clocks)
    return ClockTerms(register, clocks, as_of, calendar)


def mean_terms(
    register: Register, settings: Mapping[str, Any], as_of: date, calendar: WorkingCalendar
) -> ClockTerms:
    """By what the settled parameters of a monthly mean judge the records it reads."""
    clocks = tuple(monthly_mean.with_limit(clock, settings) for clock in register.clocks)
    counts = {f.name: settings[f.name] for f in register.fields if f.name == "procurement"}
    return ClockTerms(register, clocks, as_of, calendar, counts)


def _shared(clock: Clock, plan: Plan) -> Clock:
    """A clock with the limit of the plan's indicator that counts what ends it, if there is one."""
    found = settings_in(plan, SHARE, event=clock.until)
    return share_within.with_limit(clock, found) if found else clock
