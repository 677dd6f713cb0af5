"""A day that lies in the month another field names, or in one of the ``after`` months after it."""

from collections.abc import Iterator
from datetime import date

from core.faults import Finding, Severity
from core.registers.declare import RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.filters import first_day
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, shown_in, stated
from core.registers.rule_parameters import a_count, a_field, a_month, a_sentence, a_severity, tells_a_day
from core.thai.fiscal import Month


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    field: Field = spec.parameters["field"]
    month: Field = spec.parameters["month"]
    after: int = spec.parameters["after"]
    late: Severity = spec.parameters["late"] or spec.severity
    late_message: str = spec.parameters["late_message"]

    def find(values: Values, _context: RuleContext) -> Iterator[Finding]:
        on, of = values.get(field.name), values.get(month.name)
        if not isinstance(on, date) or not isinstance(of, Month):
            return
        said = f"{field.label} ({field.show(on)})"
        if Month.of(first_day(on)) < of:
            advice = f"โปรดตรวจ{field.label}หรือ{month.label}"
            yield spec.finding(scope, field, values, f"{said} มาก่อนเดือน {month.show(of)} {advice}")
        if Month.of(first_day(on)) > of.next(after):
            told = f"{said} {_later(after)} {month.show(of)} {spec.advice('วันที่', late)}"
            message = late_message or spec.message
            yield spec.finding(scope, field, values, told, message=message, severity=late)

    says = f"{field.label}ต้องไม่มาก่อน{month.label} และ{'ต้อง' if late is Severity.ERROR else 'ควร'}ไม่{_later(after)}นั้น"
    reads = (field.name, month.name)
    return stated(spec, scope, says, find, reads=reads, notices=shown_in(late_message, scope))


def _later(after: int) -> str:
    if after == 0:
        return "อยู่หลังเดือน"
    return "ช้ากว่าเดือนถัดจาก" if after == 1 else f"ช้ากว่า {after} เดือนนับจากเดือน"


KIND = RuleKind(
    "within_month",
    (
        a_field("field", tells_a_day),
        a_field("month", a_month),
        a_count("after"),
        a_severity("late"),
        a_sentence("late_message"),
    ),
    _make,
)
