"""A field that is filled in where a condition holds."""

from collections.abc import Iterator

from core.faults import Finding
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.filters import Filter
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, stated
from core.registers.rule_parameters import a_field, a_filter


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    field: Field = spec.parameters["field"]
    when: Filter = spec.parameters["if"]
    sentence = f"{field.called}ยังว่าง โปรดกรอก{field.called} เพราะ{when.says}"

    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        if values.get(field.name) is None and when.holds(values):
            yield spec.finding(scope, field, values, sentence)

    says = f"{spec.must}กรอก{field.called} เมื่อ{when.says}"
    return stated(spec, scope, says, find, reads=when.reads, notices=(field.name, *when.notices))


KIND = RuleKind("required_if", (a_field("field"), a_filter("if")), _make)
