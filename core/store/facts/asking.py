"""What is asked of the file: an indicator's measure, as of the end of a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from core.indicators.goals import span_of
from core.indicators.measures import DaySpan, Measured
from core.indicators.registry import measure_with
from core.plan.model import Indicator, Plan
from core.store.tables.register_tables import registers_of
from core.thai.calendar import WorkingCalendar


@dataclass(frozen=True)
class Asking:
    """What is asked of the file: an indicator with its settled parameters, as of the end of a day."""

    connection: Connection
    plan: Plan
    indicator: Indicator
    settings: Mapping[str, Any]
    calendar: WorkingCalendar
    as_of: date

    @cached_property
    def measure(self) -> Measured:
        """What is to be counted. Raises Uncomputable where the file's registers haven't what the parameters name."""
        return measure_with(self.indicator, self.settings, registers_of(self.connection))

    @property
    def span(self) -> DaySpan:
        """The days whose records count as of the day."""
        return span_of(self.indicator, self.plan.fiscal_year, self.as_of, self.measure)

    @property
    def of_year(self) -> "Asking":
        """The same of the whole year, where it is of a quarter or month alone."""
        return replace(self, indicator=replace(self.indicator, cumulative=True))
