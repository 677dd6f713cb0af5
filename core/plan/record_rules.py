"""What the plan's own records must hold to (``core.plan.records``), and how their natural keys are made."""

import binascii
import json
from base64 import b64decode
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.faults import Finding, Severity
from core.indicators.scores import levels_fault
from core.plan.targets import agrees, composed
from core.registers.declare import RuleContext, StatedRule, Value, Values, rule
from core.thai.fiscal import Month, fiscal_year_of
from core.thai.quote import quoted

WHOLE = Decimal(100)  # percent
EMBLEM_SIZE = 300_000  # bytes of the picture's file
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"  # how their files begin


def plan_key(*parts: Value | None) -> str | None:
    """The natural key of a record of the plan, None while a part is missing; 0 is a number there."""
    return None if None in parts or "" in parts else "|".join(map(str, parts))


def target_key(*parts: Value | None) -> str | None:
    """The natural key of a target: of a year's without quarter and month, which are told only where there are."""
    *named, quarter, month = parts
    return plan_key(*named, *(part for part in (quarter, month) if part is not None))


def is_picture(content: bytes) -> bool:
    """True for a PNG or JPEG that is small enough to lie in the office file, and can be printed."""
    from core.plan.emblem import unprintable  # noqa: PLC0415  # brings the code of pictures

    small = len(content) <= EMBLEM_SIZE and content.startswith((PNG, JPEG))
    return small and not unprintable(content)


def named_in_plan(field: str, register: str, called: str) -> StatedRule:
    """A rule: what a field names is a record of the same year's plan. Only a warning, for the plan may be written in any
    order; the plan check names what stays so."""

    @rule(f"{called}ต้องเป็นรายการหนึ่งในแผนของปี")
    def stands_in_plan(values: Values, context: RuleContext) -> Iterable[Finding]:
        """What is named must be there."""
        name = values.get(field)
        key = plan_key(values.get("fiscal_year"), name)
        if key and context.lookup.by_key(register, key) is None:
            yield Finding(
                "plan.unknown",
                f"{called} {quoted(str(name))} ไม่มีในแผนของปีนี้ โปรดเลือกจากรายการที่ขึ้นเมื่อพิมพ์",
                field,
                str(name),
                Severity.WARNING,
            )

    return stands_in_plan


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


