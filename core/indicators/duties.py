"""What is left to do for a target, in words: how many more in a row bring a share to it or keep it within, what the next month
must come to, how much a count lacks or has left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from core.indicators.exact import HUNDRED, as_decimal, decimal_of, mean, percent
from core.indicators.formula import FormulaQuestion
from core.indicators.words import plain


def needed_in_a_row(met: int, counted: int, target: Decimal) -> int | None:
    """How many met items in a row lift ``met`` of ``counted`` to ``target`` percent; None where none can
    (a target of 100 and one already missed)."""
    goal = Fraction(target) / 100
    if goal >= 1:
        return 0 if met == counted else None
    return max(0, ceil((goal * counted - met) / (1 - goal)))


@dataclass(frozen=True, slots=True)
class InARow:
    """How a formula says what is to happen in a row: ``reach`` with {n} that many and {target}; ``did`` what a record met,
    ``noun`` its classifier, for what must not be exceeded."""

    reach: str
    did: str
    noun: str


def share_duty(question: FormulaQuestion, met: int, counted: int, said: InARow) -> str:
    """What brings a share to its target, or keeps it within; "" where nothing does or must."""
    target = question.short_of(as_decimal(percent(met, counted)))
    if target is not None:
        needed = needed_in_a_row(met, counted, target)
        return said.reach.format(n=needed, target=plain(target)) if needed else ""
    limit = question.limit
    return "" if limit is None or not counted else _within(met, counted, limit, said)


def _within(met: int, counted: int, limit: Decimal, said: InARow) -> str:
    """How many in a row must fail to come down to a limit, or how many may still be met under it."""
    most = Fraction(limit) / 100
    if Fraction(met, counted) > most:
        needed = needed_in_a_row(counted - met, counted, 100 - limit)
        return f"ต้องไม่{said.did}ติดต่อกัน {needed:,} {said.noun}จึงลงถึง {plain(limit)}" if needed else ""
    if most >= 1:
        return ""
    left = floor((most * counted - met) / (1 - most))
    return f"{said.did}ติดต่อกันได้อีกไม่เกิน {left:,} {said.noun}จึงยังไม่เกิน {plain(limit)}"


def mean_duty(question: FormulaQuestion, settled: Sequence[Fraction], period: str, every: str) -> str:
    """What the next period (``period``: เดือน) must come to to bring the mean of the periods' percentages to its target, or to
    keep it within; ``every`` what must be done for many of them where one isn't enough."""
    value = as_decimal(mean(settled))
    target = question.short_of(value)
    if target is not None:
        needed = Fraction(target) * (len(settled) + 1) - sum(settled)
        if needed <= 100:
            return f"{period}ถัดไปต้องได้อย่างน้อย {plain(decimal_of(needed))} จึงถึง {plain(target)}"
        if target >= 100:
            return ""
        count = ceil((Fraction(target) * len(settled) - sum(settled)) / (100 - Fraction(target)))
        return every.format(n=count, target=plain(target))
    limit = question.limit
    if limit is None or value is None:
        return ""
    most = Fraction(limit) * (len(settled) + 1) - sum(settled)
    if not 0 <= most < HUNDRED:  # whatever comes next, it stays within, or one period isn't enough
        return ""
    return f"{period}ถัดไปต้องได้ไม่เกิน {plain(decimal_of(most))} จึงไม่เกิน {plain(limit)}"


def count_duty(question: FormulaQuestion, value: Decimal, more: str, amount: Callable[[Decimal], str]) -> str:
    """How much more reaches the target by when (``more``: ต้องเพิ่มอีก), or how much of a limit is left."""
    target, limit = question.short_of(value), question.limit
    if target is not None:
        return f"{more} {amount(target - value)}ภายใน {question.by_when}"
    if limit is None:
        return ""
    left = limit - value
    if left >= 0:
        return f"เพิ่มได้อีกไม่เกิน {amount(left)}ถึงสิ้น {question.by_when}"
    return f"เกินค่าที่กำหนดแล้ว {amount(-left)}".strip()
