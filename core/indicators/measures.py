"""What a formula counts: which records of a register, by which day they belong to a year, and what of them.

A formula says its measure of its parameters; ``core.store.facts`` counts measures in SQL, whichever formula asks. What stands
here says the same of one record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.registers.as_of import by, day_of, later_fields
from core.registers.declare import Register, Value, Values
from core.registers.filters import Filter
from core.thai.fiscal import Month, first_day_of, last_day_of

EVERY = Filter()  # keeps every record


@dataclass(frozen=True, slots=True)
class YearSpan:
    """Records of which fiscal year (Buddhist), as of the end of which day."""

    fiscal_year: int
    as_of: date

    @property
    def first(self) -> date:
        """The fiscal year's first day."""
        return first_day_of(self.fiscal_year)

    @property
    def last(self) -> date:
        """The last day whose records are there: the as-of day, or the year's last."""
        return min(self.as_of, last_day_of(self.fiscal_year))


@dataclass(frozen=True, slots=True)
class Selection:
    """The records of a register that ``filter`` keeps. ``day`` is the field that says to which year and month a record
    belongs, "" for one whose records are of every year. A record that states a fiscal year is of that one, whatever its day,
    once the day has come."""

    register: Register
    day: str
    filter: Filter = EVERY

    @property
    def states_a_year(self) -> bool:
        """True where a record says its fiscal year."""
        return any(field.name == "fiscal_year" for field in self.register.stored_fields)

    @property
    def stops(self) -> tuple[str, ...]:
        """The fields from whose day on a record counts nowhere."""
        return tuple(dict.fromkeys(c.stopped_by for c in self.register.clocks if c.stopped_by))

    def seen(self, values: Values, as_of: date) -> Mapping[str, Value | None]:
        """The values of a record with what is written after the end of a day empty."""
        return {**values, **{field.name: None for field in later_fields(self.register, values, as_of)}}

    def chooses(self, values: Values, span: YearSpan) -> bool:
        """True where the record with these values is of the span and the filter keeps it."""
        return self.is_of(values, span) and self.filter.holds(self.seen(values, span.as_of))

    def is_of(self, values: Values, span: YearSpan) -> bool:
        """True where the record is of the year, there at the end of the day, and not stopped by then."""
        if any(by(values.get(name), span.as_of) for name in self.stops):
            return False
        begins = self.register.begins
        if begins and begins != self.day and not by(values.get(begins), span.as_of):
            return False
        return self._of_the_year(values, span)

    def month(self, values: Values, span: YearSpan) -> Month | None:
        """The month a record of the span belongs to; one of before the year, the year's first. None without a day."""
        day = day_of(values.get(self.day)) if self.day else None
        return None if day is None else Month.of(max(day, span.first))

    def _of_the_year(self, values: Values, span: YearSpan) -> bool:
        day: Any = day_of(values.get(self.day)) if self.day else None
        if self.day and (day is None or day > span.last):
            return False
        if self.states_a_year:
            stated = values.get("fiscal_year")
            if stated is not None or not self.register.may_tell_no_year:
                return stated == span.fiscal_year
        return not self.day or day >= span.first
