"""Days that are working days of government offices."""

from typing import Any

from core.faults import Severity
from core.registers.declare import RuleContext, StatedRule
from core.registers.fields import Field
from core.registers.filters import first_day
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, listed, stated_of_each
from core.registers.rule_parameters import some_fields, tells_a_day


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]

    def fault(field: Field, value: Any, context: RuleContext) -> str | None:
        if context.calendar.is_working_day(first_day(value)):
            return None
        return f"{field.label} ({field.show(value)}) ตรงกับวันหยุดราชการ {spec.advice('วันที่')}"

    return stated_of_each(spec, scope, f"{listed(fields)} {spec.must}เป็นวันทำการ", fields, fault)


KIND = RuleKind("working_day", (some_fields("fields", tells_a_day),), _make, Severity.REMARK)
