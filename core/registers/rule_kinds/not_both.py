"""Fields of which one at most is filled in."""

from collections.abc import Iterator

from core.faults import Finding
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, stated
from core.registers.rule_parameters import some_fields


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]

    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        there = [field for field in fields if values.get(field.name) is not None]
        if len(there) > 1:
            shown = " กับ".join(f"{f.called} ({f.show(values[f.name])})" for f in there)
            yield spec.finding(scope, there[0], values, f"มีทั้ง{shown} โปรดเหลือไว้เพียงช่องเดียว")

    says = f"{'กับ'.join(f.called for f in fields)}{spec.must}ไม่มีพร้อมกัน"
    return stated(spec, scope, says, find, notices=(f.name for f in fields))


KIND = RuleKind("not_both", (some_fields("fields", least=2),), _make)
