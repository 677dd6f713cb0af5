"""Conflicts: what two people wrote differently, side by side; settling it, with a reason that is kept."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.faults import InputRefusal, RightRefusal, UsageRefusal
from core.office.conflicts.types import Conflict, ConflictSide, DuplicateRecords, SettledConflict, Settlement
from core.office.editing import drafts
from core.office.figures.contested import FigureQuestion, place_of, result_of
from core.office.figures.touching import Looking, touched
from core.office.figures.types import IndicatorRow
from core.office.months.editions import edition_words
from core.office.ownership import Ownership
from core.office.session import Session
from core.plan.office_records import MONTH_STATES
from core.plan.rights import UseCase
from core.registers.declare import Field, Register, Value, Wire
from core.registers.field_types.choices import FLAG
from core.store.connection import Connection
from core.store.log import open_conflicts
from core.store.log import settled_conflicts as decisions
from core.store.log.chain import read_entry
from core.store.log.changes import Change, Changes, Delete, Put, Restore
from core.store.log.clock import wall_time
from core.store.log.entry import DELETED
from core.store.log.open_conflicts import OpenConflict, Side
from core.store.log.settled_conflicts import Settled, WrittenValue
from core.store.log.supposed_values import supposing
from core.store.tables import records
from core.store.tables.records import Row
from core.store.tables.register_tables import registers_of

_STANDING = Field(DELETED, "การลบรายการ", FLAG)


def conflicts(connection: Connection, looking: Looking | None) -> tuple[Conflict, ...]:
    """Everything that waits to be settled, by register and record; what it matters for by ``looking``'s plan, for nothing
    without one."""
    found = tuple(open_conflicts.all_conflicts(connection))
    touching = touched(connection, found, looking) if looking and found else {}
    codes: dict[str, list[str]] = defaultdict(list)
    for indicator in looking.plan.indicators if looking else ():
        for dispute in touching.get(indicator.code, ()):
            codes[dispute.id].append(indicator.code)
    return tuple(_conflict(connection, dispute, tuple(codes[dispute.id])) for dispute in found)


def _conflict(connection: Connection, found: OpenConflict, matters: tuple[str, ...]) -> Conflict:
    register = registers_of(connection)[found.register]
    declared = _field(register, found.field)
    record = records.row(connection, register, found.record)
    sides = tuple(_side(connection, declared, side, _current(record, found)) for side in found.sides)
    return Conflict(
        **_named(register, declared, found.record, record), id=found.id, sides=sides, matters=matters
    )


def _named(register: Register, declared: Field, record_id: str, record: Row | None) -> dict[str, str]:
    """What a ``DisputedField`` says."""
    return {
        "register": register.name,
        "title": register.title,
        "record_id": record_id,
        "record": drafts.named(register, record.values if record else {}),
        "field": declared.name,
        "label": declared.label,
    }


def _current(record: Row | None, found: OpenConflict) -> Value | None:
    """The value of the field that the file's lists, figures and exports use just now."""
    if found.field == DELETED:
        return record is None or record.deleted
    return record.values[found.field] if record else None


def _field(register: Register, name: str) -> Field:
    return _STANDING if name == DELETED else register.field(name)


def _side(connection: Connection, declared: Field, side: Side, current: Value | None) -> ConflictSide:
    value, entry = records.value_of(declared, side.value), side.entry
    shown = _shown(connection, declared, value)
    alike = tuple(dict.fromkeys(one.author for one in side.alike))
    reason = next((one.reason for one in (entry, *side.alike) if one.reason), "")
    at = wall_time(entry.clock)
    return ConflictSide(value, shown, entry.author, at, entry.unit, alike, value == current, reason)


def _shown(connection: Connection, declared: Field, value: Value | None) -> str:
    if declared is _STANDING:
        return "ลบ" if value else "คงไว้"
    if declared == MONTH_STATES.field("edition"):  # two approvals made apart
        return edition_words(connection, str(value or ""))
    return declared.show(value)


def settled(connection: Connection) -> tuple[SettledConflict, ...]:
    """Every conflict that was settled, the one settled last first. Fields that only a later version knows are passed over."""
    return tuple(
        _settled(connection, one)
        for one in decisions.settled(connection)
        if one.field in _fields(connection, one.register)
    )


def _fields(connection: Connection, register: str) -> set[str]:
    return {DELETED, *(f.name for f in registers_of(connection)[register].stored_fields)}


def _settled(connection: Connection, found: Settled) -> SettledConflict:
    register = registers_of(connection)[found.register]
    declared = _field(register, found.field)
    record = records.row(connection, register, found.record)
    return SettledConflict(
        **_named(register, declared, found.record, record),
        decisions=tuple(_told(connection, declared, said) for said in found.decisions),
        rivals=tuple(_told(connection, declared, said) for said in found.rivals),
        state="disputed" if found.disputed else "stands" if found.current else "changed",
    )


