"""What the forms of a target and of an indicator say beside their fields: what is promised, by when, how it is printed, and what it
counts for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from core.office import composed, levels_fault, worded
from core.plan.model import Indicator
from core.thai.numbers import parse_decimal
from desktop.models.plan_items import period_words
from desktop.shell.context import AppContext
from desktop.widgets.inputs.number_edit import plain
from desktop.widgets.thai_label import ThaiLabel

if TYPE_CHECKING:
    from desktop.forms.record_form import RecordForm

TYPE_NUMBER = "โปรดพิมพ์ค่าเป้าหมายเป็นตัวเลขในช่องค่าเป้าหมายด้วย"
BETWEEN, AT_MOST = "between", "le"
Raw = Mapping[str, str]


class FormLine(ThaiLabel):
    """A sentence below a form's fields that follows what is typed in them."""

    def __init__(self, context: AppContext, form: RecordForm) -> None:
        super().__init__("", form, kind="muted")
        self._context, self._form = context, form
        form.notes.add(self)
        for signal in (form.shown, form.edited, form.settled):
            signal.connect(self._say)

    def _say(self, *_: object) -> None:
        try:
            said = self.said(self._form.raw())
        except ValueError:  # a number that can't be read says so by itself
            said = ""
        self.setText(said)
        self.setVisible(bool(said))

    def said(self, raw: Raw) -> str:
        """The sentence. ValueError while something typed can't be read."""
        raise NotImplementedError


class TargetLine(FormLine):
    """Period, number, comparison and unit as one target, while they are typed."""

    def said(self, raw: Raw) -> str:
        known = {i.code: i for i in self._context.office.session.plan(self._context.year).indicators}
        indicator = known.get(raw["indicator"])
        return _target(raw, indicator) if indicator else ""


class GoalLine(FormLine):
    """How an indicator is judged and scored, while it is typed."""

    def said(self, raw: Raw) -> str:
        parts = [_judged(raw), _from(raw), _scored(raw)]
        return " · ".join(part for part in parts if part)


def _target(raw: Raw, indicator: Indicator) -> str:
    value, value_to, text = _number(raw["value"]), _number(raw["value_to"]), raw["text"].strip()
    unit, comparison = indicator.unit, indicator.comparison
    printed = worded(text, value, unit, comparison, value_to)
    period = period_words(raw["quarter"], raw["month"])
    if value is None:
        return _without_number(text, printed, period or "ปีนี้")
    if comparison == BETWEEN and value_to is None:
        return "เป้าหมายอยู่ระหว่างสองค่า โปรดกรอกค่าที่ถึงด้วย"
    goal = composed(value, unit, comparison, value_to)
    if period:
        counted = "นับสะสมตั้งแต่ต้นปี" if indicator.cumulative else "นับเฉพาะช่วงนั้น"
        return f"เป้าหมายของ{period} คือ {goal} · {counted}"
    how = f"พิมพ์ตามข้อความของแผนว่า “{printed}”" if printed == text else "พิมพ์เช่นนี้ทุกแห่ง"
    return f"เป้าหมายคือ {goal} · {how}"


def _without_number(text: str, printed: str, when: str) -> str:
    none = f"{when} ไม่มีค่าเป้าหมาย" if when[-1].isdigit() else f"{when}ไม่มีค่าเป้าหมาย"
    if not printed:
        return f"{none} ข้อความที่บอกค่าจึงไม่พิมพ์ {TYPE_NUMBER}" if text else none
    told = any(char.isdigit() for char in text)
    return f"{none} พิมพ์ว่า “{printed}”{f' · หากข้อความบอกค่า {TYPE_NUMBER}' if told else ''}"


def _judged(raw: Raw) -> str:
    if raw["comparison"] == AT_MOST:
        return "ยิ่งน้อยยิ่งดี บรรลุเมื่อไม่เกินค่าเป้าหมาย"
    if raw["comparison"] == BETWEEN:
        return "บรรลุเมื่ออยู่ระหว่างสองค่าของเป้าหมาย รวมค่าทั้งสอง"
    return "ยิ่งมากยิ่งดี บรรลุเมื่อไม่น้อยกว่าค่าเป้าหมาย" if raw["comparison"] else ""


def _from(raw: Raw) -> str:
    baseline, note = _number(raw["baseline"]), raw["baseline_note"].strip()
    return f"เริ่มจากค่าฐาน {plain(baseline)}{f' ({note})' if note else ''}" if baseline is not None else ""


def _scored(raw: Raw) -> str:
    """What it counts for: by its levels, else by what is achieved of it, else not at all."""
    weight = _number(raw["weight"])
    if weight is None:
        return ""
    levels = json.loads(raw["levels"], parse_float=Decimal, parse_int=Decimal) if raw["levels"] else []
    said = f"น้ำหนักร้อยละ {plain(weight)} ของทั้งหมด"
    if fault := levels_fault(levels, raw["comparison"]):
        return f"{said} {fault} จึงยังไม่มีคะแนน"
    if levels:
        told = " ".join(f"ระดับ {n} = {plain(level)}" for n, level in enumerate(levels, 1))
        return f"{said} คิดคะแนนจาก {told} ระหว่างระดับคิดตามสัดส่วน"
    of = "ผลที่วัดได้" if raw["score"] == "result" else "ร้อยละของเป้าหมายที่ทำได้"
    return f"{said} คิดคะแนนจาก{of} ไม่เกินเต็ม"


def _number(typed: str) -> Decimal | None:
    return parse_decimal(typed) if typed.strip() else None
