"""The milestone ladder: the level of the last step finished *in order* (indicator 1: 10 20 50 80 100).

A later step finished while an earlier one is not gives no score for it, and a warning. Dates that run backwards
among the steps that count only warn. Source: the 2563 plan's steps of project 1, docs/domain.md section 3.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise, takewhile

from core.indicators.choosing import Choosing
from core.indicators.evidence import FOR, OUTSIDE, WorkingRecord
from core.indicators.exact import HUNDRED, ZERO
from core.indicators.facts import StepFact, StepFacts
from core.indicators.formula import Behind, Figures, Formula, FormulaQuestion, Nature
from core.indicators.measures import Steps
from core.indicators.sentences import Way
from core.indicators.steps import (
    PROJECT,
    anything_planned,
    explain_steps,
    in_order,
    is_due,
    is_finished,
    late_sentence,
    project_steps,
    step_label,
    step_workings,
    steps_lacking,
)
from core.indicators.words import plain


def compute(question: FormulaQuestion, facts: StepFacts) -> Figures:
    """The level reached; while the year runs the top of the ladder is still the best it can come to."""
    steps = in_order(facts)
    reached = _prefix(steps, lambda step: is_finished(step, question))
    value = _level(reached)
    missing = len(steps) - len(reached)
    return Figures(
        value=value,
        worst=value,
        best=value if question.year_over else _top(steps),
        open=0 if question.year_over else missing,
        planned=_planned(steps, question),
        formula=_in_words(steps),
        workings=step_workings(steps, question),
        warnings=(*_skipped(steps, reached, question), *_backwards(reached)),
        to_do=_duty(steps, len(reached), question),
    )


def measure(choosing: Choosing) -> Steps:
    """The project's steps, by what its progress has come to with each."""
    return project_steps(choosing, levels=True)


def _prefix(steps: Sequence[StepFact], counts: Callable[[StepFact], bool]) -> tuple[StepFact, ...]:
    return tuple(takewhile(counts, steps))


def _level(steps: Sequence[StepFact]) -> Decimal:
    return steps[-1].share if steps else ZERO


def _top(steps: Sequence[StepFact]) -> Decimal:
    return steps[-1].share if steps else HUNDRED


def _planned(steps: Sequence[StepFact], question: FormulaQuestion) -> Decimal | None:
    if not anything_planned(steps):
        return None
    return _level(_prefix(steps, lambda step: is_due(step, question.as_of)))


def _in_words(steps: Sequence[StepFact]) -> str:
    levels = ", ".join(plain(step.share) for step in steps)
    return f"ระดับของขั้นสุดท้ายที่เสร็จต่อเนื่องจากขั้นแรก (เสร็จขั้น 1–{len(steps)} ได้ {levels})"


def _skipped(
    steps: Sequence[StepFact], reached: Sequence[StepFact], question: FormulaQuestion
) -> tuple[str, ...]:
    later = [s for s in steps[len(reached) + 1 :] if is_finished(s, question)]
    if not later:
        return ()
    waiting = steps[len(reached)].number
    return tuple(f"ขั้น {s.number} เสร็จแล้วแต่ขั้น {waiting} ยังไม่เสร็จ จึงยังไม่ได้คะแนนของขั้น {s.number}" for s in later)


def _backwards(reached: Sequence[StepFact]) -> tuple[str, ...]:
    return tuple(
        f"วันที่เสร็จของขั้น {later.number} มาก่อนขั้น {earlier.number} โปรดตรวจสอบวันที่"
        for earlier, later in pairwise(reached)
        if earlier.finished_on and later.finished_on and later.finished_on < earlier.finished_on
    )


def _duty(steps: Sequence[StepFact], reached: int, question: FormulaQuestion) -> str:
    if question.year_over or reached == len(steps):
        return ""
    following = steps[reached]
    return late_sentence(following, question.as_of) or f"ขั้นต่อไป: ขั้น {step_label(following)}"


def explain(behind: Behind) -> Iterable[WorkingRecord]:
    """The steps; one finished while an earlier one is not gives no score yet."""
    steps = explain_steps(behind)
    reached = next((place for place, step in enumerate(steps) if step.verdict != FOR), len(steps))
    waiting = " · ยังไม่ได้คะแนนเพราะขั้นก่อนหน้ายังไม่เสร็จ"
    for place, step in enumerate(steps):
        early = place > reached and step.verdict == FOR
        yield replace(step, verdict=OUTSIDE, detail=step.detail + waiting) if early else step


FORMULA = Formula(
    name="ladder",
    title="ขั้นความสำเร็จตามลำดับ",
    place=1,
    nature=Nature.FINITE,
    measure=measure,
    facts=StepFacts,
    compute=compute,
    explain=explain,
    parameters=(PROJECT,),
    ways=(Way("ระดับของขั้นตอนสุดท้ายที่เสร็จต่อเนื่องจากขั้นแรก ของ [project]"),),
    lacking=steps_lacking,
)
