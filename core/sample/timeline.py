"""What a sample year is made on: the plan, the days of the year, its own chance, the ids of its records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import uuid5

from core.plan.model import Plan
from core.registers.declare import NAMESPACE, Register, Value
from core.thai.calendar import WorkingCalendar
from core.thai.fiscal import BUDDHIST_OFFSET, FIRST_MONTH, Month, first_day_of, last_day_of


@dataclass(frozen=True)
class Timeline:
    """A fiscal year (Buddhist) with the calendar its offices work by."""

    fiscal_year: int
    calendar: WorkingCalendar

    @property
    def short_year(self) -> str:
        """The year as numbers of papers carry it: ``63``."""
        return f"{self.fiscal_year % 100:02d}"

    def month(self, number: int) -> Month:
        """The fiscal year's month of that calendar number: 10 is its first."""
        common_era = self.fiscal_year - BUDDHIST_OFFSET
        return Month(common_era - 1 if number >= FIRST_MONTH else common_era, number)

    def on(self, month: int, day: int) -> date:
        """The day of that calendar month, or the next working day where offices are closed."""
        found = self.month(month)
        return self.open_from(date(found.year, found.month, day))

    def open_from(self, day: date) -> date:
        """The day itself if offices are open, else the next working day."""
        return day if self.calendar.is_working_day(day) else self.after(day, 1)

    def after(self, day: date, working_days: int) -> date:
        """So many working days after a day; 0 is the day itself."""
        return self.calendar.nth_working_day_after(day, working_days) if working_days else day

    def working_days(self, first: date | None = None, last: date | None = None) -> tuple[date, ...]:
        """The working days from ``first`` to ``last``, inclusive; the whole year by default."""
        begin, end = first or first_day_of(self.fiscal_year), last or last_day_of(self.fiscal_year)
        days = (begin + timedelta(days=n) for n in range((end - begin).days + 1))
        return tuple(day for day in days if self.calendar.is_working_day(day))

    @property
    def mid_year(self) -> date:
        """The day the sample is at its most telling: 30 June."""
        found = self.month(6)
        return found.last_day

    def chance(self, salt: int) -> Random:
        """A generator of its own for each kind of record, so that none moves another's figures.

        Only ``randrange``, ``choice`` and ``shuffle`` may be asked: they give the same on every Python from 3.11 on.
        """
        return Random(self.fiscal_year * 1000 + salt)

    def record_id(self, register: str, name: str) -> str:
        """The id of a sample record, the same on every machine."""
        return str(uuid5(NAMESPACE, f"sample|{self.fiscal_year}|{register}|{name}"))


@dataclass(frozen=True)
class Stage:
    """The plan, its year, the registers of its office, and what else came with it: information centres and audit criteria,
    as values."""

    plan: Plan
    time: Timeline
    registers: Mapping[str, Register]
    centres: tuple[Mapping[str, Value | None], ...]
    criteria: tuple[Mapping[str, Value | None], ...]
