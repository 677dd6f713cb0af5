"""The sum of the shares of finished parts, in any order (indicators 4.1: 20 20 40 20, and 6: 40 20 15 15 5 5).

Source: the 2563 plan's indicator 4 (วิธีการคำนวณ 1.1-1.4) and the steps of project 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.indicators.choosing import Choosing
from core.indicators.exact import HUNDRED, ZERO
from core.indicators.facts import StepFact, StepFacts
from core.indicators.formula import Figures, Formula, FormulaQuestion, Nature, PlanLike
from core.indicators.measures import Shares, Steps
from core.indicators.parameters import DAY_FIELD, FIELD, FILTER, REGISTER, chosen, instead, renamed
from core.indicators.sentences import ANY, Way
from core.indicators.steps import (
    PROJECT,
    anything_planned,
    explain_steps,
    in_order,
    is_due,
    is_finished,
    late_sentence,
    project_steps,
    remaining,
    step_workings,
    steps_lacking,
)
from core.indicators.words import listed, plain

OVER = instead(
    REGISTER,
    FILTER,
    renamed(FIELD, "share", "ช่องเนื้องาน (ร้อยละ)"),
    renamed(DAY_FIELD, "done", "ช่องวันที่เสร็จ", unless=""),
    DAY_FIELD,
)
SOURCES = {"project_steps": "ขั้นตอนของโครงการ", "study_parts": "ส่วนของการศึกษา"}


def compute(question: FormulaQuestion, facts: StepFacts) -> Figures:
    """The shares that are finished; while the year runs the whole is still the best it can come to."""
    steps = in_order(facts)
    finished = [s for s in steps if is_finished(s, question)]
    value = _sum(finished)
    return Figures(
        value=value,
        worst=value,
        best=value if question.year_over else _whole(steps),
        open=0 if question.year_over else len(steps) - len(finished),
        planned=_planned(steps, question),
        formula=_in_words(steps),
        workings=step_workings(steps, question),
        warnings=_uneven(steps),
        to_do=_duty(steps, question),
    )


def _sum(steps: Iterable[StepFact]) -> Decimal:
    return sum((step.share for step in steps), ZERO)


def _whole(steps: Sequence[StepFact]) -> Decimal:
    return _sum(steps) if steps else HUNDRED


def _planned(steps: Sequence[StepFact], question: FormulaQuestion) -> Decimal | None:
    if not anything_planned(steps):
        return None
    return _sum(step for step in steps if is_due(step, question.as_of))


def _in_words(steps: Sequence[StepFact]) -> str:
    shares = " + ".join(plain(step.share) for step in steps)
    return f"ผลรวมเนื้องาน (ร้อยละ) ของส่วนที่เสร็จแล้ว ไม่ต้องเรียงลำดับ ({shares})"


def _uneven(steps: Sequence[StepFact]) -> tuple[str, ...]:
    total = _sum(steps)
    if not steps or total == HUNDRED:
        return ()
    return (f"เนื้องานทุกส่วนรวมกันได้ {plain(total)} ไม่ใช่ 100 โปรดตรวจสอบแผน",)


def _duty(steps: Sequence[StepFact], question: FormulaQuestion) -> str:
    if question.year_over:
        return ""
    late = [s for s in steps if is_due(s, question.as_of) and not is_finished(s, question)]
    return listed((late_sentence(late[0], question.as_of) if late else "", remaining(steps, question)))


def _lacking(plan: PlanLike, settings: Mapping[str, Any]) -> str:
    if settings["register"]:
        return ""
    if settings["source"] == "project_steps":
        return steps_lacking(plan, settings)
    if any(part.share for part in plan.study_parts):
        return ""
    return "คำนวณจากส่วนของการศึกษา แต่แผนยังไม่มีส่วนที่มีเนื้องาน โปรดกรอกส่วนของการศึกษาในแผน"


def measure(choosing: Choosing) -> Steps | Shares:
    """A project's steps, the parts of the study, or each record of a register with its share."""
    settings = choosing.settings
    if settings["register"]:
        selection = choosing.selection()
        share = choosing.number(selection.register, settings["share"])
        done = choosing.dated(selection.register, settings["done"])
        own = (
            "" if selection.day == done.name else selection.day
        )  # what isn't finished has its share all the same
        return Shares(replace(selection, day=own), share.name, done.name)
    if settings["source"] == "project_steps":
        return project_steps(choosing)
    return Steps(choosing.all_of("study_parts", day="finished_on"), "part")


FORMULA = Formula(
    name="share_sum",
    title="ผลรวมเนื้องานที่แล้วเสร็จ",
    place=2,
    nature=Nature.FINITE,
    measure=measure,
    facts=StepFacts,
    compute=compute,
    explain=explain_steps,
    parameters=(
        chosen("source", "แหล่งข้อมูล", SOURCES),
        PROJECT,
        *OVER,
    ),
    lacking=_lacking,
    ways=(
        Way("ผลรวมเนื้องานที่แล้วเสร็จของ [way] [project]", SOURCES["project_steps"], {"source": "project_steps"}),
        Way("ผลรวมเนื้องานที่แล้วเสร็จของ [way]", SOURCES["study_parts"], {"source": "study_parts"}, "study_parts"),
        Way(
            "ผลรวมเนื้องานที่แล้วเสร็จของ [way] [register] ตามช่อง [share] ซึ่งเสร็จเมื่อมี [done] [filter] โดยดูปีจาก [day]",
            "รายการของทะเบียน",
            {"register": ANY},
        ),
    ),
)
