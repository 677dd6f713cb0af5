"""The book's prose where the plan brings none of its own: headings, goals, indicators and contents follow from its objects."""

from collections.abc import Iterable, Iterator, Sequence

from core.plan.model import Plan, PrintedTable, PrintedText
from core.plan.printed import lists, objectives, words
from core.plan.printed.homes import grouped
from core.plan.printed.sheet import family_of

HEADINGS = {
    "main": ("สาระสำคัญของ{title}", "ของ{office} {department}"),
    "information": ("ข้อมูลทั่วไป/สถานการณ์ของพื้นที่",),
    "foreword": ("คำนำ",),
    "swot": ("การวิเคราะห์ประเมินสถานการณ์ โดยใช้เครื่องมือ SWOT Analysis",),
    "past_result": ("ผลการดำเนินงานที่ผ่านมา",),
    "vision": ("วิสัยทัศน์",),
    "mission": ("พันธกิจ",),
    "goal": ("เป้าหมาย",),
    "key_indicator": ("ตัวชี้วัดผลการดำเนินงานหลัก",),
    "measures": ("มาตรการและโครงการ/กิจกรรม",),
    "implementation": ("การนำแผนฯ ไปสู่การปฏิบัติและการติดตามประเมินผล",),
}
TABLE_A, TABLE_B = "ตาราง ก แสดงภารกิจงานยุทธศาสตร์", "ตาราง ข แสดงตัวชี้วัดและภารกิจจากการเจรจาตกลง"


def composed_texts(plan: Plan, tables: Sequence[PrintedTable]) -> tuple[PrintedText, ...]:
    """What the plan's own texts leave out of the book: whole sections and headings, never a line within one."""
    names = {t.section for t in plan.texts}
    made = {"goal": _goals(plan), "key_indicator": _indicators(plan), "contents": _contents(plan, tables)}
    sections = (_section(name, lines) for name, lines in made.items() if name not in names)
    headings = (_section(f"{n}.heading", _heading(plan, n)) for n in HEADINGS if f"{n}.heading" not in names)
    return tuple(text for section in (*sections, *headings) for text in section)


def _section(name: str, lines: Iterable[tuple[str, str]]) -> Iterator[PrintedText]:
    return (PrintedText(name, n, number, text) for n, (number, text) in enumerate(lines, 1))


def _heading(plan: Plan, name: str) -> Iterator[tuple[str, str]]:
    named = {"title": plan.title, "office": plan.office, "department": plan.department}
    return (("", text.format(**named).strip()) for text in HEADINGS[name])


def _goals(plan: Plan) -> Iterator[tuple[str, str]]:
    """The hierarchy: areas numbered, what is below them under each."""
    number = 0
    for node in plan.nodes:
        if node.kind == "area":
            number += 1
        if node.kind != "part":
            yield f"{number}." if node.kind == "area" else "", words.node_words(node)


def _indicators(plan: Plan) -> Iterator[tuple[str, str]]:
    """The negotiated indicators, those under one heading numbered below it."""
    agreed = grouped(i for i in plan.indicators if i.dimension == 1 and i.negotiated)
    for n, group in enumerate(agreed, 1):
        first, *below = words.named(group).split("\n")
        yield f"{n}.", first
        yield from (("", line) for line in below)


def _contents(plan: Plan, tables: Sequence[PrintedTable]) -> Iterator[tuple[str, str]]:
    """A line for each chapter and each of its tables."""
    there = dict.fromkeys(family_of(t.name) for t in tables)
    tops = {n.code: words.node_words(n) for n in plan.nodes if n.parent is None}
    told = [
        code
        for t in tables
        for row in t.rows
        if row.kind == "lead"
        for kind, code in row.refs
        if kind == "node"
    ]
    if objectives.TARGETS in there:
        yield "", HEADINGS["measures"][0]
        yield from (("·", tops[code]) for code in dict.fromkeys(told) if code in tops)
    if lists.SUMMARY in there:
        yield "·", lists.SUMMARY_TITLE
        yield "·", "บัญชีรายการ/โครงการประจำพื้นฐาน"
    if there.keys() & {objectives.TABLE_A, objectives.TABLE_B, lists.DIMENSION}:
        yield "", HEADINGS["implementation"][0]
    if objectives.TABLE_A in there:
        yield "·", TABLE_A
    if objectives.TABLE_B in there:
        yield "·", TABLE_B
    yield from (("·", t.title) for t in tables if family_of(t.name) == lists.DIMENSION)
    if lists.STEPS in there:
        yield "", lists.STEPS_TITLE
