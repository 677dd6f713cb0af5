"""What unsettled conflicts make of a figure: how many touch it, and from what to what it could move."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from core.indicators.amounts import around, places_of
from core.indicators.goals import Goal
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
    targets: tuple[Goal | None, ...] = ()
    reckoned: Reckoned = Reckoned.WHOLE
    sentence: str = ""

    def span(self, unit: str) -> str:
        """From what to what the figure could move, as it is shown: ``75.00–100.00``; "" where it doesn't, or isn't known."""
        return self._spanned(unit, "–", "")

    def words(self, unit: str) -> str:
        """In words, to stand beside the figure: ``1 ข้อที่เขียนไม่ตรงกัน · อาจเป็น 75.00 ถึง 100.00``."""
        moves = self._spanned(unit, " ถึง ", "อาจเป็น ")
        still = "คิดช่วงของผลไม่ได้" if self.reckoned is Reckoned.NOT else "ผลไม่เปลี่ยน"
        targets = f"เป้าอาจเป็น{self._targets(unit)}" if len(self.targets) > 1 else ""
        return " · ".join(filter(None, (f"{self.count:,} ข้อที่เขียนไม่ตรงกัน", moves or still, targets)))

    def _spanned(self, unit: str, to: str, lead: str) -> str:
        bounds = self._bounds(unit)
        lacking = " หรือไม่มีผล" if self.may_lack else ""
        return f"{lead}{to.join(bounds)}{lacking}" if len(bounds) > 1 or (bounds and lacking) else ""

    def _bounds(self, unit: str) -> tuple[str, ...]:
        """The least and the greatest value as they are shown; one where they are shown alike, none where none is known."""
        known = (value for value in (self.low, self.high) if value is not None)
        return tuple(
            dict.fromkeys(format_decimal(value, places_of(unit, value), grouping=True) for value in known)
        )

    def in_words(self, code: str, unit: str) -> "Contested":
        """The same with its sentence, of the indicator of a code and unit."""
        told = f"ตัวชี้วัดที่ {code} มีข้อขัดแย้งที่ยังไม่ตัดสิน {self.count:,} รายการ {self._outcome(unit)}"
        if len(self.targets) > 1:
            told += f" ค่าเป้าหมายอาจเป็น{self._targets(unit)}"
        return replace(self, sentence=f"{told} ตัวเลขที่แสดงใช้ค่าในแฟ้มนี้")

    def _targets(self, unit: str) -> str:
        named = ("ไม่กำหนด" if goal is None else goal.amount(unit) for goal in self.targets)
        return _apart(" หรือ ".join(named))

    def _outcome(self, unit: str) -> str:
        if self.reckoned is Reckoned.NOT:
            return "มากเกินกว่าจะคิดช่วงของผลได้ โปรดตัดสินให้เหลือน้อยลงก่อน"
        if not self.span(unit):
            return "แต่เลือกค่าใดก็ให้ผลเท่ากัน"
        before, behind = around(unit)
        bounds = " ถึง ".join(self._bounds(unit))
        lacking = " หรือยังไม่มีผล" if self.may_lack else ""
        by_ones = " (คิดทีละรายการแล้วรวม)" if self.reckoned is Reckoned.EACH else ""
        return f"ผลอาจเป็น{_apart(f'{before}{bounds}{behind}')}{lacking}{by_ones}"


def _apart(words: str) -> str:
    """Thai words run on, a number stands off."""
    return f" {words}" if words[:1].isdigit() else words
