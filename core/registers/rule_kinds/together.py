"""Fields that come together: each that is empty while another is filled in is told, under itself."""

from collections.abc import Iterator

from core.faults import Finding, Severity
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, stated
from core.registers.rule_parameters import some_fields
from core.thai.quote import quoted


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]

    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        there = [field for field in fields if values.get(field.name) is not None]
        for field in fields if there else ():
            if field not in there:
                yield spec.finding(scope, field, values, _missing(field, there[0], values))

    says = f"{'กับ'.join(f.called for f in fields)}{spec.must}มาคู่กัน"
    return stated(spec, scope, says, find, notices=(f.name for f in fields))


def _missing(field: Field, other: Field, values: Values) -> str:
    shown = other.show(values[other.name])
    said = f"({shown})" if other.type.is_dated else quoted(shown)
    return f"มี{other.called} {said} แต่ยังไม่มี{field.called} โปรดกรอกเมื่อทราบ"


KIND = RuleKind("together", (some_fields("fields", least=2),), _make, Severity.REMARK)
