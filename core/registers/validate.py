"""A record's validation: reading raw values, then everything the register asks for. All checks run, all findings show."""

from collections.abc import Iterator, Mapping

from core.faults import Finding
from core.registers.centuries import rules_of
from core.registers.declare import Field, Register, RuleContext, Value, Values
from core.registers.reading import Unreadable, printable, read_value
from core.thai.fiscal import fiscal_year_of
from core.thai.quote import quoted

__all__ = ["check", "examine", "read_value", "read_values"]

Read = dict[str, Value | None]


def read_values(register: Register, raw: Mapping[str, object]) -> tuple[Read, tuple[Finding, ...]]:
    """The values of the fields that ``raw`` names, and a finding for each that can't be read.

    A field that can't be read, and a name the register doesn't have, is left out of the values.
    """
    values: Read = {}
    names = {f.name for f in register.fields}
    findings = [_unknown_field(register, name) for name in raw if name not in names]
    for field in register.fields:
        if field.name in raw:
            try:
                values[field.name] = read_value(field, raw[field.name])
            except Unreadable as reason:
                findings.append(
                    Finding(reason.code, str(reason), field.name, printable(raw[field.name])),
                )
    return values, tuple(findings)


def check(
    register: Register,
    values: Values,
    context: RuleContext,
    unreadable: frozenset[str] = frozenset(),
    *,
    just_read: bool = False,
) -> tuple[Finding, ...]:
    """Everything the register finds in a whole record's values: required, limits, references, key, rules.

    ``unreadable`` names fields that have a finding already: they aren't called missing as well, and rules
    keep quiet about them. Values that were all ``just_read`` lie within the limits.
    """
    found = [*_missing(register, values, unreadable)]
    if not just_read:
        found += _limits(register, values)
    found += _references(register, values, context)
    found += _key(register, values, context)
    for rule in rules_of(register):
        found += rule(values, context)
    return tuple(found) if not unreadable else _heard(found, unreadable)


def _heard(found: list[Finding], unreadable: frozenset[str]) -> tuple[Finding, ...]:
    return tuple(f for f in found if f.field not in unreadable)


def examine(
    register: Register, raw: Mapping[str, object], context: RuleContext, base: Values | None = None
) -> tuple[Read, tuple[Finding, ...]]:
    """Reads ``raw``, lays it over ``base`` (the stored record, or defaults), and checks the whole."""
    read, findings = read_values(register, raw)
    unreadable = frozenset(f.field for f in findings if f.field)
    kept = {name: value for name, value in (base or {}).items() if name not in unreadable}
    values = {**kept, **read}
    return values, (*findings, *check(register, values, context, unreadable))


def _unknown_field(register: Register, name: object) -> Finding:
    shown = printable(name)
    return Finding(
        "field.unknown",
        f"{register.title}ไม่มีช่อง {quoted(shown)} โปรดตรวจชื่อช่อง",
        None,
        shown,
    )


def _missing(register: Register, values: Values, unreadable: frozenset[str]) -> Iterator[Finding]:
    for field in register.needed_fields:
        if values.get(field.name) is None and field.name not in unreadable:
            yield Finding("required", f"{field.label}ยังว่าง โปรดกรอก{field.label}", field.name)


def _limits(register: Register, values: Values) -> Iterator[Finding]:
    for field in register.fields:
        value = values.get(field.name)
        complaint = field.type.complaint(field, value) if value is not None else None
        if complaint:
            yield Finding(complaint[0], complaint[1], field.name, printable(value))


def _references(register: Register, values: Values, context: RuleContext) -> Iterator[Finding]:
    for field in register.reference_fields:
        value = values.get(field.name)
        if value is None:
            continue
        if context.lookup.by_key(field.refers_to, str(value)) is None:
            of = context.registers[field.refers_to].title
            yield Finding(
                "reference.unknown",
                f"{field.label} {quoted(str(value))} ไม่มีใน{of} โปรดตรวจรหัส",
                field.name,
                str(value),
            )


def _key(register: Register, values: Values, context: RuleContext) -> Iterator[Finding]:
    key = register.natural_key(values)
    if key is None:
        return
    owner = context.lookup.by_key(register.name, key)
    if not register.plan_born if owner is None else owner["id"] == context.record_id:
        return
    said, flagged = _key_said(register, values), _flagged(register)
    shown = flagged.show(values.get(flagged.name))
    if owner is None and register.plan_born:
        yield Finding("key.unknown", f"{said} ไม่มีในแผน โปรดใช้รายการที่มาพร้อมแผน", flagged.name, shown)
    if owner is not None and owner["id"] != context.record_id:
        yield Finding(
            "key.taken",
            f"{said} มีอยู่แล้วใน{register.title} โปรดแก้ไขรายการเดิม หรือใช้ค่าอื่น",
            flagged.name,
            shown,
        )


def _flagged(register: Register) -> Field:
    """The field a finding about the key stands under: the first that a person would change."""
    typed = [name for name in register.key_fields if name != "fiscal_year"]
    return register.field((typed or register.key_fields)[0])


def _key_said(register: Register, values: Values) -> str:
    names = register.key_fields[:-1] if register.per_year else register.key_fields
    said = " ".join(_field_said(register.field(n), values.get(n)) for n in names)
    if not register.per_year:
        return said
    return f"{said} ของปีงบประมาณ {fiscal_year_of(values[register.date_field])}"  # type: ignore[arg-type]  # a day or month


def _field_said(field: Field, value: Value | None) -> str:
    return f"{field.label} {quoted(field.show(value))}"
