"""Work shares, cumulative progress and the numbering of steps; the months they are planned for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_indicator, of_project
from core.plan.model import Indicator, Plan, Project, Step
from core.thai.dates import month_short
from core.thai.digits import to_arabic
from core.thai.fiscal import months_of

WHOLE = Decimal(100)

_LAST_NUMBER = re.compile(r"(?:([0-9]+)\.)?([0-9]+)\.?$")


def shares_are_whole(plan: Plan) -> Iterable[PlanAdvice]:
    """The shares of a project's steps, where it has any, and of the parts of a study, sum to 100."""
    for project in plan.projects:
        shares = [s.share for s in project.steps if s.share is not None]
        if shares:
            yield from _not_whole("shares.sum", of_project(project), "เนื้องานรายขั้นตอน", sum(shares))
    if plan.study_parts:
        for indicator in filter(_counts_parts, plan.indicators):
            total = sum((p.share for p in plan.study_parts), Decimal(0))
            yield from _not_whole("shares.parts", of_indicator(indicator), "น้ำหนักของส่วน", total)


def _counts_parts(indicator: Indicator) -> bool:
    return (indicator.parameters or {}).get("source") == "study_parts"


def _not_whole(code: str, at: Passage, what: str, total: Decimal | int) -> Iterator[PlanAdvice]:
    if total != WHOLE:
        message = f"{what}รวมได้ร้อยละ {_plain(total)}"
        yield PlanAdvice(code, message, at.where, "น่าจะต้องรวมได้ร้อยละ 100 โปรดปรับให้ครบ", at.ref)


def cumulative_is_running_sum(plan: Plan) -> Iterable[PlanAdvice]:
    """The cumulative column is the running sum of the shares."""
    for project in plan.projects:
        steps = [s for s in project.steps if s.share is not None and s.cumulative is not None]
        printed = [s.cumulative for s in steps if s.cumulative is not None]
        meant = list(accumulate(s.share for s in steps if s.share is not None))
        if printed != meant:
            at = of_project(project)
            message = f"ช่องคิดความก้าวหน้าโครงการพิมพ์ว่า {_row(printed)} ซึ่งไม่ใช่ยอดสะสมของเนื้องานรายขั้นตอน"
            yield PlanAdvice("shares.cumulative", message, at.where, f"น่าจะเป็น {_row(meant)}", at.ref)


def _row(numbers: Sequence[Decimal]) -> str:
    return " ".join(_plain(n) for n in numbers)


def _plain(number: Decimal | int) -> str:
    return f"{Decimal(number).normalize():f}"


def parts_match_steps(plan: Plan) -> Iterable[PlanAdvice]:
    """An indicator computed from weighted parts has as many as its project has steps."""
    for indicator in plan.indicators:
        if not _counts_parts(indicator):
            continue
        project = next((p for p in plan.projects if indicator.code in p.indicators), None)
        parts, steps = len(plan.study_parts), len(project.steps) if project else 0
        if project and steps and parts != steps:
            at = of_indicator(indicator)
            message = f"วิธีคำนวณแบ่งงานเป็น {parts} ส่วน แต่ตารางขั้นตอนของโครงการที่ {project.number} มี {steps} ขั้นตอน"
            yield PlanAdvice("steps.parts", message, at.where, "น่าจะแบ่งงานให้ตรงกันทั้งสองแห่ง", at.ref)


def steps_are_numbered(plan: Plan) -> Iterable[PlanAdvice]:
    """A step's printed number is its place in the project, and the number before it is the project's."""
    for project in plan.projects:
        strange = [s for s in project.steps if _is_strange(s)]
        if strange:
            first, last = strange[0], strange[-1]
            labels = first.label if first is last else f"{first.label} ถึง {last.label}"
            message = f"ขั้นตอนใช้เลข {labels} ทั้งที่อยู่ในโครงการที่ {project.number}"
            intention = f"น่าจะเป็น {project.number}.{first.step}"
            intention += "" if first is last else f" ถึง {project.number}.{last.step}"
            yield PlanAdvice(
                "step.number",
                message,
                of_project(project).where,
                intention,
                f"step:{first.project}.{first.step}",
            )


def _is_strange(step: Step) -> bool:
    match = _LAST_NUMBER.search(to_arabic(step.label).strip())
    if match is None:
        return False
    return (match[1] is not None and int(match[1]) != step.project) or int(match[2]) != step.step


def months_fit_the_year(plan: Plan) -> Iterable[PlanAdvice]:
    """Planned months lie in the fiscal year, come in pairs and run forwards; none at all is fine."""
    year = months_of(plan.fiscal_year)
    for project in plan.projects:
        for step in project.steps:
            start, end = step.planned_from, step.planned_to
            known = [m for m in (start, end) if m is not None]
            outside = [m for m in known if m not in year]
            if outside:
                words = f"วางแผนไว้เดือน {month_short(outside[0])} ซึ่งไม่อยู่ในปีงบประมาณ {plan.fiscal_year}"
                yield _step(project, step, "step.months-outside", words, "น่าจะพิมพ์ปีหรือเดือนคลาดเคลื่อน")
            if len(known) == 1:
                words = "มีเดือนเริ่มหรือเดือนสิ้นสุดตามแผนเพียงเดือนเดียว"
                yield _step(project, step, "step.months-half", words, "น่าจะยังกรอกไม่ครบ โปรดเติมอีกเดือน")
            if start is not None and end is not None and end < start:
                words = f"วางแผนให้สิ้นสุด {month_short(end)} ก่อนเริ่ม {month_short(start)}"
                yield _step(project, step, "step.months-order", words, "น่าจะสลับเดือนกัน")


def _step(project: Project, step: Step, code: str, words: str, intention: str) -> PlanAdvice:
    where = f"โครงการที่ {project.number} ขั้นตอนที่ {step.step}"
    return PlanAdvice(code, words, where, intention, f"step:{project.number}.{step.step}")
