"""Plans with something changed: in the words of a part, or by a named edit."""

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import Any

from core.plan.model import Indicator, Node, Plan, PrintedRow, Project, StudyPart

Edit = Callable[[Plan], Plan]


def reworded(value: Any, old: str, new: str) -> Any:
    """A value with a text replaced wherever it stands, however deep."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, tuple):
        return tuple(reworded(v, old, new) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: reworded(getattr(value, f.name), old, new) for f in fields(value)})
    return value


def corrected(plan: Plan, part: str, old: str, new: str) -> Plan:
    """The plan with a text replaced in one part ("tables/table-a.1", "projects/6"), or everywhere ("")."""
    field, _, key = part.partition("/")
    if not field:
        found = reworded(plan, old, new)
    else:
        items = tuple(reworded(i, old, new) if key_of(i) == key else i for i in getattr(plan, field))
        found = replace(plan, **{field: items})
    assert found != plan, f"nothing to correct: {old}"
    return found


def key_of(item: Any) -> str:
    names = ("section", "name") if hasattr(item, "section") or hasattr(item, "rows") else ("code", "number")
    return str(next(getattr(item, name) for name in names if hasattr(item, name)))


def with_indicator(code: str, **changes: Any) -> Edit:
    def edit(plan: Plan) -> Plan:
        return replace(plan, indicators=tuple(_changed(i, i.code == code, changes) for i in plan.indicators))

    return edit


def with_project(number: int, **changes: Any) -> Edit:
    def edit(plan: Plan) -> Plan:
        return replace(plan, projects=tuple(_changed(p, p.number == number, changes) for p in plan.projects))

    return edit


def with_step(number: int, step: int, **changes: Any) -> Edit:
    def edit(plan: Plan) -> Plan:
        steps = tuple(_changed(s, s.step == step, changes) for s in plan.project(number).steps)
        return with_project(number, steps=steps)(plan)

    return edit


def _changed(item: Any, wanted: bool, changes: dict[str, Any]) -> Any:
    return replace(item, **changes) if wanted else item


def add_objective(plan: Plan) -> Plan:
    objective = Node("o7.4.1.1", "objective", "เป้าประสงค์ที่", "7.4.1.1", "การเบิกจ่ายตรงเวลา", "g7.4.1", 99)
    return with_indicator("3", node=objective.code)(replace(plan, nodes=(*plan.nodes, objective)))


def run_up(plan: Plan) -> Plan:
    project: Project = plan.project(6)
    sums = accumulate(s.share or Decimal(0) for s in project.steps)
    steps = tuple(replace(s, cumulative=n) for s, n in zip(project.steps, sums, strict=True))
    told = {f"step:6.{s.step}": f"{s.cumulative}" for s in steps}
    tables = tuple(
        replace(t, rows=tuple(_with_cumulative(r, told.get(r.ref)) for r in t.rows)) for t in plan.tables
    )
    return with_project(6, steps=steps)(replace(plan, tables=tables))


def _with_cumulative(row: PrintedRow, told: str | None) -> PrintedRow:
    return replace(row, cells=(*row.cells[:2], told, *row.cells[3:])) if told else row


def split_last_part(plan: Plan) -> Plan:
    *before, last = plan.study_parts
    halves = (replace(last, share=last.share / 2), StudyPart(5, "1.5", "นำเสนอผล", last.share / 2))
    return replace(plan, study_parts=(*before, *halves))


def measured_objective(plan: Plan) -> Plan:
    sixth: Indicator = plan.indicator("6")
    return with_indicator(sixth.code, node="o7.5.1.2")(plan)


NAMED: dict[str, Edit] = {
    "เพิ่มเป้าประสงค์ 7.4.1.1": add_objective,
    "ให้ตัวชี้วัดที่ 6 อยู่ใต้เป้าประสงค์ 7.5.1.2": measured_objective,
    "สะสมเนื้องานของโครงการที่ 6": run_up,
    "แบ่งส่วนสุดท้ายของ 4.1 เป็นสอง": split_last_part,
}


def mended(plan: Plan, how: str | Sequence[Sequence[str]]) -> Plan:
    """The plan with the correction of a case made."""
    if isinstance(how, str):
        return NAMED[how](plan)
    for part, old, new in how:
        plan = corrected(plan, part, old, new)
    return plan
