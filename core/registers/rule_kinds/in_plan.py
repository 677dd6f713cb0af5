"""A project, indicator or unit stands in a plan of the file, a fiscal year has one; with ``formula`` the indicator is
computed by it, and the office's own sentence speaks of that."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.faults import Finding
from core.registers.bad_declaration import BadDeclaration
from core.registers.declare import RuleContext, StatedRule, Value, Values
from core.registers.fields import Field
from core.registers.rule_kind import RuleKind, RuleSpec, Scope, stated
from core.registers.rule_parameters import a_field, a_name
from core.thai.quote import quoted

YEAR = "fiscal_year"

_EXAMPLE = re.compile(r"เช่น (\S+)")


@dataclass(frozen=True)
class _Part:
    """A part of the plan a field may name: the register of the plan, what the field holds of it, and what to do."""

    register: str
    by: str
    advice: Callable[[Field], str]


def _by_code(field: Field) -> str:
    example = _EXAMPLE.search(field.help)
    return f"โปรดใช้รหัสตามแผน{f' เช่น {example[1]}' if example else ''}"


_PARTS = {
    "projects": _Part("plan_projects", "number", lambda _field: "โปรดใช้เลขโครงการตามแผน"),
    "indicators": _Part("plan_indicators", "code", _by_code),
    "units": _Part("plan_units", "code", _by_code),
}


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    field: Field = spec.parameters["field"]
    formula: str | None = spec.parameters["formula"]
    part = _part(field)
    if formula and (part is None or part.register != "plan_indicators"):
        raise BadDeclaration(f"formula ใช้กับช่องที่เป็นตัวชี้วัดเท่านั้น โปรดเอา formula ออกจากกฎของช่อง {field.name}")

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        value = values.get(field.name)
        if value is None:
            return
        said = f"{field.label} {quoted(field.show(value))}"
        if not _stands(part, value, context):
            advice = part.advice(field) if part else f"โปรดตรวจ{field.label}"
            message = "" if formula else None
            yield spec.finding(scope, field, values, f"{said} ไม่มีในแผน {advice}", message=message)
        elif formula and not _computed(formula, value, context):
            told = f"{said} ไม่ได้คำนวณด้วยสูตร {formula} โปรดใช้ตัวชี้วัดอื่น"
            yield spec.finding(scope, field, values, told)

    says = f"{field.label}{spec.must}มีอยู่ในแผน{f' และคำนวณด้วยสูตร {formula}' if formula else ''}"
    return stated(spec, scope, says, find, reads=(field.name,))


def _part(field: Field) -> _Part | None:
    """The part of the plan that a field names; None for the fiscal year."""
    if field.name == YEAR:
        return None
    found = _PARTS.get(field.refers_to) or next(
        (part for part in _PARTS.values() if part.register == field.code_of), _PARTS.get(f"{field.name}s")
    )
    if found is None:
        raise BadDeclaration(f"ช่อง {field.name} ไม่ใช่โครงการ ตัวชี้วัด หน่วยงาน หรือปีงบประมาณ โปรดใช้ช่องอื่น")
    return found


def _stands(part: _Part | None, value: Value, context: RuleContext) -> bool:
    if part is None:
        return not context.plan_years or value in context.plan_years
    return bool(context.lookup.where(part.register, **{part.by: value}))


def _computed(formula: str, code: Value, context: RuleContext) -> bool:
    """True where an indicator has the formula in one of the plans, be it from the middle of a year on."""
    rows = context.lookup.where("plan_indicators", code=code)
    changed = context.lookup.where("plan_definitions", indicator=code)
    return any(row["formula"] == formula for row in (*rows, *changed))


KIND = RuleKind("in_plan", (a_field("field"), a_name("formula", required=False)), _make)
