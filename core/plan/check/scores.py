"""What an indicator counts for: levels that can't be used, weights that don't make a whole, scores of what is no percent;
targets that lack an end."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from core.indicators.goals import BETWEEN
from core.indicators.scores import OF_RESULT, levels_fault
from core.plan.check.advice import PlanAdvice
from core.plan.check.places import of_indicator
from core.plan.model import Indicator, Plan
from core.registers.field_types.numbers import plain

WHOLE = Decimal(100)
_SCORES_NOTHING = "น่าจะกรอกผิด ตัวชี้วัดนี้จึงยังไม่มีคะแนน"


def scores_can_be_made(plan: Plan) -> Iterable[PlanAdvice]:
    """Levels are five in the order of their comparison; the value itself is taken as percent only where it is one."""
    for indicator in plan.indicators:
        if fault := levels_fault(indicator.levels, indicator.comparison):
            yield _advice("levels", indicator, fault, _SCORES_NOTHING)
        if indicator.score == OF_RESULT and not indicator.levels and indicator.unit != "percent":
            message = "คิดคะแนนจากผลที่วัดได้ แต่หน่วยนับไม่ใช่ร้อยละ"
            yield _advice("score.unit", indicator, message, "น่าจะคิดจากผลสำเร็จเทียบค่าเป้าหมาย หรือกำหนดเกณฑ์ระดับ")


def weights_make_a_whole(plan: Plan) -> Iterable[PlanAdvice]:
    """All weights together are 100."""
    weighed = [i for i in plan.indicators if i.weight is not None]
    total = sum((i.weight for i in weighed if i.weight is not None), Decimal(0))
    if weighed and total != WHOLE:
        message = f"น้ำหนักของตัวชี้วัดรวมกันได้ {plain(total)} ไม่ใช่ 100"
        first = of_indicator(weighed[0])
        yield PlanAdvice("weights.sum", message, "น้ำหนักของตัวชี้วัด", "น่าจะยังกรอกน้ำหนักไม่ครบหรือเกินไป", first.ref)


def targets_have_both_ends(plan: Plan) -> Iterable[PlanAdvice]:
    """A target that is to lie between two numbers has both."""
    for indicator in plan.indicators:
        if indicator.comparison == BETWEEN and any(_is_open(indicator)):
            message = "เทียบเป้าหมายแบบอยู่ระหว่าง แต่ยังไม่มีค่าสูงสุดของช่วง"
            yield _advice("target.span", indicator, message, "น่าจะยังไม่ได้กรอกค่าที่สอง จึงยังไม่ได้เทียบเป้าหมาย")


def _is_open(indicator: Indicator) -> Iterator[bool]:
    yield indicator.target is not None and indicator.target_to is None
    yield from (t.value is not None and t.value_to is None for t in indicator.period_targets)


def _advice(code: str, indicator: Indicator, message: str, intention: str) -> PlanAdvice:
    at = of_indicator(indicator)
    return PlanAdvice(code, f"ตัวชี้วัดที่ {indicator.code} {message}", at.where, intention, at.ref)