@rule("เกณฑ์ระดับเป็นตัวเลขห้าค่า เรียงตามลำดับของระดับ 1 ถึง 5")
def levels_in_order(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """An indicator's levels must be readable; with others than five in their order there is no score yet."""
    typed = values.get("levels")
    if not typed:
        return
    levels = levels_of(str(typed))
    if levels is None:
        yield Finding(
            "levels.unreadable",
            "เกณฑ์ระดับอ่านไม่ได้ โปรดกรอกตัวเลขห้าค่าในรูป [60, 65, 70, 75, 80] หรือเว้นว่าง",
            "levels",
            str(typed),
        )
    elif fault := levels_fault(levels, str(values.get("comparison") or "")):
        message = f"{fault} จนกว่าจะแก้ตัวชี้วัดนี้ยังไม่มีคะแนน"
        yield Finding("levels", message, "levels", str(typed), Severity.WARNING)


@rule("น้ำหนักของตัวชี้วัดเป็นร้อยละของทั้งหมด จึงไม่เกิน 100")
def weight_of_the_whole(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """A weight is a part of the whole."""
    weight = values.get("weight")
    if isinstance(weight, Decimal) and weight > WHOLE:
        yield Finding(
            "weights.sum",
            "น้ำหนักเกิน 100 ทั้งที่น้ำหนักของทุกตัวชี้วัดรวมกันเป็น 100 โปรดตรวจน้ำหนัก",
            "weight",
            str(weight),
            Severity.WARNING,
        )


def levels_of(typed: str) -> tuple[Decimal, ...] | None:
    """The values of an indicator's levels; None where they can't be read."""
    try:
        found = json.loads(typed, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError):
        return None
    numbers = isinstance(found, list) and all(isinstance(n, Decimal) and n.is_finite() for n in found)
    return tuple(found) if numbers else None


@rule("ภาพครุฑต้องเป็นภาพ PNG หรือ JPEG ขนาดไม่เกิน 300 กิโลไบต์")
def emblem_is_a_picture(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """The office's own picture must be one that can be printed, and small."""
    typed = values.get("emblem")
    if typed and not _is_emblem(str(typed)):
        yield Finding(
            "emblem.unreadable",
            "ภาพครุฑต้องเป็นแฟ้ม PNG หรือ JPEG ที่เปิดได้ ขนาดไม่เกิน 300 กิโลไบต์ โปรดเลือกแฟ้มอื่นหรือเว้นว่าง",
            "emblem",
            str(typed)[:20],
        )


def _is_emblem(typed: str) -> bool:
    try:
        return is_picture(b64decode(typed, validate=True))
    except (binascii.Error, ValueError):
        return False


@rule("ค่าเป้าหมายเป็นของปี ของไตรมาสหนึ่ง หรือของเดือนหนึ่งในปีนั้น")
def target_period_in_year(values: Values, _context: RuleContext) -> Iterable[Finding]:
    """A target is that of a year, a quarter or a month of the year, never of two of these."""
    year, quarter, month = (values.get(name) for name in ("year", "quarter", "month"))
    if quarter is not None and month is not None:
        yield Finding(
            "target.periods",
            "ค่าเป้าหมายเป็นของไตรมาสหรือของเดือนอย่างใดอย่างหนึ่ง โปรดเว้นว่างช่องหนึ่ง",
            "month",
            str(month),
        )
    elif isinstance(month, Month) and month.fiscal_year != year:
        yield Finding(
            "target.outside",
            f"เดือนของค่าเป้าหมายต้องอยู่ในปีงบประมาณ {year} โปรดเลือกเดือนตั้งแต่ตุลาคมถึงกันยายนของปีนั้น",
            "month",
            str(month),
        )


@rule("ค่าเป้าหมายที่เป็นช่วงต้องเรียงจากน้อยไปมาก")
def target_in_order(values: Values, context: RuleContext) -> Iterable[Finding]:
    """The upper bound of a target stands beside a lower one and isn't less."""
    low, high = values.get("value"), values.get("value_to")
    if isinstance(high, Decimal) and (not isinstance(low, Decimal) or low > high):
        yield Finding(
            "target.backwards",
            "ค่าเป้าหมายที่เป็นช่วงต้องมีทั้งค่าต่ำสุดและค่าสูงสุด โดยค่าสูงสุดไม่น้อยกว่าค่าต่ำสุด โปรดแก้ไข",
            "value_to",
            str(high),
        )
    elif isinstance(low, Decimal) and high is None and _lies_between(values, context):
        yield Finding(
            "target.span",
            "ตัวชี้วัดนี้เทียบเป้าหมายแบบอยู่ระหว่าง แต่ยังไม่มีค่าสูงสุด จึงยังเทียบเป้าหมายไม่ได้ โปรดกรอกค่าที่สอง",
            "value_to",
            severity=Severity.WARNING,
        )


def _lies_between(values: Values, context: RuleContext) -> bool:
    key = plan_key(values.get("fiscal_year"), values.get("indicator"))
    indicator = context.lookup.by_key("plan_indicators", key) if key else None
    return indicator is not None and indicator["comparison"] == "between"


@rule("ข้อความของค่าเป้าหมายพิมพ์เมื่อบอกค่าเดียวกับค่าเป้าหมาย มิฉะนั้นรายงานพิมพ์จากค่าเป้าหมาย")
def wording_says_target(values: Values, context: RuleContext) -> Iterable[Finding]:
    """A wording that says another target than the number isn't printed."""
    text, value = values.get("text"), values.get("value")
    key = plan_key(values.get("fiscal_year"), values.get("indicator"))
    indicator = context.lookup.by_key("plan_indicators", key) if text and key else None
    if indicator is None:
        return
    unit, comparison = (str(indicator[name] or "") for name in ("unit", "comparison"))
    number, to = (n if isinstance(n, Decimal) else None for n in (value, values.get("value_to")))
    if not agrees(str(text), number, unit, comparison, to):
        held = "จะไม่พิมพ์ข้อความนี้" if number is None else f"จะพิมพ์ว่า “{composed(number, unit, comparison, to)}”"
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
