"""Moments that aren't midnight: a cell that holds only a day reads as its midnight."""

from datetime import time
from typing import Any

from core.faults import Severity
from core.registers.declare import RuleContext, StatedRule
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, listed, stated_of_each
from core.registers.rule_parameters import a_moment, some_fields


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]

    def fault(field: Field, value: Any, _context: RuleContext) -> str | None:
        if value.time() != time():
            return None
        return f"{field.label} ({field.show(value)}) เป็นเวลาเที่ยงคืน โปรดตรวจว่ากรอกเวลาแล้ว"

    says = f"{listed(fields)} {spec.must}ไม่เป็นเวลาเที่ยงคืน ซึ่งมักเป็นวันที่ที่ยังไม่ได้กรอกเวลา"
    return stated_of_each(spec, scope, says, fields, fault)


KIND = RuleKind("not_midnight", (some_fields("fields", a_moment),), _make, Severity.WARNING)
