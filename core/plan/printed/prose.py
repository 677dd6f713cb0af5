"""The book's prose where the plan brings none of its own: headings, goals, indicators and contents follow from its objects."""

from collections.abc import Iterable, Iterator, Sequence

from core.plan.model import Plan, PrintedTable, PrintedText
from core.plan.printed import lists, objectives, words
from core.plan.printed.homes import Group, grouped
from core.plan.printed.sheet import family_of

LISTED = "key_indicator"  # the section that lists the indicators by number
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
    """What the plan's own texts leave out of the book: whole sections and headings, and the objectives and indicators that a
    section doesn't name yet."""
    names = {t.section for t in plan.texts}
    made = {"goal": _goals(plan), "key_indicator": _indicators(plan), "contents": _contents(plan, tables)}
    sections = (_section(name, lines) for name, lines in made.items() if name not in names)
    more = {"goal": _more_goals(plan), "key_indicator": _more_indicators(plan)}
    added = (_section(name, lines, len(plan.texts)) for name, lines in more.items() if name in names)
    headings = (_section(f"{n}.heading", _heading(plan, n)) for n in HEADINGS if f"{n}.heading" not in names)
    return tuple(text for section in (*sections, *added, *headings) for text in section)


def _section(name: str, lines: Iterable[tuple[str, str]], behind: int = 0) -> Iterator[PrintedText]:
    return (PrintedText(name, behind + n, number, text) for n, (number, text) in enumerate(lines, 1))


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
    for n, group in enumerate(_agreed(plan), 1):
        first, *below = words.named(group).split("\n")
        yield f"{n}.", first
        yield from (("", line) for line in below)


def _agreed(plan: Plan) -> tuple[Group, ...]:
    return grouped(i for i in plan.indicators if i.dimension == 1 and i.negotiated)


def _more_goals(plan: Plan) -> Iterator[tuple[str, str]]:
    """The objectives that carry something and that the section doesn't name."""
    carry = {i.node for i in plan.indicators} | {m.node for m in plan.measures}
    for node in plan.nodes:
        if node.kind == "objective" and node.code in carry and not _names(plan, "goal", node.title):
            yield "", words.node_words(node)


def _more_indicators(plan: Plan) -> Iterator[tuple[str, str]]:
    """The negotiated indicators that the section doesn't name, numbered on."""
    number = sum(t.number.endswith(".") for t in plan.section("key_indicator"))
    for group in _agreed(plan):
        first, *below = words.named(group).split("\n")
        if not _names(plan, "key_indicator", first):
            number += 1
            yield f"{number}.", first
            yield from (("", line) for line in below)


def listed_no_more(plan: Plan) -> tuple[PrintedText, ...]:
    """The texts that list an indicator by number which the plan hasn't."""
    names = {i.heading or i.title for i in plan.indicators}
    numbered = (text for text in plan.section(LISTED) if text.number.endswith("."))
    return tuple(t for t in numbered if not any(words.named_alike(name, t.text) for name in names))


def _names(plan: Plan, section: str, name: str) -> bool:
    return any(words.named_alike(name, text.text) for text in plan.section(section))


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
