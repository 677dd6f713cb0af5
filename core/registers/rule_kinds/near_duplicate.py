"""Another record with the same values in all of the fields; nothing where one of them is empty."""

from collections.abc import Iterator

from core.faults import Finding, Severity
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, listed, others_like, shown_in
from core.registers.rule_parameters import some_fields


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]
    names = tuple(field.name for field in fields)

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        if others_like(scope, names, values, context):
            said = " ".join(f"{f.label} {f.show(values[f.name])}" for f in fields)
            sentence = f"มีรายการอื่นที่เหมือนกัน ({said}) โปรดตรวจว่าไม่ได้บันทึกซ้ำ"
            yield spec.finding(scope, fields[0], values, sentence)

    # Records compared in columns are never kept out, and nothing but the fields compared is known of them.
    together = spec.severity is not Severity.ERROR and set(shown_in(spec.message, scope)) <= set(names)
    says = f"รายการที่ {listed(fields)} ตรงกันทั้งหมดอาจเป็นรายการซ้ำ"
    return StatedRule(says, find, alike=names if together else ())


KIND = RuleKind("near_duplicate", (some_fields("fields"),), _make, Severity.REMARK)
