"""The list of a register with clocks in SQL: what waits, what is out, what is overdue, and what comes first.

``core.registers.deadlines`` says the same of one record; tests hold the two together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, case, literal, not_, or_

from core.registers.clocks import Clock
from core.registers.declare import Register
from core.store.tables.listing import Condition, Expression, Frame, has_come, plain_frame
from core.store.tables.register_tables import table_of


def clock_frame(
    register: Register,
    as_of: date,
    clocks: Sequence[Clock],
    *,
    counts: Mapping[str, Any],
    overdue: Mapping[str, date],
    sorts: Mapping[str, Clock],
) -> Frame:
    """The frame of a register with clocks. ``counts``: the values, by field, of records that can be overdue (none: of any);
    ``overdue``: by a clock's name the last day or moment it can have begun at and be past its limit (the due day never comes
    earlier for a later beginning); ``sorts``: columns that are sorted by when a clock began. What waits comes first, by when
    its first clock began, then what is settled, the latest on top."""
    plain, running = plain_frame(register, as_of), Running(register, as_of, clocks)
    conditions = {"waits": running.waits, "overdue": running.overdue(overdue, counts), "away": running.away}
    return replace(
        plain,
        filters={name: condition for name, condition in conditions.items() if condition is not None},
        order=(plain.later, *running.order),
        sorts={column: running.begun(clock) for column, clock in sorts.items()},
    )


@dataclass(frozen=True)
class Running:
    """How a register's clocks run at the end of a day."""

    register: Register
    as_of: date
    clocks: Sequence[Clock]

    def come(self, name: str) -> Condition:
        """A field's day or moment has come; of no field none ever has."""
        return has_come(self._column(name), self.register.field(name), self.as_of) if name else literal(False)

    def undone(self, clock: Clock) -> Condition:
        """What begins a clock has come, and what ends it hasn't."""
        return and_(self.come(clock.since), not_(self.come(clock.until)))

    def begun(self, clock: Clock) -> Expression:
        """When a clock began: at first, or when the record came back; null while it is out."""
        since, back = self._column(clock.since), clock.restarts_on
        if clock.runs_on or not (back or clock.out_since):
            return since
        out = and_(self.come(clock.out_since), not_(self.come(back)), not_(self.come(clock.until)))
        anew = case((self._column(back) > since, self._column(back)), else_=since) if back else since
        return case((self.come(back), anew), (out, None), else_=since)

    @property
    def waits(self) -> Condition:
        """The last clock that has begun is undone, and nothing has stopped the record."""
        deciding: dict[str, Clock] = {}  # of the clocks that begin together the last
        for clock in reversed(self.clocks):
            deciding.setdefault(clock.since, clock)
        last = ((self.come(clock.since), not_(self.come(clock.until))) for clock in deciding.values())
        stopped = (self.come(clock.stopped_by) for clock in self.clocks if clock.stopped_by)
        return and_(case(*last, else_=literal(False)), *map(not_, stopped))

    @property
    def away(self) -> Condition | None:
        """What waits and is out; None where nothing can be."""
        out = [
            and_(self.come(clock.since), self.come(clock.out_since), not_(self.come(clock.restarts_on)))
            for clock in self.clocks
            if clock.out_since
        ]
        return and_(self.waits, or_(*out)) if out else None

    def overdue(self, moments: Mapping[str, date], counts: Mapping[str, Any]) -> Condition | None:
        """What waits, counts, and is past the limit of a clock of ``moments``; None where there are none."""
        past = [
            and_(self.undone(clock), self.begun(clock) <= self._wire(clock, moments[clock.name]))
            for clock in self.clocks
            if clock.name in moments
        ]
        counted = (self._column(name) == value for name, value in counts.items())
        return and_(self.waits, or_(*past), *counted) if past else None

    @property
    def order(self) -> tuple[Expression, ...]:
        """What waits by when its first clock began, then what is settled, the latest on top."""
        first, waits = self.clocks[0], self.waits
        keys = [self._column(name) for name in self.register.key_fields if name != first.since]
        waiting = [case((waits, part)) for part in (self.begun(first), *keys)]
        settled = (key.desc() for key in (self._column(first.since), *keys))
        return (not_(waits), waiting[0].is_(None), *waiting, *settled, self._column("id"))

    def _column(self, name: str) -> Expression:
        return table_of(self.register).c[name]

    def _wire(self, clock: Clock, moment: date) -> Any:
        return self.register.field(clock.since).to_wire(moment)
