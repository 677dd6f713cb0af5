"""From what was typed or stood in a spreadsheet's cell to a value. Nothing is repaired and nothing rounded.

Text loses what nobody can see in it (``core.thai.folding.clean``); that is the only change. What can't be read exactly
raises ``Unreadable`` with one Thai sentence that names the field, says what is wrong and what to type.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from core.registers.fields import Field, Value, looks_covered
from core.thai.fiscal import Month
from core.thai.quote import quoted

FIRST_BUDDHIST_YEAR = 2400  # a date cell of this year or later is Buddhist (docs/domain.md section 4)
LONGEST_PLAIN = 200  # characters of a day, a number or a choice; anything longer is a slip of the clipboard
COVERED = "value.covered"  # the finding of what stands in the place of a value that wasn't told
EXACT_FLOAT = 10**15  # whole numbers a spreadsheet still holds exactly

V = TypeVar("V")

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Unreadable(ValueError):
    """A value that can't be read: one Thai sentence, and the code of the finding it becomes."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def read_value(field: Field, raw: object) -> Value | None:
    """The value that ``raw`` means in this field; None for nothing or blank text.

    ``raw`` may be text (any form that ``core.thai`` reads, a choice's code or Thai label, ใช่/ไม่ใช่), or a real value: day,
    moment, ``Month``, number, truth. A day whose year is 2400 or more is Buddhist; a moment at midnight is a day, and a
    day a moment at midnight. Raises ``Unreadable`` (a ValueError) for whatever can't be read exactly or lies outside the
    limits.
    """
    if isinstance(raw, str):
        raw = _clean(field, raw)
    if raw is None or raw == "":
        return None
    if field.personal and isinstance(raw, str) and looks_covered(raw):
        raise refused(field, raw, "เป็นที่ว่างของข้อมูลที่ปิดไว้ ไม่ใช่ข้อมูลจริง", "โปรดเว้นช่องหรือเอาคอลัมน์นี้ออก", COVERED)
    value = field.type.read(field, raw)
    complaint = field.type.complaint(field, value)
    if complaint:
        raise Unreadable(*complaint)
    return value


def printable(raw: object) -> str:
    """What was typed, fit for a message or a JSON answer: controls as U+FFFD, at most 200 characters."""
    if isinstance(raw, int) and abs(raw) >= EXACT_FLOAT:
        return "ตัวเลขยาวมาก"  # Python itself refuses to write out integers of thousands of digits
    typed = raw if isinstance(raw, str) else _told(raw)
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", typed[:LONGEST_PLAIN])


def _told(raw: object) -> str:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw.isoformat()
    if isinstance(raw, str | int | float | Decimal | datetime | time | Month):
        return str(raw)
    return type(raw).__name__


def _clean(field: Field, raw: str) -> str:
    if not raw.isprintable() and _CONTROL.search(raw):
        raise Unreadable(
            "text.control",
            f"{field.label} {quoted(printable(raw))} มีอักขระควบคุมที่มองไม่เห็น โปรดลบแล้วพิมพ์ใหม่",
        )
    text = field.type.tidy(raw)
    if not field.type.is_text and len(text) > LONGEST_PLAIN:
        raise Unreadable("limit.length", f"{field.label} {quoted(text)} ยาวเกินไป โปรดพิมพ์เฉพาะค่าของช่องนี้")
    return text


def refused(field: Field, raw: object, what: str, advice: str, code: str = "value.kind") -> Unreadable:
    """Why ``raw`` can't be read in a field: what is wrong with it, and what to do."""
    return Unreadable(code, f"{field.label} {quoted(printable(raw))} {what} {advice}")


def parsed(field: Field, code: str, parse: Callable[[str], V], raw: str) -> V:
    """What ``parse`` reads of a text; its ValueError becomes ``Unreadable``."""
    try:
        return parse(raw)
    except ValueError as reason:
        raise Unreadable(code, f"{field.label}: {reason}") from None


def exact(field: Field, raw: int | float | Decimal) -> Decimal:
    """A number of Python or of a spreadsheet, which shows 15 significant digits of its binary numbers: 0.1 + 0.2 stands there
    as 0.3. Raises ``Unreadable`` for one that is none."""
    number = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite() or (number and abs(number.adjusted()) > 100):
        raise refused(field, raw, "ไม่ใช่ตัวเลขที่ใช้ได้", "โปรดพิมพ์ตัวเลข เช่น 12,480.00", "value.number")
    return number
