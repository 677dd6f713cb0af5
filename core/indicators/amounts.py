"""Amounts of an indicator as they are said in Thai: the unit before or behind the figure, counts whole, what has a unit of
the office's own words with the decimals it has."""

from decimal import Decimal

from core.thai.numbers import format_decimal, round_half_up

COUNTED = ("piece", "person")  # units of whole things
PLACES = 2
_UNITS = {
    "percent": ("ร้อยละ ", ""),
    "piece": ("", " ชิ้นงาน"),
    "person": ("", " คน"),
    "level": ("ระดับ ", ""),
}


def places_of(unit: str, value: Decimal | None = None) -> int:
    """The decimals a figure of that unit is shown with: two, counts none; of a unit of the office's own words as many as the
    ``value`` has, two at most."""
    if unit in COUNTED:
        return 0
    if not unit or unit in _UNITS or value is None:
        return PLACES
    return -min(int(round_half_up(value, PLACES).normalize().as_tuple().exponent), 0)


def around(unit: str) -> tuple[str, str]:
    """What stands before and behind a figure of that unit: ("ร้อยละ ", ""), ("", " คน"); a unit of the office's own words
    stands behind ("", " ตัน")."""
    return _UNITS.get(unit, ("", f" {unit}" if unit else ""))


def said(unit: str, value: Decimal, *, exact: bool = False) -> str:
    """An amount with its unit: ``ร้อยละ 91.00``, ``58 คน``; half up to the decimals of the unit, or with as many more
    as it has (``exact``)."""
    before, behind = around(unit)
    places = decimals_of(unit, value) if exact else places_of(unit, value)
    return f"{before}{format_decimal(value, places, grouping=True)}{behind}"


def decimals_of(unit: str, value: Decimal) -> int:
    """The decimals of the unit, or as many more as the value has."""
    return max(places_of(unit, value), -int(value.normalize().as_tuple().exponent))
