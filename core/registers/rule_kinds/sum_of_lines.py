"""A field that equals the sum of the record's lines, which another register holds; quiet where there are none.

A line is tied to its record by the fields of ``by``, which both have; by default by the line's reference to it.
"""

from collections.abc import Iterator

from core.faults import Finding
from core.registers.bad_declaration import BadDeclaration
from core.registers.declare import Register, RuleContext, StatedRule, Value, Values
from core.registers.fields import Field
from core.registers.rule_kind import Registers, RuleKind, RuleSpec, Scope, field_in, fitting, stated, total_of
from core.registers.rule_parameters import a_field, a_name, field_named, numeric, some_names


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    field: Field = spec.parameters["field"]
    by: tuple[str, ...] = spec.parameters["by"]
    for name in by:
        field_named(name, scope)

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        register = fitting(_other, spec, scope, context) if values.get(field.name) is not None else None
        tied = _tied(by, scope, values, context, register) if register else None
        lines = context.lookup.where(register.name, **tied) if register and tied else ()
        total = total_of(spec.parameters["lines_field"], lines)
        if register and lines and total != values.get(field.name):
            shown = field.show(total)
            said = (
                f"{field.label} ({field.show(values[field.name])}) ไม่เท่ากับผลรวมใน{register.title} ({shown})"
            )
            yield spec.finding(scope, field, values, f"{said} โปรดตรวจทั้งสองทาง", total=shown)

    says = f"{field.label}{spec.must}เท่ากับผลรวมของรายการย่อย ถ้ามีรายการย่อย"
    if not by or spec.parameters["register"] == scope.register:
        return StatedRule(says, find)
    return stated(spec, scope, says, find, reads=(field.name, *by))


def _tied(
    by: tuple[str, ...], scope: Scope, values: Values, context: RuleContext, lines: Register
) -> dict[str, Value] | None:
    """What the record's lines hold; None while it can't be told yet."""
    own = context.registers[scope.register]
    if by:
        tied = {name: values.get(name) for name in by}
    else:
        single = values.get(own.key_fields[0]) if len(own.key_fields) == 1 else own.natural_key(values)
        tied = {_reference(lines, scope).name: None if single is None else str(single)}
    known = {name: value for name, value in tied.items() if value is not None}
    return known if len(known) == len(tied) else None


def _reference(lines: Register, scope: Scope) -> Field:
    found = next((f for f in lines.fields if f.refers_to == scope.register), None)
    if found is None:
        raise BadDeclaration(f"ทะเบียน {lines.name} ไม่มีช่องที่อ้างถึง {scope.register} โปรดระบุ by")
    return found


def _other(spec: RuleSpec, scope: Scope, registers: Registers) -> Register:
    name, by = spec.parameters["register"], spec.parameters["by"]
    if not numeric(field_in(registers, name, spec.parameters["lines_field"])):
        raise BadDeclaration(f"ช่อง {spec.parameters['lines_field']} ของทะเบียน {name} ไม่ใช่ตัวเลข โปรดใช้ช่องอื่น")
    for tie in by:
        if field_in(registers, name, tie).type.python is not scope.fields[tie].type.python:
            raise BadDeclaration(f"ช่อง {tie} ของสองทะเบียนเป็นคนละชนิด โปรดใช้ช่องอื่น")
    if not by:
        _reference(registers[name], scope)
    return registers[name]


KIND = RuleKind(
    "sum_of_lines",
    (a_field("field", numeric), a_name("register"), a_name("lines_field"), some_names("by")),
    _make,
    knows=("total",),
    other=_other,
)
