"""What a closed month refuses: changes of what a record was at the end of its last day (docs/domain.md, "Closing a month").

A request received in May gets its cheque in June: days after the closed one aren't there yet at its end, and what was left
empty may be filled, but for a day that has passed and for what an indicator counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core.indicators.measures import fields_read
from core.indicators.registry import measures_of
from core.plan.model import Plan
from core.registers.as_of import by, exists, later_fields
from core.registers.declare import Register, Value, Values
from core.thai.fiscal import Month, fiscal_year_of

# Kept as it was with the edition approved, and no record of what happened in a month.
CALENDAR = "office_holidays"
MeasuredFields = Mapping[str, frozenset[str]]  # by register


def measured_fields(plan: Plan, registers: Mapping[str, Register]) -> MeasuredFields:
    """By register the fields that some indicator of the plan counts by."""
    found: dict[str, frozenset[str]] = {}
    for indicator in plan.indicators:
        for measure in measures_of(plan, indicator, registers):
            for name, fields in fields_read(measure).items():
                found[name] = found.get(name, frozenset()) | fields
    return found


def is_closed_by_months(register: Register) -> bool:
    """True for the registers whose records a closed month keeps: what happened, not the plan nor the calendar."""
    return not register.internal and register.name != CALENDAR


@dataclass(frozen=True, slots=True)
class ClosedRecords:
    """What the end of a closed month's last ``day`` keeps of a register's records; ``measured`` are the fields some indicator
    counts by."""

    register: Register
    day: date
    measured: frozenset[str] = frozenset()

    def seen(self, values: Values | None) -> dict[str, Value | None] | None:
        """A record as it was at the end of the day, later days empty; None where it wasn't there yet, or there is none.

        A register that tells no day of anything holds what an indicator counts, and nothing more: what is corrected there
        is corrected today.
        """
        if values is None or not self._is_there(values):
            return None
        later = {field.name for field in later_fields(self.register, values, self.day)}
        return {
            field.name: None if field.name in later else values.get(field.name)
            for field in self.register.stored_fields
            if not self._is_timeless or field.name in self.measured
        }

    def refused(
        self, before: Values | None, after: Values | None, filled_since: Iterable[str] = ()
    ) -> tuple[str, ...] | None:
        """The fields in which a change would alter what the record was, in declared order; none named where it would come to
        be there, or go. None where the change is let pass. ``filled_since`` are fields that were empty when the month was
        approved."""
        was, becomes = self.seen(before), self.seen(after)
        if was is None:
            return None if becomes is None or self._may_come(becomes) else ()
        if becomes is None:
            return None if self._may_go(was) else ()
        empty = {name for name, value in was.items() if value is None} | {*filled_since}
        changed = (name for name in was if was[name] != becomes[name])
        return tuple(n for n in changed if n not in empty or self._counts(n, becomes[n])) or None

    def _is_there(self, values: Values) -> bool:
        year = values.get("fiscal_year")
        if isinstance(year, int) and year > fiscal_year_of(self.day):
            return False
        return exists(self.register, values, self.day)

    def _counts(self, name: str, value: Value | None) -> bool:
        """True for what a field that was empty mustn't be filled with."""
        return name in self.measured or by(value, self.day)

    def _may_come(self, becomes: Values) -> bool:
        """True for a record that may still be made: it tells only which month it is about, or what nobody counts."""
        return self._may_go(becomes) or (self._tells_a_month and not self.measured)

    def _may_go(self, was: Values) -> bool:
        """True for a record that says nothing of the time: it came with the plan and nobody wrote into it, or its register has
        no days; unless an indicator counts it."""
        if self.register.plan_born:
            told = (name for name in was if name not in self.register.key_fields)
            return not any(was[n] is not None and self._counts(n, was[n]) for n in told)
        return self._is_timeless and not self.measured

    @property
    def _is_timeless(self) -> bool:
        return not self.register.begins and not self.register.event_fields

    @property
    def _tells_a_month(self) -> bool:
        begins = self.register.begins
        return bool(begins) and self.register.field(begins).type.python is Month
