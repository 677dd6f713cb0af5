"""Budget carried over into next year's plan (เงินเหลื่อมปี): as lines of its own, in the project and wherever the plan prints it.

A project's own budget of the new year starts as the closing year's, less what that year had itself carried over. To it
come what the closing year left: allocated - disbursed - committed, and the committed part apart
(docs/domain.md section 4, "Budget").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from core.plan.check.money import AMOUNT, CARRIED, PROJECTS, amount_in, baht, counted_by, money_cells
from core.plan.model import Plan, PrintedRow, Project
from core.plan.years import moved_on
from core.thai.digits import to_arabic

_FREE = "เงินเหลื่อมปีงบประมาณ พ.ศ. {year} ที่ยังไม่ก่อหนี้ผูกพัน"
_COMMITTED = "เงินเหลื่อมปีงบประมาณ พ.ศ. {year} ที่ก่อหนี้ผูกพันแล้ว"
_OWN = "งบประมาณ พ.ศ.{year}"
_NONE = "---"
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
ZERO = Decimal(0)

Place = tuple[str, int]  # a printed table's name and a row's ordinal


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


def next_budget(project: Project, unspent: Unspent, year: int) -> Budget:
    """The budget of a project of the plan of ``year`` in the plan of the year after."""
    before = [(line.title, line.amount) for line in project.budget_lines]
    own = tuple((moved_on(title, year), amount) for title, amount in before if CARRIED not in title)
    brought = unspent.lines(year)
    if len(own) == len(before) and not brought:
        return Budget(project.budget, own, moved_on(project.budget_text, year))
    granted = (project.budget or ZERO) - sum((a for t, a in before if CARRIED in t), ZERO)
    if not own and granted:
        own = ((_OWN.format(year=year + 1), granted),)
    amount = granted + unspent.whole
    return Budget(amount or None, (*own, *brought), _words(amount, (*own, *brought)))


def _words(amount: Decimal, lines: tuple[tuple[str, Decimal], ...]) -> str:
    if not amount:
        return _NONE
    parts = " ".join(f"{title} เป็นเงิน {_said(baht_of)}" for title, baht_of in lines)
    return f"เป็นเงิน {_said(amount)} ({parts})" if len(lines) > 1 else f"เป็นเงิน {_said(amount)}"


def _said(amount: Decimal) -> str:
    return f"{baht(amount)}{'.-' if amount == amount.to_integral_value() else ''} บาท"


def reprinted(plan: Plan, before: Plan) -> Mapping[Place, tuple[str, ...]]:
    """The cells of the rows of ``plan`` that must print another amount, total or count than in ``before``, the plan it was
    made from; what doesn't depend on a changed budget stays as printed."""
    old = {p.number: p for p in before.projects}
    pairs = ((old[p.number], p) for p in plan.projects if p.number in old)
    cells = _amounts(plan, {str(new.number): (was, new) for was, new in pairs if was.budget != new.budget})
    cells |= _totals(plan, cells)
    return cells | (_counts(plan) if _with_budget(plan) != _with_budget(before) else {})


def _with_budget(plan: Plan) -> int:
    return sum(p.budget is not None for p in plan.projects)


def _amounts(plan: Plan, changed: Mapping[str, tuple[Project, Project]]) -> dict[Place, tuple[str, ...]]:
    cells: dict[Place, tuple[str, ...]] = {}
    for table, row, at in money_cells(plan, "row"):
        codes = [code for kind, code in row.refs if kind == "project"]
        if len(codes) == 1 and codes[0] in changed:
            cells[table.name, row.ordinal] = _with(row, at, _reworded(row.cells[at], *changed[codes[0]]))
    return cells


def _reworded(cell: str, was: Project, new: Project) -> str:
    """A cell that prints a project's budget: the plan's own words, or only the amount where the table shortens them."""
    whole = len(_GROUPED.findall(to_arabic(cell))) != 1 or cell == was.budget_text
    return new.budget_text if whole or new.budget is None else _amount_put(cell, new.budget)


def _totals(plan: Plan, changed: Mapping[Place, tuple[str, ...]]) -> dict[Place, tuple[str, ...]]:
    cells: dict[Place, tuple[str, ...]] = {}
    touched = {name for name, _ in changed}
    for table, row, at in money_cells(plan, "total"):
        if table.name in touched and amount_in(row.cells[at]) is not None:
            above = (
                changed.get((table.name, r.ordinal), r.cells)[n]
                for t, r, n in money_cells(plan, "row")
                if t is table and r.ordinal < row.ordinal
            )
            whole = sum((amount_in(cell) or ZERO for cell in above), ZERO)
            cells[table.name, row.ordinal] = _with(row, at, _amount_put(row.cells[at], whole))
    return cells


def _amount_put(cell: str, amount: Decimal) -> str:
    """The cell with another amount in place of the first it prints."""
    found = AMOUNT.search(to_arabic(cell))
    return _put(cell, found.span(), baht(amount)) if found else cell


def _counts(plan: Plan) -> dict[Place, tuple[str, ...]]:
    cells: dict[Place, tuple[str, ...]] = {}
    for table in plan.tables:
        for row in (r for r in table.rows if r.kind == "note" and r.cells and "งบประมาณ" in r.cells[0]):
            if found := PROJECTS.search(to_arabic(row.cells[0])):
                count = sum(map(counted_by(row.cells[0]), plan.projects))
                cells[table.name, row.ordinal] = _with(row, 0, _put(row.cells[0], found.span(1), str(count)))
    return cells


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _with(row: PrintedRow, at: int, text: str) -> tuple[str, ...]:
    return (*row.cells[:at], text, *row.cells[at + 1 :])
