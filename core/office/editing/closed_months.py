"""Closed months: which days of which unit are closed. Source: docs/domain.md, "Closing a month"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.plan.authority import EVERYTHING, Authority
from core.plan.closing import ClosedRecords, MeasuredFields, is_closed_by_months
from core.plan.months import OFFICE, MonthState
from core.plan.office_records import MONTH_STATES
from core.registers.as_of import day_of
from core.registers.declare import Register, Value, Values
from core.store.connection import Connection
from core.store.log.open_conflicts import of_records
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.thai.fiscal import Month


@dataclass(frozen=True, slots=True)
class Approved:
    """A month that stands approved, and its edition's id."""

    month: Month
    edition: str


@dataclass(frozen=True, slots=True)
class ClosedMonths:
    """The approved months by unit (``OFFICE``: the whole office's), each unit's in order; ``authority`` says whose
    a record is, ``measured`` what indicators count."""

    approved: Mapping[str, tuple[Approved, ...]] = field(default_factory=dict)
    authority: Authority = EVERYTHING
    measured: MeasuredFields = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.approved)

    def latest(self, unit: str) -> Approved | None:
        """The last month that is closed for a unit: its own, or the whole office's where that goes further."""
        return max(
            (months[-1] for code in (unit, OFFICE) if (months := self.approved.get(code))),
            key=lambda one: one.month.first_day,
            default=None,
        )

    def day_of(self, unit: str) -> date | None:
        """The last day that is closed for a unit; None where none is."""
        latest = self.latest(unit)
        return latest.month.last_day if latest else None

    def unit_of(self, register: Register, values: Values) -> str:
        """The unit a record belongs to."""
        return self.authority.unit_of(register.name, values)

    def over(self, register: Register, unit: str) -> ClosedRecords | None:
        """What the closed months keep of a unit's records of a register; None where nothing is closed."""
        day = self.day_of(unit) if is_closed_by_months(register) else None
        return (
            ClosedRecords(register, day, self.measured.get(register.name, frozenset()))
            if day is not None
            else None
        )

    def may_matter(self, register: Register) -> bool:
        """True where a record of the register may lie in a closed month."""
        return bool(self.approved) and is_closed_by_months(register)

    def may_begin_closed(self, value: Value | None) -> bool:
        """True where a record that begins on this day may lie in a closed month."""
        last = max((months[-1].month.last_day for months in self.approved.values()), default=date.min)
        day = day_of(value)
        return day is None or day <= last

    def month_of(self, unit: str, day: date) -> Month:
        """The month to be opened again before what happened on a closed day can be written."""
        months = [one.month for code in (unit, OFFICE) for one in self.approved.get(code, ())]
        return min((m for m in months if m.last_day >= day), key=lambda m: m.first_day)


def read_closed(
    connection: Connection, authority: Authority, measured: MeasuredFields, states: Sequence[Row]
) -> ClosedMonths:
    """The closed months of a file, of the states of months that it holds."""
    approved: dict[str, list[Approved]] = {}
    for row in states:
        month = row.values["month"]
        if isinstance(month, Month) and _stands_approved(connection, row):
            one = Approved(month, str(row.values["edition"] or ""))
            approved.setdefault(str(row.values["unit"] or OFFICE), []).append(one)
    in_order = {
        unit: tuple(sorted(months, key=lambda one: one.month.first_day)) for unit, months in approved.items()
    }
    return ClosedMonths(in_order, authority, measured)


def states_of(connection: Connection) -> tuple[Row, ...]:
    """The states of months that a file holds."""
    return records.rows(connection, MONTH_STATES, Query(counted=True))


def _stands_approved(connection: Connection, row: Row) -> bool:
    """True for an approved month; where others wrote another state apart, it stays so until a person has settled that."""
    if state_of(row) is MonthState.APPROVED or not row.conflict:
        return state_of(row) is MonthState.APPROVED
    disputes = of_records(connection, MONTH_STATES.name, [row.id])
    sides = (side for one in disputes if one.field == "state" for side in one.sides)
    return any(side.value == MonthState.APPROVED for side in sides)


def state_of(row: Row) -> MonthState:
    """The state a record of a month's state tells; one that only a later version knows is an open month's."""
    told = str(row.values["state"])
    return MonthState(told) if told in {*MonthState} else MonthState.TYPING
