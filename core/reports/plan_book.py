"""แผนปฏิบัติราชการประจำปี: the whole plan book, in the 2563 plan's order, from the cover to the steps of the projects.

Text pages and the first tables stand upright, tables ก and ข, the dimensions and the steps lie across, as the wide
tables need. The contents are the plan's own lines; each leads to the outline entry its words name.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

from core.plan.model import Plan, PrintedText
from core.reports import (
    basic_list,
    budget_summary,
    dimensions,
    measures,
    past_results,
    routine_projects,
    steps,
    swot,
    table_a,
    table_b,
)
from core.reports.document import (
    Block,
    ContentsLine,
    Document,
    Heading,
    KeepTogether,
    Orientation,
    Paragraph,
    Section,
    Space,
    plain,
)
from core.reports.spec import ReportSpec
from core.reports.steps import StepsData
from core.reports.typesetting.linebreak import Span
from core.thai.digits import to_arabic

TITLE = "แผนปฏิบัติราชการประจำปี (ทั้งเล่ม)"
CONTENTS = "สารบัญ"


class Part(Protocol):
    """A document that is a part of the book, too."""

    REPORT: ReportSpec

    def sections(self, plan: Plan) -> tuple[Section, ...]:
        """Its pages."""


_INDENT = 36.0
_NUMBERED = 24.0


def document(data: StepsData) -> Document:
    """The plan book; steps show the months really worked up to ``data.as_of``."""
    plan = data.plan
    upright = (_cover(plan), *_foreword(plan), _contents(plan), _information(plan), *_situation(plan))
    measured = (*_measures(plan), *_lists(plan))
    across = (*_tables(plan), *_steps(data))
    return Document(
        f"{plan.title} {plan.office} {plan.department}",
        (*upright, *measured, *across),
        footer=f"{plan.title} · {plan.office} {plan.department}",
        author=plan.office,
        digits=data.digits,
    )


def _cover(plan: Plan) -> Section:
    """The first line top right, the title in the middle, the office at the foot."""
    label, *rest = [t.text for t in plan.section("cover")] or [""]
    title, *offices = rest or [plan.title, plan.office, plan.department]
    blocks: tuple[Block, ...] = (
        Paragraph(label, align="right"),
        Space(190),
        Paragraph((Span(title, bold=True),), align="centre", size=32),
        Space(250),
        *(Paragraph((Span(text, bold=True),), align="centre", size=24, after=2) for text in offices),
    )
    return Section("ปก", blocks, plain=True)


def _foreword(plan: Plan) -> Iterable[Section]:
    if not plan.section("foreword"):
        return
    signed = (Paragraph(t.text, align="right", after=1) for t in plan.section("foreword.signature"))
    blocks: tuple[Block, ...] = (
        Heading(plan.heading("foreword"), 0),
        Space(6),
        *(_running(t) for t in plan.section("foreword")),
        Space(18),
        KeepTogether(tuple(signed), keep_with_previous=True),
    )
    yield Section("คำนำ", blocks, new_page="always")


def _contents(plan: Plan) -> Section:
    lines = (
        ContentsLine(_numbered(t), aim_of(t.text), _NUMBERED if t.number else 0, bold=not t.number)
        for t in plan.section("contents")
    )
    return Section(CONTENTS, (Heading(CONTENTS, 0), Space(6), *lines), new_page="always")


def aim_of(text: str) -> str:
    """How the outline entry begins that a line of the contents leads to."""
    if found := re.match("ตาราง ([กข])", text):
        return f"ตาราง {found[1]} ("
    if text.startswith(("แนวทาง", "มิติที่ 1 ")):
        return "ตาราง ก ("
    if found := re.search("มิติที่ [2-9]", text):
        return found[0]
    return "โครงการ/กิจกรรมที่ " if text.startswith("ขั้นตอน") else text


def _information(plan: Plan) -> Section:
    blocks: list[Block] = [Heading(plan.heading("main"), 0), Heading(plan.heading("information"), 1)]
    blocks += [_running(t) for t in plan.section("information")]
    if not any(unit.duties for unit in plan.units):
        blocks += [
            Paragraph(f"{n}. {unit.name}", first=_INDENT, after=1) for n, unit in enumerate(plan.units, 1)
        ]
    for unit in (u for u in plan.units if u.duties or u.heading):
        blocks.append(Heading(unit.heading or unit.name, 2, outline=1))
        blocks += [Paragraph(_numbered(t), first=_INDENT, rest=_INDENT + 26, after=1) for t in unit.duties]
    return Section("ข้อมูลทั่วไป", tuple(blocks), new_page="always")


def _situation(plan: Plan) -> Iterable[Section]:
    """SWOT, last year's results, then what the office wants to be and to reach."""
    yield from _opened(swot, plan)
    yield from _opened(past_results, plan)
    told = [name for name in ("vision", "mission", "goal", "key_indicator") if plan.section(name)]
    if told:
        yield Section("วิสัยทัศน์ พันธกิจ เป้าหมาย", tuple(b for name in told for b in _prose(plan, name)))


