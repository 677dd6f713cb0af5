"""The guard of closed months: changes on their way into the file, let through as they come or refused."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice

from core.faults import ClosedRefusal, Finding
from core.office.editing.closed_changes import closed_finding, days_of, findings
from core.office.editing.closed_months import ClosedMonths
from core.plan.closing import is_closed_by_months
from core.plan.office_records import EDITIONS, EVIDENCE
from core.registers.declare import Field, Register, Value, Values
from core.store.connection import Connection
from core.store.log.changes import Delete, Put, RecordChange, Reopen, Restore
from core.store.log.entry import DELETED
from core.store.tables import records
from core.store.tables.records import Row
from core.store.tables.register_tables import registers_of

BLOCK = 500  # records read at once


def guarded(
    closed: ClosedMonths, connection: Connection, changes: Iterable[RecordChange]
) -> Iterable[RecordChange]:
    """The changes, as they come; ClosedRefusal at the first that would alter a closed month."""
    return _watched(closed, connection, changes) if closed else changes


def _watched(
    closed: ClosedMonths, connection: Connection, changes: Iterable[RecordChange]
) -> Iterator[RecordChange]:
    stream = iter(changes)
    while block := list(islice(stream, BLOCK)):
        _refuse(closed, connection, block)
        yield from block


def _refuse(closed: ClosedMonths, connection: Connection, block: Sequence[RecordChange]) -> None:
    known = registers_of(connection)
    by_place: dict[tuple[str, str], list[RecordChange]] = {}
    for change in block:
        register = known.get(change.register)
        if register is not None and (register is EVIDENCE or is_closed_by_months(register)):
            by_place.setdefault((change.register, change.record), []).append(change)
    for name, places in groupby(sorted(by_place), key=lambda place: place[0]):
        register = known[name]
        ids = [record for _, record in places]
        held = {row.id: row for row in records.rows_by_id(connection, register, ids)}
        for record in ids:
            row = held.get(record)
            before = None if row is None or row.deleted else row.values
            after = _after(register, row, by_place[name, record])
            if register is EVIDENCE:
                said = _unproved(closed, connection, before, after)
            else:
                said = findings(closed, connection, register, record, before, after)
            if said:
                raise ClosedRefusal(said[0].message, said)


def _unproved(
    closed: ClosedMonths, connection: Connection, before: Values | None, after: Values | None
) -> tuple[Finding, ...]:
    """What taking evidence away, or putting other in its place, takes from a record of a closed month."""
    names = ("register_name", "record", "file")
    if before is None or (after is not None and all(before[name] == after[name] for name in names)):
        return ()
    register = registers_of(connection).get(str(before["register_name"]))
    if register is None or not closed.may_matter(register):
        return ()
    row = records.row(connection, register, str(before["record"]))
    unit = closed.unit_of(register, row.values) if row else ""
    kept, latest = closed.over(register, unit), closed.latest(unit)
    edition = records.row(connection, EDITIONS, latest.edition) if latest else None
    approved, added = (edition.values["approved_on"] if edition else None), before["added_on"]
    since = isinstance(approved, date) and isinstance(added, date) and added > approved
    if row is None or kept is None or since or not kept.seen(row.values):
        return ()
    return (closed_finding(closed, kept, unit, days_of(register.begins, row.values), "นำหลักฐานออก", None),)


def _after(register: Register, row: Row | None, changes: Iterable[RecordChange]) -> Values | None:
    """What a record will be."""
    values: dict[str, Value | None] = dict(row.values) if row else {}
    there = row is not None and not row.deleted
    for change in changes:
        match change:
            case Put():
                values |= {n: _read(register.by_name.get(n), wire) for n, wire in change.values.items()}
                there = there or not change.settles
            case Delete():
                there = False
            case Restore():
                there = True
            case Reopen() if change.field == DELETED:
                there = not change.value
            case Reopen():
                values[change.field] = _read(register.by_name.get(change.field), change.value)
    return values if there else None


def _read(declared: Field | None, wire: object) -> Value | None:
    return records.value_of(declared, wire) if declared and wire is not None else None
