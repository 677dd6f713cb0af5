"""Steps of a project that scores by its longest run of finished steps are finished in their order.

On such a ladder a step finished before an earlier one scores nothing yet. Source: docs/domain.md section 3.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.faults import Finding
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, others
from core.registers.rule_parameters import field_named, numeric, tells_a_day

YEAR, PROJECT, STEP, FINISHED = "fiscal_year", "project", "step", "finished_on"


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    for name in (YEAR, PROJECT, STEP):
        field_named(name, scope, numeric)
    finished = field_named(FINISHED, scope, tells_a_day)

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        at, step = values.get(FINISHED), values.get(STEP)
        if not isinstance(at, date) or not isinstance(step, int) or not _is_ladder(values, context):
            return
        shown = finished.show(at)
        for other in _siblings(scope, values, context):
            number, then = other[STEP], other[FINISHED]
            if then is None and number < step:
                said = (
                    f"ขั้นตอนที่ {step} แล้วเสร็จ ({shown}) แต่ขั้นตอนที่ {number} ยังไม่เสร็จ "
                    "จึงยังไม่ได้คะแนนของขั้นนี้ โปรดตรวจขั้นตอนก่อนหน้า"
                )
                yield spec.finding(scope, finished, values, said, other=str(number))
            elif then is not None and (then > at if number < step else then < at):
                said = f"ขั้นตอนที่ {step} ({shown}) กับขั้นตอนที่ {number} ({finished.show(then)}) เสร็จสลับลำดับกัน โปรดตรวจวันที่ทั้งสอง"
                yield spec.finding(scope, finished, values, said, other=str(number))

    return StatedRule(f"ขั้นตอนของโครงการที่นับคะแนนตามลำดับ{spec.must}เสร็จตามลำดับ", find)


def _siblings(scope: Scope, values: Values, context: RuleContext) -> list[Mapping[str, Any]]:
    same = {name: values.get(name) for name in (YEAR, PROJECT)}
    rows = others(context.lookup.where(scope.register, **same), context)
    kept = [row for row in rows if row[STEP] is not None and row[STEP] != values.get(STEP)]
    return sorted(kept, key=lambda row: int(row[STEP]))


def _is_ladder(values: Values, context: RuleContext) -> bool:
    same = {name: values.get(name) for name in (YEAR, PROJECT)}
    return bool(context.lookup.where("plan_indicators", formula="ladder", **same))


KIND = RuleKind("steps_in_order", (), _make, knows=("other",))
