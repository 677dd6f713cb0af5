"""What shares over recorded items have in common: how many more in a row bring one back to its target."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

from core.indicators.exact import as_decimal, percent
from core.indicators.formula import FormulaQuestion


def needed_in_a_row(met: int, counted: int, target: Decimal) -> int | None:
    """How many met items in a row lift ``met`` of ``counted`` to ``target`` percent; None where none can
    (a target of 100 and one already missed)."""
    goal = Fraction(target) / 100
    if goal >= 1:
        return 0 if met == counted else None
    return max(0, ceil((goal * counted - met) / (1 - goal)))


def catch_up(question: FormulaQuestion, met: int, counted: int) -> int | None:
    """``needed_in_a_row`` where something is left to do: below the target and the year not over."""
    value = as_decimal(percent(met, counted))
    if question.target is None or question.year_over or not question.below_target(value):
        return None
    return needed_in_a_row(met, counted, question.target)
