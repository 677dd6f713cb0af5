"""Amounts of an indicator as they are said in Thai: the unit before or behind the figure, counts whole."""

from decimal import Decimal

from core.thai.numbers import format_decimal

COUNTED = ("piece", "person")  # units of whole things; all others are written with two decimals
PLACES = 2
_UNITS = {
    "percent": ("ร้อยละ ", ""),
    "piece": ("", " ชิ้นงาน"),
    "person": ("", " คน"),
    "level": ("ระดับ ", ""),
}


def places_of(unit: str) -> int:
    """The decimals a figure of that unit is shown with."""
    return 0 if unit in COUNTED else PLACES


def around(unit: str) -> tuple[str, str]:
    """What stands before and behind a figure of that unit: ("ร้อยละ ", ""), ("", " คน"); a unit of the office's own words
    stands behind ("", " ตัน")."""
    return _UNITS.get(unit, ("", f" {unit}" if unit else ""))


def said(unit: str, value: Decimal, *, exact: bool = False) -> str:
    """An amount with its unit: ``ร้อยละ 91.00``, ``58 คน``; half up to the decimals of the unit, or with as many more
    as it has (``exact``)."""
    before, behind = around(unit)
    own = -int(value.normalize().as_tuple().exponent) if exact else 0
    return f"{before}{format_decimal(value, max(places_of(unit), own), grouping=True)}{behind}"
