"""Free text, of one line or several."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pydantic_core import SchemaError, SchemaValidator, core_schema

from core.registers.fields import Complaint, Field, FieldType, Value
from core.registers.reading import EXACT_FLOAT, exact, refused
from core.thai.folding import clean, clean_lines
from core.thai.quote import quoted

_LINE_END = re.compile(r"[\t\n\r\u2028\u2029]")


@dataclass(frozen=True, kw_only=True, eq=False)
class Text(FieldType):
    """Text as it was typed, at most ``max_length`` characters of it."""

    def tidy(self, text: str) -> str:
        return clean_lines(text) if self.many_lines else clean(text)

    def read(self, field: Field, raw: object) -> Value:
        if isinstance(raw, str):
            if not self.many_lines and _LINE_END.search(raw):
                raise refused(field, raw, "มีการขึ้นบรรทัดใหม่หรือแท็บ", "โปรดพิมพ์เป็นบรรทัดเดียว", "text.lines")
            return raw
        if (typed := number_as_typed(field, raw)) is not None:
            return typed
        # A date cell here is most often a number such as 6/63 that the spreadsheet took for a day.
        raise refused(field, raw, "ไม่ใช่ข้อความ", "โปรดจัดรูปแบบเซลล์เป็นข้อความแล้วพิมพ์ใหม่")

    def complaint(self, field: Field, value: Any) -> Complaint | None:
        length = len(str(value))
        if length > field.max_length:
            return (
                "limit.length",
                f"{field.label} {quoted(str(value))} ยาว {length:,} อักขระ โปรดย่อให้ไม่เกิน {field.max_length:,} อักขระ",
            )
        if field.pattern and not matches(field.pattern, str(value)):
            advice = f"โปรดพิมพ์ตามรูปแบบ: {field.help}" if field.help else "โปรดตรวจตัวอักษรและตัวเลข"
            return "value.pattern", f"{field.label} {quoted(str(value))} ไม่ตรงรูปแบบของช่องนี้ {advice}"
        return None


def _matching(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))


@lru_cache
def _whole(pattern: str) -> SchemaValidator:
    return _matching(f"^(?:{pattern})$")


def readable_pattern(pattern: str) -> bool:
    """True where a pattern can be matched: what has look-around or refers back can't, for it might never end."""
    try:
        _matching(pattern)  # by itself: a group it leaves open must not end outside of it
        _whole(pattern)
    except SchemaError:
        return False
    return True


def matches(pattern: str, text: str) -> bool:
    """True where a text matches a pattern from end to end; takes time in proportion to the text, whatever the pattern."""
    return bool(_whole(pattern).isinstance_python(text))


def number_as_typed(field: Field, raw: object) -> str | None:
    """A number that stands where text is asked for, as it was typed; None for anything else, and where a spreadsheet may
    have changed it."""
    if not isinstance(raw, int | float | Decimal) or isinstance(raw, bool):
        return None
    number = exact(field, raw)
    if abs(number) >= EXACT_FLOAT:
        return None
    return f"{number.normalize():f}" if number == number.to_integral_value() else f"{number:f}"


TEXT = Text(name="text", title="ข้อความสั้น", python=str, is_text=True, width=24, form_format="@")
LONG_TEXT = Text(
    name="long_text",
    title="ข้อความยาว",
    python=str,
    is_text=True,
    many_lines=True,
    width=40,
    form_format="@",
    defaults={"max_length": 4000, "in_list": False},
)
TYPES = (TEXT, LONG_TEXT)
