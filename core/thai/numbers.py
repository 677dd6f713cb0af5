"""Numbers as a Thai clerk types and reads them: exact decimals, half up at the edge, never binary floats."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

from core.thai.folding import fold
from core.thai.quote import quoted

# More digits than any budget needs, and few enough that satang still fit a 64-bit integer.
LONGEST_WHOLE = 15

_EXACT = Context(prec=100)
_NUMBER = re.compile(r"([+-]?)\s*((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*(?:บาท)?", re.ASCII)


def format_decimal(value: Decimal | int, places: int = 2, grouping: bool = False) -> str:
    """``Decimal("91.365")`` -> ``"91.37"``: rounded half up to ``places`` decimals, ``,`` between thousands if asked.

    Nothing is ever shown as minus zero.
    """
    rounded = round_half_up(Decimal(value), places)
    return f"{abs(rounded) if rounded == 0 else rounded:{',' if grouping else ''}f}"


def round_half_up(value: Decimal, places: int = 2) -> Decimal:
    """The value with just ``places`` decimals, 0.005 away from zero as a clerk rounds."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=_EXACT)


def format_baht(amount: Decimal) -> str:
    """An amount in baht as ``12,480.00``."""
    return format_decimal(amount, 2, grouping=True)


def parse_decimal(text: str) -> Decimal:
    """The number a person typed: ``12,480.50``, ``๑๒,๔๘๐.๕๐``, ``-5``, ``100 บาท``; exact, no rounding.

    Commas only between groups of three. Raises ValueError with a Thai sentence for anything else (text,
    NaN, infinity, exponents, misplaced commas, more than 15 digits before the point).
    """
    match = _NUMBER.fullmatch(fold(text))
    if not match or not match[2]:
        raise ValueError(_reason(text))
    digits = match[2].replace(",", "")
    if len(digits.partition(".")[0].lstrip("0")) > LONGEST_WHOLE:
        raise ValueError(f"จำนวน {quoted(text)} ยาวเกิน {LONGEST_WHOLE} หลัก ให้ตรวจตัวเลขอีกครั้ง")
    return Decimal(match[1] + digits)


def _reason(text: str) -> str:
    if not text.strip():
        return "ยังไม่ได้กรอกจำนวน ให้พิมพ์เป็นตัวเลข เช่น 12,480.50"
    if "," in text and re.fullmatch(r"[+-]?[\d,]+(\.[\d,]*)?", fold(text)):
        return f"เครื่องหมายจุลภาคใน {quoted(text)} อยู่ผิดที่ ให้คั่นทุกสามหลัก เช่น 12,480.50"
    return f"{quoted(text)} ไม่ใช่จำนวน ให้พิมพ์เป็นตัวเลข เช่น 12,480.50"
