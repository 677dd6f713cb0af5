"""What a value may not exceed, whoever made it: lengths, magnitudes, years, a field's own minimum and maximum."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from core.registers.declare import Field, Kind, Value
from core.registers.show import plain
from core.thai.dates import FIRST_YEAR, LAST_YEAR
from core.thai.fiscal import BUDDHIST_OFFSET, Month
from core.thai.numbers import format_baht
from core.thai.quote import quoted

LARGEST = Decimal(10_000_000_000)  # baht, inclusive: more than the office could ever spend
CENT = Decimal("0.01")

Complaint = tuple[str, str]  # a finding's code, and the Thai sentence


def outside(field: Field, value: Value) -> Complaint | None:
    """Why the value can't stand in this field, as a code and one Thai sentence; None where it can."""
    return _LIMITS[field.kind](field, value)


def _text(field: Field, value: Value) -> Complaint | None:
    length = len(str(value))
    if length <= field.max_length:
        return None
    return (
        "limit.length",
        f"{field.label} {quoted(str(value))} ยาว {length:,} อักขระ โปรดย่อให้ไม่เกิน {field.max_length:,} อักขระ",
    )


def _decimal(field: Field, value: Value) -> Complaint | None:
    assert isinstance(value, Decimal)
    if abs(value) > LARGEST:
        return (
            "limit.magnitude",
            f"{field.label} {_quoted(value)} มากเกิน {_said(field, LARGEST)} โปรดตรวจจำนวนหลัก",
        )
    if value != value.quantize(CENT):
        return (
            "value.decimals",
            f"{field.label} {_quoted(value)} มีทศนิยมเกินสองตำแหน่ง โปรดพิมพ์ทศนิยมไม่เกินสองตำแหน่ง",
        )
    return _bounds(field, value)


def _whole(field: Field, value: Value) -> Complaint | None:
    assert isinstance(value, int)
    if abs(value) > LARGEST:
        return ("limit.magnitude", f"{field.label} {quoted(str(value))} มากเกินไป โปรดตรวจจำนวนหลัก")
    return _bounds(field, Decimal(value))


def _bounds(field: Field, value: Decimal) -> Complaint | None:
    low, high = field.minimum, field.maximum
    if field.above_zero and value <= 0:
        return ("limit.zero", f"{field.label} {_quoted(value)} ต้องมากกว่า 0 โปรดตรวจจำนวน")
    if (low is None or value >= low) and (high is None or value <= high):
        return None
    if low is not None and high is not None:
        allowed = f"ต้องอยู่ระหว่าง {_said(field, low)} ถึง {_said(field, high)}"
    elif low is not None:
        allowed = f"ต้องไม่น้อยกว่า {_said(field, low)}"
    else:
        allowed = f"ต้องไม่เกิน {_said(field, high or Decimal(0))}"
    return ("limit.range", f"{field.label} {_quoted(value)} {allowed} โปรดตรวจตัวเลข")


def _year(field: Field, value: Value) -> Complaint | None:
    assert isinstance(value, date | Month)
    year = value.year + BUDDHIST_OFFSET
    if FIRST_YEAR <= year <= LAST_YEAR:
        return None
    return (
        "limit.year",
        f"{field.label} อยู่ในปี พ.ศ. {year} ซึ่งอยู่นอกช่วง พ.ศ. {FIRST_YEAR} ถึง {LAST_YEAR} โปรดตรวจปี",
    )


def _choice(field: Field, value: Value) -> Complaint | None:
    if any(c.code == value for c in field.choices):
        return None
    return ("value.choice", not_a_choice(field, str(value)))


def not_a_choice(field: Field, typed: str) -> str:
    """The sentence for a text that is none of a field's choices."""
    labels = " หรือ ".join(c.label for c in field.choices)
    return f"{field.label} {quoted(typed)} ไม่มีในตัวเลือก โปรดเลือก {labels}"


def _flag(field: Field, value: Value) -> Complaint | None:
    return None


def _quoted(value: Decimal) -> str:
    return quoted(format(value, "f"))


def _said(field: Field, value: Decimal) -> str:
    return format_baht(value) if field.kind is Kind.MONEY else plain(value)


_LIMITS: dict[Kind, Callable[[Field, Value], Complaint | None]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.MONEY: _decimal,
    Kind.NUMBER: _decimal,
    Kind.WHOLE: _whole,
    Kind.DAY: _year,
    Kind.MONTH: _year,
    Kind.MOMENT: _year,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
}

__all__ = ["CENT", "LARGEST", "Complaint", "not_a_choice", "outside"]
