"""What a person asks of the figures: indicators, workings, due days, what is waiting."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from core.faults import UsageRefusal
from core.indicators.facts import Facts
from core.indicators.parameters import BadParameter
from core.indicators.registry import settings
from core.office import figures
from core.office.base import REQUEST_DEFAULTS, OpenOffice
from core.office.centres import centre_rows
from core.office.overview import Outlook, Terms, completeness, upcoming
from core.office.requests import due_day, standing
from core.office.types import (
    CentreRow,
    Chip,
    DueDay,
    IndicatorRow,
    UnitMonths,
    Upcoming,
    WorkingsView,
)
from core.office.workings import records_behind
from core.plan.model import Indicator, Plan
from core.registers.declare import Value
from core.store.facts import audit_months, facts_for
from core.thai.fiscal import Month


class FigureCases(OpenOffice):
    """The use cases of figures. Days are inclusive; figures are as of the *end* of a day."""

    def _asked(self, year: int | None, as_of: date | None) -> tuple[Plan, date]:
        day = as_of or self.today()
        return self.plan(year if year is not None else self.default_year(day)).on(day), day

    def indicators(self, year: int | None = None, as_of: date | None = None) -> tuple[IndicatorRow, ...]:
        """Every indicator's figures as of the end of a day (default today), in the plan's order."""
        plan, day = self._asked(year, as_of)
        with self._file.reading() as connection:
            return figures.rows(connection, plan, plan.indicators, self.calendar, day)

    def indicator(self, code: str, year: int | None = None, as_of: date | None = None) -> IndicatorRow:
        """One indicator's figures; UsageRefusal where the plan has no such code."""
        plan, day = self._asked(year, as_of)
        wanted = self._indicator(plan, code)
        with self._file.reading() as connection:
            return IndicatorRow(wanted, figures.result(connection, plan, wanted, self.calendar, day))

    def _indicator(self, plan: Plan, code: str) -> Indicator:
        try:
            return plan.indicator(code)
        except KeyError:
            known = " ".join(i.code for i in plan.indicators)
            raise UsageRefusal(f"ไม่มีตัวชี้วัด “{code}” ในแผน โปรดใช้รหัสใดรหัสหนึ่งต่อไปนี้ {known}") from None

    def facts(self, indicator: Indicator, year: int, as_of: date) -> Facts:
        """The counted facts behind an indicator. Raises BadParameter where its parameters can't be used."""
        with self._file.reading() as connection:
            return facts_for(figures.asking(connection, self.plan(year), indicator, self.calendar, as_of))

    def trend(self, code: str, year: int, as_of: date) -> tuple[Decimal | None, ...]:
        """The value at each month's end October to September, up to the as-of day."""
        plan = self.plan(year)
        wanted = self._indicator(plan, code)
        with self._file.reading() as connection:
            return figures.trend(connection, plan, wanted, self.calendar, as_of)

    def feeds(self, name: str, year: int | None = None) -> tuple[str, ...]:
        """The codes of the indicators a register's records count for."""
        return figures.feeds(self.plan(year), self.register(name).name)

    def workings(self, code: str, year: int | None = None, as_of: date | None = None) -> WorkingsView:
        """How an indicator's figure came about, with the records behind it."""
        plan, day = self._asked(year, as_of)
        wanted = self._indicator(plan, code)
        with self._file.reading() as connection:
            result = figures.result(connection, plan, wanted, self.calendar, day)
            behind = records_behind(connection, plan, wanted, self.calendar, day)
        return WorkingsView(wanted, result, behind)

    def _terms(self, plan: Plan) -> Terms:
        return Terms(requests=_settled(plan, "monthly_mean"), audits=_settled(plan, "pass_rate"))

    def _request_terms(self, day: date) -> Mapping[str, object]:
        plan = self.plan(self.default_year(day))
        return _settled(plan, "monthly_mean") or REQUEST_DEFAULTS

    def due(self, received_on: date) -> DueDay:
        """The last day in time for a request received on a day."""
        terms = self._request_terms(received_on)
        return due_day(received_on, int(str(terms["working_days"])), self.calendar)

    def request_chip(self, values: Mapping[str, Value | None], as_of: date) -> Chip:
        """A request's state in words as of the end of a day."""
        received = values.get("received_on")
        terms = self._request_terms(received if isinstance(received, date) else as_of)
        return standing(
            values,
            as_of,
            self.calendar,
            days=int(str(terms["working_days"])),
            clock=str(terms["clock"]),
            procurement=str(terms["procurement"]),
        ).chip

    def upcoming(self, as_of: date, working_days: int = 10) -> tuple[Upcoming, ...]:
        """What is overdue or falls due within so many working days."""
        plan, day = self._asked(None, as_of)
        with self._file.reading() as connection:
            return upcoming(Outlook(connection, plan, self.calendar, day, self._terms(plan)), working_days)

    def completeness(self, year: int, as_of: date) -> tuple[UnitMonths, ...]:
        """How complete each unit's months are."""
        plan = self.plan(year)
        with self._file.reading() as connection:
            return completeness(Outlook(connection, plan, self.calendar, as_of, self._terms(plan)))

    def audit_months(self, year: int) -> tuple[Month, ...]:
        """The months whose audits count for the year."""
        terms = self._terms(self.plan(year)).audits
        return audit_months(year, terms) if terms else ()

    def centre_rows(self, year: int, as_of: date) -> tuple[CentreRow, ...]:
        """The grid of centres by audited months."""
        terms = self._terms(self.plan(year)).audits
        if terms is None:
            return ()
        with self._file.reading() as connection:
            return centre_rows(connection, audit_months(year, terms), terms, as_of)


def _settled(plan: Plan, formula: str) -> Mapping[str, object] | None:
    for indicator in plan.indicators:
        if indicator.formula == formula:
            try:
                return settings(indicator)
            except BadParameter:
                return None
    return None
