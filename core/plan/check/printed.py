"""The wording of the plan's printed tables against the plan: what of it isn't printed, or not as it says."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import of_indicator, of_project, of_row
from core.plan.check.wording import parted
from core.plan.model import Plan, PrintedRow, PrintedTable
from core.plan.printed import Line, Sheet, sheets, unprinted
from core.plan.printed.prose import listed_no_more
from core.plan.printed.words import cost_line

# What a cell may tell otherwise than the plan does: the code of the advice, and the word for it. Targets are looked at one by
# one (core.plan.check.targets); a row's number is nobody's slip.
_TOLD = {
    "budget": ("budget.printed", "งบประมาณ"),
    "total": ("total.budget", "ยอดรวม"),
    "count": ("total.count", "จำนวนโครงการ"),
    "shares": ("total.shares", "ผลรวมเนื้องาน"),
    "owner": ("owner.printed", "ส่วนราชการที่รับผิดชอบ"),
    "source": ("source.printed", "แหล่งงบประมาณ"),
    "step": ("step.printed", "เนื้องาน"),
}
_NAMED = 4  # objects named in one line
_HELD = "เล่มแผนจึงพิมพ์ตามแผน"


def wording_agrees(plan: Plan) -> Iterable[PlanAdvice]:
    """The plan's own wording of a row tells what the plan holds, and is about objects that stand in the plan together; each
    object stands in some table."""
    printed = sheets(plan)
    for sheet in printed:
        for line in sheet.lines:
            yield from _differing(line)
    yield from _in_no_table(plan, printed)
    for table, rows in groupby(unprinted(plan, printed), key=itemgetter(0)):
        yield _gone(plan, table, [row for _, row in rows])


def _gone(plan: Plan, table: PrintedTable, rows: Sequence[PrintedRow]) -> PlanAdvice:
    """One line for a table: the first of its rows that aren't printed, and how many more."""
    at, known = of_row(table, rows[0]), _objects(plan)
    words, _ = parted(max(rows[0].cells, key=len, default=""), "")
    more = f" และอีก {len(rows) - 1} แถว" if len(rows) > 1 else ""
    wholes = [_whole(ref, known) for row in rows for ref in row.refs]
    lost = [ref for ref in dict.fromkeys(wholes) if ref not in known]
    named = " ".join(_ref_words(plan, *ref) for ref in (lost or rows[0].refs)[:_NAMED])
    why = "ไม่มีในแผนแล้ว" if lost else "ไม่อยู่ด้วยกันในแผนแล้ว"
    message = f"ถ้อยคำ {words}{more} ไม่ถูกพิมพ์ เพราะ{named} {why}"
    return PlanAdvice("printed.gone", message, at.where, "น่าจะต้องลบถ้อยคำนี้ หรือแก้สิ่งที่อ้างถึง", at.ref)


def _whole(ref: tuple[str, str], known: set[tuple[str, str]]) -> tuple[str, str]:
    """What is gone: a step's project where that is, else what is referred to."""
    project = ("project", ref[1].partition(".")[0])
    return project if ref[0] == "step" and project not in known else ref


def _objects(plan: Plan) -> set[tuple[str, str]]:
    return {
        *(("node", n.code) for n in plan.nodes),
        *(("measure", m.code) for m in plan.measures),
        *(("indicator", i.code) for i in plan.indicators),
        *(("project", str(p.number)) for p in plan.projects),
        *(("step", f"{s.project}.{s.step}") for p in plan.projects for s in p.steps),
    }


def _ref_words(plan: Plan, kind: str, code: str) -> str:
    """What a row refers to, as a person calls it."""
    if kind == "step":
        project, _, step = code.partition(".")
        return f"ขั้นตอนที่ {step} ของโครงการที่ {project}"
    if kind in ("project", "indicator"):
        return f"{'โครงการ' if kind == 'project' else 'ตัวชี้วัด'}ที่ {code}"
    measures = (f"มาตรการที่ {m.number}" for m in plan.measures if kind == "measure" and m.code == code)
    nodes = (f"{n.label} {n.number}" for n in plan.nodes if kind == "node" and n.code == code)
    lost = "มาตรการที่ลบไป" if kind == "measure" else "หัวข้อที่ลบไป"
    return [*measures, *nodes, lost][0]


def _in_no_table(plan: Plan, printed: Iterable[Sheet]) -> Iterator[PlanAdvice]:
    """Indicators that stand nowhere in the book, and agreed projects that stand in the lists only."""
    told = {ref for sheet in printed for line in sheet.lines for ref in line.row.refs}
    for indicator in plan.indicators:
        if ("indicator", indicator.code) not in told:
            message = f"ตัวชี้วัดที่ {indicator.code} ไม่อยู่ในตารางใดของเล่มแผน เพราะไม่ได้อยู่ใต้เป้าประสงค์หรือมาตรการใด"
            at = of_indicator(indicator)
            meant = "น่าจะต้องเลือกเป้าประสงค์หรือมาตรการ"
            yield PlanAdvice("printed.nowhere", message, at.where, meant, at.ref)
    known = {m.code for m in plan.measures}
    for project in plan.projects if known else ():
        if project.negotiated and project.measure not in known:
            at = of_project(project)
            message = f"{at.where} ไม่อยู่ในมาตรการใด จึงไม่อยู่ในตารางโครงการรองรับมาตรการและตาราง ก"
            yield PlanAdvice("project.no-measure", message, at.where, "น่าจะต้องเลือกมาตรการ", at.ref)


def listed_indicators_exist(plan: Plan) -> Iterable[PlanAdvice]:
    """An indicator that the plan's prose lists by number is one of the plan's."""
    for text in listed_no_more(plan):
        words, _ = parted(text.text, "")
        message = f"เล่มแผนแจกแจงตัวชี้วัด {words} ซึ่งไม่มีในแผนแล้ว"
        where = f"{plan.heading('key_indicator')} ข้อ {text.number.strip('.')}"
        ref = f"text:key_indicator/{text.ordinal}"
        yield PlanAdvice("indicator.listed", message, where, "น่าจะต้องลบหรือแก้ข้อความนี้", ref)


def _differing(line: Line) -> Iterator[PlanAdvice]:
    for column, says in line.outdated:
        if line.own is None or line.table is None:
            continue
        own, held = line.own.cells[column], line.row.cells[column]
        if not says and cost_line(own) != cost_line(held):
            says, own, held = "budget", cost_line(own) or "", cost_line(held) or ""
        if says in _TOLD:
            code, word = _TOLD[says]
            at = of_row(line.table, line.own)
            shown, meant = parted(own, held)
            message = f"ถ้อยคำในตารางบอก{word}ว่า {shown} แต่ตามแผนคือ {meant} {_HELD}"
            yield PlanAdvice(code, message, at.where, "น่าจะแก้เพียงแห่งเดียว โปรดทำให้ตรงกัน", at.ref)
