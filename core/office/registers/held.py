"""What the records of a register hold that is about to be changed: what a change would mean for them is counted here."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from core.faults import Finding
from core.office.session import Session
from core.registers.declare import Field, Register, Rule, RuleContext, Values
from core.store.connection import Connection
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.store.tables.snapshot import Snapshot

LOOKED_AT = 10_000  # the latest records, whose values are looked at one by one; more would take long


@dataclass(frozen=True)
class Held:
    """The records of a ``register`` as it stands in the file, beside what it is to become (``after``)."""

    session: Session
    connection: Connection
    register: Register
    after: Register

    @cached_property
    def total(self) -> int:
        """How many records there are."""
        return records.count(self.connection, self.register, Query())

    def filled(self, field: str) -> int:
        """How many have something in a field."""
        return records.count_holding(self.connection, self.register, field)

    def uses(self, field: str, code: str | None = None) -> bool:
        """True where a record, deleted ones too, has something in a field, or just this code."""
        return records.any_holds(self.connection, self.register, field, code)

    def chosen(self, field: str, code: str) -> int:
        """How many have this code in a field."""
        return records.count_holding(self.connection, self.register, field, code)

    @cached_property
    def latest(self) -> tuple[Row, ...]:
        """The latest records."""
        return records.rows(self.connection, self.register, Query(order_by=("-id",), limit=LOOKED_AT))

    @property
    def of_how_many(self) -> str:
        """What is said beside a number of the latest records where there are more."""
        return f" (จาก {LOOKED_AT:,} รายการล่าสุด)" if self.total > LOOKED_AT else ""

    def lacking(self, fields: Iterable[str]) -> int:
        """How many of the latest lack something in one of the fields."""
        names = tuple(fields)
        return sum(any(row.values.get(name) is None for name in names) for row in self.latest)

    def outside(self, field: Field) -> int:
        """How many of the latest have a value that a field's limits don't allow."""
        values = (row.values.get(field.name) for row in self.latest)
        return sum(value is not None and field.type.complaint(field, value) is not None for value in values)

    def doubled(self) -> int:
        """How many of the latest would have a natural key that another one has."""
        keys = Counter(key for row in self.latest if (key := self.after.natural_key(self._whole(row))))
        return sum(number - 1 for number in keys.values())

    def breaking(self, rule: Rule) -> int:
        """How many of the latest a rule finds something in."""
        find = self._finder(rule)
        return sum(any(True for _ in find(row)) for row in self.latest)

    def _finder(self, rule: Rule) -> Callable[[Row], Iterable[Finding]]:
        return lambda row: rule(self._whole(row), self._context(row))

    def _whole(self, row: Row) -> Values:
        """A record as the register would have it: what is new is empty."""
        return {name: row.values.get(name) for name in self.after.by_name}

    def _context(self, row: Row) -> RuleContext:
        session = self.session
        return RuleContext(
            self._lookup, session.calendar, session.today(), self._registers, row.id, session.years
        )

    @cached_property
    def _lookup(self) -> Snapshot:
        return Snapshot(self.connection)

    @cached_property
    def _registers(self) -> dict[str, Register]:
        return {**self.session.file.registers, self.after.name: self.after}
