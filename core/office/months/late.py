"""What came after a month's approval and changes a record as of its last day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from core.office.editing.closed_months import ClosedMonths
from core.office.editing.drafts import named
from core.office.months.types import Edition, LateRecord
from core.plan.closing import ClosedRecords, is_closed_by_months
from core.plan.months import OFFICE
from core.registers.declare import Register, Value, Values, Wire
from core.store.connection import Connection
from core.store.log.chain import last_id, read_entry
from core.store.log.clock import wall_time
from core.store.log.known_then import KnownThen, WrittenRecords, WrittenSince
from core.store.log.open_conflicts import duplicate_keys
from core.store.tables import records
from core.store.tables.register_tables import registers_of


class LateBook:
    """What is late for editions, kept until the log has another end. Safe from any thread: two may read the same at once."""

    def __init__(self) -> None:
        self._known: tuple[bytes, dict[str, tuple[LateRecord, ...]]] = (b"", {})
        self._written = WrittenRecords()

    def of(self, connection: Connection, closed: ClosedMonths, edition: Edition) -> tuple[LateRecord, ...]:
        """The late records of an edition."""
        end = last_id(connection)
        if self._known[0] != end:
            self._known = (end, {})
        known = self._known[1]
        if edition.id not in known:
            known[edition.id] = tuple(late_records(connection, closed, edition, self._written))
        return known[edition.id]


def late_records(
    connection: Connection, closed: ClosedMonths, edition: Edition, written: WrittenRecords
) -> Iterator[LateRecord]:
    """The records of the edition's unit that are no longer, as of its month's last day, what they were when it was approved, or
    don't count any more, or only now; register by register. What a closed month lets pass is none of them."""
    then = KnownThen(connection, edition.vector, written)
    doubled = frozenset(record for one in duplicate_keys(connection) for record in one.records)
    for register in registers_of(connection).values():
        others = register.owner_field is None and closed.unit_of(register, {}) != edition.unit
        if is_closed_by_months(register) and (edition.unit == OFFICE or not others):
            measured = closed.measured.get(register.name, frozenset())
            kept = ClosedRecords(register, edition.month.last_day, measured)
            yield from _Looking(connection, closed, edition.unit, kept, then, doubled).late()


@dataclass(frozen=True, slots=True)
class _Looking:
    """A register's records looked at for one edition."""

    connection: Connection
    closed: ClosedMonths
    unit: str
    kept: ClosedRecords
    then: KnownThen
    doubled: frozenset[str]  # the records that share a natural key with another

    def late(self) -> Iterator[LateRecord]:
        """What of the register is late."""
        register = self.kept.register
        for since in self.then.written_since(register):
            now = _values(register, since.now)
            if since.made and self.kept.seen(now) is None and since.record not in self.doubled:
                continue  # it wasn't there, and isn't
            before = _values(register, self.then.wires(register, since.record))
            yield from self._changed(since, before, now)
            if register.may_be_doubled:
                yield from self._recounted(since, before, now)

    def _changed(
        self, since: WrittenSince, before: Values | None, now: Values | None
    ) -> Iterator[LateRecord]:
        refused = self.kept.refused(before, now)
        told = [values for values in (before, now) if values is not None]
        if refused is not None and any(map(self._is_mine, told)):
            fields = " ".join(self.kept.register.field(name).label for name in refused)
            says = f"แก้{fields}" if fields else _coming_or_going(before, now)
            yield self._told(since, since.record, told[-1], says, refused)

    def _recounted(
        self, since: WrittenSince, before: Values | None, now: Values | None
    ) -> Iterator[LateRecord]:
        """Of other records of a key it had or has that one which counts instead, or no longer."""
        register = self.kept.register
        had, has = (register.natural_key(values) if values is not None else None for values in (before, now))
        for key in {had, has} - {None} if had != has else ():
            held = {row.id: row.values for row in records.holders(self.connection, register, str(key))}
            known = [record for record in held if self._key_then(record) == key]
            first_then, first_now = (
                min([*known, *([since.record] if had == key else [])], default=""),
                min(held, default=""),
            )
            if first_then == first_now:
                continue
            for record, says in ((first_then, "ไม่นับแล้ว"), (first_now, "เริ่มนับ")):
                values = held.get(record) if record != since.record else None
                if values is not None and self.kept.seen(values) is not None and self._is_mine(values):
                    yield self._told(since, record, values, says, ())

    def _key_then(self, record: str) -> str | None:
        register = self.kept.register
        values = _values(register, self.then.wires(register, record))
        return register.natural_key(values) if values is not None else None

    def _is_mine(self, values: Values) -> bool:
        return self.unit in (OFFICE, self.closed.unit_of(self.kept.register, values))

    def _told(
        self, since: WrittenSince, record: str, values: Values, says: str, fields: tuple[str, ...]
    ) -> LateRecord:
        register, entry = self.kept.register, read_entry(self.connection, since.entries[-1])
        name, at = named(register, values), wall_time(entry.clock)
        return LateRecord(register.name, record, name, says, fields, entry.author, at, entry.unit)


def _coming_or_going(before: Values | None, now: Values | None) -> str:
    if before is not None and now is not None:
        return "ย้ายวัน"
    return "เพิ่ม" if before is None else "ลบ"


def _values(register: Register, wires: Mapping[str, Wire] | None) -> dict[str, Value | None] | None:
    if wires is None:
        return None
    return {
        f.name: None if (wire := wires.get(f.name)) is None else records.value_of(f, wire)
        for f in register.stored_fields
    }
