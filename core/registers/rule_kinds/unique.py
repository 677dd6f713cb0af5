"""No other record has the same values in all of the fields. One that shares the natural key is the key's own matter."""

from collections.abc import Iterator

from core.faults import Finding
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, listed, others_like
from core.registers.rule_parameters import some_fields


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]
    names = tuple(field.name for field in fields)

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        register = context.registers[scope.register]
        key = register.natural_key(values)
        if register.key_fields and key is None:
            return
        like = others_like(scope, names, values, context)
        if any(key is None or register.natural_key(row) not in (key, None) for row in like):
            said = " ".join(f"{f.label} {f.show(values[f.name])}" for f in fields)
            yield spec.finding(
                scope, fields[0], values, f"{said} มีอยู่แล้วในรายการอื่น โปรดแก้ไขรายการเดิม หรือใช้ค่าอื่น"
            )

    return StatedRule(f"{listed(fields, ' กับ')}{spec.must}ไม่ซ้ำกับรายการอื่น", find)


KIND = RuleKind("unique", (some_fields("fields"),), _make)
