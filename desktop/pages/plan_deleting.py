"""Deleting places of the plan: headings stay, and a whole plan goes only once its year was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.office import Row
from desktop.models.plan_items import Key, PlanItem
from desktop.shell.context import AppContext
from desktop.widgets.ask_by_name import AskByName

YEARS = "plan_years"
HEADING = "“{label}” เป็นหัวข้อของโครงสร้างแผนจึงลบไม่ได้ ยังไม่ได้ลบรายการใด โปรดเลือกเฉพาะรายการที่จะลบ"


def delete_places(
    context: AppContext, parent: QWidget, items: Sequence[PlanItem], delete: Callable[[Sequence[Key]], None]
) -> None:
    """Has ``delete`` delete places, a whole plan among them only once its year was typed."""
    heading = next((item for item in items if item.row is None), None)
    if heading is not None:
        context.tell(HEADING.format(label=heading.label), "info")
        return
    keys = [item.key for item in items]
    plans = [item.row for item in items if item.row is not None and item.register == YEARS]
    plan = next((row for row in plans if may_go(context, row)), None)
    if plan is None:
        delete(keys)
        return
    ask = plan_deletion(plan.values["fiscal_year"], parent)
    ask.confirmed.connect(partial(delete, keys))
    ask.open()


def may_go(context: AppContext, plan: Row) -> bool:
    """True for a whole plan that may be deleted: one in force, or the only one, stays."""
    return bool(plan.values["draft"]) and len(context.office.session.years) > 1


def plan_deletion(year: object, parent: QWidget) -> AskByName:
    """Asks whether the draft of a year is to go, whole."""
    sentence = (
        f"ลบร่างแผนปีงบประมาณ {year} ทั้งฉบับ ทั้งตัวชี้วัด โครงการ และตารางในเล่ม "
        "ลบแล้วกด Ctrl+Z เพื่อเลิกทำได้ และจะหายจากแฟ้มของหน่วยงานอื่นเมื่อรับแพ็กเกจถัดไป"
    )
    ask = AskByName("ลบร่างแผน", sentence, str(year), "ลบร่างแผน", parent)
    ask.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return ask
