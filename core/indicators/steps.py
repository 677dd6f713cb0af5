"""What the ladder and the sum of shares have in common: steps, finished or not, and their planned months."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.indicators.choosing import Choosing
from core.indicators.evidence import AGAINST, FOR, OPEN, RecordLike, WorkingRecord
from core.indicators.facts import StepFact, StepFacts
from core.indicators.formula import Behind, FormulaQuestion, PlanLike
from core.indicators.measures import Steps
from core.indicators.parameters import Parameter, ParameterKind, optional, whole
from core.indicators.result import Working
from core.indicators.words import lateness, month_word, plain
from core.registers.as_of import reached
from core.thai.dates import day_short
from core.thai.fiscal import last_day_of


def steps_lacking(plan: PlanLike, settings: Mapping[str, Any]) -> str:
    """What keeps a project's steps from being added up: no such project, or steps without shares."""
    number = settings["project"]
    project = next((p for p in plan.projects if p.number == number), None)
    if number is None:
        return "คำนวณจากขั้นตอนของโครงการ แต่ยังไม่ได้เลือกโครงการ โปรดเลือกโครงการในวิธีคำนวณ"
    if project is None:
        return f"คำนวณจากขั้นตอนของโครงการที่ {number} ซึ่งไม่มีในแผน โปรดเลือกโครงการในวิธีคำนวณ"
    if not any(project.levels):
        return f"คำนวณจากขั้นตอนของโครงการที่ {number} ซึ่งยังไม่มีเนื้องานรายขั้นตอน โปรดกรอกเนื้องานในขั้นตอนของโครงการ"
    return ""


PROJECT = Parameter("project", "โครงการที่", None, optional(whole(1, 999)), kind=ParameterKind.PROJECT)


def project_steps(choosing: Choosing, *, levels: bool = False) -> Steps:
    """The steps of the project that the parameters name."""
    project = choosing.settings["project"]
    return Steps(
        choosing.all_of("project_steps", day="finished_on", project=project), "step", project, levels
    )


def in_order(facts: StepFacts) -> tuple[StepFact, ...]:
    """The steps by their number."""
    return tuple(sorted(facts.steps, key=lambda step: step.number))


def is_finished(step: StepFact, question: FormulaQuestion) -> bool:
    """Finished by the end of the day asked about, and within the fiscal year."""
    last = min(question.as_of, last_day_of(question.fiscal_year))
    return step.finished_on is not None and step.finished_on <= last


def is_due(step: StepFact, as_of: date) -> bool:
    """The step's last planned month has ended by the end of the day."""
    return step.planned_to is not None and as_of >= step.planned_to.last_day


def anything_planned(steps: Sequence[StepFact]) -> bool:
    """Some step has a planned month to end in."""
    return any(step.planned_to is not None for step in steps)


def late_sentence(step: StepFact, as_of: date) -> str:
    """``ขั้น 4 ควรเสร็จ พ.ค. – ช้า 1 เดือน``, or until when it must be done, with the revised month where the plan was
    moved; "" where nothing is planned."""
    if step.planned_to is None:
        return ""
    revised = f" (แผนปรับ {month_word(step.revised_to)})" if step.revised_to else ""
    if is_due(step, as_of):
        return f"ขั้น {step.number} ควรเสร็จ {month_word(step.planned_to)} – {lateness(step.planned_to, as_of)}{revised}"
    return f"ขั้น {step.number} ต้องเสร็จภายใน {month_word(step.planned_to)}{revised}"


def step_note(step: StepFact, question: FormulaQuestion) -> str:
    """How a step stands, for the workings."""
    if is_finished(step, question):
        assert step.finished_on is not None
        return f"เสร็จ {day_short(step.finished_on)}"
    if is_due(step, question.as_of):
        return f"ยังไม่เสร็จ · {late_sentence(step, question.as_of)}"
    return "ยังไม่เสร็จ"


def step_label(step: StepFact) -> str:
    """``4 การดำเนินโครงการ``."""
    return f"{step.number} {step.title}".strip()


def step_workings(steps: Sequence[StepFact], question: FormulaQuestion) -> tuple[Working, ...]:
    """One line per step with its share or level."""
    return tuple(Working(step_label(s), value=s.share, note=step_note(s, question)) for s in steps)


def remaining(steps: Sequence[StepFact], question: FormulaQuestion) -> str:
    """``เหลือ: ผลการศึกษาฉบับสมบูรณ์ (20)``: the unfinished ones, two by name and the rest by number."""
    left = [s for s in steps if not is_finished(s, question)]
    named = ", ".join(f"{s.title} ({plain(s.share)})" for s in left[:2])
    rest = f" และอีก {len(left) - 2} ขั้น" if len(left) > 2 else ""
    return f"เหลือ: {named}{rest}" if left else ""


def explain_steps(behind: Behind) -> list[WorkingRecord]:
    """The records of a project's steps, or of the study's parts, in their order."""
    parts = behind.register == "study_parts"
    ordinal, number = ("part", None) if parts else ("step", behind.question.parameters["project"])
    named = _named_parts(behind.plan) if parts else _named_steps(behind.plan, number)
    mine = (r for r in behind.records if parts or r.values["project"] == number)
    return [_explained(behind, record, ordinal, named) for record in mine]


def _named_parts(plan: PlanLike) -> dict[int, str]:
    return {part.part: f"{part.label} {part.title}" for part in plan.study_parts}


def _named_steps(plan: PlanLike, number: int | None) -> dict[int, str]:
    project = next((p for p in plan.projects if p.number == number), None)
    return {s.step: f"ขั้น {s.step} {s.title}" for s in project.steps} if project else {}


def _explained(behind: Behind, record: RecordLike, ordinal: str, named: Mapping[int, str]) -> WorkingRecord:
    number, question = record.values[ordinal], behind.question
    label = named.get(number, str(number)) if isinstance(number, int) else str(number)
    if done := reached(record.values["finished_on"], question.fiscal_year, question.as_of):
        return WorkingRecord(behind.register, record.id, label, FOR, f"เสร็จ {day_short(done)}")
    verdict = AGAINST if question.year_over else OPEN
    return WorkingRecord(behind.register, record.id, label, verdict, "ยังไม่เสร็จ")
