"""What nobody can know when a plan is made from last year's: to be looked through while it is a draft, and only then."""

from collections.abc import Iterable
from decimal import Decimal

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import of_indicator, of_project, passages
from core.plan.model import Indicator, Plan, Project
from core.plan.money import CARRIED, baht
from core.plan.years import years_to_judge

# What the account of last year's results says of an indicator without figures.
NO_RESULT = "ยังไม่มีข้อมูลผลการดำเนินงาน"


def years_are_looked_at(plan: Plan) -> Iterable[PlanAdvice]:
    """A year no rule can vouch for (a letter's day, a resolution, the span of a longer plan) still holds."""
    if not plan.draft:
        return
    heads = {f"row:{t.name}/{r.ordinal}" for t in plan.tables for r in t.rows if r.kind == "head"}
    for at in passages(plan):
        # A table's head names the years of its columns, up to the plan's own.
        known = plan.fiscal_year if at.ref in heads else 0
        years = [y for y in years_to_judge(at.text, plan.fiscal_year) if y > known]
        if years:
            message = f"เอ่ยถึงปี {' '.join(map(str, years))} ตามแผนปีก่อน"
            intention = f"น่าจะต้องตรวจว่ายังถูกต้องสำหรับแผนปี {plan.fiscal_year}"
            yield PlanAdvice("draft.year", message, at.where, intention, at.ref)


def targets_are_set(plan: Plan) -> Iterable[PlanAdvice]:
    """Targets that are still last year's were meant to be."""
    same = [i for i in plan.indicators if plan.draft and _as_last_year(i, plan.fiscal_year)]
    if same:
        year, codes = plan.fiscal_year, " ".join(i.code for i in same)
        message = f"ค่าเป้าหมายปี {year} ยังเท่ากับปี {year - 1} ในตัวชี้วัดที่ {codes}"
        intention = "น่าจะต้องกำหนดค่าเป้าหมายของปีใหม่ หรือยืนยันค่าเดิม"
        yield PlanAdvice("draft.targets", message, "ค่าเป้าหมาย", intention, of_indicator(same[0]).ref)


def _as_last_year(indicator: Indicator, year: int) -> bool:
    values = {t.year: t.value for t in indicator.targets if t.value is not None}
    return year in values and values[year] == values.get(year - 1)


def months_are_planned(plan: Plan) -> Iterable[PlanAdvice]:
    """Every step of a draft has the months it is planned for."""
    for project in plan.projects if plan.draft else ():
        unknown = [s for s in project.steps if s.planned_from is None and s.planned_to is None]
        if unknown:
            at = of_project(project)
            message = f"ยังไม่ได้กำหนดเดือนตามแผนของ {len(unknown)} จาก {len(project.steps)} ขั้นตอน"
            intention = f"น่าจะต้องวางแผนเวลาของปี {plan.fiscal_year}"
            yield PlanAdvice("draft.months", message, at.where, intention, at.ref)


def budgets_are_granted(plan: Plan) -> Iterable[PlanAdvice]:
    """A budget that started from last year's is the one granted for the year."""
    for project in plan.projects if plan.draft else ():
        if project.budget:
            at = of_project(project)
            message = f"งบประมาณ {baht(project.budget)} บาท ตั้งต้นจากแผนปีก่อน{_with_lines(project)}"
            intention = f"น่าจะต้องปรับตามงบประมาณที่ได้รับของปี {plan.fiscal_year}"
            yield PlanAdvice("draft.budget", message, at.where, intention, at.ref)


def _with_lines(project: Project) -> str:
    brought = sum((line.amount for line in project.budget_lines if CARRIED in line.title), Decimal(0))
    return f" รวมเงินเหลื่อมปี {baht(brought)} บาท" if brought else ""


def results_are_known(plan: Plan) -> Iterable[PlanAdvice]:
    """Last year's results are told of every indicator."""
    unknown = [t for t in plan.section("past_result") if plan.draft and NO_RESULT in t.text]
    if unknown:
        message = f"ยังไม่มีผลการดำเนินงานปี {plan.fiscal_year - 1} ของ {len(unknown)} ตัวชี้วัด"
        ref = f"text:past_result/{unknown[0].ordinal}"
        where = plan.heading("past_result") or "ผลการดำเนินงานที่ผ่านมา"
        yield PlanAdvice("draft.results", message, where, "น่าจะต้องเติมผลก่อนใช้เป็นแผนของปี", ref)
