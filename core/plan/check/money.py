"""Money: the budget's lines, the amounts in the tables, and the totals under them."""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import column_heads, of_project, of_row
from core.plan.model import Plan, PrintedRow, PrintedTable, Project
from core.thai.digits import to_arabic
from core.thai.numbers import format_decimal

_AMOUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_PROJECTS = re.compile(r"([0-9]+)\s*โครงการ")


def budget_lines_add_up(plan: Plan) -> Iterable[PlanAdvice]:
    """The lines of a project's budget sum to the budget."""
    for project in plan.projects:
        total = sum((line.amount for line in project.budget_lines), Decimal(0))
        if project.budget_lines and total != project.budget:
            at = of_project(project)
            message = f"รายการงบประมาณรวมได้ {_baht(total)} บาท แต่วงเงินของโครงการคือ {_budget(project)}"
            yield PlanAdvice("budget.lines", message, at.where, "น่าจะแก้ตัวเลขเพียงบางรายการ", at.ref)


def printed_budgets_agree(plan: Plan) -> Iterable[PlanAdvice]:
    """The amount a table prints for a project is the project's budget."""
    by_number = {str(p.number): p for p in plan.projects}
    for table, row, cell in _money(plan, "row"):
        codes = [code for kind, code in row.refs if kind == "project" and code in by_number]
        amount = _amount(cell)
        if len(codes) == 1 and amount != by_number[codes[0]].budget:
            project, at = by_number[codes[0]], of_row(table, row)
            shown = "ไม่มีวงเงิน" if amount is None else f"{_baht(amount)} บาท"
            message = f"พิมพ์งบประมาณของโครงการที่ {project.number} ว่า {shown} แต่แผนคือ {_budget(project)}"
            yield PlanAdvice("budget.printed", message, at.where, "น่าจะแก้เพียงแห่งเดียว โปรดทำให้ตรงกัน", at.ref)


def printed_totals_add_up(plan: Plan) -> Iterable[PlanAdvice]:
    """A printed total is the sum of the amounts above it."""
    for table, row, cell in _money(plan, "total"):
        above = (c for t, r, c in _money(plan, "row") if t is table and r.ordinal < row.ordinal)
        meant = sum((_amount(c) or Decimal(0) for c in above), Decimal(0))
        total = _amount(cell)
        if total is not None and total != meant:
            at = of_row(table, row)
            message = f"พิมพ์ยอดรวม {_baht(total)} บาท แต่รายการข้างต้นรวมได้ {_baht(meant)} บาท"
            yield PlanAdvice("total.budget", message, at.where, f"น่าจะเป็น {_baht(meant)} บาท", at.ref)


def printed_counts_are_right(plan: Plan) -> Iterable[PlanAdvice]:
    """The counts of projects printed under a table, with and without a budget, are the plan's."""
    for table in plan.tables:
        for row in (r for r in table.rows if r.kind == "note" and r.cells):
            found = _PROJECTS.search(to_arabic(row.cells[0]))
            meant = sum(map(_counted(row.cells[0]), plan.projects))
            says = row.cells[0].startswith("รวม") or "งบประมาณ" in row.cells[0]
            if found and says and int(found[1]) != meant:
                at = of_row(table, row)
                message = f"พิมพ์ว่า “{' '.join(row.cells[0].split())}” แต่นับในแผนได้ {meant} โครงการ"
                yield PlanAdvice("total.count", message, at.where, f"น่าจะเป็น {meant} โครงการ", at.ref)


def _counted(words: str) -> Callable[[Project], bool]:
    if "ไม่ใช้งบประมาณ" in words:
        return lambda p: p.budget is None
    if "ใช้งบประมาณ" in words:
        return lambda p: p.budget is not None
    return lambda p: True


def _money(plan: Plan, kind: str) -> Iterator[tuple[PrintedTable, PrintedRow, str]]:
    """The cells of the column headed งบประมาณ, of the rows of a kind."""
    for table in plan.tables:
        for row in table.rows:
            if row.kind == kind:
                pairs = zip(column_heads(table, row), row.cells, strict=False)
                yield from ((table, row, cell) for head, cell in pairs if head == "งบประมาณ")


def _amount(cell: str) -> Decimal | None:
    found = _AMOUNT.search(to_arabic(cell))
    return Decimal(found[0].replace(",", "")) if found else None


def _baht(amount: Decimal) -> str:
    return format_decimal(amount, places=0 if amount == amount.to_integral_value() else 2, grouping=True)


def _budget(project: Project) -> str:
    return "ไม่มีวงเงิน" if project.budget is None else f"{_baht(project.budget)} บาท"
