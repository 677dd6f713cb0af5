"""What a person asks of the figures: indicators, workings, due days, what is waiting."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.faults import UsageRefusal
from core.indicators.evidence import WorkingRecord
from core.indicators.facts import Facts
from core.indicators.formula import Formula
from core.indicators.parameters import Uncomputable
from core.indicators.registry import FORMULAS
from core.office.figures import results
from core.office.figures.clock_settings import terms_of
from core.office.figures.clocks import ClockTerms
from core.office.figures.comparison import compare_years
from core.office.figures.contested import disputed_records, disputed_scores, question, with_conflicts
from core.office.figures.grids import grid_of, grid_terms
from core.office.figures.offers import Offers
from core.office.figures.overview import Outlook, badges, completeness, upcoming
from core.office.figures.touching import Looking
from core.office.figures.types import (
    Badge,
    FormulaTrial,
    Grid,
    IndicatorRow,
    UnitMonths,
    Upcoming,
    WorkingsView,
    YearComparison,
)
from core.office.figures.workings import records_behind
from core.office.hiding import Hiding, called
from core.office.session import Session
from core.plan.model import Indicator, Plan
from core.registers.views import GRID
from core.store.connection import Connection


class FigureService:
    """What a person asks of the figures. Days are inclusive; figures are as of the *end* of a day."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def indicators(self, year: int | None = None, as_of: date | None = None) -> tuple[IndicatorRow, ...]:
        """Every indicator's figures as of the end of a day (default today), in the plan's order."""
        plan, day = self._session.asked(year, as_of)
        with self._session.reading() as connection:
            found = results.rows(connection, plan, plan.indicators, self._session.calendar, day)
            return with_conflicts(connection, question(self._session, plan, day), found)

    def indicator(self, code: str, year: int | None = None, as_of: date | None = None) -> IndicatorRow:
        """One indicator's figures; UsageRefusal where the plan has no such code."""
        plan, day = self._session.asked(year, as_of)
        wanted = self._indicator(plan, code)
        with self._session.reading() as connection:
            return self._row(connection, plan, wanted, day)

    def _row(self, connection: Connection, plan: Plan, wanted: Indicator, day: date) -> IndicatorRow:
        found = results.rows(connection, plan, [wanted], self._session.calendar, day)
        return with_conflicts(connection, question(self._session, plan, day), found)[0]

    def _indicator(self, plan: Plan, code: str) -> Indicator:
        try:
            return plan.indicator(code)
        except KeyError:
            known = " ".join(i.code for i in plan.indicators)
            raise UsageRefusal(f"ไม่มีตัวชี้วัด “{code}” ในแผน โปรดใช้รหัสใดรหัสหนึ่งต่อไปนี้ {known}") from None

    def disputed_scores(self, year: int) -> frozenset[str]:
        """The codes of a year's indicators whose weight, levels or way of scoring nobody has settled."""
        with self._session.reading() as connection:
            return disputed_scores(connection, self._session.file.registers, year)

    def facts(self, indicator: Indicator, year: int, as_of: date) -> Facts:
        """The counted facts behind an indicator. Raises Uncomputable where it can't be computed."""
        with self._session.reading() as connection:
            return results.counted(
                connection, self._session.plan(year), indicator, self._session.calendar, as_of
            )

    def trend(self, code: str, year: int, as_of: date) -> tuple[Decimal | None, ...]:
        """The value at each month's end October to September, up to the as-of day."""
        plan = self._session.plan(year)
        wanted = self._indicator(plan, code)
        with self._session.reading() as connection:
            return results.trend(connection, plan, wanted, self._session.calendar, as_of)

    def feeds(self, name: str, year: int | None = None) -> tuple[str, ...]:
        """The codes of the indicators a register's records count for."""
        return results.feeds(
            self._session.plan(year), self._session.file.registers, self._session.register(name).name
        )

    def workings(self, code: str, year: int | None = None, as_of: date | None = None) -> WorkingsView:
        """How an indicator's figure came about, with the records behind it; where these can't be listed, why."""
        plan, day = self._session.asked(year, as_of)
        wanted = self._indicator(plan, code)
        behind: tuple[WorkingRecord, ...] = ()
        with self._session.reading() as connection:
            result = self._row(connection, plan, wanted, day).result
            try:
                behind = records_behind(connection, plan, wanted, self._session.calendar, day)
                disputed = disputed_records(
                    connection, Looking(plan, day, self._session.file.registers), wanted
                )
                behind = tuple(
                    replace(r, disputed=True) if (r.register, r.record_id) in disputed else r for r in behind
                )
            except Uncomputable as fault:
                if not result.fault:
                    result = replace(result, warnings=(*result.warnings, str(fault)))
            hiding = Hiding(self._session.personal_from)
            behind = tuple(called(connection, self._session.file.registers, behind, hiding))
        return WorkingsView(wanted, result, behind)

    def clock_terms(self, name: str, year: int, as_of: date) -> ClockTerms:
        """By what the records of a register that fall into a fiscal year are judged at the end of a day: by its clocks, and
        by that year's plan (where the file holds none, the default year's)."""
        register = self._session.register(name)
        return terms_of(register, self._plan_of(year, as_of), as_of, self._session.calendar)

    def _plan_of(self, year: int, as_of: date) -> Plan | None:
        """A year's plan, the default year's where the file doesn't hold it; None in a file without a plan."""
        if not self._session.years:
            return None
        return self._session.plan(year if year in self._session.years else self._session.default_year(as_of))

    def upcoming(
        self, as_of: date, working_days: int = 10, registers: Collection[str] | None = None
    ) -> tuple[Upcoming, ...]:
        """What is overdue or falls due within so many working days, of all registers or of these."""
        plan, day = self._session.asked(None, as_of)
        with self._session.reading() as connection:
            return upcoming(self._outlook(connection, plan, day), working_days, registers)

    def badges(self, as_of: date, registers: Collection[str] | None = None) -> Mapping[str, Badge]:
        """How many records of each register, or of these, are overdue, or near their end, at the end of a day."""
        return badges(self.upcoming(as_of, registers=registers), self._session.file.registers)

    def completeness(self, year: int, as_of: date) -> tuple[UnitMonths, ...]:
        """How complete each unit's months are."""
        plan, day = self._session.asked(year, as_of)
        with self._session.reading() as connection:
            return completeness(self._outlook(connection, plan, day))

    def _outlook(self, connection: Connection, plan: Plan, day: date) -> Outlook:
        return Outlook(
            connection,
            plan,
            self._session.calendar,
            day,
            lambda name, year: self.clock_terms(name, year, day),
            Hiding(self._session.personal_from),
        )

    def grid(self, name: str, year: int | None = None, as_of: date | None = None) -> Grid:
        """A register's items by months as of the end of a day (default today). UsageRefusal where it declares no view that is a
        grid."""
        plan, day = self._session.asked(year, as_of)
        register = self._session.register(name)
        view = register.view(GRID)
        if view is None:
            raise UsageRefusal(f"{register.title}ไม่มีมุมมองตาราง (grid) โปรดดูเป็นรายการ")
        with self._session.reading() as connection:
            return grid_of(connection, register, view, plan, grid_terms(register, view, plan), day)

    def compare_years(self, year: int, as_of: date) -> YearComparison:
        """The indicators' targets and results of three years up to ``year``, as of the end of a day."""
        return compare_years(self._session, self.indicators, year, as_of)

    def formulas(self) -> tuple[Formula, ...]:
        """The formulas an indicator may choose."""
        return tuple(FORMULAS.values())

    def offers(self, year: int, code: str = "") -> Offers:
        """What the sentence of an indicator's formula offers to be chosen."""
        return Offers(self._session.plan(year), self._session.file.registers, code)

    def try_formula(
        self, year: int, code: str, formula: str, parameters: Mapping[str, Any], as_of: date
    ) -> FormulaTrial:
        """What an indicator's figures would be with another formula or other parameters, and how many records are looked at;
        nothing is saved.

        Parameters the formula can't use give a result without figures and a warning.
        """
        plan = self._session.plan(year)
        wanted = replace(
            self._indicator(plan, code), formula=formula, parameters=dict(parameters), changes=()
        )
        asked = replace(plan, indicators=tuple(wanted if i.code == code else i for i in plan.indicators))
        with self._session.reading() as connection:
            return results.tried(connection, asked, wanted, self._session.calendar, as_of)
