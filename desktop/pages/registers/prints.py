"""The tab พิมพ์: the register's lists on paper."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from core.registers.declare import Register
from core.registers.free_names import free_name
from core.registers.prints import MONTH, ROLE, SIGNERS, YEAR
from desktop.models.register_design import PRINTS, RegisterDesign, names_in
from desktop.models.table_model import MUTED, ModelColumn
from desktop.pages.registers import parameters
from desktop.pages.registers.field_words import NUMERIC
from desktop.pages.registers.part_form import PartForm
from desktop.pages.registers.parts_tab import Part, PartsTab
from desktop.pages.registers.rule_words import FIELD, FLAG, ONE_OF, SENTENCE, Blank
from desktop.pages.registers.rule_words import FIELDS as SEVERAL
from desktop.pages.registers.views import WORKED_OUT

WORDS = (
    "รายการพิมพ์ของทะเบียน",
    "เพิ่มรายการพิมพ์",
    "ทะเบียนนี้พิมพ์ได้ตามที่แสดงในรายการ กด Insert เพื่อกำหนดรายการพิมพ์ของหน่วยงานเองมาใช้แทน",
)
PERIODS = ((MONTH, "ประจำเดือน"), (YEAR, "ทั้งปีงบประมาณ"))
NAMED = "list"  # what the first one is called in files
NO_SUMS = "ไม่มีช่องที่รวมได้ นับจำนวนรายการให้เสมอ"
NO_ROLES = "ยังไม่มีหน้าที่ของผู้ลงนาม"
ROWS = (("title",), ("period", "group"), ("columns",), ("totals", "signers"), ("landscape",))


def asks(roles: tuple[tuple[str, str], ...]) -> tuple[Blank, ...]:
    """What is asked for a printed list; ``roles`` are those that somebody can sign in."""
    return (
        Blank("title", SENTENCE, "ชื่อที่พิมพ์ (เว้น: ชื่อทะเบียน)", needed=False),
        Blank("period", ONE_OF, "พิมพ์รายการของ", needed=False, beside=PERIODS),
        Blank("group", FIELD, "จัดกลุ่มตาม", needed=False),
        Blank("columns", SEVERAL, "คอลัมน์ (Space เลือก Alt+ลูกศร เลื่อน)", needed=False, beside=WORKED_OUT),
        Blank("totals", SEVERAL, "รวมยอด", NUMERIC, needed=False, nothing=NO_SUMS),
        Blank("signers", SEVERAL, "ผู้ลงนาม", frozenset(), needed=False, beside=roles, nothing=NO_ROLES),
        Blank("landscape", FLAG, "กระดาษแนวนอน", needed=False),
    )


class PrintsTab(PartsTab):
    """The register's printed lists."""

    def __init__(self, design: RegisterDesign, parent: QWidget | None = None) -> None:
        columns = (
            ModelColumn[Part]("รายการพิมพ์", self._title, share=3),
            ModelColumn[Part]("ของ", _period, roles=MUTED, share=2),
        )
        super().__init__(design, PRINTS, columns, WORDS, parent)
        self.known: Mapping[str, Register] = {}
        fields, _, made = parameters.inputs_of(asks(()))
        self.form = PartForm(fields, ROWS, made=made)
        self.form.committed.connect(self._take)
        self.form.left_last.connect(self.table.setFocus)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.form)
        self.forms.addWidget(self._scroll)

    def new_part(self) -> Part | None:
        name = free_name(NAMED, names_in(self.design.written, PRINTS))
        period = MONTH if self.design.written.get("day") else YEAR
        return {"name": name, "period": period, "signers": [code for code, _ in self._roles()][:2]}

    def show_form(self, part: Part) -> QWidget:
        parameters.show(self.form, asks(self._roles()), part, self.design.written, self.known)
        return self._scroll

    def focus_form(self) -> None:
        self.form.focus_first()

    # -- inside

    def _roles(self) -> tuple[tuple[str, str], ...]:
        signers = self.known.get(SIGNERS)
        return tuple((c.code, c.label) for c in signers.field(ROLE).choices) if signers else ()

    def _title(self, part: Part) -> str:
        return str(part.get("title") or self.design.written.get("title") or "")

    def _take(self, name: str) -> None:
        part = self.part()
        if part is None:
            return
        problem = self.form.input(name).problem()
        self.form.complain(name, problem)
        if not problem:
            taken = parameters.taken(self.form, asks(self._roles()), part, name, self.design.written)
            self.put(_sensible(taken))


def _sensible(part: Part) -> Part:
    """Without sums of what isn't printed any more."""
    if not part.get("columns") or not part.get("totals"):
        return part
    kept = [name for name in part["totals"] if name in part["columns"]]
    return {**{k: v for k, v in part.items() if k != "totals"}, **({"totals": kept} if kept else {})}


def _period(part: Part) -> str:
    period = str(part.get("period") or YEAR)
    return dict(PERIODS).get(period, period)
