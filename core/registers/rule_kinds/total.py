"""A field's sum over the whole register, or over the records a filter takes, comes to a certain number."""

from collections.abc import Iterator

from core.faults import Finding
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.filters import Filter, value_for
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, others, total_of
from core.registers.rule_parameters import a_field, a_filter, anything, numeric


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    field: Field = spec.parameters["field"]
    taken: Filter = spec.parameters["filter"]
    equals = value_for(field, spec.parameters["equals"])
    of = f"ของรายการที่{taken.says}" if taken.parts else "ของทุกรายการ"

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        rows = [*others(context.lookup.where(scope.register), context), values]
        total = total_of(field.name, (row for row in rows if taken.holds(row)))
        if total != equals:
            shown = field.show(total)
            said = f"{field.label}{of}รวมกันได้ {shown} โปรดปรับให้รวมเป็น {field.show(equals)}"
            yield spec.finding(scope, field, values, said, total=shown, value=shown)

    return StatedRule(f"{field.label}{of}รวมกัน{spec.must}เป็น {field.show(equals)}", find)


KIND = RuleKind(
    "total",
    (a_field("field", numeric), a_filter("filter", required=False), anything("equals")),
    _make,
    knows=("total",),
)
