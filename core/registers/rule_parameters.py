"""How the parameters of rules are read: each reader refuses what it can't use with one Thai clause (``BadDeclaration``)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from core.faults import Severity
from core.registers.bad_declaration import BadDeclaration
from core.registers.fields import Field
from core.registers.filters import Filter, read_filter
from core.registers.reading import printable
from core.registers.rule_kind import KNOWN, RuleParameter, Scope, placeholders
from core.thai.fiscal import Month
from core.thai.quote import quoted

Fits = Callable[[Field], bool]


def dated(field: Field) -> bool:
    """True for a day, a month or a moment."""
    return field.type.is_dated


def tells_a_day(field: Field) -> bool:
    """True for a day or a moment."""
    return field.type.tells_a_day


def numeric(field: Field) -> bool:
    """True for a number that can be summed."""
    return field.type.is_number


def a_month(field: Field) -> bool:
    """True for a month."""
    return field.type.python is Month


def a_moment(field: Field) -> bool:
    """True for a moment."""
    return field.type.python is datetime


WANTED: dict[Fits, str] = {
    dated: "วันที่ เดือน หรือเวลา",
    tells_a_day: "วันที่หรือเวลา",
    numeric: "ตัวเลข",
    a_month: "เดือน",
    a_moment: "เวลา",
}


def a_field(name: str, fits: Fits | None = None, *, required: bool = True) -> RuleParameter:
    """A field of the register."""
    return RuleParameter(name, lambda raw, scope: field_named(raw, scope, fits), required)


def some_fields(name: str, fits: Fits | None = None, *, least: int = 1) -> RuleParameter:
    """Different fields of the register, ``least`` of them at least."""

    def read(raw: Any, scope: Scope) -> tuple[Field, ...]:
        found = tuple(field_named(one, scope, fits) for one in _list(raw, name))
        if len(set(found)) < len(found):
            raise BadDeclaration(f"{name} มีช่องซ้ำกัน โปรดเหลือไว้เพียงช่องเดียว")
        if len(found) < least:
            raise BadDeclaration(f"{name} ต้องมีอย่างน้อย {least} ช่อง โปรดเพิ่มชื่อช่อง")
        return found

    return RuleParameter(name, read)


def a_name(name: str, *, required: bool = True) -> RuleParameter:
    """The name of another register, or of a field of another register."""
    return RuleParameter(name, lambda raw, _scope: _text(raw, name), required)


def some_names(name: str) -> RuleParameter:
    """Names of fields of another register; () where none are given."""

    def read(raw: Any, _scope: Scope) -> tuple[str, ...]:
        return tuple(_text(one, name) for one in _list(raw, name))

    return RuleParameter(name, read, required=False, default=())


def one_of(name: str, *allowed: str) -> RuleParameter:
    """One of a few words."""

    def read(raw: Any, _scope: Scope) -> str:
        if raw not in allowed:
            raise BadDeclaration(f"{name} {quoted(printable(raw))} ใช้ไม่ได้ โปรดใช้ {' หรือ '.join(allowed)}")
        return str(raw)

    return RuleParameter(name, read)


def a_count(name: str) -> RuleParameter:
    """A whole number, 0 or more; 0 where none is given."""

    def read(raw: Any, _scope: Scope) -> int:
        if type(raw) is not int or not 0 <= raw <= MOST:
            raise BadDeclaration(f"{name} ต้องเป็นจำนวนเต็มตั้งแต่ 0 ถึง {MOST} โปรดแก้ตัวเลข")
        return raw

    return RuleParameter(name, read, required=False, default=0)


def a_flag(name: str) -> RuleParameter:
    """True or false; false where nothing is given."""

    def read(raw: Any, _scope: Scope) -> bool:
        if type(raw) is not bool:
            raise BadDeclaration(f"{name} ต้องเป็น true หรือ false โปรดแก้ค่า")
        return raw

    return RuleParameter(name, read, required=False, default=False)


def a_filter(name: str, *, required: bool = True) -> RuleParameter:
    """Conditions on a record of the register; none where none are given, at least one where they are required."""

    def read(raw: Any, scope: Scope) -> Filter:
        found = read_filter(raw, scope.fields)
        if required and not found.parts:
            raise BadDeclaration(f"{name} ยังไม่มีเงื่อนไข โปรดใส่อย่างน้อยหนึ่งข้อ")
        return found

    return RuleParameter(name, read, required, Filter())


def a_severity(name: str) -> RuleParameter:
    """How much a finding weighs; None where nothing is given."""
    return RuleParameter(name, lambda raw, _scope: severity_of(raw, name), required=False)


def a_sentence(name: str, *known: str) -> RuleParameter:
    """Another sentence of the office's own; "" where none is given."""
    return RuleParameter(
        name, lambda raw, scope: sentence_of(raw, scope, name, known), required=False, default=""
    )


def a_template(name: str) -> RuleParameter:
    """How a record of another register is called, with its fields in braces; "" where nothing is given."""
    return RuleParameter(name, lambda raw, _scope: _text(raw, name), required=False, default="")


def anything(name: str) -> RuleParameter:
    """A value, read by the kind itself."""
    return RuleParameter(name, lambda raw, _scope: raw)


MOST = 120  # months


def field_named(raw: Any, scope: Scope, fits: Fits | None = None) -> Field:
    """The field of that name; raises ``BadDeclaration``."""
    field = scope.fields.get(raw) if isinstance(raw, str) else None
    if field is None:
        raise BadDeclaration(f"ไม่มีช่อง {quoted(printable(raw))} ในทะเบียน โปรดตรวจชื่อช่อง")
    if fits is not None and not fits(field):
        raise BadDeclaration(f"ช่อง {field.name} ต้องเป็น{WANTED[fits]} โปรดใช้ช่องอื่น")
    return field


def severity_of(raw: Any, name: str) -> Severity:
    """The severity of that name; raises ``BadDeclaration``."""
    if raw not in list(Severity):
        raise BadDeclaration(f"{name} {quoted(printable(raw))} ใช้ไม่ได้ โปรดใช้ {' หรือ '.join(Severity)}")
    return Severity(raw)


def sentence_of(raw: Any, scope: Scope, name: str, known: tuple[str, ...] = ()) -> str:
    """A sentence whose placeholders can be filled in; raises ``BadDeclaration``."""
    sentence = _text(raw, name)
    for asked in placeholders(sentence):
        if asked not in scope.fields and asked not in (*KNOWN, *known):
            raise BadDeclaration(f"{name} ใช้ {{{asked}}} ซึ่งไม่ใช่ช่องของทะเบียน โปรดตรวจชื่อช่องในวงเล็บปีกกา")
    return sentence


def _text(raw: Any, name: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise BadDeclaration(f"{name} ต้องเป็นข้อความ โปรดกรอกข้อความ")
    return raw.strip()


def _list(raw: Any, name: str) -> list[Any]:
    if not isinstance(raw, list | tuple):
        raise BadDeclaration(f"{name} ต้องเป็นรายการในวงเล็บเหลี่ยม โปรดแก้ค่า")
    return list(raw)
