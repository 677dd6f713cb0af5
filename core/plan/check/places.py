"""Every piece of printed text of a plan with the place it stands at."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.plan.model import Indicator, Node, Plan, PrintedRow, PrintedTable, Project

_TABLES = {
    "table-a": "ตาราง ก",
    "table-b": "ตาราง ข",
    "targets": "ตารางค่าเป้าหมายของเป้าประสงค์",
    "measure-targets": "ตารางค่าเป้าหมายของมาตรการ",
    "projects": "ตารางโครงการรองรับมาตรการ",
    "steps": "ตารางขั้นตอน",
    "swot": "ตาราง SWOT",
}
# Sections that print no heading of their own, or a long one.
_SECTIONS = {"cover": "ปก", "contents": "สารบัญ", "swot": "SWOT"}
_SUBJECTS = {"indicator": "ตัวชี้วัดที่", "project": "โครงการที่"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text; ``where`` and ``ref`` as in ``PlanAdvice``."""

    where: str
    ref: str
    text: str


def of_table(table: PrintedTable) -> str:
    """A printed table as a person names it: "ตาราง ก ตัวชี้วัดที่ 3"."""
    kind = table.name.rpartition(".")[0] or table.name
    if kind not in _TABLES:
        return table.title or table.name
    return f"{_TABLES[kind]} {_subject(table)}".rstrip()


def _subject(table: PrintedTable) -> str:
    """The one indicator (else project) a table is about, its sub-indicators taken together."""
    for kind, word in _SUBJECTS.items():
        numbers = {code.partition(".")[0] for r in table.rows for k, code in r.refs if k == kind}
        if len(numbers) == 1:
            return f"{word} {numbers.pop()}"
    return ""


def of_row(table: PrintedTable, row: PrintedRow, text: str = "", where: str = "") -> Passage:
    """The place of a row of a printed table; ``where`` is the table's, for callers that know it already."""
    return Passage(where or of_table(table), f"row:{table.name}/{row.ordinal}", text)


def of_project(project: Project, text: str = "") -> Passage:
    """The place of a project."""
    return Passage(f"โครงการที่ {project.number}", f"project:{project.number}", text)


def passages_of_steps(project: Project) -> list[Passage]:
    """The places of a project's steps with their titles."""
    return [
        Passage(f"โครงการที่ {project.number} ขั้นตอนที่ {s.step}", f"step:{project.number}.{s.step}", s.title)
        for s in project.steps
    ]


def of_indicator(indicator: Indicator, text: str = "") -> Passage:
    """The place of an indicator."""
    return Passage(f"ตัวชี้วัดที่ {indicator.code}", f"indicator:{indicator.code}", text)


def of_node(node: Node, text: str = "") -> Passage:
    """The place of a node of the hierarchy."""
    return Passage(f"{node.label} {node.number}", f"node:{node.code}", text)


def passages(plan: Plan) -> Iterator[Passage]:
    """All texts the plan prints, its records first, then its prose, then its tables."""
    yield from _of_records(plan)
    yield from prose(plan)
    for table in plan.tables:
        where = of_table(table)
        for row in table.rows:
            yield from (of_row(table, row, cell, where) for cell in row.cells if cell)


def _of_records(plan: Plan) -> Iterator[Passage]:
    for node in plan.nodes:
        yield of_node(node, f"{node.number} {node.title}")
    for indicator in plan.indicators:
        for text in (indicator.heading, indicator.title, indicator.definition, indicator.calculation):
            yield of_indicator(indicator, text)
    for measure in plan.measures:
        where = f"มาตรการที่ {measure.number} ของ {measure.node}"
        yield Passage(where, f"measure:{measure.code}", measure.title)
    for project in plan.projects:
        for text in (project.title, project.detail, project.budget_text, project.note):
            yield of_project(project, text)
        for step, at in zip(project.steps, passages_of_steps(project), strict=True):
            yield Passage(at.where, at.ref, f"{step.label} {step.title}")


def prose(plan: Plan) -> Iterator[Passage]:
    """The units' duties and the plan's texts, each with its number before it."""
    for unit in plan.units:
        for duty in unit.duties:
            where = f"อำนาจหน้าที่ของ{unit.name} ข้อ {duty.number}"
            yield Passage(where, f"duty:{unit.code}/{duty.ordinal}", f"{duty.number} {duty.text}")
    for text in plan.texts:
        heading = plan.heading(text.section).partition("\n")[0] or text.section
        named = _SECTIONS.get(text.section, heading)
        where = f"{named} ข้อ {text.number.strip('.)')}" if text.number.strip("·") else named
        yield Passage(where, f"text:{text.section}/{text.ordinal}", f"{text.number} {text.text}".strip())


def spread(found: Sequence[Passage]) -> str:
    """The places of several passages: the first two by name, the others counted."""
    names = list(dict.fromkeys(p.where for p in found))
    named = " และ ".join(names[:2])
    return f"{named} และอีก {len(names) - 2} แห่ง" if len(names) > 2 else named
