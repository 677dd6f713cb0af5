"""Declaring a register: whether it fits into the file, and the records of the plan that it is."""

from collections.abc import Iterator

from core.faults import InputRefusal
from core.office.editing.drafts import named
from core.office.records.service import RecordService
from core.office.records.types import Edit
from core.office.session import Session
from core.plan.register_mappings import ITEMS, PARTS, Declaration, part_rows
from core.plan.register_records import CHOICES
from core.registers.declaration import MOST_REGISTERS, check_among
from core.registers.declare import Register
from core.store.log.changes import Change, Delete
from core.store.tables import records
from core.store.tables.records import Query
from core.store.tables.register_tables import taken_names
from core.thai.quote import quoted

OF_A_REGISTER = (*PARTS.values(), CHOICES)


def check_fit(session: Session, written: Declaration, register: Register) -> None:
    """InputRefusal where the file can't have a register that by itself makes sense: its name is taken, or it asks the file or
    its plan for what isn't there."""
    _check_name(session, register)
    units = [unit.code for unit in session.units()]
    if register.unit and register.unit not in units:
        raise InputRefusal(
            f"ไม่มีส่วนราชการรหัส {quoted(register.unit)} ในแผน โปรดระบุเจ้าของทะเบียนเป็นรหัสใดรหัสหนึ่งต่อไปนี้ {' '.join(units)}"
        )
    if register.plan_born:
        raise InputRefusal(
            f"ทะเบียน {quoted(register.name)} มีรายการที่มากับแผน ซึ่งมีได้เฉพาะในชุดแผนที่ใช้สร้างแฟ้ม โปรดเอา {ITEMS} และ plan_born ออก"
        )
    for field in register.fields:
        if field.through:
            raise InputRefusal(
                f"ทะเบียน {quoted(register.name)} ช่อง {field.name}: through ใช้ได้เฉพาะทะเบียนที่มากับแผน โปรดเอาออก"
            )
    check_among(written, {**session.file.registers, register.name: register})


def _check_name(session: Session, register: Register) -> None:
    name, known = register.name, session.file.registers
    if name in known:
        raise InputRefusal(f"แฟ้มนี้มีทะเบียนชื่อ {quoted(name)} อยู่แล้ว ({known[name].title}) โปรดตั้งชื่ออื่น")
    if name in taken_names() or name.startswith("sqlite_"):
        raise InputRefusal(f"ชื่อทะเบียน {quoted(name)} โปรแกรมใช้อยู่แล้ว โปรดตั้งชื่ออื่น")
    if len(session.registers()) >= MOST_REGISTERS:
        raise InputRefusal(f"แฟ้มนี้มีทะเบียนครบ {MOST_REGISTERS} ทะเบียนแล้ว จึงเพิ่มไม่ได้ โปรดใช้ทะเบียนที่มีอยู่")


def changes_of(session: Session, service: RecordService, written: Declaration) -> list[Change]:
    """The changes that write a declaration as records of the plan, whatever is left of an earlier one of its name. InputRefusal
    where one of them can't be saved."""
    made = part_rows(written)
    stale = dict(_left_over(session, written["name"]))
    edits = [
        (session.register(name), Edit(record if record in stale else None, values))
        for name, record, values in made
    ]
    kept = {record for _, record, _ in made}
    gone = [Delete(name, record) for record, name in stale.items() if record not in kept]
    try:
        return [*service.checked(edits), *gone]
    except InputRefusal as refusal:
        name, _, values = made[(refusal.findings[0].row or 1) - 1]
        raise InputRefusal(
            f"{named(session.register(name), values)}: {refusal}", refusal.findings
        ) from refusal


def _left_over(session: Session, register: str) -> Iterator[tuple[str, str]]:
    """The parts that stand in the file without their register, by record id: the name of their register of the plan."""
    with session.reading() as connection:
        for parts in OF_A_REGISTER:
            for row in records.rows(connection, parts, Query(equals={"register_name": register})):
                yield row.id, parts.name
