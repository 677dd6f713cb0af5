"""From what was typed or stood in a spreadsheet's cell to a value. Nothing is repaired and nothing rounded.

Text loses what nobody can see in it (``core.thai.folding.clean``); that is the only change. What can't be read exactly
raises ``Unreadable`` with one Thai sentence that names the field, says what is wrong and what to type.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeVar

from core.registers.declare import Field, Kind, Value
from core.registers.limits import CENT, LARGEST, not_a_choice, outside
from core.thai.dates import parse_day, parse_moment, parse_month
from core.thai.fiscal import BUDDHIST_OFFSET, Month
from core.thai.folding import fold_case
from core.thai.numbers import parse_decimal
from core.thai.quote import quoted

FIRST_BUDDHIST_YEAR = 2400  # a date cell of this year or later is Buddhist (DOMAIN.md section 4)
LONGEST_PLAIN = 200  # characters of a day, a number or a choice; anything longer is a slip of the clipboard
EXACT_FLOAT = 10**15  # whole numbers a spreadsheet still holds exactly

V = TypeVar("V")

YES = {"ใช่", "1", "true", "yes", "จริง"}
NO = {"ไม่ใช่", "0", "false", "no", "เท็จ"}

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"[\t\n\r\u2028\u2029]")

_DAY_HELP = "โปรดพิมพ์ เช่น 31/01/2563"
_MONTH_HELP = "โปรดพิมพ์ เช่น 01/2563"
_MOMENT_HELP = "โปรดพิมพ์ เช่น 31/01/2563 09:15"
_NUMBER_HELP = "โปรดพิมพ์ตัวเลข เช่น 12,480.00"


class Unreadable(ValueError):
    """A value that can't be read: one Thai sentence, and the code of the finding it becomes."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def read_value(field: Field, raw: object) -> Value | None:
    """The value that ``raw`` means in this field; None for nothing or blank text.

    ``raw`` may be text (any form that ``core.thai`` reads, a choice's code or Thai label, ใช่/ไม่ใช่), or a real
    value: day, moment, ``Month``, number, truth. A day whose year is 2400 or more is Buddhist; a moment at midnight is
    a day, and a day a moment at midnight. Raises ``Unreadable`` (a ValueError) for whatever can't be read exactly or lies outside the limits.
    """
    if isinstance(raw, str):
        raw = _clean(field, raw)
    if raw is None or raw == "":
        return None
    value = _READERS[field.kind](field, raw)
    complaint = outside(field, value)
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
    text = field.tidy(raw)
    if field.kind not in (Kind.TEXT, Kind.LONG_TEXT) and len(text) > LONGEST_PLAIN:
        raise Unreadable("limit.length", f"{field.label} {quoted(text)} ยาวเกินไป โปรดพิมพ์เฉพาะค่าของช่องนี้")
    return text


def _refused(field: Field, raw: object, what: str, advice: str, code: str = "value.kind") -> Unreadable:
    return Unreadable(code, f"{field.label} {quoted(printable(raw))} {what} {advice}")


def _text(field: Field, raw: object) -> str:
    if isinstance(raw, str):
        if field.kind is Kind.TEXT and _LINE_END.search(raw):
            raise _refused(field, raw, "มีการขึ้นบรรทัดใหม่หรือแท็บ", "โปรดพิมพ์เป็นบรรทัดเดียว", "text.lines")
        return raw
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        number = _exact(field, raw)
        if abs(number) < EXACT_FLOAT:
            return f"{number.normalize():f}" if number == number.to_integral_value() else f"{number:f}"
    # A date cell here is most often a number such as 6/63 that the spreadsheet took for a day.
    raise _refused(field, raw, "ไม่ใช่ข้อความ", "โปรดจัดรูปแบบเซลล์เป็นข้อความแล้วพิมพ์ใหม่")


def _decimal(field: Field, raw: object) -> Decimal:
    if isinstance(raw, str):
        number = _parsed(field, "value.number", parse_decimal, raw)
    elif isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        number = _exact(field, raw)
    else:
        raise _refused(field, raw, "ไม่ใช่ตัวเลข", _NUMBER_HELP, "value.number")
    # Two places always, once nothing would be lost by it; what would be lost is refused by the limits.
    fits = abs(number) <= LARGEST and number == number.quantize(CENT)
    return number.quantize(CENT) + 0 if fits else number


