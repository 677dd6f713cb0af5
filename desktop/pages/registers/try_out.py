"""ลองกรอก: the form and the list of a register as the clerk will see them, to be tried; nothing of it is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from core.faults import Finding
from core.office import ListLine, Trial
from core.registers.declare import Register, Value
from desktop.forms.drafting import mark_kept
from desktop.forms.field_area import FieldArea
from desktop.forms.input_set import InputSet
from desktop.forms.layouts import layout_for
from desktop.models.columns import NOTHING, is_right_aligned
from desktop.models.table_model import LEFT, RIGHT, ModelColumn, TableModel
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.delegates import MUTED_ROLE, TONE_ROLE
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.keys import FINISH, bind
from desktop.widgets.panel import Panel, rule
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

TITLE = "ลองกรอก"
NOTE = "อย่างที่ผู้กรอกจะเห็น ไม่มีสิ่งใดถูกบันทึก"
SHAPED = ("name", "fields", "views")  # what the form is made of
Values = Mapping[str, Value | None]


class TryOut(Panel):
    """A form, the button that puts its record into the list tried, and that list."""

    shown = Signal()  # another register is to be tried, or findings have come

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title=TITLE)
        self._context = context
        self._trial: Trial | None = None
        self._shape: dict[str, Any] = {}
        self._tried: list[Values] = []
        self._left: set[str] = set()
        self.area: FieldArea | None = None
        self.fault = ThaiLabel("", self, kind="warning")
        self.general = FindingLine(self)
        self.take, self.clear = quiet("ใส่ในรายการ", "Ctrl Enter", self), quiet("ล้าง", "", self)
        self.model: TableModel[ListLine] = TableModel((), self)
        self.table = DeskTable(self)
        self._form = QVBoxLayout()
        self._lay_out()
        self.take.clicked.connect(self.put_in)
        self.clear.clicked.connect(self.forget)
        bind(self, FINISH, self.put_in)

    def register(self) -> Register | None:
        """The register tried."""
        return self._trial.register if self._trial else None

    def show_trial(self, trial: Trial, written: Mapping[str, Any]) -> None:
        """Tries another register, or the same one as it is ``written`` now; what was typed stays where its field does."""
        shape = {key: written.get(key) for key in SHAPED}
        self._trial = trial
        self.say("")
        if self.area is None or shape != self._shape:
            self._shape = shape
            self._show_form(trial.register)
        else:
            self._check()
        self._list()

    def focus_form(self) -> None:
        """Goes into the form."""
        if self.area is not None:
            self.area.focus_first()

    def _show_form(self, register: Register) -> None:
        typed = self.area.raw() if self.area else {}
        here = self._place()
        self._build(register)
        if any(typed.values()):
            self._put_back(typed)
            self._check()
        else:
            self._begin()
        if here and self.area is not None and here in self.area.names():
            self.area.focus(here)

    def say(self, sentence: str) -> None:
        """A sentence over the form, "" for none."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def forget(self) -> None:
        """Empties form and list."""
        self._tried = []
        self._list()
        self._begin()

    def forget_all(self) -> None:
        """Another register is designed: nothing of the one before is left."""
        self._trial, self._tried = None, []
        if self.area is not None:
            self._drop()
        self.model.set_columns(())

    def put_in(self) -> None:
        """Puts the record into the list, where nothing keeps it from being saved."""
        trial, area = self._trial, self.area
        if trial is None or area is None:
            return
        area.commit()
        self._left = set(area.names())
        raw, tried = area.raw(), tuple(self._tried)
        self._context.ask(
            self, lambda: (trial.check(raw, tried), trial.read(raw)[0]), self._put_if_right, topic="try"
        )

    # -- inside

    def _put_if_right(self, answer: tuple[Sequence[Finding], Values]) -> None:
        findings, values = answer
        self._say_findings(findings)
        if any(found.is_error for found in findings):
            first = next((f.field for f in findings if f.is_error and f.field), None)
            if first and self.area is not None:
                self.area.focus(first)
            return
        self._tried.append(values)
        self._list()
        self._begin()
        if self.area is not None:
            self.area.focus_first()

    def _begin(self) -> None:
        """A new record with what it starts with."""
        trial, last = self._trial, self._tried[-1] if self._tried else None
        self._left = set()
        if trial is not None:
            day = self._context.as_of
            self._context.ask(self, lambda: trial.blank(day, last), self._show_blank, topic="blank")

    def _show_blank(self, values: Values) -> None:
        if self.area is not None:
            self.area.set_values(values)
            self.general.set_findings(())
            self.shown.emit()

    def _put_back(self, typed: Mapping[str, str]) -> None:
        area = self.area
        assert area is not None
        blocked = area.blockSignals(True)  # nobody has left these fields
        for name in area.names():
            if typed.get(name):
                area.input(name).put_text(typed[name])
                area.input(name).commit()
        area.blockSignals(blocked)

    def _place(self) -> str:
        focus = QApplication.focusWidget()
        inside = self.area is not None and focus is not None and self.area.isAncestorOf(focus)
        return self.area.focused() if inside and self.area is not None else ""

    def _build(self, register: Register) -> None:
        if self.area is not None:
            self._drop()
        inputs = InputSet(self._context, register).all
        self.area = FieldArea(register, layout_for(register), inputs, self)
        for name in self.area.names():
            mark_kept(inputs[name])  # nobody's work: it is only tried
        self.area.committed.connect(self._settled)
        self.area.left_last.connect(self.take.setFocus)
        self._form.addWidget(self.area)

    def _drop(self) -> None:
        assert self.area is not None
        self.area.hide()
        self._form.removeWidget(self.area)
        self.area.deleteLater()
        self.area = None

    def _settled(self, name: str) -> None:
        self._left.add(name)
        self._check()

    def _check(self) -> None:
        trial, area = self._trial, self.area
        if trial is not None and area is not None:
            raw, tried = area.raw(), tuple(self._tried)
            self._context.ask(self, lambda: trial.check(raw, tried), self._say_findings, topic="check")

    def _say_findings(self, findings: Sequence[Finding]) -> None:
        if self.area is None:
            return
        raw = self.area.raw()
        spoken = [f for f in findings if f.field is None or f.field in self._left or raw.get(f.field)]
        self.area.show_findings(spoken)
        self.general.set_findings([f for f in spoken if f.field not in raw])
        self.shown.emit()

    def _list(self) -> None:
        trial, tried, day = self._trial, tuple(self._tried), self._context.as_of
        if trial is not None:
            self._context.ask(
                self, lambda: trial.lines(tried, day), partial(self._show_lines, trial), topic="lines"
            )

    def _show_lines(self, trial: Trial, lines: Sequence[ListLine]) -> None:
        self.model.set_columns([_column(n, column) for n, column in enumerate(trial.columns)], lines)
        self.table.fit_columns(least=60)
        self.shown.emit()

    def _lay_out(self) -> None:
        note = ThaiLabel(NOTE, self, kind="small")
        set_kind(note, "small")
        self.table.setModel(self.model)
        self.table.setAccessibleName("รายการที่ลองกรอก")
        self.fault.hide()
        buttons = hbox(self.take, self.clear, STRETCH, spacing=8)
        top = vbox(note, self.fault, margins=(14, 6, 14, 2), spacing=4)
        foot = vbox(self.general, buttons, margins=(14, 6, 14, 8), spacing=4)
        self.body.addLayout(top)
        self.body.addLayout(self._form, 3)
        self.body.addLayout(foot)
        self.body.addWidget(rule(self))
        self.body.addWidget(self.table, 2)


def _column(place: int, column: Any) -> ModelColumn[ListLine]:
    def text(line: ListLine) -> str:
        cell = line.cells[place]
        return cell if isinstance(cell, str) else cell.text

    def tone(line: ListLine) -> str | None:
        cell = line.cells[place]
        return None if isinstance(cell, str) or not cell.text else cell.tone

    align = RIGHT if is_right_aligned(column.type, column.field) else LEFT
    roles = {TONE_ROLE: tone, MUTED_ROLE: lambda line: text(line) == NOTHING}
    return ModelColumn(column.heading, text, align, roles)
