"""Budget carried over into next year's plan (เงินเหลื่อมปี): as lines of its own in the project.

A project's own budget of the new year starts as the closing year's, less what that year had itself carried over. To it
come what the closing year left: allocated - disbursed - committed, and the committed part apart
(docs/domain.md section 4, "Budget").
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from core.plan.model import Project
from core.plan.money import CARRIED, baht
from core.plan.years import moved_on

_FREE = "เงินเหลื่อมปีงบประมาณ พ.ศ. {year} ที่ยังไม่ก่อหนี้ผูกพัน"
_COMMITTED = "เงินเหลื่อมปีงบประมาณ พ.ศ. {year} ที่ก่อหนี้ผูกพันแล้ว"
_OWN = "งบประมาณ พ.ศ.{year}"
_NONE = "---"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Unspent:
    """What a project's money of a year left, baht, never negative: ``free``, and ``committed`` but not yet disbursed."""

    free: Decimal = ZERO
    committed: Decimal = ZERO

    @classmethod
    def of(cls, allocated: Decimal, committed: Decimal, disbursed: Decimal) -> Self:
        """From the year's sums; no more is committed than is left to disburse."""
        left = max(allocated - disbursed, ZERO)
        held = min(max(committed, ZERO), left)
        return cls(left - held, held)

    @property
    def whole(self) -> Decimal:
        """All that is carried over."""
        return self.free + self.committed

    def lines(self, year: int) -> tuple[tuple[str, Decimal], ...]:
        """The budget lines that carry the money of fiscal year ``year`` over: title and baht."""
        named = ((_FREE.format(year=year), self.free), (_COMMITTED.format(year=year), self.committed))
        return tuple((title, amount) for title, amount in named if amount)


@dataclass(frozen=True, slots=True)
class Budget:
    """A project's budget in a plan: baht (None for none), its lines (title and baht), and its words as printed."""

    amount: Decimal | None
    lines: tuple[tuple[str, Decimal], ...]
    text: str


def granted(project: Project) -> Decimal:
    """What a year's plan gives a project beside what it carried over itself, baht, never negative."""
    brought = sum((line.amount for line in project.budget_lines if CARRIED in line.title), ZERO)
    return max((project.budget or ZERO) - brought, ZERO)


def next_budget(project: Project, unspent: Unspent, year: int) -> Budget:
    """The budget of a project of the plan of ``year`` in the plan of the year after."""
    before = [(line.title, line.amount) for line in project.budget_lines]
    own = tuple((moved_on(title, year), amount) for title, amount in before if CARRIED not in title)
    brought = unspent.lines(year)
    if len(own) == len(before) and not brought:
        return Budget(project.budget, own, moved_on(project.budget_text, year))
    given = granted(project)
    if not own and given:
        own = ((_OWN.format(year=year + 1), given),)
    amount = given + unspent.whole
    return Budget(amount or None, (*own, *brought), _words(amount, (*own, *brought)))


def _words(amount: Decimal, lines: tuple[tuple[str, Decimal], ...]) -> str:
    if not amount:
        return _NONE
    parts = " ".join(f"{title} เป็นเงิน {_said(baht_of)}" for title, baht_of in lines)
    return f"เป็นเงิน {_said(amount)} ({parts})" if len(lines) > 1 else f"เป็นเงิน {_said(amount)}"


def _said(amount: Decimal) -> str:
    return f"{baht(amount)}{'.-' if amount == amount.to_integral_value() else ''} บาท"
