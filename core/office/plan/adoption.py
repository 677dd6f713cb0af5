"""Adopting the plan anew, and what was adopted of steps that change places."""

from collections.abc import Iterator
from datetime import date

from core.faults import InputRefusal
from core.office.records.types import Edit
from core.plan.adoption import REORDERED
from core.plan.model import Months, Plan, Step
from core.store.connection import Connection
from core.store.tables import records
from core.store.tables.register_tables import registers_of
from core.thai.dates import day_short
from core.thai.fiscal import first_day_of


def moved_steps(plan: Plan, project: int | None, day: date) -> tuple[Step, ...]:
    """The steps of a project, or of all, whose planned months are not those adopted by the end of a day."""
    steps = (s for p in plan.projects if project in (None, p.number) for s in p.steps)
    return tuple(step for step in steps if step.is_moved(day))


def adopting(connection: Connection, plan: Plan, project: int | None, day: date, reason: str) -> list[Edit]:
    """The edits that adopt the planned months as they stand from a day on. InputRefusal for a draft, without a reason,
    where nothing was moved, or where a later day has been adopted for already."""
    steps = moved_steps(plan, project, day)
    if plan.draft:
        raise InputRefusal(f"แผนปีงบประมาณ {plan.fiscal_year} ยังเป็นร่าง จึงยังไม่มีฐานแผนให้ปรับ โปรดใช้เป็นแผนของปีก่อน")
    if not reason.strip():
        raise InputRefusal("ยังไม่มีเหตุผลของการปรับฐานแผน โปรดกรอกเหตุผลหรือหนังสืออ้างอิง")
    if not steps:
        raise InputRefusal("ไม่มีขั้นตอนที่แผนปรับต่างจากแผนเดิม จึงไม่มีอะไรต้องปรับฐานแผน")
    later = [a.on for s in steps for a in s.schedule.adoptions if a.on and a.on > day]
    if later:
        raise InputRefusal(
            f"ปรับฐานแผน ณ วันที่ {day_short(day)} ไม่ได้ เพราะปรับไว้แล้วตั้งแต่ {day_short(max(later))} โปรดเลือกวันนั้นหรือหลังจากนั้น"
        )
    return [_edit(connection, plan.fiscal_year, step, day, step.planned, reason) for step in steps]


def exchanged(connection: Connection, plan: Plan, one: Step, other: Step) -> Iterator[Edit]:
    """The edits by which what was adopted goes along with two steps that change places."""
    begin = first_day_of(plan.fiscal_year)
    adoptions = (*one.schedule.adoptions, *other.schedule.adoptions)
    for day in sorted({a.on or begin for a in adoptions}):
        for step, before in ((one, other), (other, one)):
            adopted = before.adopted(day)
            reason = (adopted and adopted.reason) or REORDERED
            months = adopted.months if adopted else None
            yield _edit(connection, plan.fiscal_year, step, day, months, reason)


def _edit(
    connection: Connection, year: int, step: Step, day: date, months: Months | None, reason: str
) -> Edit:
    key = {"fiscal_year": year, "project": step.project, "step": step.step, "adopted_on": day}
    adoptions = registers_of(connection)["plan_adoptions"]
    known = records.row(connection, adoptions, adoptions.id_for(key) or "")
    first, last = (months.first, months.last) if months else (None, None)
    values = {**key, "planned_from": first, "planned_to": last, "reason": reason}
    return Edit(known.id if known and not known.deleted else None, values)
