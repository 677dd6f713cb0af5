"""What really happened to the steps of the projects (ขั้นตอนโครงการ): indicators 1 and 6.

Source: docs/domain.md section 4; the 2563 plan's six step tables. Title, share and planned months are the plan's; the planned
months are shown here and written through to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core.faults import Finding, Severity
from core.registers import rules
from core.registers.declare import Record, Register, RuleContext, Values, day, long_text, month, rule, whole
from core.registers.declared.renovation_items import ACCEPTANCE_STEP, RenovationItem
from core.registers.declared.renovation_items import PROJECT as RENOVATION
from core.registers.declared.renovation_items import REGISTER as RENOVATION_ITEMS
from core.thai.dates import month_short
from core.thai.fiscal import Month, months_of


class ProjectStep(Record):
    """What happened to one step of one project."""

    fiscal_year: int | None = rules.fiscal_year()
    project: int | None = whole("โครงการ", required=True, minimum=Decimal(1), help="เลขโครงการตามแผน เช่น 1")
    step: int | None = whole("ขั้นตอนที่", required=True, minimum=Decimal(1), help="ลำดับขั้นตอนในโครงการ")
    started_on: date | None = day("วันที่เริ่ม", help="วันที่เริ่มจริง")
    finished_on: date | None = day("วันที่แล้วเสร็จ", help="วันที่เสร็จจริง เว้นว่างเมื่อยังไม่เสร็จ")
    planned_from: Month | None = month(
        "เดือนเริ่มตามแผน", through="plan_steps.planned_from", in_list=False, help="เดือนแรกตามแผน บันทึกลงในแผน"
    )
    planned_to: Month | None = month(
        "เดือนสิ้นสุดตามแผน", through="plan_steps.planned_to", in_list=False, help="เดือนสุดท้ายตามแผน บันทึกลงในแผน"
    )
    note: str | None = long_text("หมายเหตุ", help="เรื่องที่ควรบันทึกไว้")


@rule("ขั้นตอนของโครงการที่นับคะแนนตามลำดับควรเสร็จตามลำดับ")
def ladder_in_order(values: Values, context: RuleContext) -> Iterable[Finding]:
    """On a ladder a step finished before an earlier one scores nothing yet: a warning."""
    finished, step = values.get("finished_on"), values.get("step")
    if not isinstance(finished, date) or not isinstance(step, int) or not _is_ladder(values, context):
        return
    shown = rules.shown_in(ProjectStep, "finished_on", finished)
    for other in _siblings(values, context):
        if other["step"] < step and other["finished_on"] is None:
            yield Finding(
                "ladder.gap",
                f"ขั้นตอนที่ {step} แล้วเสร็จ ({shown}) แต่ขั้นตอนที่ {other['step']} ยังไม่เสร็จ "
                "จึงยังไม่ได้คะแนนของขั้นนี้ โปรดตรวจขั้นตอนก่อนหน้า",
                "finished_on",
                shown,
                Severity.WARNING,
            )
        elif _backwards(other, step, finished):
            yield Finding(
                "ladder.backwards",
                f"ขั้นตอนที่ {step} ({shown}) กับขั้นตอนที่ {other['step']} "
                f"({rules.shown_in(ProjectStep, 'finished_on', other['finished_on'])}) เสร็จสลับลำดับกัน โปรดตรวจวันที่ทั้งสอง",
                "finished_on",
                shown,
                Severity.WARNING,
            )


def _backwards(other: Mapping[str, Any], step: int, finished: date) -> bool:
    at = other["finished_on"]
    return at is not None and (at > finished if other["step"] < step else at < finished)


def _siblings(values: Values, context: RuleContext) -> list[Mapping[str, Any]]:
    rows = context.lookup.where(
        "project_steps", fiscal_year=values.get("fiscal_year"), project=values.get("project")
    )
    kept = [
        r for r in rules.others(rows, context) if r["step"] is not None and r["step"] != values.get("step")
    ]
    return sorted(kept, key=lambda r: int(r["step"]))


def _is_ladder(values: Values, context: RuleContext) -> bool:
    year, project = values.get("fiscal_year"), values.get("project")
    return bool(context.lookup.where("plan_indicators", fiscal_year=year, project=project, formula="ladder"))


@rule("โครงการที่ 1 ขั้นตอนที่ 5 (ตรวจรับงาน) เสร็จได้เมื่อตรวจรับครบทุกรายการ")
def all_items_accepted(values: Values, context: RuleContext) -> Iterator[Finding]:
    """Step 5 of the renovation can't finish before every item is accepted."""
    finished = values.get("finished_on")
    if not isinstance(finished, date) or (values.get("project"), values.get("step")) != (
        RENOVATION,
        ACCEPTANCE_STEP,
    ):
        return
    items = context.lookup.where("renovation_items", fiscal_year=values.get("fiscal_year"))
    waiting = [i for i in items if i["accepted_on"] is None or i["accepted_on"] > finished]
    if waiting:
        shown = rules.shown_in(ProjectStep, "finished_on", finished)
        yield Finding(
            "steps.not_accepted",
            f"ขั้นตอนที่ {ACCEPTANCE_STEP} แล้วเสร็จ ({shown}) ไม่ได้ เพราะยังไม่ได้ตรวจรับภายในวันนั้น {len(waiting)} รายการ "
            f"({_names(waiting)}) โปรดตรวจรับใน{RENOVATION_ITEMS.title}ให้ครบก่อน",
            "finished_on",
            shown,
        )


