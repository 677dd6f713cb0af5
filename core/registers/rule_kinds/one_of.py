"""Fields of which one at least is filled in; told under the first."""

from collections.abc import Iterator

from core.faults import Finding
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, listed, stated
from core.registers.rule_parameters import some_fields


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]
    labels = listed(fields, " หรือ ")

    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        if all(values.get(field.name) is None for field in fields):
            yield spec.finding(scope, fields[0], values, f"ยังไม่มี{labels} โปรดกรอกอย่างน้อยหนึ่งช่อง")

    says = f"{spec.must}กรอก {labels} อย่างน้อยหนึ่งช่อง"
    return stated(spec, scope, says, find, notices=(f.name for f in fields))


KIND = RuleKind("one_of", (some_fields("fields", least=2),), _make)
