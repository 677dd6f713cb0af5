"""What unsettled conflicts make of a figure: how many touch it, and from what to what it could move."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from core.plan.amounts import around, places_of, said
from core.thai.numbers import format_decimal


class Reckoned(StrEnum):
    """How far the figures of the conflicts' choices were worked out."""

    WHOLE = "whole"  # every choice with every other: the bounds are true ones
    EACH = "each"  # each conflict by itself, then all together that raise the figure, and all that lower it
    NOT = "not"  # there are too many


@dataclass(frozen=True, slots=True)
class Contested:
    """``count`` conflicts touch the figure. ``low`` and ``high`` are the least and the greatest value the choices give,
    unrounded (None where none gives one, or they were not worked out); ``may_lack``: some choice gives none. ``targets``
    are the targets in question, the one in force first, where that is disputed too; ``sentence`` says it all in Thai."""

    count: int
    low: Decimal | None = None
    high: Decimal | None = None
    may_lack: bool = False
    targets: tuple[Decimal | None, ...] = ()
    reckoned: Reckoned = Reckoned.WHOLE
    sentence: str = ""

    def span(self, unit: str) -> str:
        """From what to what the figure could move, as it is shown: ``75.00–100.00``; "" where it doesn't, or isn't known."""
        if self.low is None or self.high is None:
            return ""
        low, high = (format_decimal(value, places_of(unit), grouping=True) for value in (self.low, self.high))
        lacking = " หรือไม่มีผล" if self.may_lack else ""
        return f"{low}–{high}{lacking}" if low != high else f"{low}{lacking}" if lacking else ""

    def short(self, unit: str) -> str:
        """In a few words, to stand beside the figure: ``ขัดแย้ง 1: 75.00–100.00``."""
        span = self.span(unit)
        return f"ขัดแย้ง {self.count:,}" + (f": {span}" if span else "")

    def told(self, code: str, unit: str) -> "Contested":
        """The same with its sentence, of the indicator of a code and unit."""
        told = f"ตัวชี้วัดที่ {code} มีข้อขัดแย้งที่ยังไม่ตัดสิน {self.count:,} รายการ {self._outcome(unit)}"
        if len(self.targets) > 1:
            targets = " หรือ ".join(
                "ไม่กำหนด" if t is None else said(unit, t, exact=True) for t in self.targets
            )
            told += f" ค่าเป้าหมายอาจเป็น{_apart(targets)}"
        return replace(self, sentence=f"{told} ตัวเลขที่แสดงใช้ค่าในแฟ้มนี้")

    def _outcome(self, unit: str) -> str:
        if self.reckoned is Reckoned.NOT:
            return "มากเกินกว่าจะคิดช่วงของผลได้ โปรดตัดสินให้เหลือน้อยลงก่อน"
        if self.low is None or self.high is None or not self.span(unit):
            return "แต่เลือกค่าใดก็ให้ผลเท่ากัน"
        before, behind = around(unit)
        low, high = (format_decimal(value, places_of(unit), grouping=True) for value in (self.low, self.high))
        bounds = low if low == high else f"{low} ถึง {high}"
        lacking = " หรือยังไม่มีผล" if self.may_lack else ""
        by_ones = " (คิดทีละรายการแล้วรวม)" if self.reckoned is Reckoned.EACH else ""
        return f"ผลอาจเป็น{_apart(f'{before}{bounds}{behind}')}{lacking}{by_ones}"


def _apart(words: str) -> str:
    """Thai words run on, a number stands off."""
    return f" {words}" if words[:1].isdigit() else words
