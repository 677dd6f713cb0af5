"""Projects, indicators and measures as the tables print them, against the plan's own wording."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import Passage, of_row, spread
from core.plan.check.terms import variants
from core.plan.check.wording import agree, name_of, parted, plainly, squashed
from core.plan.columns import column_heads
from core.plan.model import Indicator, Measure, Plan, PrintedRow, PrintedTable

_PART = re.compile(r"(?:^|\n)\s*[0-9๐-๙]+(?:\.[0-9๐-๙]+)*(?:[.)]\s*|\s+)")
_COST = re.compile(r"\n(?:ไม่ใช้)?งบประมาณ.*", re.DOTALL)
_MEASURE = re.compile(r"^มาตรการที่\s*[0-9๐-๙]+\s*")

Cells = Iterator[tuple[PrintedTable, PrintedRow, str, str]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A name as printed somewhere, of something the plan calls ``held``."""

    subject: str
    held: str
    at: Passage


def project_names_agree(plan: Plan) -> Iterable[PlanAdvice]:
    """A project is called the same in every table; a shortened name and one with its details will do."""
    yield from _differing(plan, "project.title", list(_projects(plan)), name_of)


def indicator_names_agree(plan: Plan) -> Iterable[PlanAdvice]:
    """An indicator, and the heading a group of them stands under, is called the same in every table."""
    yield from _differing(plan, "indicator.title", list(_indicators(plan)), squashed)


def measure_names_agree(plan: Plan) -> Iterable[PlanAdvice]:
    """A measure is called the same in every table."""
    yield from _differing(plan, "measure.title", list(_measures(plan)), name_of)


def measure_links_exist(plan: Plan) -> Iterable[PlanAdvice]:
    """A measure that a row says it is linked to is one of the plan's."""
    known = [name_of(m.title) for m in plan.measures]
    links = ((t, r, cell) for t, r, head, cell in _cells(plan) if "เชื่อมโยงกับมาตรการ" in head)
    for table, row, cell in links:
        linked = name_of(_MEASURE.sub("", cell.strip()))
        if linked.strip("-") and not any(agree(linked, k) for k in known):
            at = of_row(table, row)
            message = f"เชื่อมโยงกับมาตรการที่ไม่มีในแผน ({parted(cell, '')[0]})"
            yield PlanAdvice("measure.unknown", message, at.where, _meant(plan, row), at.ref)


def _meant(plan: Plan, row: PrintedRow) -> str:
    codes = {code for kind, code in row.refs if kind == "indicator"}
    mine = next((m for m in plan.measures if codes & set(m.indicators)), None)
    held = f"มาตรการที่ {mine.number} {parted(mine.title, '')[0]}" if mine else "มาตรการของเป้าประสงค์เดียวกัน"
    return f"น่าจะหมายถึง{held}"


def _differing(
    plan: Plan, code: str, names: Sequence[Printed], compared: Callable[[str], str]
) -> Iterator[PlanAdvice]:
    """One piece of advice per thing and differing wording, whatever the number of places."""
    terms = variants(plan)

    def form(text: str) -> str:
        bare = compared(text)
        return next((bare.replace(v, term) for v, term in terms.items() if v in bare), bare)

    groups: dict[tuple[str, str], list[Printed]] = {}
    for name in names:
        if not agree(form(name.at.text), form(name.held)):
            groups.setdefault((name.subject, form(name.at.text)), []).append(name)
    for found in groups.values():
        first = found[0]
        shown = (first.at.text, first.held)
        printed, held = parted(*map(plainly, shown) if compared is name_of else shown)
        message = f"เรียก{first.subject} ว่า {printed} แต่แผนใช้ {held}"
        where = spread([name.at for name in found])
        yield PlanAdvice(code, message, where, "น่าจะเป็นชื่อเดียวกัน โปรดเลือกใช้ชื่อเดียว", first.at.ref)


def _cells(plan: Plan) -> Cells:
    """The cells of all printed rows that are about something, each with what stands above it."""
    for table in plan.tables:
        for row in table.rows:
            if row.kind == "row" and row.ref:
                heads = column_heads(table, row)
                yield from ((table, row, head, cell) for head, cell in zip(heads, row.cells, strict=False))
            elif row.kind == "lead" and row.ref:
                yield from ((table, row, "", cell) for cell in row.cells[:1])


def _projects(plan: Plan) -> Iterator[Printed]:
    by_number = {str(p.number): p for p in plan.projects}
    for table, row, head, cell in _cells(plan):
        codes = [code for kind, code in row.refs if kind == "project" and code in by_number]
        named = row.kind == "lead" or "โครงการ/" in head or "/โครงการ" in head
        if len(codes) == 1 and named and "รับผิดชอบ" not in head and cell.strip("- "):
            project = by_number[codes[0]]
            yield Printed(
                f"โครงการที่ {project.number}", project.title, of_row(table, row, _COST.sub("", cell))
            )


def _measures(plan: Plan) -> Iterator[Printed]:
    by_code: dict[str, Measure] = {m.code: m for m in plan.measures}
    for table, row, head, cell in _cells(plan):
        codes = [code for kind, code in row.refs if kind == "measure" and code in by_code]
        if len(codes) == 1 and (row.kind == "lead" or head.startswith("มาตรการ")) and cell.strip("- "):
            measure = by_code[codes[0]]
            text = _MEASURE.sub("", cell.strip())
            yield Printed(f"มาตรการที่ {measure.number}", measure.title, of_row(table, row, text))


def _indicators(plan: Plan) -> Iterator[Printed]:
    by_code = {i.code: i for i in plan.indicators}
    for table, row, head, cell in _cells(plan):
        mine = [by_code[code] for kind, code in row.refs if kind == "indicator" and code in by_code]
        named = row.kind == "lead" or ("ตัวชี้วัด" in head and "นิยาม" not in head)
        if mine and named:
            yield from _parts(mine, of_row(table, row, cell))


def _parts(mine: Sequence[Indicator], at: Passage) -> Iterator[Printed]:
    """The heading and the titles in one cell, "heading / 1) title / 2) title"; none where they can't be told apart."""
    parts = [part.strip() for part in _PART.split(at.text) if part.strip()]
    names = [(f"ตัวชี้วัดที่ {i.code}", i.title) for i in mine]
    if len(mine) > 1:
        names.insert(0, (f"กลุ่มของตัวชี้วัดที่ {mine[0].code}", mine[0].heading))
    if len(parts) == len(names):
        for part, (subject, held) in zip(parts, names, strict=True):
            yield Printed(subject, held, Passage(at.where, at.ref, part))
