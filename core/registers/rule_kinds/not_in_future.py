"""Days, months or moments that have come: figures don't count what is later than today."""

from typing import Any

from core.faults import Severity
from core.registers.declare import RuleContext, StatedRule
from core.registers.fields import Field
from core.registers.filters import first_day
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, listed, stated_of_each
from core.registers.rule_parameters import dated, some_fields
from core.thai.dates import day_short


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]

    def fault(field: Field, value: Any, context: RuleContext) -> str | None:
        if first_day(value) <= context.today:
            return None
        noun, today = field.type.noun, day_short(context.today)
        noun = "วันที่" if field.type.tells_a_day else noun
        return f"{field.label} ({field.show(value)}) อยู่หลังวันนี้ ({today}) โปรดตรวจ{noun}"

    return stated_of_each(spec, scope, f"{listed(fields)} {spec.must}ไม่อยู่หลังวันนี้", fields, fault)


KIND = RuleKind("not_in_future", (some_fields("fields", dated),), _make, Severity.WARNING)
