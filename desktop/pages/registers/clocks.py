"""The tab กำหนดเวลา: each time limit as a sentence whose blanks are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from core.registers.clocks import MINUTES, UNIT_WORDS, UNITS
from core.registers.declare import Choice
from core.registers.free_names import free_name
from desktop.forms.drafting import mark_kept
from desktop.forms.named_inputs import NamedInputs
from desktop.models.register_design import (
    CLOCKS,
    RegisterDesign,
    labels_of,
    names_in,
    with_value,
)
from desktop.models.table_model import ModelColumn
from desktop.pages.registers.field_words import BY_DAY
from desktop.pages.registers.parts_tab import Part, PartsTab
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.inputs import ChoiceBox, FieldInput, FlagBox, TextEdit, WholeEdit
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.thai_label import ThaiLabel

WORDS = ("กำหนดเวลาของทะเบียน", "เพิ่มกำหนดเวลา", "ทะเบียนนี้ยังไม่มีกำหนดเวลา กด Insert เพื่อเพิ่ม")
NO_DAYS = "กำหนดเวลานับจากช่องวันที่หนึ่งถึงอีกช่องหนึ่ง โปรดเพิ่มช่องวันที่ให้มีอย่างน้อยสองช่องก่อน"
NAMES = (
    "label",
    "limit",
    "unit",
    "from",
    "until",
    "stopped_by",
    "out_since",
    "restarts_on",
    "runs_on",
    "waiting",
    "away",
    "line",
)
SPOKEN: Mapping[str, str] = {
    "label": "สิ่งที่ต้องทำ",
    "limit": "ภายใน",
    "unit": "หน่วยเวลา",
    "from": "นับจาก",
    "until": "ถึง",
    "stopped_by": "ไม่นับเมื่อมี",
    "out_since": "พักเมื่อมี",
    "restarts_on": "นับใหม่เมื่อมี",
    "runs_on": "ระหว่างที่พักให้นับเวลาต่อไป",
    "waiting": "คำที่ใช้เรียกรายการที่รอ",
    "away": "คำที่ใช้เรียกรายการที่พัก",
    "line": "ข้อความในรายการใกล้ครบกำหนด",
}
LINE_HELP = "เช่น เรื่องร้องเรียน {complaint_no} ชื่อช่องในวงเล็บปีกกาแทนค่าของรายการ"


class ClockSentence(NamedInputs, QScrollArea):
    """ต้อง [ปิดเรื่อง] ภายใน [3] [วันทำการ] นับจาก [วันที่รับ] ถึง [วันที่ปิด]; below it what few registers need."""

    committed = Signal(str)
    left_last = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inputs = {name: _input(name) for name in NAMES}
        self.fault = ThaiLabel("", self, kind="error")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._built())
        for name, one in self._inputs.items():
            one.committed.connect(lambda n=name: self.committed.emit(n))
            mark_kept(one)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        here = next((n for n, name in enumerate(NAMES) if widget_of(self._inputs[name]).hasFocus()), -1)
        if here + 1 < len(NAMES):
            self.focus(NAMES[here + 1])
        else:
            self.left_last.emit()

    def show_clock(self, clock: Part, days: Mapping[str, str]) -> None:
        """Shows a clock; ``days`` are the labels of the fields it can go by."""
        for name in ("from", "until", "stopped_by", "out_since", "restarts_on"):
            box = self._inputs[name]
            assert isinstance(box, ChoiceBox)
            box.set_choices([Choice(code, label) for code, label in days.items()])
        for name, one in self._inputs.items():
            one.set_value(clock.get(name))
        self.complain("")

    def complain(self, sentence: str) -> None:
        """Says why what was typed can't be taken."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _built(self) -> QWidget:
        content = QWidget(self)
        content.setObjectName("scrolled")
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(8))
        grid.setVerticalSpacing(scaled(6))
        for row, names in enumerate((("label", "limit"), ("from", "until"))):
            for column, name in enumerate(names):
                words = "ต้อง" if name == "label" else SPOKEN[name]
                label = QLabel(words, content)
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(label, row, 2 * column)
                if name == "limit":
                    grid.addLayout(
                        hbox((self._widget("limit"), 1), (self._widget("unit"), 2), spacing=6), row, 3
                    )
                else:
                    grid.addWidget(self._widget(name), row, 2 * column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        more = QGridLayout()
        more.setHorizontalSpacing(scaled(8))
        more.setVerticalSpacing(scaled(3))
        for place, names in enumerate(
            (("stopped_by", "waiting"), ("out_since", "restarts_on"), ("away", "line"))
        ):
            for column, name in enumerate(names):
                caption = QLabel(SPOKEN[name], content)
                set_kind(caption, "small")
                more.addWidget(caption, 2 * place, column)
                more.addWidget(self._widget(name), 2 * place + 1, column)
        more.setColumnStretch(0, 1)
        more.setColumnStretch(1, 1)
        vbox(
            grid,
            self.fault,
            more,
            self._widget("runs_on"),
            STRETCH,
            parent=content,
            margins=(14, 10, 14, 8),
            spacing=10,
        )
        return content

    def _widget(self, name: str) -> QWidget:
        return widget_of(self._inputs[name])


def _input(name: str) -> FieldInput:
    made: FieldInput
    if name == "limit":
        made = WholeEdit()
    elif name == "unit":
        made = ChoiceBox([Choice(code, label) for code, label in UNIT_WORDS.items()])
    elif name == "runs_on":
        made = FlagBox(words=SPOKEN[name])
    else:
        made = TextEdit() if name in ("label", "waiting", "away", "line") else ChoiceBox()
    widget = widget_of(made)
    widget.setAccessibleName(SPOKEN[name])
    widget.setObjectName(name)
    if isinstance(made, WholeEdit):
        made.setMinimumWidth(scaled(44))
    if name == "line":
        widget.setToolTip(LINE_HELP)
    return made


def sentence(clock: Part, days: Mapping[str, str]) -> str:
    """A clock in one sentence."""
    unit = UNIT_WORDS.get(str(clock.get("unit")), "")
    ran = " ".join(
        f"{words}{days.get(str(clock.get(key)), '…')}" for key, words in (("from", "นับจาก"), ("until", "ถึง"))
    )
    return f"ต้อง{clock.get('label') or '…'}ภายใน {clock.get('limit') or '…'} {unit} {ran}"


class ClocksTab(PartsTab):
    """The register's time limits."""

    def __init__(self, design: RegisterDesign, parent: QWidget | None = None) -> None:
        columns = (ModelColumn[Part]("กำหนดเวลา", lambda clock: sentence(clock, self._days()), share=1),)
        super().__init__(design, CLOCKS, columns, WORDS, parent, wide=True)
        self.form = ClockSentence(self)
        self.forms.addWidget(self.form)
        self.form.committed.connect(self._take)
        self.form.left_last.connect(self.table.setFocus)

    def new_part(self) -> Part | None:
        days = list(labels_of(self.design.written, ("day",)))
        moments = list(labels_of(self.design.written, ("moment",)))
        found, unit = (days, "working_days") if len(days) > 1 else (moments, "hours")
        if len(found) < 2:
            self.told.emit(NO_DAYS)
            return None
        # Files made apart name alike what ends alike.
        name = free_name(found[1], names_in(self.design.written, CLOCKS))
        return {
            "name": name,
            "label": "ดำเนินการ",
            "from": found[0],
            "until": found[1],
            "limit": 3,
            "unit": unit,
        }

    def show_form(self, part: Part) -> QWidget:
        by_day = str(part.get("unit")) not in MINUTES
        held = BY_DAY if by_day else {"moment"}
        self.form.show_clock(part, labels_of(self.design.written, held))
        return self.form

    def focus_form(self) -> None:
        self.form.focus("label")

    # -- inside

    def _days(self) -> dict[str, str]:
        return labels_of(self.design.written, BY_DAY)

    def _take(self, name: str) -> None:
        part = self.part()
        if part is None:
            return
        value, problem = self.form.input(name).value(), self.form.input(name).problem()
        if not problem and name == "limit" and not _fits(value, str(part["unit"])):
            problem = f"ระยะเวลาต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง {UNITS[str(part['unit'])]:,} โปรดแก้ตัวเลข"
        self.form.complain(problem)
        if not problem:
            self.put(_with(part, name, value))


def _fits(value: Any, unit: str) -> bool:
    return isinstance(value, int) and 1 <= value <= UNITS[unit]


def _with(clock: Part, name: str, value: Any) -> dict[str, Any]:
    if value is None and name in ("label", "limit", "unit", "from", "until"):
        return dict(clock)
    return with_value(clock, name, value)