def _prose(plan: Plan, name: str) -> Iterable[Block]:
    """A section of texts; numbered ones stand out, those without a number or with 1) stand in below them."""
    yield Heading(plan.heading(name), 1, outline=0)
    for text in plan.section(name):
        indent = _NUMBERED if text.number.endswith(".") else 2 * _NUMBERED
        yield Paragraph(_numbered(text), first=indent, rest=indent + 14, after=1)


def _measures(plan: Plan) -> Iterable[Section]:
    """Under every objective its targets, its measure's targets and the projects, as they share a number."""
    parts = {
        row.cells[0]
        for table in plan.tables
        for row in table.rows
        if row.kind == "lead"
        and any(kind == "node" and plan.node(code).parent is None for kind, code in row.refs)
    }
    heading: tuple[Block, ...] = (Heading(plan.heading("measures"), 0),)
    for number in measures.numbers_of(plan):
        names = (measures.TARGETS, measures.MEASURES, measures.PROJECTS)
        blocks = [b for name in names for b in measures.blocks_for(plan, name, number)]
        told = tuple(_part(block, parts) for block in blocks)
        yield Section(f"มาตรการ {number}", (*heading, *told), new_page=True)
        heading = ()


def _part(block: Block, parts: set[str]) -> Block:
    """A lead that names a part of the plan, the top of its hierarchy, stands in the outline; the titles of tables within it don't."""
    if isinstance(block, Heading):
        return replace(block, outline=-1)
    if isinstance(block, Paragraph) and plain(block.text) in parts:
        return Heading(plain(block.text), 2, to_arabic(plain(block.text)), outline=1)
    return block


def _lists(plan: Plan) -> Iterable[Section]:
    for part in (budget_summary, routine_projects, basic_list):
        yield from _opened(part, plan)


def _tables(plan: Plan) -> Iterable[Section]:
    """Tables ก and ข and the dimensions, under the heading of the plan's implementation."""
    marked = (*_marked(_sections(table_a, plan)), *_marked(_sections(table_b, plan)))
    dimensional = (
        replace(s, new_page=n == 0) for n, s in enumerate(map(_across, _sections(dimensions, plan)))
    )
    heading: tuple[Block, ...] = (Heading(plan.heading("implementation"), 0),)
    for section in (*map(_across, marked), *dimensional):
        yield replace(section, blocks=(*heading, *section.blocks))
        heading = ()


def _marked(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Tables of one name told apart in the outline by the line that says where they belong."""
    return tuple(replace(s, blocks=tuple(_titled(s))) for s in sections)


def _titled(section: Section) -> Iterable[Block]:
    heading, *rest = section.blocks
    if isinstance(heading, Heading):
        where = plain(rest[0].text) if rest and isinstance(rest[0], Paragraph) else ""
        heading = replace(heading, mark=f"{section.name} {where}".strip(), outline=1)
    return heading, *rest


def _steps(data: StepsData) -> Iterable[Section]:
    return map(_across, steps.sections(data))


def _across(section: Section) -> Section:
    orientation: Orientation = "landscape"
    return replace(section, orientation=orientation, new_page=True)


def _sections(part: Part, plan: Plan) -> tuple[Section, ...]:
    """The sections of a part of the book; none where the plan has no such tables."""
    names = part.REPORT.tables
    there = all(any(t.name.startswith(name) for t in plan.tables) for name in names)
    return part.sections(plan) if there else ()


def _opened(part: Part, plan: Plan) -> Iterable[Section]:
    return (replace(section, new_page=True) for section in _sections(part, plan))


def _running(text: PrintedText) -> Paragraph:
    return Paragraph(_numbered(text), first=_INDENT, after=4)


def _numbered(text: PrintedText) -> str:
    return f"{text.number} {text.text}" if text.number else text.text


REPORT = ReportSpec("plan-book", 5, TITLE, "plan", StepsData, document)
