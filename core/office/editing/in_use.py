"""What declares a register stays as records use it: it is retired, never taken out, and what they hold is never read another
way. Whatever writes these records of the plan asks here: forms, sheets, proposals taken up, the designer, and undo.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from core.faults import Finding, InputRefusal
from core.plan.register_records import CHOICES, FIELDS, REGISTERS, read_json
from core.registers.declare import Register
from core.registers.field_types.numbers import NUMBER
from core.store.connection import Connection
from core.store.log.changes import Delete, Put, RecordChange
from core.store.log.exchange_state import known_elsewhere
from core.store.tables import records
from core.store.tables.records import Row, any_holds
from core.store.tables.register_tables import registers_of

USED = frozenset({REGISTERS.name, FIELDS.name, CHOICES.name})


def refuse_undeclaring(
    connection: Connection, going: Iterable[tuple[str, Row]], *, standing: Collection[int] | None = None
) -> None:
    """InputRefusal where a register that has records, or a field or choice that one of them holds, is among what is to be
    deleted, or one that other files may fill in meanwhile: registers of the plan, each with its record. ``standing`` as in ``any_holds``."""
    for name, row in going:
        register = _declared(connection, name, row) if name in USED else None
        if register is None:
            continue
        said = row.values.get("label") or row.values.get("title")
        if _in_use(connection, register, name, row, standing=standing):
            raise InputRefusal(f"ลบ “{said}” ไม่ได้ เพราะมีรายการใน{register.title}ใช้อยู่แล้ว โปรดกำหนดให้เลิกใช้แทน")
        if standing is None and known_elsewhere(connection, registers_of(connection)[name], [row.id]):
            raise InputRefusal(f"ลบ “{said}” ไม่ได้ เพราะแฟ้มอื่นอาจมีรายการที่ใช้อยู่แล้ว โปรดกำหนดให้เลิกใช้แทน")


def redeclared(
    connection: Connection,
    name: str,
    row: Row,
    whole: Mapping[str, Any],
    *,
    standing: Collection[int] | None = None,
) -> Iterator[Finding]:
    """What is wrong where a record of a register of the plan would stand as ``whole``: what records hold would be read
    another way, or go by other ids than theirs."""
    register = _declared(connection, name, row) if name in (FIELDS.name, REGISTERS.name) else None
    if register is None:
        return
    reads = _reads if name == FIELDS.name else _goes_by
    changed = [key for key, value in reads(row.values).items() if reads(whole)[key] != value]
    if changed and _in_use(connection, register, name, row, standing=standing):
        what = f"ช่อง “{row.values['label']}” ของ{register.title}" if name == FIELDS.name else register.title
        other = "เลิกใช้ช่องนี้แล้วเพิ่มช่องใหม่" if name == FIELDS.name else "ทำทะเบียนใหม่"
        said = registers_of(connection)[name].field(changed[0])
        yield Finding(
            "declaration.in_use",
            f"{what}มีข้อมูลแล้ว จึงเปลี่ยน{said.label}ไม่ได้ โปรดใช้ค่าเดิม หรือ{other}",
            changed[0],
        )


def guarded(
    connection: Connection, changes: Iterable[RecordChange], numbers: Collection[int]
) -> Iterator[RecordChange]:
    """The changes that undo or redo a step, one by one; InputRefusal at one that takes out, or has read another way, what
    records use: somebody else's may have come since. What was deleted, or came with
    the step (its entries' ``numbers``), comes back with what declares it."""
    for change in changes:
        register = registers_of(connection)[change.register] if change.register in USED else None
        row = records.row(connection, register, change.record) if register else None
        if register and row and not row.deleted:
            if isinstance(change, Delete):
                refuse_undeclaring(connection, [(change.register, row)], standing=numbers)
            if isinstance(change, Put):
                given = {name: register.field(name).from_wire(wire) for name, wire in change.values.items()}
                whole = {**row.values, **given}
                for found in redeclared(connection, change.register, row, whole, standing=numbers):
                    raise InputRefusal(found.message, (found,))
        yield change


def _reads(field: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of a field says how its values are kept."""
    places = field["decimals"]
    return {"type": field["type"], "decimals": NUMBER.places if places is None else places}


def _goes_by(register: Mapping[str, Any]) -> Mapping[str, Any]:
    """What of a register says which ids its records have, and whether they come with the plan."""
    born = {name: bool(register[name]) for name in ("fixed_id", "plan_born")}
    key = (read_json(str(register["key"] or "")), bool(register["per_year"]), register["day"])
    return {**born, "key": key if register["fixed_id"] else None}


def _declared(connection: Connection, name: str, row: Row) -> Register | None:
    whose = row.values["name" if name == REGISTERS.name else "register_name"]
    return registers_of(connection).get(str(whose))


def _in_use(
    connection: Connection, register: Register, name: str, row: Row, *, standing: Collection[int] | None
) -> bool:
    if name == REGISTERS.name:
        return any_holds(connection, register, "id", standing=standing)
    if name == FIELDS.name:
        return any_holds(connection, register, str(row.values["name"]), standing=standing)
    field, code = str(row.values["field_name"]), row.values["code"]
    return isinstance(code, str) and any_holds(connection, register, field, code, standing=standing)
