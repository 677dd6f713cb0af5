"""One of a few: a choice by its code, or yes and no."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.registers.field_types.texts import TEXT, number_as_typed
from core.registers.fields import Choice, Complaint, Field, FieldType, Storage, Value
from core.registers.reading import Unreadable, printable, refused
from core.thai.folding import fold_case
from core.thai.quote import quoted

_YES_NO = ("ใช่", "ไม่ใช่")
_YES = {"ใช่", "1", "true", "yes", "จริง"}
_NO = {"ไม่ใช่", "0", "false", "no", "เท็จ"}


@dataclass(frozen=True, kw_only=True, eq=False)
class OneOf(FieldType):
    """The code of one of the field's choices, or a text of one's own where it ``takes_own``."""

    def read(self, field: Field, raw: object) -> Value:
        try:
            return chosen(field, raw)
        except Unreadable:
            if field.takes_own:
                return TEXT.read(field, raw)
            raise

    def complaint(self, field: Field, value: Any) -> Complaint | None:
        if field.takes_own:
            return TEXT.complaint(field, value)
        return None if any(c.code == value for c in field.choices) else _not_a_choice(field, str(value))


@dataclass(frozen=True, kw_only=True, eq=False)
class YesNo(FieldType):
    """Yes or no; wire 1 or 0."""

    def to_wire(self, value: Any) -> int:
        return int(value)

    def from_wire(self, wire: Any) -> bool:
        return bool(wire)

    def read(self, field: Field, raw: object) -> Value:
        if isinstance(raw, int | float) and raw in (0, 1):
            return bool(raw)
        asked = fold_case(raw) if isinstance(raw, str) else None
        if asked in _YES or asked in _NO:
            return asked in _YES
        raise refused(field, raw, "อ่านไม่ได้", "โปรดพิมพ์ ใช่ หรือ ไม่ใช่", "value.flag")

    def show(self, value: Any) -> str:
        return _YES_NO[0] if value else _YES_NO[1]

    def options(self, _field: Field) -> tuple[str, ...]:
        return _YES_NO

    def native(self, value: Any) -> int:
        return int(value)


def chosen(field: Field, raw: object) -> str:
    """The code of the choice that ``raw`` names by code or Thai label, or what looks the same; raises ``Unreadable``."""
    typed = raw if isinstance(raw, str) else number_as_typed(field, raw)
    if typed is not None:
        asked = fold_case(typed)
        for choice in field.choices:
            if asked in (fold_case(choice.code), fold_case(choice.label)):
                return choice.code
    raise Unreadable(*_not_a_choice(field, printable(raw)))


def _not_a_choice(field: Field, typed: str) -> Complaint:
    labels = " หรือ ".join(c.label for c in field.choices)
    return "value.choice", f"{field.label} {quoted(typed)} ไม่มีในตัวเลือก โปรดเลือก {labels}"


CHOICE = OneOf(name="choice", title="ตัวเลือก", python=str)
FLAG = YesNo(name="flag", title="ใช่ หรือ ไม่ใช่", python=bool, storage=Storage.WHOLE)
TYPES = (CHOICE, FLAG)


def choice(label: str, choices: Mapping[str, str], **spec: Any) -> Any:
    """Declares a field that holds one of the codes of ``choices`` (code -> Thai label)."""
    return CHOICE(label, choices=tuple(Choice(c, t) for c, t in choices.items()), **spec)
