"""Money: the budget's lines, and the budget in the plan's own words."""

from collections.abc import Iterable
from decimal import Decimal

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import of_project
from core.plan.model import Plan, Project
from core.plan.money import baht, says_budget


def budget_lines_add_up(plan: Plan) -> Iterable[PlanAdvice]:
    """The lines of a project's budget sum to the budget."""
    for project in plan.projects:
        total = sum((line.amount for line in project.budget_lines), Decimal(0))
        if project.budget_lines and total != project.budget:
            at = of_project(project)
            message = f"รายการงบประมาณรวมได้ {baht(total)} บาท แต่วงเงินของโครงการคือ {_budget(project)}"
            yield PlanAdvice("budget.lines", message, at.where, "น่าจะแก้ตัวเลขเพียงบางรายการ", at.ref)


def budgets_are_worded(plan: Plan) -> Iterable[PlanAdvice]:
    """The plan's own words for a budget say the budget."""
    for project in plan.projects:
        text = " ".join(project.budget_text.split())
        if text and not says_budget(text, project):
            at = of_project(project)
            message = (
                f"งบประมาณตามแผนเขียนว่า “{text[:80]}” แต่วงเงินของโครงการคือ {_budget(project)} เล่มแผนจึงพิมพ์วงเงินนี้"
            )
            yield PlanAdvice("budget.text", message, at.where, "น่าจะแก้เพียงแห่งเดียว โปรดทำให้ตรงกัน", at.ref)


def _budget(project: Project) -> str:
    return f"{baht(project.budget)} บาท" if project.budget else "ไม่มีวงเงิน"
