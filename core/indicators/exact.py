"""Exact arithmetic for formulas: fractions inside, one division to ``Decimal`` at the end.

A mean of thirds summed as decimals may miss its target by the last digit; summed as fractions it can't.
Results carry 28 significant digits (the default of ``Decimal``), whatever the thread's context says.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_CONTEXT = Context(prec=28, rounding=ROUND_HALF_UP)
HUNDRED = Decimal(100)
ZERO = Decimal(0)


def decimal_of(number: Fraction) -> Decimal:
    """The fraction as a decimal, exact where it has an end, else to 28 significant digits."""
    return _CONTEXT.divide(Decimal(number.numerator), Decimal(number.denominator))


def percent(part: int, whole: int) -> Fraction | None:
    """``part`` x 100 / ``whole``; None where there is nothing to divide by."""
    return Fraction(part * 100, whole) if whole else None


def mean(numbers: Sequence[Fraction]) -> Fraction | None:
    """The plain mean; None of nothing."""
    return sum(numbers, Fraction(0)) / len(numbers) if numbers else None


def as_decimal(number: Fraction | None) -> Decimal | None:
    """``decimal_of``, with None kept."""
    return None if number is None else decimal_of(number)


def weighted_points(result_percent: Decimal, weight: Decimal) -> Decimal:
    """The points a result earns: result (percent) x weight / 100; 100 of 40 is 40, 70 of 40 is 28.

    Source: the 2563 plan's table of last year, dimension 1, weight 40.
    """
    return decimal_of(Fraction(result_percent) * Fraction(weight) / 100)