def _exact(field: Field, raw: int | float | Decimal) -> Decimal:
    # A spreadsheet shows 15 significant digits of its binary numbers: 0.1 + 0.2 stands there as 0.3.
    number = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite() or (number and abs(number.adjusted()) > 100):
        raise _refused(field, raw, "ไม่ใช่ตัวเลขที่ใช้ได้", _NUMBER_HELP, "value.number")
    return number


def _whole(field: Field, raw: object) -> int:
    code = _chosen(field, raw) if field.choices else None
    if field.choices and code is None:
        raise Unreadable("value.choice", not_a_choice(field, printable(raw)))
    number = Decimal(code) if code else _decimal(field, raw)
    if number != number.to_integral_value():
        raise _refused(field, raw, "ไม่ใช่จำนวนเต็ม", "โปรดพิมพ์จำนวนเต็ม เช่น 1", "value.whole")
    return int(number)


def _day(field: Field, raw: object) -> date:
    if isinstance(raw, str):
        return _parsed(field, "value.day", parse_day, raw)
    if isinstance(raw, datetime):
        if raw.time() != time() or raw.tzinfo is not None:
            raise _refused(field, raw, "มีเวลาอยู่ด้วย", _DAY_HELP, "value.day")
        raw = raw.date()
    if isinstance(raw, date):
        return _common_era(field, raw, _DAY_HELP)
    raise _refused(field, raw, "ไม่ใช่วันที่", _DAY_HELP, "value.day")


def _month(field: Field, raw: object) -> Month:
    if isinstance(raw, str):
        return _parsed(field, "value.month", parse_month, raw)
    if isinstance(raw, Month):
        return raw
    if isinstance(raw, date) and raw.day == 1:  # a spreadsheet makes the first day of "2020-01"
        return Month.of(_day(field, raw))
    raise _refused(field, raw, "ไม่ใช่เดือน", _MONTH_HELP, "value.month")


def _moment(field: Field, raw: object) -> datetime:
    if isinstance(raw, str):
        return _parsed(field, "value.moment", parse_moment, raw)
    if isinstance(raw, datetime):
        if raw.second or raw.microsecond or raw.tzinfo is not None:
            raise _refused(field, raw, "มีวินาทีหรือเขตเวลาอยู่ด้วย", _MOMENT_HELP, "value.moment")
        return datetime.combine(_common_era(field, raw.date(), _MOMENT_HELP), raw.time())
    if isinstance(raw, date):  # how a spreadsheet hands over midnight; rules remark on it where it is odd
        return datetime.combine(_common_era(field, raw, _MOMENT_HELP), time())
    raise _refused(field, raw, "ไม่ใช่วันและเวลา", _MOMENT_HELP, "value.moment")


def _common_era(field: Field, day: date, advice: str) -> date:
    if day.year < FIRST_BUDDHIST_YEAR:
        return day
    try:
        return day.replace(year=day.year - BUDDHIST_OFFSET)
    except ValueError:  # 29 February of a year that is a leap year only as a Common Era number
        shown = f"{day.day:02d}/{day.month:02d}/{day.year}"
        raise _refused(field, shown, "ไม่มีในปฏิทิน", advice, "value.day") from None


def _choice(field: Field, raw: object) -> str:
    code = _chosen(field, raw)
    if code is None:
        raise Unreadable("value.choice", not_a_choice(field, printable(raw)))
    return code


def _chosen(field: Field, raw: object) -> str | None:
    """The code of the choice that ``raw`` names by code or Thai label, or what looks the same."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float | Decimal):
        raw = _text(field, raw)
    if not isinstance(raw, str):
        return None
    asked = fold_case(raw)
    return next((c.code for c in field.choices if asked in (fold_case(c.code), fold_case(c.label))), None)


def _flag(field: Field, raw: object) -> bool:
    if isinstance(raw, int | float) and raw in (0, 1):
        return bool(raw)
    asked = fold_case(raw) if isinstance(raw, str) else None
    if asked in YES or asked in NO:
        return asked in YES
    raise _refused(field, raw, "อ่านไม่ได้", "โปรดพิมพ์ ใช่ หรือ ไม่ใช่", "value.flag")


def _parsed(field: Field, code: str, parse: Callable[[str], V], raw: str) -> V:
    try:
        return parse(raw)
    except ValueError as reason:
        raise Unreadable(code, f"{field.label}: {reason}") from None


_READERS: dict[Kind, Callable[[Field, object], Value]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.MONEY: _decimal,
    Kind.NUMBER: _decimal,
    Kind.WHOLE: _whole,
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.MOMENT: _moment,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
}
