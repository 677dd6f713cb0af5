"""A field compared with another, with one of the record it refers to, or with a value; quiet where a side is empty."""

from collections.abc import Callable, Iterator
from typing import Any

from core.faults import Finding
from core.registers.bad_declaration import BadDeclaration
from core.registers.declare import Register, RuleContext, StatedRule, Values
from core.registers.fields import Field
from core.registers.filters import COMPARISONS, family, met, orders, value_for, worded
from core.registers.rule_kind import Registers, RuleKind, RuleSpec, Scope, field_in, fitting, stated
from core.registers.rule_parameters import a_field, anything, one_of

Right = tuple[Any, str, str]  # the value, how it is called, how it is shown
Find = Callable[[Values, RuleContext], Right | None]


def _make(spec: RuleSpec, scope: Scope) -> StatedRule:
    left: Field = spec.parameters["left"]
    operator: str = spec.parameters["op"]
    orders(operator, left)
    right, called, reads = _right(spec, scope)

    def find(values: Values, context: RuleContext) -> Iterator[Finding]:
        value, other = values.get(left.name), right(values, context)
        if value is None or other is None or met(operator, value, other[0]):
            return
        against = f"{other[1]} ({other[2]})" if other[1] else f" {other[2]}"
        said = f"{left.label} ({left.show(value)}) {spec.must}{worded(operator, left)}{against} {spec.advice(left.label)}"
        yield spec.finding(scope, left, values, said, right=other[2])

    says = f"{left.label}{spec.must}{worded(operator, left)}{called}"
    if reads is None:
        return StatedRule(says, find)
    return stated(spec, scope, says, find, reads=(left.name, *reads))


def _right(spec: RuleSpec, scope: Scope) -> tuple[Find, str, tuple[str, ...] | None]:
    """What gives the right side, how it is called, and the fields it is read from; None where it is read from the
    register's own records."""
    left: Field = spec.parameters["left"]
    raw = spec.parameters["right"]
    if isinstance(raw, str) and raw in scope.fields:
        return _of_field(left, scope.fields[raw])
    if reference := _reference(spec, scope):
        return _of_reference(spec, scope, reference)
    value = value_for(left, raw)
    shown = left.show(value)
    return lambda _values, _context: (value, "", shown), f" {shown}", ()


def _of_field(left: Field, right: Field) -> tuple[Find, str, tuple[str, ...]]:
    _comparable(left, right)

    def find(values: Values, _context: RuleContext) -> Right | None:
        value = values.get(right.name)
        return None if value is None else (value, right.label, right.show(value))

    return find, right.label, (right.name,)


def _of_reference(spec: RuleSpec, scope: Scope, reference: Field) -> tuple[Find, str, tuple[str, ...] | None]:
    name = spec.parameters["right"].partition(".")[2]

    def find(values: Values, context: RuleContext) -> Right | None:
        key = values.get(reference.name)
        register = fitting(_other, spec, scope, context) if key is not None else None
        record = context.lookup.by_key(register.name, str(key)) if register else None
        value = record[name] if record else None
        if register is None or value is None:
            return None
        field = register.field(name)
        return value, f"{field.label}ของ{reference.label} {reference.show(key)}", field.show(value)

    own = reference.refers_to == scope.register
    return find, f"ค่าของ{reference.label}ที่อ้างถึง", None if own else (reference.name,)


def _reference(spec: RuleSpec, scope: Scope) -> Field | None:
    """The field whose record the right side names a field of, if it does."""
    raw = spec.parameters["right"]
    field = scope.fields.get(raw.partition(".")[0]) if isinstance(raw, str) and "." in raw else None
    return field if field and field.refers_to else None


def _other(spec: RuleSpec, scope: Scope, registers: Registers) -> Register | None:
    reference = _reference(spec, scope)
    if reference is None:
        return None
    field = field_in(registers, reference.refers_to, spec.parameters["right"].partition(".")[2])
    _comparable(spec.parameters["left"], field)
    return registers[reference.refers_to]


def _comparable(left: Field, right: Field) -> None:
    if family(left) != family(right):
        raise BadDeclaration(f"ช่อง {left.name} กับ {right.name} เทียบกันไม่ได้ โปรดใช้ช่องชนิดเดียวกัน")


KIND = RuleKind(
    "compare",
    (a_field("left"), one_of("op", *COMPARISONS), anything("right")),
    _make,
    knows=("right",),
    other=_other,
)
