"""What the plan's own records must hold to (``core.plan.records``), and how their natural keys are made."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.faults import Finding, Severity
from core.plan.targets import agrees, composed
from core.registers.declare import RuleContext, Value, Values, rule
from core.thai.fiscal import Month, fiscal_year_of


def plan_key(*parts: Value | None) -> str | None:
    """The natural key of a record of the plan, None while a part is missing; 0 is a number there."""
    return None if None in parts or "" in parts else "|".join(map(str, parts))


@rule("วันที่สัญญาสิ้นสุดต้องไม่ก่อนวันที่ลงนาม")
def contract_in_order(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """A contract can't end before it is signed."""
    signed, due = values.get("contract_signed_on"), values.get("contract_due_on")
    if isinstance(signed, date) and isinstance(due, date) and due < signed:
        yield Finding(
            "contract.backwards",
            "วันที่สัญญาสิ้นสุดอยู่ก่อนวันที่ลงนามในสัญญา โปรดตรวจสอบวันที่ทั้งสองอีกครั้ง",
            "contract_due_on",
        )


@rule("เดือนตามแผนต้องมีทั้งเดือนเริ่มและเดือนเสร็จ เรียงตามลำดับ และอยู่ในปีงบประมาณของแผน")
def planned_months_in_order(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """Planned months stand together, in order, and inside the plan's fiscal year."""
    first, last = values.get("planned_from"), values.get("planned_to")
    year = values.get("fiscal_year")
    if (first is None) != (last is None):
        missing, name = ("เดือนเริ่ม", "planned_from") if first is None else ("เดือนเสร็จ", "planned_to")
        yield Finding("planned.incomplete", f"ยังไม่ได้กรอก{missing}ตามแผน โปรดกรอกให้ครบทั้งสองเดือน", name)
    for name, month in (("planned_from", first), ("planned_to", last)):
        if isinstance(month, Month) and month.fiscal_year != year:
            yield Finding(
                "planned.outside",
                f"เดือนตามแผนต้องอยู่ในปีงบประมาณ {year} โปรดเลือกเดือนตั้งแต่ตุลาคมถึงกันยายนของปีนั้น",
                name,
                str(month),
            )
    if isinstance(first, Month) and isinstance(last, Month) and last < first:
        yield Finding(
            "planned.backwards", "เดือนเสร็จตามแผนอยู่ก่อนเดือนเริ่ม โปรดสลับหรือแก้ไขเดือน", "planned_to", str(last)
        )


@rule("วันที่เริ่มใช้นิยามใหม่ต้องอยู่ในปีงบประมาณของแผน")
def effective_in_year(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """A changed definition begins inside the plan's fiscal year."""
    day, year = values.get("effective_from"), values.get("fiscal_year")
    if isinstance(day, date) and isinstance(year, int) and fiscal_year_of(day) != year:
        yield Finding(
            "effective.outside",
            f"วันที่เริ่มใช้นิยามต้องอยู่ในปีงบประมาณ {year} โปรดเลือกวันตั้งแต่ 1 ตุลาคมถึง 30 กันยายนของปีนั้น",
            "effective_from",
            day.isoformat(),
        )


@rule("ค่าที่ใช้คำนวณของตัวชี้วัดต้องเป็น JSON object")
def parameters_readable(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """An indicator's parameters must be readable, or its formula can't be set up."""
    typed = values.get("parameters")
    if typed and not _is_json(str(typed), dict):
        yield Finding(
            "parameters.unreadable",
            'ค่าที่ใช้คำนวณอ่านไม่ได้ โปรดกรอกในรูป {"ชื่อ": ค่า} หรือเว้นว่างเพื่อใช้ค่าปกติ',
            "parameters",
            str(typed),
        )


@rule("ข้อความของค่าเป้าหมายพิมพ์เมื่อบอกค่าเดียวกับค่าเป้าหมาย มิฉะนั้นรายงานพิมพ์จากค่าเป้าหมาย")
def wording_says_target(values: Values, context: RuleContext) -> Iterable[Finding]:
    """A wording that says another target than the number isn't printed."""
    text, value = values.get("text"), values.get("value")
    key = plan_key(values.get("fiscal_year"), values.get("indicator"))
    indicator = context.lookup.by_key("plan_indicators", key) if text and key else None
    if indicator is None:
        return
    unit, comparison = (str(indicator[name] or "") for name in ("unit", "comparison"))
    number = value if isinstance(value, Decimal) else None
    if not agrees(str(text), number, unit, comparison):
        held = "จะไม่พิมพ์ข้อความนี้" if number is None else f"จะพิมพ์ว่า “{composed(number, unit, comparison)}”"
        yield Finding(
            "target.wording",
            f"ข้อความนี้บอกค่าไม่ตรงกับค่าเป้าหมาย รายงาน{held} โปรดแก้ข้อความหรือเว้นว่าง",
            "text",
            str(text),
            Severity.WARNING,
        )


def _is_json(typed: str, kind: type) -> bool:
    try:
        return isinstance(json.loads(typed), kind)
    except (ValueError, RecursionError):
        return False
