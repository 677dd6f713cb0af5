"""The tab ช่อง: the fields in their order, and what the chosen one asks for, by its type."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from core.office.registers.names import field_name
from core.registers.free_names import free_label, free_name
from desktop.models.register_design import (
    FIELDS,
    RegisterDesign,
    mentions,
    names_in,
    with_value,
)
from desktop.models.table_model import MUTED, ModelColumn
from desktop.pages.registers.choices_grid import ChoicesGrid
from desktop.pages.registers.field_words import (
    FIXED,
    IN_SHORT,
    OF_TYPE,
    STARTS,
    TODAY,
    TYPES,
    WITH_CHOICES,
    new_field,
    retyped,
    starts_of,
)
from desktop.pages.registers.part_form import PartForm, amount, count, line, pick, yes
from desktop.pages.registers.parts_tab import Part, PartsTab
from desktop.theme.metrics import scaled

WORDS = ("ช่องของทะเบียน", "เพิ่มช่อง", "ยังไม่มีช่อง กด Insert เพื่อเพิ่มช่องแรก")
ASKED = (
    line("label", "ป้ายของช่อง", "ชื่อที่เห็นในแบบฟอร์มและหัวคอลัมน์", required=True),
    pick("type", "ชนิดของข้อมูล", required=True),
    line("section", "หัวข้อในแบบฟอร์ม", "ช่องที่อยู่ติดกันและมีหัวข้อเดียวกันรวมเป็นกลุ่ม"),
    line("help", "คำอธิบาย", "บอกผู้กรอกว่าช่องนี้คืออะไร"),
    yes("required", "ต้องกรอก"),
    yes("in_list", "แสดงในรายการ"),
    count("max_length", "ยาวไม่เกิน", "จำนวนตัวอักษร"),
    line("pattern", "รูปแบบ", "นิพจน์ที่ข้อความต้องตรงทั้งหมด เช่น \\d{2}/\\d{4} คือ 63/0431"),
    pick("refers_to", "อ้างถึงรายการของ"),
    amount("minimum", "ไม่น้อยกว่า"),
    amount("maximum", "ไม่เกิน"),
    count("decimals", "ทศนิยม (0 ถึง 4)"),
    yes("above_zero", "ต้องมากกว่าศูนย์"),
    yes("beforehand", "เป็นวันที่กำหนดไว้ล่วงหน้า"),
    yes("any_year", "ห่างจากปีของแผนได้", "เช่น วันเกิด หรือวันที่ได้มาเมื่อหลายปีก่อน"),
    yes("personal", "เป็นข้อมูลส่วนบุคคล", "เช่น ชื่อผู้รับเงิน หรือผู้ใช้ LINE"),
    pick("start", "ค่าเริ่มต้น"),
    line("value", "ค่าที่กำหนด", "พิมพ์เหมือนกรอกในช่องนี้"),
    line("name", "ชื่อในแฟ้ม", "a-z 0-9 และ _ ใช้ในการส่งออก ตั้งแล้วเปลี่ยนไม่ได้เมื่อบันทึกทะเบียน"),
    yes("retired", "เลิกใช้ช่องนี้"),
)
ROWS = (
    ("label",),
    ("type", "section"),
    ("help",),
    ("required", "in_list"),
    ("max_length", "pattern"),
    ("minimum", "maximum"),
    ("decimals", "above_zero"),
    ("refers_to",),
    ("beforehand", "any_year"),
    ("personal",),
    ("start", "value"),
    ("name", "retired"),
)
ALWAYS = frozenset(
    (
        "label",
        "type",
        "section",
        "help",
        "required",
        "in_list",
        "personal",
        "start",
        "value",
        "name",
        "retired",
    )
)
ROOMY = 500  # px at text size 100 %: in a narrower tab the list shows labels alone
NUMBERS = frozenset(("minimum", "maximum"))
UNNAMED = "field"
STILL_NAMED = "ช่องนี้ยังใช้อยู่ใน{where} โปรดเปลี่ยนที่นั่นก่อนแล้วลบช่อง"


class FieldsTab(PartsTab):
    """The fields of the register. Choices stand in a small grid under the form's first rows."""

    def __init__(
        self, design: RegisterDesign, others: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        """``others``: what a field may refer to, by name."""
        columns = (
            ModelColumn[Part]("ช่อง", _label, share=1),
            ModelColumn[Part]("ชนิด", lambda field: IN_SHORT.get(field["type"], ""), roles=MUTED),
        )
        super().__init__(design, FIELDS, columns, WORDS, parent)
        self.others = others
        self.form, self.grid = PartForm(ASKED, ROWS, self), ChoicesGrid(self)
        self.forms.addWidget(self.form)
        self.form.insert_after("required", self.grid)
        self.form.committed.connect(self._take)
        self.form.left_last.connect(self.table.setFocus)
        self.grid.changed.connect(self._take_choices)

    def new_part(self) -> Part:
        names = names_in(self.design.written, FIELDS)
        return new_field(free_name(UNNAMED, names), len(names) + 1)

    def pasted(self, part: dict[str, Any]) -> dict[str, Any]:
        label = free_label(part["label"], [f["label"] for f in self.model.rows])
        return super().pasted({**part, "label": label, "type": part["type"]})

    def take_out(self) -> None:
        part = self.part()
        where = mentions(self.design.written, part["name"]) if part else []
        if where:
            self.told.emit(STILL_NAMED.format(where=" ".join(where)))
        else:
            super().take_out()

    def focus_form(self) -> None:
        self.form.focus("label")

    def show_form(self, part: Part) -> QWidget:
        held, form = str(part["type"]), self.form
        form.show_only({*ALWAYS, *(name for row in OF_TYPE.get(held, ()) for name in row)})
        form.offer("type", TYPES)
        form.offer("start", starts_of(held), "ว่าง")
        form.offer("refers_to", self.others, "ไม่อ้างถึง")
        form.set_values(_values(part))
        saved = names_in(self.design.base or {}, FIELDS)
        locked = ["name"] if part["name"] in saved else []
        form.set_locked(locked if _start(part) == FIXED else [*locked, "value"])
        self.grid.setVisible(held in WITH_CHOICES)
        self.grid.show_choices(part.get("choices", {}), numbered=held == "whole")
        return form

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.show_column(1, self.width() >= scaled(ROOMY))

    # -- inside

    def _take(self, name: str) -> None:
        part, form = self.part(), self.form
        if part is None:
            return
        problem = form.input(name).problem()
        form.complain(name, problem)
        if not problem:
            self.put(self._called(_with(part, name, form)) if name == "label" else _with(part, name, form))

    def _called(self, part: dict[str, Any]) -> dict[str, Any]:
        """A field that has no name of its own yet goes by its label."""
        names = names_in(self.design.written, FIELDS)
        if part["name"].partition("_")[0] != UNNAMED or part["name"] in names_in(
            self.design.base or {}, FIELDS
        ):
            return part
        return {**part, "name": field_name(part["label"], [n for n in names if n != part["name"]])}

    def _take_choices(self, choices: Mapping[str, str]) -> None:
        part = self.part()
        if part is not None:
            self.put(with_value(part, "choices", dict(choices)))


def _label(field: Part) -> str:
    marks = f"{' *' if field.get('required') else ''}{' (เลิกใช้)' if field.get('retired') else ''}"
    return f"{field['label']}{marks}"


def _start(field: Part) -> str:
    default = field.get("default")
    return "" if default is None else str(default) if default in (TODAY, *STARTS) else FIXED


def _values(field: Part) -> dict[str, Any]:
    kind = _start(field)
    shown = {key: value for key, value in field.items() if key not in ("choices", "default")}
    for name in NUMBERS & shown.keys():
        shown[name] = Decimal(str(shown[name]))
    listed = field.get("in_list", field["type"] != "long_text")
    fixed = str(field["default"]) if kind == FIXED else None
    return {**shown, "in_list": listed, "start": kind or None, "value": fixed}


def _with(field: Part, name: str, form: PartForm) -> dict[str, Any]:
    value = form.taken(name)
    if name == "type":
        return retyped(field, str(value or field["type"]))
    if name == "start":
        return with_value(field, "default", "0" if value == FIXED else value)
    if name == "value":
        return with_value(field, "default", value)
    if name == "in_list":
        usual = field["type"] != "long_text"
        made = {key: one for key, one in field.items() if key != name}
        return made if value == usual else {**made, name: bool(value)}
    if name == "personal":
        return {
            **field,
            name: bool(value),
        }  # said either way: unsaid, it is as the program's own registers have it
    if name in ("label", "name") and not value:
        return dict(field)
    if name in NUMBERS | {"decimals"} and value is not None:
        return {**field, name: value}  # nothing, 0, is a limit
    return with_value(field, name, value)
