"""What the records of a register hold that is about to be changed: what a change would mean for them is counted here."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from core.faults import Finding
from core.office.session import Session
from core.plan.register_records import CHOICES, FIELDS
from core.registers.declare import Field, Register, Rule, RuleContext, Values
from core.store.connection import Connection
from core.store.log.exchange_state import known_elsewhere
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.store.tables.snapshot import Snapshot

LOOKED_AT = 500  # the latest records, which a rule is tried on: one that looks at others takes long


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

    def stays(self, field: str, code: str | None = None) -> bool:
        """True where a field, or one of its choices, can't be taken out: it is used, or other files may use it by now."""
        tied = {"register_name": self.register.name}
        part = FIELDS if code is None else CHOICES
        record = part.id_for({**tied, "name": field, "field_name": field, "code": code})
        return self.uses(field, code) or bool(known_elsewhere(self.connection, part, [record or ""]))

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
        """How many lack something in one of the fields."""
        return records.count_lacking(self.connection, self.register, tuple(fields))

    def outside(self, field: Field) -> int:
        """How many have a value that a field's limits don't allow."""
        found = records.counted_values(self.connection, self.register, [field.name])
        return sum(n for value, n in found if value is not None and field.type.complaint(field, value))

    def doubled(self) -> int:
        """How many would have a natural key that another one has."""
        names = self.after.key_fields
        if not all(self._is_kept(name) for name in names):
            return 0  # a field without values is among them
        keys: Counter[str] = Counter()
        for *values, number in records.counted_values(self.connection, self.register, names):
            key = self.after.natural_key(dict(zip(names, values, strict=True)))
            keys.update({key: number} if key is not None else {})
        return sum(number - 1 for number in keys.values())

    def breaking(self, rule: Rule) -> int:
        """How many of the latest a rule finds something in."""
        find = self._finder(rule)
        return sum(any(True for _ in find(row)) for row in self.latest)

    def _finder(self, rule: Rule) -> Callable[[Row], Iterable[Finding]]:
        return lambda row: rule(self._whole(row), self._context(row))

    def _whole(self, row: Row) -> Values:
        """A record as the register would have it: what is new, or of another type now, is empty."""
        return {name: row.values.get(name) if self._is_kept(name) else None for name in self.after.by_name}

    def _is_kept(self, name: str) -> bool:
        """True for a field that the file has, of the same type."""
        before = self.register.by_name.get(name)
        return before is not None and before.type is self.after.field(name).type

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
