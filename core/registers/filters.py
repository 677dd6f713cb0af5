"""Conditions on a record's values, as rules and formulas take them: ``[["channel", "=", "letter"], ["closed_on", "filled"]]``.

All conditions of a list hold, of an ``{ any = [...] }`` one is enough. A comparison with an empty field is false, but
``!=`` holds. Days and months are written as texts, texts compare as they look (``core.thai.folding.fold``).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from core.registers.bad_declaration import BadDeclaration
from core.registers.declare import compared
from core.registers.fields import Field, Value
from core.registers.reading import Unreadable, printable
from core.thai.fiscal import Month
from core.thai.quote import quoted

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
OPERATORS = (*COMPARISONS, "in", "filled", "empty")
UNORDERED = ("=", "!=")

_WORDS = {
    "=": "เป็น",
    "!=": "ไม่เป็น",
    "<": "น้อยกว่า",
    "<=": "ไม่เกิน",
    ">": "มากกว่า",
    ">=": "ไม่น้อยกว่า",
    "in": "เป็น",
}
_DATED_WORDS = {**_WORDS, "=": "ตรงกับ", "!=": "ไม่ตรงกับ", "<": "ก่อน", ">": "หลัง", ">=": "ไม่ก่อน"}


@dataclass(frozen=True)
class Condition:
    """One condition on a field; ``against`` are the values it is compared with: one, several for ``in``, else none."""

    field: Field
    operator: str
    against: tuple[Value, ...] = ()

    def holds(self, values: Mapping[str, Any]) -> bool:
        """True where a record of these values meets it."""
        value = values.get(self.field.name)
        if self.operator in ("filled", "empty"):
            return (value is None) == (self.operator == "empty")
        if value is None:
            return self.operator == "!="
        if self.operator == "in":
            return any(met("=", value, other) for other in self.against)
        return met(self.operator, value, self.against[0])

    @property
    def says(self) -> str:
        """The condition in Thai."""
        if self.operator in ("filled", "empty"):
            return f"{'มี' if self.operator == 'filled' else 'ไม่มี'}{self.field.called}"
        shown = " หรือ ".join(self.field.show(value) for value in self.against)
        return f"{self.field.label}{worded(self.operator, self.field)} {shown}"


@dataclass(frozen=True)
class AnyOf:
    """Conditions of which one is enough."""

    of: tuple[Condition, ...]

    def holds(self, values: Mapping[str, Any]) -> bool:
        """True where a record of these values meets it."""
        return any(one.holds(values) for one in self.of)

    @property
    def says(self) -> str:
        """The conditions in Thai."""
        return " หรือ ".join(one.says for one in self.of)


@dataclass(frozen=True)
class Filter:
    """Conditions that all hold; of none, every record meets it."""

    parts: tuple[Condition | AnyOf, ...] = ()

    def holds(self, values: Mapping[str, Any]) -> bool:
        """True where a record of these values meets it."""
        return all(part.holds(values) for part in self.parts)

    @property
    def says(self) -> str:
        """The conditions in Thai, "" for none."""
        if len(self.parts) == 1:
            return self.parts[0].says
        return " และ".join(f"({p.says})" if isinstance(p, AnyOf) else p.says for p in self.parts)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition in it."""
        return tuple(c for part in self.parts for c in (part.of if isinstance(part, AnyOf) else (part,)))

    @property
    def reads(self) -> tuple[str, ...]:
        """The fields whose values it goes by."""
        return tuple(dict.fromkeys(c.field.name for c in self.conditions if c.against))

    @property
    def notices(self) -> tuple[str, ...]:
        """The fields of which it only matters whether they are filled in."""
        return tuple(dict.fromkeys(c.field.name for c in self.conditions if not c.against))

    @property
    def equals(self) -> dict[str, Value]:
        """What a record that meets it certainly holds, texts aside: those compare as they look."""
        sure = (p for p in self.parts if isinstance(p, Condition) and p.operator == "=")
        return {c.field.name: c.against[0] for c in sure if not c.field.type.is_text}


def read_filter(raw: object, fields: Mapping[str, Field]) -> Filter:
    """The filter a declaration writes as a list of conditions. Raises ``BadDeclaration``: no list, a field that isn't there, an
    operator that isn't known or doesn't suit the field, a value the field can't hold."""
    return Filter(tuple(_part(one, fields) for one in _list(raw)))


def met(operator: str, left: Any, right: Any) -> bool:
    """How two values of one family compare: a moment with a day by its day, a day with a month by its month."""
    return COMPARISONS[operator](*_common(left, right))


