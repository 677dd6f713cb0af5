"""A day that is no Saturday or Sunday."""

from typing import Any

from core.registers.declare import RuleContext, StatedRule
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, stated_of_each
from core.registers.rule_parameters import a_field, tells_a_day

SATURDAY = 5


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    field: Field = spec.parameters["field"]

    def fault(field: Field, value: Any, _context: RuleContext) -> str | None:
        if value.weekday() < SATURDAY:
            return None
        return f"{field.label} ({field.show(value)}) เป็นวันเสาร์หรืออาทิตย์ ซึ่งไม่ใช่วันทำการอยู่แล้ว โปรดตรวจวันที่"

    return stated_of_each(spec, scope, f"{field.label}{spec.must}ไม่เป็นวันเสาร์หรืออาทิตย์", (field,), fault)


KIND = RuleKind("weekday", (a_field("field", tells_a_day),), _make)
