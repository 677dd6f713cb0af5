"""The tab มุมมอง: how the register is shown beside list and form."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from core.registers.views import DUE, STATE
from desktop.models.register_design import FIELDS, VIEWS, RegisterDesign, parts
from desktop.models.table_model import MUTED, ModelColumn
from desktop.pages.registers.field_words import NUMERIC
from desktop.pages.registers.kinds_tab import KindsTab
from desktop.pages.registers.parts_tab import Part
from desktop.pages.registers.rule_words import COUNT, FIELD, MONTH, NUMBER, REGISTER, THERE, Blank, KindWords
from desktop.pages.registers.rule_words import FIELDS as SEVERAL

WORDS = ("มุมมองของทะเบียน", "เพิ่มมุมมอง…", "ทะเบียนนี้แสดงเป็นรายการพร้อมแบบฟอร์ม กด Insert เพื่อเพิ่มมุมมองอื่น")
WORKED_OUT = ((STATE, "สถานะ"), (DUE, "กำหนด"))
VIEW_KINDS: Mapping[str, KindWords] = {
    "grid": KindWords(
        "ตารางรายการกับเดือน",
        (
            Blank("item", FIELD, "แถวละหนึ่ง"),
            Blank("month", FIELD, "เดือนตามช่อง", MONTH),
            Blank("value", FIELD, "ตัวเลขในช่องตาราง", NUMERIC),
            Blank("passes", NUMBER, "ผ่านเมื่อไม่น้อยกว่า", needed=False),
        ),
    ),
    "lines": KindWords(
        "รายการย่อยที่คะแนนรวมเป็นช่องหนึ่ง",
        (
            Blank("register", REGISTER, "รายการย่อยอยู่ในทะเบียน"),
            Blank("by", SEVERAL, "โยงกันด้วยช่อง"),
            Blank("of", THERE, "บรรทัดละหนึ่ง"),
            Blank("points", THERE, "คะแนนในช่อง", NUMERIC),
            Blank("total", FIELD, "รวมเป็นช่อง", NUMERIC, needed=False),
        ),
    ),
    "items": KindWords(
        "รายการที่มากับแผน",
        (
            Blank("group", FIELD, "จัดกลุ่มตามช่อง", needed=False),
            Blank("project", COUNT, "ของโครงการที่", needed=False),
            Blank("beside", REGISTER, "แสดงข้างรายการของ", needed=False),
        ),
    ),
    "list": KindWords(
        "รายการพร้อมแบบฟอร์ม",
        (
            Blank(
                "columns", SEVERAL, "คอลัมน์ตามลำดับ (Space เลือก Alt+ลูกศร เลื่อน)", needed=False, beside=WORKED_OUT
            ),
            Blank("sum_by", FIELD, "รวมเงินแยกตามตัวเลือกของ", frozenset(("choice",)), needed=False),
        ),
    ),
}


class ViewsTab(KindsTab):
    """The register's views."""

    def __init__(self, design: RegisterDesign, parent: QWidget | None = None) -> None:
        columns = (
            ModelColumn[Part]("มุมมอง", _title, share=2),
            ModelColumn[Part]("แสดง", self._shown, roles=MUTED, share=3),
        )
        super().__init__(design, VIEWS, columns, WORDS, parent, kinds=VIEW_KINDS)

    def _shown(self, view: Part) -> str:
        labels = {f["name"]: f["label"] for f in parts(self.design.written, FIELDS)}
        named = (view.get(key) for key in ("item", "month", "value", "group"))
        return " · ".join(labels[name] for name in named if name in labels)


def _title(view: Part) -> str:
    kind = str(view["kind"])
    return VIEW_KINDS[kind].title if kind in VIEW_KINDS else kind
