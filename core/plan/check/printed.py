"""The wording of the plan's printed tables against the plan: what of it isn't printed, or not as it says."""

from collections.abc import Iterable, Iterator

from core.plan.check.advice import PlanAdvice
from core.plan.check.places import of_indicator, of_project, of_row
from core.plan.check.wording import parted
from core.plan.model import Plan
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
_HELD = "เล่มแผนจึงพิมพ์ตามแผน"


def wording_agrees(plan: Plan) -> Iterable[PlanAdvice]:
    """The plan's own wording of a row tells what the plan holds, and is about objects that stand in the plan together; each
    object stands in some table."""
    printed = sheets(plan)
    for sheet in printed:
        for line in sheet.lines:
            yield from _differing(line)
    yield from _in_no_table(plan, printed)
    for table, row in unprinted(plan, printed):
        at = of_row(table, row)
        words, _ = parted(next((cell for cell in row.cells if len(cell) > 1), ""), "")
        message = f"ถ้อยคำ {words} ไม่ถูกพิมพ์ เพราะสิ่งที่อ้างถึง ({row.ref}) ไม่อยู่ด้วยกันในแผนแล้ว"
        intention = "น่าจะต้องลบแถวนี้ หรือแก้สิ่งที่อ้างถึง"
        yield PlanAdvice("printed.gone", message, at.where, intention, at.ref)


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
