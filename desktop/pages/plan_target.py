"""What a target's form says beside its fields: the one target they make, and how it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office import composed, worded
from core.plan.model import Indicator
from core.thai.numbers import parse_decimal
from desktop.shell.context import AppContext
from desktop.widgets.thai_label import ThaiLabel

if TYPE_CHECKING:
    from desktop.forms.record_form import RecordForm

NO_TARGET = "ปีนี้ไม่มีค่าเป้าหมาย"
NOT_PRINTED = f"{NO_TARGET} ข้อความที่บอกค่าจึงไม่พิมพ์"


class TargetLine(ThaiLabel):
    """Number, comparison and unit as one target, while they are typed."""

    def __init__(self, context: AppContext, form: RecordForm) -> None:
        super().__init__("", form, kind="muted")
        self._context, self._form = context, form
        form.extra.addWidget(self)
        for signal in (form.shown, form.edited, form.settled):
            signal.connect(self._say)

    def _say(self, *_: object) -> None:
        raw = self._form.raw()
        known = {i.code: i for i in self._context.office.session.plan(self._context.year).indicators}
        indicator = known.get(raw["indicator"])
        self.setText(_as_printed(raw["value"], raw["text"].strip(), indicator) if indicator else "")
        self.setVisible(bool(self.text()))


def _as_printed(typed: str, text: str, indicator: Indicator) -> str:
    """The target in a sentence; "" while the number can't be read."""
    try:
        value = parse_decimal(typed) if typed.strip() else None
    except ValueError:
        return ""
    unit, comparison = indicator.unit, indicator.comparison
    printed = worded(text, value, unit, comparison)
    if value is None:
        return f"{NO_TARGET} พิมพ์ว่า “{printed}”" if printed else NOT_PRINTED if text else NO_TARGET
    how = f"พิมพ์ตามข้อความของแผนว่า “{printed}”" if printed == text else "พิมพ์เช่นนี้ทุกแห่ง"
    return f"เป้าหมายคือ {composed(value, unit, comparison)} · {how}"