def _names(items: list[Mapping[str, Any]]) -> str:
    return " ".join(
        f"{rules.shown_in(RenovationItem, 'fixture', i['fixture'])}{rules.shown_in(RenovationItem, 'room', i['room'])}"
        for i in items
    )


@rule("เดือนตามแผนต้องมีทั้งเดือนเริ่มและเดือนสิ้นสุด และอยู่ในปีงบประมาณ")
def planned_months_fit(values: Values, _context: RuleContext) -> Iterator[Finding]:
    """Planned months stand together and lie in the fiscal year."""
    year, names = values.get("fiscal_year"), ("planned_from", "planned_to")
    there = [n for n in names if values.get(n) is not None]
    for name in there:
        planned = values[name]
        if isinstance(planned, Month) and isinstance(year, int) and planned not in months_of(year):
            yield Finding(
                "planned.outside",
                f"{rules.label(ProjectStep, name)} ({month_short(planned)}) อยู่นอกปีงบประมาณ {year} "
                f"โปรดใช้เดือน ต.ค. {year - 1} ถึง ก.ย. {year}",
                name,
                month_short(planned),
            )
    for name in names if len(there) == 1 else ():
        if name not in there:
            wanted = rules.label(ProjectStep, name)
            yield Finding(
                "planned.incomplete", f"{wanted}ยังว่าง โปรดกรอกให้ครบทั้งสองเดือน หรือเว้นว่างทั้งสองเดือน", name
            )


REGISTER = Register(
    name="project_steps",
    place=8,
    title="ขั้นตอนโครงการ",
    short_title="ขั้นตอนโครงการ",
    unit="central",
    record=ProjectStep,
    key_fields=("fiscal_year", "project", "step"),
    plan_born=True,
    fixed_id=True,
    date_field="finished_on",
    order_by=("fiscal_year", "project", "step"),
    rules=(
        rules.in_order(ProjectStep, "started_on", "finished_on"),
        ladder_in_order,
        all_items_accepted,
        planned_months_fit,
        rules.in_order(ProjectStep, "planned_from", "planned_to", code="planned.backwards"),
        rules.not_in_future(ProjectStep, "started_on", "finished_on"),
        rules.counts_in_its_year(ProjectStep, "finished_on"),
    ),
)
