"""The tab ข้อมูลทั่วไป: what the register is called, who keeps it, what tells its records apart, when it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.models.register_design import RegisterDesign, labels_of, with_value
from desktop.pages.registers.field_words import DATED, NUMERIC
from desktop.pages.registers.part_form import PartForm, count, line, pick, yes
from desktop.widgets.boxes import vbox

KEYS, ORDERS = ("key_1", "key_2", "key_3"), ("order_1", "order_2")
BY = {"@project": "ตามโครงการของแต่ละรายการ", "@indicator": "ตามตัวชี้วัดของแต่ละรายการ"}
ASKED = (
    line("title", "ชื่อทะเบียน", required=True),
    line("short_title", "ชื่อย่อในแถบซ้าย", "เว้นว่างเพื่อใช้ชื่อทะเบียน"),
    pick("kept_by", "เจ้าของทะเบียน"),
    line("name", "ชื่อในแฟ้ม", "a-z 0-9 และ _ ใช้ในการส่งออก เปลี่ยนไม่ได้เมื่อบันทึกแล้ว", required=True),
    pick("key_1", "เลขหรือรหัสประจำรายการ"),
    pick("key_2", "ร่วมกับ"),
    pick("key_3", "และ"),
    yes("per_year", "เลขเริ่มใหม่ทุกปีงบประมาณ"),
    pick("day", "วันของรายการ", "บอกว่ารายการเป็นของเดือนและปีงบประมาณใด"),
    pick("exists_from", "มีรายการตั้งแต่วันของช่อง", "เว้นว่างเพื่อใช้วันของรายการ"),
    pick("order_1", "เรียงตาม"),
    pick("order_2", "แล้วเรียงตาม"),
    line("new_label", "ปุ่มเพิ่มรายการ", "เช่น รับเรื่อง"),
    line("counted_in", "ลักษณนาม", "เช่น เรื่อง ฉบับ คน"),
    count("place", "ลำดับในแถบซ้าย"),
    yes("retired", "เลิกใช้ทะเบียนนี้"),
    count("used_from", "ใช้ตั้งแต่ปีงบประมาณ", "พ.ศ. เช่น 2568"),
    count("used_to", "ใช้ถึงปีงบประมาณ", "พ.ศ. เว้นว่างถ้ายังใช้อยู่"),
)
ROWS = (
    ("title",),
    ("short_title", "kept_by"),
    ("key_1", "key_2"),
    ("key_3", "per_year"),
    ("day", "exists_from"),
    ("order_1", "order_2"),
    ("new_label", "counted_in"),
    ("place", "name"),
    ("used_from", "used_to"),
    ("retired",),
)
HEADINGS = {
    "title": "ชื่อและเจ้าของ",
    "key_1": "รายการในทะเบียน",
    "new_label": "ในโปรแกรม",
    "used_from": "การใช้งาน",
}


class GeneralTab(QWidget):
    """The register's own keys."""

    def __init__(
        self, design: RegisterDesign, units: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """``units``: the names of the units that may keep it, by code."""
        super().__init__(parent)
        self._design, self._units = design, units
        self.form = PartForm(ASKED, ROWS, self, headings=HEADINGS)
        self.form.committed.connect(self._take)
        vbox(self.form, parent=self, margins=0)
        self.setFocusProxy(self.form)

    def focus_form(self) -> None:
        """Goes to the title."""
        self.form.focus("title")

    def refresh(self) -> None:
        """Shows what is written by now."""
        written = self._design.written
        everything = labels_of(written)
        for name in KEYS:
            self.form.offer(name, everything)
        for name in ("day", "exists_from"):
            self.form.offer(name, labels_of(written, DATED))
        for name in ORDERS:
            self.form.offer(name, _orders(written))
        self.form.offer("kept_by", {**self._units, **BY}, "ผู้ดูแลแผน")
        self.form.set_values(_values(written))
        self.form.set_locked(["name"] if self._design.base is not None else [])

    def _take(self, name: str) -> None:
        problem = self.form.input(name).problem()
        self.form.complain(name, problem)
        if not problem:
            self._design.put(_with(self._design.written, name, self.form))


def _orders(written: Mapping[str, Any]) -> dict[str, str]:
    upwards = labels_of(written)
    latest = {
        f"-{name}": f"{label} (มากหรือล่าสุดก่อน)" for name, label in labels_of(written, DATED | NUMERIC).items()
    }
    return {**upwards, **latest}


def _values(written: Mapping[str, Any]) -> dict[str, Any]:
    by = written.get("owner_by")
    listed = {**_listed(KEYS, written.get("key", ())), **_listed(ORDERS, written.get("order", ()))}
    return {**written, **listed, "kept_by": f"@{by}" if by else written.get("unit")}


def _listed(names: tuple[str, ...], values: Any) -> dict[str, Any]:
    return dict(zip(names, values, strict=False))


def _with(written: dict[str, Any], name: str, form: PartForm) -> dict[str, Any]:
    value = form.taken(name)
    if name in ("title", "name") and not value:
        return written
    if name == "kept_by":
        by = str(value or "").startswith("@")
        made = with_value(written, "unit", None if by else value)
        return with_value(made, "owner_by", str(value)[1:] if by else None)
    for key, names in (("key", KEYS), ("order", ORDERS)):
        if name in names:
            chosen = dict.fromkeys(taken for one in names if (taken := form.taken(one)) is not None)
            return with_value(written, key, [*chosen, *written.get(key, ())[len(names) :]])
    return with_value(written, name, value)
