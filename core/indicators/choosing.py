"""What an indicator's parameters choose of an office's registers: register, fields, filter and clock, each there and fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.indicators.measures import Selection
from core.indicators.parameters import BadParameter
from core.registers.bad_declaration import BadDeclaration
from core.registers.clocks import Clock
from core.registers.declare import Field, Register
from core.registers.filters import Filter, read_filter
from core.thai.quote import quoted


@dataclass(frozen=True)
class Choosing:
    """An indicator's code, its settled parameters, and the registers of the file by name. Everything it answers raises
    BadParameter, a Thai sentence, where what a parameter names isn't there or doesn't fit."""

    code: str
    settings: Mapping[str, Any]
    registers: Mapping[str, Register]

    def register(self, name: Any) -> Register:
        """The register of that name."""
        if not name:
            raise BadParameter("ยังไม่ได้เลือกทะเบียนที่นับ โปรดเลือกทะเบียนในวิธีคำนวณ")
        if name not in self.registers:
            raise BadParameter(f"ไม่มีทะเบียน {quoted(str(name))} ในแฟ้มนี้ โปรดเลือกทะเบียนอื่นในวิธีคำนวณ")
        return self.registers[name]

    def selection(self, chosen: Mapping[str, Any] | None = None) -> Selection:
        """The records that ``register``, ``filter`` and ``day`` choose, of the parameters or of a table among them."""
        given = self.settings if chosen is None else chosen
        register = self.register(given.get("register"))
        day = register.date_field
        if given.get("day"):
            day = self.dated(register, given["day"]).name
        return Selection(register, day, self.filter(register, given.get("filter") or ()))

    def all_of(self, name: str, day: str = "", **equals: Any) -> Selection:
        """The records of a register whose fields hold these values."""
        conditions = [[field, "=", value] for field, value in equals.items()]
        return self.selection({"register": name, "filter": conditions, "day": day})

    def filter(self, register: Register, conditions: Any) -> Filter:
        """The filter that is written as conditions over a register's fields."""
        try:
            return read_filter(conditions, {f.name: f for f in register.stored_fields})
        except BadDeclaration as fault:
            raise BadParameter(f"เงื่อนไขที่เลือกรายการของ{register.title}: {fault}") from fault

    def number(self, register: Register, name: Any) -> Field:
        """The field of that name, which holds numbers."""
        field = self.field(register, name)
        if not (field.type.is_number or field.type.python is int):
            raise BadParameter(f"{_of(register, field)}ไม่ใช่ตัวเลข โปรดเลือกช่องอื่นในวิธีคำนวณ")
        return field

    def field(self, register: Register, name: Any) -> Field:
        """The field of that name."""
        if not name:
            raise BadParameter(f"ยังไม่ได้เลือกช่องของ{register.title} โปรดเลือกช่องในวิธีคำนวณ")
        found = next((f for f in register.stored_fields if f.name == name), None)
        if found is None:
            raise BadParameter(f"{register.title}ไม่มีช่อง {quoted(str(name))} โปรดเลือกช่องอื่นในวิธีคำนวณ")
        return found

    def clock(self, register: Register, name: Any) -> Clock:
        """The clock of that name."""
        if not name:
            raise BadParameter(f"ยังไม่ได้เลือกกำหนดเวลาของ{register.title} โปรดเลือกกำหนดเวลาในวิธีคำนวณ")
        found = next((c for c in register.clocks if c.name == name), None)
        if found is None:
            raise BadParameter(
                f"{register.title}ไม่มีกำหนดเวลา {quoted(str(name))} โปรดเลือกกำหนดเวลาอื่นในวิธีคำนวณ"
            )
        return found

    def dated(self, register: Register, name: Any) -> Field:
        """The field of that name, which holds days, months or moments."""
        field = self.field(register, name)
        if not field.type.is_dated:
            raise BadParameter(f"{_of(register, field)}ไม่ใช่วันที่ โปรดเลือกช่องอื่นในวิธีคำนวณ")
        return field


def _of(register: Register, field: Field) -> str:
    return f"ช่อง{field.label}ของ{register.title}"
