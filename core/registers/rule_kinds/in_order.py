"""Days, months or moments never run backwards along the fields; the order is checked between those that are there."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from core.faults import Finding
from core.registers.bad_declaration import BadDeclaration
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, listed, stated
from core.registers.rule_parameters import dated, some_fields


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    fields: tuple[Field, ...] = spec.parameters["fields"]
    if len({field.type for field in fields}) > 1:
        raise BadDeclaration("fields มีช่องต่างชนิดกัน โปรดใช้วันที่ทั้งหมด เดือนทั้งหมด หรือเวลาทั้งหมด")

    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        there: list[tuple[Field, Any]] = [(f, v) for f in fields if (v := values.get(f.name)) is not None]
        for (earlier, first), (later, second) in pairwise(there):
            if second < first:
                yield spec.finding(scope, later, values, _backwards(earlier, later, values))

    says = f"{fields[0].type.noun}{spec.must}ไม่ย้อนลำดับ: {listed(fields, ' → ')}"
    return stated(spec, scope, says, find, reads=(f.name for f in fields))


def _backwards(earlier: Field, later: Field, values: Values) -> str:
    first, second = (f.show(values[f.name]) for f in (earlier, later))
    return f"{later.label} ({second}) มาก่อน{earlier.label} ({first}) โปรดตรวจ{later.type.noun}ทั้งสอง"


KIND = RuleKind("in_order", (some_fields("fields", dated, least=2),), _make)
