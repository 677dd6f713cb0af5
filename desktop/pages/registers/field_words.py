"""What each type of fields asks for beside what all do, and what a new field begins with."""

from collections.abc import Mapping
from typing import Any

from core.registers.field_types import FIELD_TYPES
from core.registers.fields import Start

TYPES: Mapping[str, str] = {kind.name: kind.title for kind in FIELD_TYPES}
IN_SHORT: Mapping[str, str] = {
    **TYPES,
    "text": "ข้อความ",
    "number": "ทศนิยม",
    "money": "เงิน",
    "moment": "วันเวลา",
    "flag": "ใช่/ไม่ใช่",
}
# What a type asks for beside what every field does, in rows.
OF_TYPE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "text": (("max_length", "pattern"), ("refers_to",)),
    "long_text": (("max_length",),),
    "whole": (("minimum", "maximum"), ("refers_to",)),
    "number": (("minimum", "maximum"), ("decimals", "above_zero")),
    "money": (("minimum", "maximum"), ("above_zero",)),
    "day": (("beforehand", "any_year"),),
    "month": (("beforehand", "any_year"),),
    "moment": (("beforehand", "any_year"),),
    "choice": (),
    "flag": (),
}
WITH_CHOICES = ("choice", "whole")
OF_ALL = (
    "name",
    "label",
    "type",
    "help",
    "required",
    "in_list",
    "section",
    "default",
    "retired",
    "through",
    "personal",
)
TODAY, LAST, NEXT, FIXED = str(Start.TODAY.value), str(Start.LAST.value), str(Start.NEXT.value), "fixed"
STARTS: Mapping[str, str] = {LAST: "เหมือนรายการที่กรอกก่อน", NEXT: "เลขถัดไป", FIXED: "ค่าที่กำหนด"}
DATED = frozenset(kind.name for kind in FIELD_TYPES if kind.is_dated)
BY_DAY = frozenset(kind.name for kind in FIELD_TYPES if kind.tells_a_day)
NUMERIC = frozenset(kind.name for kind in FIELD_TYPES if kind.is_number)


def starts_of(held: str) -> Mapping[str, str]:
    """What a new record may begin with in a field of that type."""
    given = {code: words for code, words in STARTS.items() if code != NEXT or held in ("text", "whole")}
    return {TODAY: "วันที่ที่ดูอยู่", **given} if held in DATED else given


def retyped(field: Mapping[str, Any], held: str) -> dict[str, Any]:
    """A field of another type; what the type doesn't ask for goes."""
    kept = {*OF_ALL, *(name for row in OF_TYPE[held] for name in row)}
    kept |= {"choices"} if held in WITH_CHOICES else set()
    made = {key: value for key, value in field.items() if key in kept}
    if made.get("default") != LAST:
        made.pop("default", None)
    if held == "choice" and not made.get("choices"):
        made["choices"] = {"1": "ตัวเลือกที่ 1"}
    return {**made, "type": held}


def new_field(name: str, number: int) -> dict[str, Any]:
    """A field to begin with."""
    return {"name": name, "type": "text", "label": f"ช่องที่ {number}"}
