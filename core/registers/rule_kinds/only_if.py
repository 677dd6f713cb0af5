"""A field that is filled in only where a condition holds."""

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
    says = f"มี{field.called} ได้เมื่อ{when.says}"

    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        value = values.get(field.name)
        if value is not None and not when.holds(values):
            said = f"{field.called} ({field.show(value)}) มีได้เมื่อ{when.says} โปรดลบ{field.called} หรือแก้ไขช่องอื่นให้ตรงกัน"
            yield spec.finding(scope, field, values, said)

    return stated(spec, scope, says, find, reads=when.reads, notices=(field.name, *when.notices))


KIND = RuleKind("only_if", (a_field("field"), a_filter("if")), _make)
