"""When a condition holds for a record, every record of another register is done: its field is filled in, with ``by`` on or
before that day. Records of the same fiscal year belong together, where both registers have one.

It holds from both sides: ``mirrored`` is the half that the other register's records are asked about.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from core.faults import Finding
from core.registers.bad_declaration import BadDeclaration
from core.registers.declare import Register, RuleContext, StatedRule, Value, Values
from core.registers.fields import Field
from core.registers.filters import Filter, first_day
from core.registers.rule_kind import (
    Registers,
    RuleKind,
    RuleSpec,
    Scope,
    field_in,
    filled,
    fitting,
    placeholders,
    stated,
)
from core.registers.rule_parameters import (
    a_field,
    a_filter,
    a_name,
    a_sentence,
    a_template,
    tells_a_day,
)

YEAR = "fiscal_year"
KNOWS = ("count", "names")


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    when, by = spec.parameters["if"], spec.parameters["by"]
    carrier = _carrier(spec)

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        register = fitting(_other, spec, scope, context) if _asks(spec, values) else None
        if register is None:
            return
        rows = context.lookup.where(register.name, **_same_year(values, scope.fields, register.by_name))
        waiting = [row for row in rows if not _done(spec, row.get(spec.parameters["field"]), values)]
        if waiting:
            count, names = str(len(waiting)), " ".join(_named(spec, register, row) for row in waiting)
            said = f"ยังมี{register.title} {count} รายการที่{_undone(spec, register)} ({names}) โปรดกรอกให้ครบก่อน"
            yield spec.finding(scope, carrier, values, said, count=count, names=names)

    says = f"เมื่อ{when.says} ทุกรายการของทะเบียนที่เกี่ยวข้อง{spec.must}ทำครบแล้ว"
    if spec.parameters["register"] == scope.register:
        return StatedRule(says, find)
    reads = (*when.reads, *((by.name,) if by else ()), *(n for n in (YEAR,) if n in scope.fields))
    return stated(spec, scope, says, find, reads=reads, notices=when.notices)


def _mirrored(spec: RuleSpec, scope: Scope) -> tuple[str, StatedRule]:
    when: Filter = spec.parameters["if"]

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        register = fitting(_other, spec, scope, context)
        if register is None:
            return
        field = register.field(spec.parameters["field"])
        for row in _asking(spec, scope, register, values, context):
            if not _done(spec, values.get(field.name), row):
                yield _refused(spec, scope, field, values, row, context.registers[scope.register].title)
                return

    says = f"เมื่อ{when.says} ทุกรายการ{spec.must}ทำครบแล้ว"
    name: str = spec.parameters["register"]
    own = name == scope.register
    return name, StatedRule(says, find, () if own else (YEAR, spec.parameters["field"]))


def _asking(
    spec: RuleSpec, scope: Scope, register: Register, values: Values, context: RuleContext
) -> Iterator[Mapping[str, Any]]:
    """The records the condition holds for, that ask for this one to be done."""
    when: Filter = spec.parameters["if"]
    same = _same_year(values, register.by_name, scope.fields)
    for row in context.lookup.where(scope.register, **{**when.equals, **same}):
        if _asks(spec, row):
            yield row


def _refused(spec: RuleSpec, scope: Scope, field: Field, values: Values, row: Values, where: str) -> Finding:
    value = field.show(values.get(field.name))
    known = {"label": field.label, "value": value}
    wanted = "ต้องไม่ว่าง" if not value else f" ({value}) ช้าเกินไป"
    said = f"{field.label}{wanted} เพราะ{spec.parameters['if'].says} ใน{where} โปรดตรวจ{field.label}"
    message = spec.parameters["there_message"]
    told = filled(message, scope, row, known) if message else said
    return Finding(spec.kind, told, field.name, value or None, spec.severity)


def _carrier(spec: RuleSpec) -> Field:
    """The field of the record that asks under which the finding stands."""
    by: Field | None = spec.parameters["by"]
    return by or spec.parameters["if"].conditions[0].field


def _asks(spec: RuleSpec, values: Values) -> bool:
    by: Field | None = spec.parameters["by"]
    return bool(spec.parameters["if"].holds(values)) and (by is None or values.get(by.name) is not None)


def _done(spec: RuleSpec, value: Any, asking: Values) -> bool:
    by: Field | None = spec.parameters["by"]
    if value is None or by is None:
        return value is not None
    until = asking[by.name]
    return isinstance(until, date) and first_day(value) <= first_day(until)


def _same_year(
    values: Values, own: Mapping[str, Field], other: Mapping[str, Field]
) -> dict[str, Value | None]:
    return {YEAR: values.get(YEAR)} if YEAR in own and YEAR in other else {}


def _undone(spec: RuleSpec, register: Register) -> str:
    label = register.field(spec.parameters["field"]).label
    return f"ยังไม่มี{label}{'ภายในวันนั้น' if spec.parameters['by'] else ''}"


def _named(spec: RuleSpec, register: Register, row: Values) -> str:
    """How one of the other register's records is called."""
    if template := spec.parameters["named"]:
        return filled(template, Scope.of(register), row, {})
    names = register.key_fields or (register.fields[0].name,)
    return " ".join(register.field(n).show(row.get(n)) for n in names if n != YEAR)


def _other(spec: RuleSpec, _scope: Scope, registers: Registers) -> Register:
    name: str = spec.parameters["register"]
    field = field_in(registers, name, spec.parameters["field"])
    if spec.parameters["by"] and not tells_a_day(field):
        raise BadDeclaration(f"ช่อง {field.name} ของทะเบียน {name} ไม่ใช่วันที่หรือเวลา โปรดใช้ช่องอื่น หรือไม่ใช้ by")
    for shown in placeholders(spec.parameters["named"]):
        field_in(registers, name, shown)
    return registers[name]


KIND = RuleKind(
    "all_done",
    (
        a_name("register"),
        a_name("field"),
        a_filter("if"),
        a_field("by", tells_a_day, required=False),
        a_sentence("there_message"),
        a_template("named"),
    ),
    _make,
    knows=KNOWS,
    other=_other,
    mirrored=_mirrored,
)
