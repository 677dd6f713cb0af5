"""Conflicts: what two people wrote differently, side by side; settling it, with a reason that is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from core.faults import InputRefusal, UsageRefusal
from core.office import editing, figures
from core.office.travel_types import Conflict, ConflictSide, Settlement, TwinRecords
from core.office.types import IndicatorRow
from core.plan.model import Plan
from core.registers.declare import Field, Kind, Register, Value, Wire
from core.registers.show import show
from core.store import disputes, records
from core.store.chain import read_entry
from core.store.changes import Change, Changes, Deed, Delete, Put, Restore
from core.store.clock import wall_time
from core.store.connection import Connection
from core.store.disputes import Dispute, Side
from core.store.entry import DELETED
from core.store.file import OfficeFile
from core.store.log import Log
from core.store.tables import REGISTERS
from core.thai.calendar import WorkingCalendar

if TYPE_CHECKING:
    from core.office.travel import TravelCases

DELETED_FIELD = DELETED
_STANDING = Field(DELETED, "การลบรายการ", Kind.FLAG)


def conflicts(connection: Connection, plan: Plan | None) -> tuple[Conflict, ...]:
    """Everything that waits to be settled, by register and record; without a plan it matters for no indicator."""
    return tuple(_conflict(connection, plan, found) for found in disputes.disputes(connection))


def _conflict(connection: Connection, plan: Plan | None, found: Dispute) -> Conflict:
    register = REGISTERS[found.register]
    declared = _field(register, found.field)
    record = records.row(connection, register, found.record)
    return Conflict(
        id=found.id,
        register=register.name,
        title=register.title,
        record_id=found.record,
        record=editing.named(register, record.values if record else {}),
        field=found.field,
        label=declared.label,
        sides=tuple(_side(declared, side) for side in found.sides),
        matters=figures.feeds(plan, register.name) if plan else (),
    )


def _field(register: Register, name: str) -> Field:
    return _STANDING if name == DELETED else register.field(name)


def _side(declared: Field, side: Side) -> ConflictSide:
    value, entry = _value(declared, side.value), side.entry
    shown = ("ลบ" if value else "คงไว้") if declared is _STANDING else show(declared, value)
    alike = tuple(dict.fromkeys(one.author for one in side.alike))
    return ConflictSide(value, shown, entry.author, wall_time(entry.clock), entry.unit, alike)


@dataclass(frozen=True, slots=True)
class Question:
    """What figures are asked for: by which plan and calendar, as of the end of which day."""

    plan: Plan
    calendar: WorkingCalendar
    day: date


def outcomes(file: OfficeFile, found: Conflict, asked: Question) -> tuple[tuple[IndicatorRow, ...], ...]:
    """For each side the indicators it matters for, as they would be were it taken; nothing is kept of the trial."""
    with file.transaction(keep=False) as connection:
        open_now = disputes.of_records(connection, found.register, [found.record_id])
        dispute = _found({one.id: one for one in open_now}, found.id)
        return tuple(_outcome(connection, file, dispute, n, asked) for n in range(len(dispute.sides)))


def _outcome(
    connection: Connection, file: OfficeFile, found: Dispute, side: int, asked: Question
) -> tuple[IndicatorRow, ...]:
    codes = figures.feeds(asked.plan, found.register)
    connection.exec_driver_sql("SAVEPOINT side")
    Log(connection, file.now_ms).commit([_taken(found, side)], Deed(""))
    indicators = [asked.plan.indicator(code) for code in codes]
    rows = figures.rows(connection, asked.plan, indicators, asked.calendar, asked.day)
    connection.exec_driver_sql("ROLLBACK TO side")
    return rows


def _value(declared: Field, wire: Wire) -> Value | None:
    try:
        return declared.from_wire(wire)
    except (ValueError, TypeError):
        return None  # a value that makes no sense is a rival all the same: folding never refuses


def settle(office: "TravelCases", file: OfficeFile, decided: Sequence[Settlement], reason: str) -> Changes:
    """Settle conflicts as one step; see ``TravelCases.settle``."""
    if not reason.strip():
        raise InputRefusal("ยังไม่มีเหตุผลของการตัดสิน โปรดกรอกเหตุผลที่เลือกค่านี้")
    with file.reading() as connection:
        open_now = {found.id: found for found in disputes.disputes(connection)}
        desk = office.desk(connection)
        changes = [_change(desk, _found(open_now, one.conflict), one) for one in decided]
        first = _label(connection, _found(open_now, decided[0].conflict)) if decided else ""
    label = f"ตัดสิน{first}" if len(changes) == 1 else f"ตัดสินข้อขัดแย้ง {len(changes)} รายการ"
    return file.commit(changes, Deed(office.author, label, reason=reason.strip()))


def _found(open_now: Mapping[str, Dispute], conflict: str) -> Dispute:
    if conflict not in open_now:
        raise InputRefusal("ไม่พบข้อขัดแย้งนี้ อาจตัดสินแล้วหรือมีค่าใหม่เข้ามา โปรดดูรายการข้อขัดแย้งอีกครั้ง")
    return open_now[conflict]


def _label(connection: Connection, found: Dispute) -> str:
    register = REGISTERS[found.register]
    record = records.row(connection, register, found.record)
    name = editing.named(register, record.values if record else {})
    return f"{_field(register, found.field).label}ของ{name}"


def _change(desk: editing.Desk, found: Dispute, one: Settlement) -> Change:
    if one.take is not None and not 0 <= one.take < len(found.sides):
        raise UsageRefusal(f"ข้อขัดแย้งนี้มี {len(found.sides)} ค่า โปรดเลือกค่าที่มีอยู่")
    if one.take is not None:
        return _taken(found, one.take)
    if found.field == DELETED:
        raise UsageRefusal("การลบรายการตัดสินได้เพียงลบหรือคงไว้ โปรดเลือกค่าใดค่าหนึ่ง")
    wire = _third(desk, found, one.value)
    return Put(found.register, found.record, {found.field: wire}, settles=True)


def _taken(found: Dispute, side: int) -> Change:
    value = found.sides[side].value
    if found.field == DELETED:
        return (Delete if value else Restore)(found.register, found.record)
    return Put(found.register, found.record, {found.field: value}, settles=True)


def _third(desk: editing.Desk, found: Dispute, raw: object) -> Wire:
    register = REGISTERS[found.register]
    made = editing.draft(desk, register, {found.field: raw}, found.record)
    if made.errors:
        raise editing.refusal(made.findings)
    return register.field(found.field).to_wire(made.given.get(found.field))


def twins(connection: Connection) -> tuple[TwinRecords, ...]:
    """Records that were given the same natural key apart."""
    found = []
    for one in disputes.twins(connection):
        register = REGISTERS[one.register]
        rows = [row for r in one.records if (row := records.row(connection, register, r))]
        named = editing.named(register, rows[0].values)
        authors = tuple(read_entry(connection, n).author for n in disputes.makers(connection, one))
        found.append(TwinRecords(register.name, register.title, named, one.records, authors))
    return tuple(found)