def worded(operator: str, field: Field) -> str:
    """A comparison with a field in Thai words."""
    return (_DATED_WORDS if field.type.is_dated else _WORDS)[operator]


def family(field: Field) -> str:
    """What a field's values can be compared with: those of the same family."""
    if field.type.is_dated:
        return "dated"
    if field.type.is_number:
        return "number"
    return "flag" if field.type.python is bool else "text"


def value_for(field: Field, raw: object) -> Value:
    """The value that is written to be compared with a field's; its limits don't matter here. Raises ``BadDeclaration``."""
    typed = field.type.tidy(raw) if isinstance(raw, str) else raw
    if typed is None or typed == "":
        raise BadDeclaration(f"ค่าที่เทียบกับช่อง {field.name} ว่าง โปรดใช้ filled หรือ empty")
    try:
        return field.type.read(field, typed)
    except Unreadable as reason:
        raise BadDeclaration(f"ค่าที่เทียบกับช่อง {field.name} ใช้ไม่ได้: {reason}") from None


def orders(operator: str, field: Field) -> None:
    """Raises ``BadDeclaration`` where a field's values stand in no order for that operator."""
    if operator in COMPARISONS and operator not in UNORDERED and family(field) == "flag":
        raise BadDeclaration(f"ช่อง {field.name} เทียบมากน้อยไม่ได้ โปรดใช้ = หรือ !=")


def _part(raw: object, fields: Mapping[str, Field]) -> Condition | AnyOf:
    if not isinstance(raw, Mapping):
        return _condition(raw, fields)
    if list(raw) != ["any"]:
        raise BadDeclaration(
            f"เงื่อนไข {quoted(printable(' '.join(map(str, raw))))} ใช้ไม่ได้ โปรดใช้ {{ any = [...] }}"
        )
    of = tuple(_condition(one, fields) for one in _list(raw["any"]))
    if not of:
        raise BadDeclaration("any ว่าง โปรดใส่เงื่อนไขอย่างน้อยหนึ่งข้อ")
    return AnyOf(of)


def _condition(raw: object, fields: Mapping[str, Field]) -> Condition:
    parts = list(raw) if isinstance(raw, list | tuple) else []
    name, operator = (*parts, None, None)[:2]
    field = fields.get(name) if isinstance(name, str) else None
    if len(parts) < 2:
        raise BadDeclaration('เงื่อนไขต้องเขียนเป็น ["ช่อง", "=", ค่า] หรือ ["ช่อง", "filled"] โปรดแก้ไข')
    if field is None:
        raise BadDeclaration(f"ไม่มีช่อง {quoted(printable(name))} ในทะเบียน โปรดตรวจชื่อช่อง")
    if operator not in OPERATORS:
        raise BadDeclaration(f"ไม่รู้จักเครื่องหมาย {quoted(printable(operator))} โปรดใช้ {' '.join(OPERATORS)}")
    orders(operator, field)
    return Condition(field, operator, tuple(value_for(field, one) for one in _against(operator, parts[2:])))


def _against(operator: str, rest: list[Any]) -> Iterable[Any]:
    """What is written behind the operator."""
    if len(rest) != (0 if operator in ("filled", "empty") else 1):
        raise BadDeclaration(f"เครื่องหมาย {operator} มีจำนวนค่าไม่ถูกต้อง โปรดแก้เงื่อนไข")
    if operator != "in":
        return rest
    if not isinstance(rest[0], list | tuple) or not rest[0]:
        raise BadDeclaration("in ต้องตามด้วยรายการค่าในวงเล็บเหลี่ยมที่ไม่ว่าง โปรดแก้เงื่อนไข")
    return list(rest[0])


def _list(raw: object) -> list[Any]:
    if not isinstance(raw, list | tuple):
        raise BadDeclaration("เงื่อนไขต้องเป็นรายการในวงเล็บเหลี่ยม โปรดแก้ไข")
    return list(raw)


def _common(left: Any, right: Any) -> tuple[Any, Any]:
    if type(left) is type(right):
        return compared(left), compared(right)
    if isinstance(left, Month) or isinstance(right, Month):
        return _month(left), _month(right)
    return _day(left), _day(right)


def _month(value: Any) -> Month:
    return value if isinstance(value, Month) else Month.of(value)


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def first_day(value: date | Month) -> date:
    """The day of a day or moment, the first of a month."""
    return value.first_day if isinstance(value, Month) else _day(value)
