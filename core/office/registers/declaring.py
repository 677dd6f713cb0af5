"""Declaring a register, or changing one: whether it fits into the file, and the changes of the plan's records that it is."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.faults import InputRefusal
from core.office.editing.drafts import named
from core.office.records.service import RecordService
from core.office.records.types import Edit
from core.office.registers.held import Held
from core.office.registers.retiring import with_retired
from core.office.session import Session
from core.plan.office_registers import item_rows
from core.plan.part_order import in_standing_order
from core.plan.register_mappings import ITEMS, PARTS, Declaration, as_stored, part_rows
from core.plan.register_records import CHOICES, REGISTERS
from core.registers.declaration import MOST_REGISTERS, check_among, read_register
from core.registers.declare import Register
from core.store.log.changes import Change, Delete, Put
from core.store.tables import records
from core.store.tables.declared_registers import declarations_in
from core.store.tables.records import Query, Row
from core.store.tables.register_tables import taken_names
from core.thai.quote import quoted

OF_A_REGISTER = (*PARTS.values(), CHOICES)


def standing(
    session: Session, written: Declaration, base: Declaration | None
) -> tuple[dict[str, Any], Register]:
    """A declaration as it will stand in the file, in the place of ``base`` where there is one: what it has no more and records
    use is retired; and the register that it makes.

    InputRefusal where it can't be read, its name is taken, or it asks the file or its plan for what isn't there.
    """
    register = read_register(written)
    if base is None:
        _check_name(session, register)
    elif register.name in session.file.registers:
        with session.reading() as connection:
            held = Held(session, connection, session.register(register.name), register)
            written = with_retired(base, written, held.stays)
    items = {ITEMS: written[ITEMS]} if written.get(ITEMS) else {}
    stands = {**as_stored(written), **items}
    register = read_register(stands)
    units = [unit.code for unit in session.units()]
    if register.unit and register.unit not in units:
        raise InputRefusal(
            f"ไม่มีส่วนราชการรหัส {quoted(register.unit)} ในแผน โปรดระบุเจ้าของทะเบียนเป็นรหัสใดรหัสหนึ่งต่อไปนี้ {' '.join(units)}"
        )
    _check_born(session, register, stands, base or {})
    check_among(stands, {**session.file.registers, register.name: register})
    if base is not None:
        _check_asking(session, register)
    return stands, register


def _check_asking(session: Session, register: Register) -> None:
    """InputRefusal where another register asks this one for what it would have no more."""
    known = session.file.registers
    with session.reading() as connection:
        others = [told for name, told in declarations_in(connection).items() if name != register.name]
    for written in others:
        if written["name"] in known and _fits(written, known):
            check_among(written, {**known, register.name: register})


def _fits(written: Declaration, known: Mapping[str, Register]) -> bool:
    """True where the registers have what a declaration asks them for; what came by merging may ask for anything."""
    try:
        check_among(written, known)
    except InputRefusal:
        return False
    return True


def _check_name(session: Session, register: Register) -> None:
    name, known = register.name, session.file.registers
    if name in known:
        raise InputRefusal(f"แฟ้มนี้มีทะเบียนชื่อ {quoted(name)} อยู่แล้ว ({known[name].title}) โปรดตั้งชื่ออื่น")
    if name in taken_names() or name.startswith("sqlite_"):
        raise InputRefusal(f"ชื่อทะเบียน {quoted(name)} โปรแกรมใช้อยู่แล้ว โปรดตั้งชื่ออื่น")
    if len(session.registers()) >= MOST_REGISTERS:
        raise InputRefusal(f"แฟ้มนี้มีทะเบียนครบ {MOST_REGISTERS} ทะเบียนแล้ว จึงเพิ่มไม่ได้ โปรดใช้ทะเบียนที่มีอยู่")


def _check_born(session: Session, register: Register, written: Declaration, base: Declaration) -> None:
    """What comes with a plan is the keeper's, brings its records, and is left as it came."""
    if register.plan_born and not (base.get("plan_born") or written.get(ITEMS)):
        raise InputRefusal(
            f"ทะเบียน {quoted(register.name)} ยังไม่มีรายการที่มากับแผน ({ITEMS}) และเพิ่มเองไม่ได้ โปรดใส่ {ITEMS} หรือเอา plan_born ออก"
        )
    if written.get(ITEMS) and not session.keeps_plan:
        session.require_keeper(f"เพิ่มทะเบียน {quoted(register.name)} ซึ่งมีรายการที่มากับแผน")
    through = {field["name"]: field.get("through") for field in base.get("fields", ())}
    for field in register.fields:
        if field.through and field.through != through.get(field.name):
            raise InputRefusal(
                f"ทะเบียน {quoted(register.name)} ช่อง {field.name}: through ใช้ได้เฉพาะทะเบียนที่มากับแผน โปรดเอาออก"
            )


def changes_of(session: Session, service: RecordService, written: Declaration) -> list[Change]:
    """The changes that make the file's records of the plan say a declaration, whatever they say of its register now. InputRefusal
    where one of them can't be saved."""
    standing = dict(_parts_standing(session, written["name"]))
    made = in_standing_order(part_rows(written), _numbers(standing))
    wanted = [
        (session.register(name), record, values)
        for name, record, values in made
        if record not in standing or _differs(standing[record][1], values)
    ]
    edits = [(name, Edit(record if record in standing else None, values)) for name, record, values in wanted]
    kept = {record for _, record, _ in made}
    gone = {record: there for record, there in standing.items() if record not in kept}
    try:
        return [*service.checked(edits), *(Delete(name, record) for record, (name, _) in gone.items())]
    except InputRefusal as refusal:
        register, _, values = wanted[(refusal.findings[0].row or 1) - 1]
        raise InputRefusal(f"{named(register, values)}: {refusal}", refusal.findings) from refusal


def item_changes(session: Session, register: Register, written: Declaration) -> list[Change]:
    """The changes that write the records which come with a register, each year's own in every year the file has a plan for.
    What they don't say of records that are there already stays."""
    years = session.years if register.items_per_year else session.years[-1:] or (0,)
    return [
        Put(name, record, {key: register.field(key).to_wire(values[key]) for key in values if key in said})
        for year in years
        for (name, record, values), item in zip(
            item_rows([register], year), written.get(ITEMS, ()), strict=True
        )
        for said in [{*item, *register.key_fields}]
    ]


def _numbers(standing: Mapping[str, tuple[str, Row]]) -> dict[str, int | None]:
    """The order numbers of the parts that stand, by record id."""
    told = ((record, row.values.get("ordinal")) for record, (_, row) in standing.items())
    return {record: number if isinstance(number, int) else None for record, number in told}


def _differs(row: Row, values: Mapping[str, Any]) -> bool:
    return any(row.values[name] != value for name, value in values.items())


def _parts_standing(session: Session, register: str) -> Iterator[tuple[str, tuple[str, Row]]]:
    """The records that stand in the file of a register's declaration, by id: each with the name of its register of the
    plan; parts that stand without their register among them."""
    with session.reading() as connection:
        for row in records.rows(connection, REGISTERS, Query(equals={"name": register})):
            yield row.id, (REGISTERS.name, row)
        for parts in OF_A_REGISTER:
            for row in records.rows(connection, parts, Query(equals={"register_name": register})):
                yield row.id, (parts.name, row)
