"""What declares a register stays as long as records use it: it is retired, never taken out."""

from collections.abc import Iterable

from core.faults import InputRefusal
from core.plan.register_records import CHOICES, FIELDS, REGISTERS
from core.registers.declare import Register
from core.store.connection import Connection
from core.store.tables.records import Row, any_holds
from core.store.tables.register_tables import registers_of


def refuse_undeclaring(connection: Connection, going: Iterable[tuple[str, Row]]) -> None:
    """InputRefusal where a register that has records, or a field or choice that one of them holds, is among what is to be
    deleted: registers of the plan, each with its record."""
    for name, row in going:
        if name not in (REGISTERS.name, FIELDS.name, CHOICES.name):
            continue
        whose = row.values["name" if name == REGISTERS.name else "register_name"]
        register = registers_of(connection).get(str(whose))
        if register and _in_use(connection, register, name, row):
            said = row.values.get("label") or row.values.get("title")
            raise InputRefusal(f"ลบ “{said}” ไม่ได้ เพราะมีรายการใน{register.title}ใช้อยู่แล้ว โปรดกำหนดให้เลิกใช้แทน")


def _in_use(connection: Connection, register: Register, name: str, row: Row) -> bool:
    if name == REGISTERS.name:
        return any_holds(connection, register, "id")
    if name == FIELDS.name:
        return any_holds(connection, register, str(row.values["name"]))
    code = row.values["code"]
    return isinstance(code, str) and any_holds(connection, register, str(row.values["field_name"]), code)
