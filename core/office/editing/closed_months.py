"""Closed months: which days of which unit are closed, and what of the changes on their way into the file would alter them
(docs/domain.md, "Closing a month").
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, islice

from core.faults import ClosedRefusal, Finding
from core.plan.closing import ClosedRecords, MeasuredFields, is_closed_by_months
from core.plan.months import OFFICE, MonthState
from core.plan.office_records import EDITIONS, EVIDENCE, MONTH_STATES
from core.registers.as_of import day_of
from core.registers.declare import OWNER_CODES, OWNERS, Field, Register, Value, Values
from core.store.connection import Connection
from core.store.log.changes import Delete, Put, RecordChange, Reopen, Restore
from core.store.log.entry import DELETED
from core.store.log.exchange_state import read_vector
from core.store.log.known_then import KnownThen
from core.store.log.open_conflicts import of_records
from core.store.tables import records
from core.store.tables.records import Query, Row
from core.store.tables.register_tables import registers_of
from core.thai.dates import day_short, month_short
from core.thai.fiscal import Month, fiscal_year_of

LATER_THAN_ANY = "~"  # the id of a record that has none yet: new ids are the last
BLOCK = 500  # records read at once


@dataclass(frozen=True, slots=True)
class Approved:
    """A month that stands approved, and its edition's id."""

    month: Month
    edition: str


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose a record is: ``keeper`` is the unit that keeps the plan, ``named`` says who answers for a project or an indicator
    ("project", year, number)."""

    keeper: str = ""
    named: Mapping[tuple[str, int, str], str] = field(default_factory=dict)

    def unit_of(self, register: Register, values: Values) -> str:
        """The unit a record belongs to."""
        owner = register.owner_field
        if owner is None:
            return register.unit or self.keeper
        named = (register.owner_by, self._year_of(register, values), str(values.get(owner.name)))
        return self.named.get(named) or self.keeper

    def _year_of(self, register: Register, values: Values) -> int:
        stated = values.get("fiscal_year")
        if isinstance(stated, int):
            return stated
        day = day_of(values.get(register.date_field)) if register.date_field else None
        return fiscal_year_of(day) if day else max((year for _, year, _ in self.named), default=0)


@dataclass(frozen=True, slots=True)
class ClosedMonths:
    """The approved months by unit (``OFFICE``: the whole office's), each unit's in order; ``owners`` says whose
    a record is, ``measured`` what indicators count."""

    approved: Mapping[str, tuple[Approved, ...]] = field(default_factory=dict)
    owners: Owners = field(default_factory=Owners)
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
        return self.owners.unit_of(register, values)

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
    connection: Connection, keeper: str, measured: MeasuredFields, states: Sequence[Row]
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
    return ClosedMonths(in_order, read_owners(connection, keeper) if in_order else Owners(), measured)


def read_owners(connection: Connection, keeper: str) -> Owners:
    """Whose the records of a file are."""
    return Owners(keeper, dict(_owners(connection)))


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


def _owners(connection: Connection) -> Iterator[tuple[tuple[str, int, str], str]]:
    for by, name in OWNERS.items():
        for values in records.all_values(connection, registers_of(connection)[name]):
            if values["owner"] and values["fiscal_year"]:
                yield (by, values["fiscal_year"], str(values[OWNER_CODES[by]])), values["owner"]


def findings(
    closed: ClosedMonths,
    connection: Connection,
    register: Register,
    record: str | None,
    before: Values | None,
    after: Values | None,
) -> tuple[Finding, ...]:
    """What a record's change would alter in a closed month, field by field; one of no field where it would come into it, or go
    from it."""
    if not closed.may_matter(register):
        return ()
    units = dict.fromkeys(
        closed.unit_of(register, values) for values in (before, after) if values is not None
    )
    for unit in units:
        kept = closed.over(register, unit)
        refused = kept.refused(before, after) if kept else None
        if kept and refused and record and before is not None:
            since = _filled_since(closed, connection, kept, record, unit, refused)
            refused = kept.refused(before, after, since)
        if kept and refused is not None:
            return tuple(_told(closed, kept, unit, before, after, refused))
    return tuple(_recounted(closed, connection, register, record, before, after))


def _recounted(
    closed: ClosedMonths,
    connection: Connection,
    register: Register,
    record: str | None,
    before: Values | None,
    after: Values | None,
) -> Iterator[Finding]:
    """Of records that share a natural key only the first counts: what a change would make count, or no longer, of a closed
    month."""
    had, has = (register.natural_key(values) if values is not None else None for values in (before, after))
    if not register.may_be_doubled or had == has:
        return
    own = record or LATER_THAN_ANY
    for key in filter(None, (had, has)):
        held = {row.id: row.values for row in records.holders(connection, register, key) if row.id != own}
        was, becomes = (min([*held, *([own] if key == mine else [])], default="") for mine in (had, has))
        for changed, says in ((was, "ไม่นับ"), (becomes, "นับ")) if was != becomes else ():
            values = held.get(changed)
            kept = closed.over(register, closed.unit_of(register, values)) if values is not None else None
            if kept and kept.seen(values):
                days = _days(register.begins, values)
                unit = closed.unit_of(register, values or {})
                told = f"เปลี่ยนรายการนี้แล้ว{register.short_title}อีกรายการหนึ่งซึ่งใช้ {key} ด้วยจะ{says} จึงทำ"
                yield _finding(closed, kept, unit, days, told, register.key_fields[0])


def _filled_since(
    closed: ClosedMonths,
    connection: Connection,
    kept: ClosedRecords,
    record: str,
    unit: str,
    fields: Iterable[str],
) -> frozenset[str]:
    """Of some fields those that were empty when the month was approved."""
    latest = closed.latest(unit)
    edition = records.row(connection, EDITIONS, latest.edition) if latest else None
    vector = str(edition.values["vector"] or "") if edition else ""
    then = KnownThen(connection, read_vector(vector)).wires(kept.register, record) if vector else None
    empty = {name for name in fields if then is not None and then.get(name) is None}
    return frozenset(empty - kept.measured)


def _told(
    closed: ClosedMonths,
    kept: ClosedRecords,
    unit: str,
    before: Values | None,
    after: Values | None,
    refused: tuple[str, ...],
) -> Iterator[Finding]:
    register = kept.register
    if not refused:
        says = _coming_or_going(kept, before, after)
        named = register.begins if register.begins and before is not None and after is not None else None
        yield _finding(closed, kept, unit, _days(register.begins, before, after), says, named)
    for name in refused:
        declared = register.field(name)
        days = _days(name if declared.type.tells_a_day else register.begins, before, after)
        yield _finding(closed, kept, unit, days, f"แก้{declared.label}", name)


def _coming_or_going(kept: ClosedRecords, before: Values | None, after: Values | None) -> str:
    if before is not None and after is not None:
        begins = kept.register.begins
        return f"แก้{kept.register.field(begins).label}" if begins else "แก้รายการนี้"
    return "เพิ่มรายการนี้" if before is None else "ลบรายการนี้"


def _days(name: str, *values: Values | None) -> list[date]:
    return [day for one in values if one is not None and name and (day := day_of(one.get(name)))]


def _finding(
    closed: ClosedMonths, kept: ClosedRecords, unit: str, days: Iterable[date], says: str, name: str | None
) -> Finding:
    month = closed.month_of(unit, min((day for day in days if day <= kept.day), default=kept.day))
    return Finding("month.closed", f"{says}ไม่ได้ เพราะ{open_words(month)}", name)


def open_words(month: Month) -> str:
    """That a month is closed, and what to do about it."""
    return f"เดือน {month_short(month)} รับรองแล้ว โปรดขอให้หัวหน้าเปิดเดือน {month_short(month)} อีกครั้งก่อน"


def state_words(closed: ClosedMonths, register: Register, values: Values) -> str:
    """What a form says of a record of a closed month before anything is typed; "" where it isn't of one."""
    kept = closed.over(register, closed.unit_of(register, values)) if closed.may_matter(register) else None
    seen = kept.seen(values) if kept else None
    if kept is None or not seen or not any(seen[name] is not None for name in seen):
        return ""
    month = month_short(Month.of(kept.day))
    return f"เดือน {month} รับรองแล้ว กรอกได้เฉพาะช่องที่ยังว่างและวันหลัง {day_short(kept.day)} หากต้องแก้ค่าเดิม โปรดขอให้หัวหน้าเปิดเดือนอีกครั้ง"


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
    return (_finding(closed, kept, unit, _days(register.begins, row.values), "นำหลักฐานออก", None),)


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