def _told(connection: Connection, declared: Field, said: WrittenValue) -> ConflictSide:
    side = _side(connection, declared, Side(said.n, said.value, said.entry), None)
    return replace(side, current=False, reason=said.reason)


def outcomes(
    connection: Connection, found: Conflict, asked: FigureQuestion
) -> tuple[tuple[IndicatorRow, ...], ...]:
    """For each side the indicators it matters for, as they would be were it taken; nothing is written for the trial."""
    open_now = open_conflicts.of_records(connection, found.register, [found.record_id])
    dispute = _found({one.id: one for one in open_now}, found.id)
    touching = touched(connection, [dispute], asked.looking)
    mine = [i for i in asked.looking.plan.indicators if i.code in touching]
    with supposing(connection, [place_of(dispute)]) as suppose:

        def outcome(side: Side) -> tuple[IndicatorRow, ...]:
            suppose({place_of(dispute): side.value})
            results = ((i, result_of(connection, asked, i, [dispute])) for i in mine)
            return tuple(IndicatorRow(i, result) for i, result in results if result is not None)

        return tuple(outcome(side) for side in dispute.sides)


def settle(session: Session, decided: Sequence[Settlement], reason: str) -> Changes:
    """Settle conflicts as one step; see ``ConflictService.settle``."""
    if not reason.strip():
        raise InputRefusal("ยังไม่มีเหตุผลของการตัดสิน โปรดกรอกเหตุผลที่เลือกค่านี้")
    with session.reading() as connection:
        open_now = {found.id: found for found in open_conflicts.all_conflicts(connection)}
        checking = session.checking(connection)
        changes = [_change(checking, _found(open_now, one.conflict), one) for one in decided]
        first = _label(connection, _found(open_now, decided[0].conflict)) if decided else ""
        ownership = Ownership(session)
        if any(ownership.own(connection, change) != change for change in changes):
            session.rights.require(UseCase.TYPE_OWN)
            raise RightRefusal(session.rights.of_another(UseCase.TYPE_OWN))
    label = f"ตัดสิน{first}" if len(changes) == 1 else f"ตัดสินข้อขัดแย้ง {len(changes)} รายการ"
    return session.write(changes, label, reason=reason.strip())


def _found(open_now: Mapping[str, OpenConflict], conflict: str) -> OpenConflict:
    if conflict not in open_now:
        raise InputRefusal("ไม่พบข้อขัดแย้งนี้ อาจตัดสินแล้วหรือมีค่าใหม่เข้ามา โปรดดูรายการข้อขัดแย้งอีกครั้ง")
    return open_now[conflict]


def _label(connection: Connection, found: OpenConflict) -> str:
    register = registers_of(connection)[found.register]
    record = records.row(connection, register, found.record)
    name = drafts.named(register, record.values if record else {})
    return f"{_field(register, found.field).label}ของ{name}"


def _change(checking: drafts.Checking, found: OpenConflict, one: Settlement) -> Change:
    if one.take is not None and not 0 <= one.take < len(found.sides):
        raise UsageRefusal(f"ข้อขัดแย้งนี้มี {len(found.sides)} ค่า โปรดเลือกค่าที่มีอยู่")
    if one.take is not None:
        return _taken(found, one.take)
    if found.field == DELETED:
        raise UsageRefusal("การลบรายการตัดสินได้เพียงลบหรือคงไว้ โปรดเลือกค่าใดค่าหนึ่ง")
    wire = _third(checking, found, one.value)
    return Put(found.register, found.record, {found.field: wire}, settles=True)


def _taken(found: OpenConflict, side: int) -> Change:
    value = found.sides[side].value
    if found.field == DELETED:
        return (Delete if value else Restore)(found.register, found.record)
    return Put(found.register, found.record, {found.field: value}, settles=True)


def _third(checking: drafts.Checking, found: OpenConflict, raw: object) -> Wire:
    register = registers_of(checking.connection)[found.register]
    made = drafts.draft(checking, register, {found.field: raw}, found.record)
    if made.errors:
        raise drafts.refusal(made.findings)
    return register.field(found.field).to_wire(made.given.get(found.field))


def waiting(connection: Connection) -> int:
    """How many conflicts are open, and how many keys several records have."""
    return sum(
        1 for _ in (*open_conflicts.all_conflicts(connection), *open_conflicts.duplicate_keys(connection))
    )


def duplicates(connection: Connection) -> tuple[DuplicateRecords, ...]:
    """Records that were given the same natural key apart."""
    found = []
    for one in open_conflicts.duplicate_keys(connection):
        register = registers_of(connection)[one.register]
        rows = [row for r in one.records if (row := records.row(connection, register, r))]
        named = drafts.named(register, rows[0].values)
        authors = tuple(read_entry(connection, n).author for n in open_conflicts.makers(connection, one))
        found.append(DuplicateRecords(register.name, register.title, named, one.records, authors))
    return tuple(found)
