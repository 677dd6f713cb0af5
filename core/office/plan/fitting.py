"""Indicators that count something other than they promise: a register that is no longer kept, or kept by another unit; a formula
that doesn't fit the unit or the time that the title tells."""

import re
from collections.abc import Iterator, Mapping, Sequence

from core.indicators.formula import AMOUNT, PERCENT
from core.indicators.formulas import FORMULAS
from core.indicators.measures import Counted, InTime, Measured, Tallied, Terms, selections
from core.indicators.parameters import Uncomputable
from core.indicators.registry import measure_with, settings_for
from core.indicators.sentences import Way, way_of
from core.office.figures.types import FormulaTrial
from core.plan.check import PlanAdvice
from core.plan.model import Indicator, Plan
from core.plan.office_registers import ALWAYS
from core.registers.clocks import UNIT_WORDS
from core.registers.declare import Register
from core.registers.filters import Condition
from core.registers.used_years import used_years
from core.thai.digits import to_arabic

Registers = Mapping[str, Register]
_SHARE, _NUMBER = ("ร้อยละ", "อัตราร้อยละ", "สัดส่วนร้อยละ"), ("จำนวน",)
# Longer words first: วันทำการ begins with วัน.
_TIME = re.compile(r"ภายใน(?:ระยะเวลา)?\s*([0-9๐-๙]+)\s*(วันทำการ|วัน|นาที|ชั่วโมง)")
Misfit = tuple[str, str, str]  # code, what was found, what was probably meant


def misfits(plan: Plan, registers: Registers) -> Iterator[PlanAdvice]:
    """A piece of advice for each indicator that doesn't fit what it counts; one that can't be computed is another matter."""
    for indicator in plan.indicators:
        where, ref = f"ตัวชี้วัดที่ {indicator.code}", f"indicator:{indicator.code}"
        for code, message, intention in _of(plan, indicator, registers):
            yield PlanAdvice(code, message, where, intention, ref)


def _of(plan: Plan, indicator: Indicator, registers: Registers) -> Iterator[Misfit]:
    yield from _unit(indicator)
    measure = _measure(plan, indicator, registers)
    if measure is not None:
        yield from _register(plan, indicator, measure)
        yield from _time(indicator, measure)


def _measure(plan: Plan, indicator: Indicator, registers: Registers) -> Measured | None:
    try:
        return measure_with(indicator, settings_for(plan, indicator), registers)
    except Uncomputable:
        return None


def _unit(indicator: Indicator) -> Iterator[Misfit]:
    """Title, unit of measure and formula speak of shares, or of numbers, all three."""
    gives, title = FORMULAS[indicator.formula].gives if indicator.formula in FORMULAS else "", indicator.title
    percent = indicator.unit == PERCENT
    if title.startswith(_SHARE) and indicator.unit and not percent:
        yield "indicator.title-unit", "ชื่อบอกว่าเป็นร้อยละ แต่หน่วยนับไม่ใช่ร้อยละ", "น่าจะเลือกหน่วยนับคลาดเคลื่อน"
    if gives == AMOUNT and percent:
        yield "indicator.formula-unit", "หน่วยนับเป็นร้อยละ แต่วิธีคำนวณได้จำนวน", "น่าจะเลือกวิธีคำนวณที่ได้ร้อยละ"
    if gives == PERCENT and (title.startswith(_NUMBER) or (indicator.unit and not percent)):
        yield "indicator.formula-unit", "วิธีคำนวณได้ร้อยละ แต่ชื่อหรือหน่วยนับเป็นจำนวน", "น่าจะเลือกวิธีคำนวณที่ได้จำนวน"


def _register(plan: Plan, indicator: Indicator, measure: Measured) -> Iterator[Misfit]:
    """What is counted is kept, in this year, by the unit that answers for the indicator."""
    for register in dict.fromkeys(selection.register for selection in selections(measure)):
        if register.retired:
            yield "indicator.register-retired", f"นับจาก{register.title}ซึ่งเลิกใช้แล้ว", "น่าจะเลือกทะเบียนที่ใช้แทน"
        elif not register.used_in(plan.fiscal_year):
            said = f"นับจาก{register.title}ซึ่งใช้เฉพาะ{used_years(register)}"
            yield "indicator.register-year", said, f"น่าจะเลือกทะเบียนที่ใช้ในปี {plan.fiscal_year}"
        keeper = next((u.name for u in plan.units if u.code == register.unit), "")
        shared = register.name in ALWAYS or register.owner_by or not keeper
        if not shared and indicator.owner and register.unit != indicator.owner:
            said = f"นับจาก{register.title}ซึ่ง{keeper}เป็นผู้บันทึก ไม่ใช่เจ้าของตัวชี้วัด"
            yield "indicator.register-unit", said, "น่าจะเลือกทะเบียนคลาดเคลื่อน หรือเจ้าของยังไม่ตรง"


def _time(indicator: Indicator, measure: Measured) -> Iterator[Misfit]:
    """A time limit that the title tells is the clock's, or stands in a condition."""
    found = _TIME.search(indicator.title)
    if found is None or not isinstance(measure, Counted | Tallied | InTime | Terms):
        return
    number, unit = int(to_arabic(found[1])), found[2]
    if isinstance(measure, InTime):
        clock = measure.clock
        if (clock.limit, UNIT_WORDS[clock.unit].removesuffix("ในเวลาราชการ")) == (number, unit):
            return
        counted = f"วิธีคำนวณใช้กำหนดเวลา{clock.label} {clock.limit_said}"
    elif any(number in condition.against for condition in _conditions(measure)):
        return
    else:
        counted = "วิธีคำนวณไม่ได้ดูกำหนดเวลา"
    yield "indicator.time", f"ชื่อบอกว่า{found[0]} แต่{counted}", "น่าจะเลือกทะเบียนหรือกำหนดเวลาคลาดเคลื่อน"


def _conditions(measure: Counted | Tallied | Terms) -> Iterator[Condition]:
    for selection in selections(measure):
        yield from selection.filter.conditions
    if isinstance(measure, Tallied):
        yield from measure.meets.conditions


def nothing_counted(found: Sequence[tuple[Indicator, FormulaTrial]]) -> Iterator[PlanAdvice]:
    """Figures of no record at all, told once some other indicator's register has records of the year: at its beginning every one is
    empty. A share of nothing says so by itself."""
    if not any(one.records for _, trial in found for one in trial.counted):
        return
    for indicator, trial in found:
        counted = trial.counted
        empty = trial.result.value is not None and counted and not any(one.records for one in counted)
        if empty and _chosen(indicator):
            said = " ".join(dict.fromkeys(one.title for one in counted))
            message = f"ยังไม่มีรายการใดของ{said}ให้นับในปีนี้"
            where, ref = f"ตัวชี้วัดที่ {indicator.code}", f"indicator:{indicator.code}"
            intention = "น่าจะเลือกทะเบียนหรือเงื่อนไขคลาดเคลื่อน"
            yield PlanAdvice("indicator.register-empty", message, where, intention, ref)


def _chosen(indicator: Indicator) -> bool:
    """True where an amount or a share is counted over a register that was chosen, not one that the formula counts by itself."""
    formula, given = FORMULAS[indicator.formula], indicator.parameters or {}
    way = formula.ways[way_of(formula.ways, formula.parameters, given)] if formula.ways else Way("")
    return bool(formula.gives) and not way.over
