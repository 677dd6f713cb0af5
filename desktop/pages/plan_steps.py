"""The steps of a project as the plan officer writes them: the Gantt, the sum of shares, the months by typing, and what
was adopted of them where the plan was moved."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QWidget,
)

from core.office import Query, Row, changes_in_words
from core.plan.model import Step
from core.thai.dates import month_name_short
from core.thai.fiscal import months_of
from desktop.forms.make_input import make_input
from desktop.models.plan_additions import Addition
from desktop.models.plan_items import PlanItem
from desktop.pages.plan_anew import AdoptAnew
from desktop.pages.plan_parts import share_chip
from desktop.pages.record_fields import RecordFields
from desktop.pages.steps_panel import bar_words, state_of
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.chip import ChipLabel
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.gantt import Stretch
from desktop.widgets.gantt_editor import GanttEditor, GanttLine
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.keys import STEPS, bind
from desktop.widgets.thai_label import ThaiLabel

REGISTER = "plan_steps"
ROOMY = 330  # px at text size 100 %, from which there is room to say how bars are dragged
HINT = "ลากแถบเพื่อย้าย ลากปลายเพื่อยืดหรือหด ลากบนแถวว่างเพื่อสร้าง · ลูกศรย้าย, Shift ปลาย, Ctrl ต้น, Del ล้าง · แถบล่างคือผลจริง กรอบคือแผนเดิม"


class PlanSteps(QWidget):
    """A project's steps; whatever is changed here is saved at once, one step of undo for each drag or field."""

    opened = Signal(object)  # the key of a step's record
    addition_wanted = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self._context, self._writable = context, writable
        self._rows: tuple[Row, ...] = ()
        self._year = context.year
        self._project: object = None
        self._steps: dict[object, Step] = {}
        self._begun: tuple[str, str | None] | None = None
        self._offered: tuple[Addition, ...] = ()
        self.gantt = GanttEditor([month_name_short(m.month) for m in months_of(self._year)], self)
        self.gantt.set_editable(writable)
        self.total, self.chip = QLabel(self), ChipLabel("", "neutral", self)
        set_kind(self.total, "strong")
        self.hint = ThaiLabel(HINT, self, kind="small")
        self.hint.setVisible(writable)
        self.changes = ThaiLabel("", self, kind="muted")
        self.anew = AdoptAnew(context, self)
        self.line = FindingLine(self)
        self.add = quiet("เพิ่มขั้นตอน", "", self)
        self.step = QLabel(self)
        set_kind(self.step, "strong")
        register = context.office.session.register(REGISTER)
        names = ("planned_from", "planned_to", "share")
        self.inputs = {
            n: make_input(register.field(n), context.calendar, context.day_looked_at) for n in names
        }
        together = (("planned_from", "planned_to"),)
        self.fields = RecordFields(context, REGISTER, self.inputs, self.line, together=together)
        for field in self.inputs.values():
            field.set_locked(not writable)
            for keys, step in STEPS:
                bind(widget_of(field), keys, partial(self.step_to, step))
        self._lay_out()
        self.gantt.planned_changed.connect(self._save_months)
        self.gantt.current_changed.connect(self._turn)
        self.gantt.installEventFilter(self)
        self.gantt.opened.connect(self._open)
        self.add.clicked.connect(lambda: self._offered and self.addition_wanted.emit(self._offered[0]))

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return self.fields.may_leave()

    def show_project(self, item: PlanItem, additions: tuple[Addition, ...]) -> None:
        """Shows the steps under a project's place."""
        self._rows = tuple(c.row for c in item.children if c.row is not None and c.register == REGISTER)
        year = item.values["fiscal_year"]
        assert isinstance(year, int)
        self._year = year
        self._offered = tuple(a for a in additions if a.register == REGISTER)
        self.add.setVisible(self._writable and bool(self._offered))
        number = item.values["number"]
        projects = self._context.office.session.plan(year).projects
        self._steps = {s.step: s for p in projects if p.number == number for s in p.steps}
        happened = self._happened(number)
        self.gantt.set_lines(self._lines(happened))
        if self._project != (year, item.values["number"]):
            self._project = (year, item.values["number"])
            self.gantt.set_current(0)
        whole = sum((s for r in self._rows if isinstance(s := r.values["share"], Decimal)), Decimal(0))
        self.total.setText(f"รวมเนื้องานร้อยละ {format(whole.normalize(), 'f')}")
        shares = any(r.values["share"] is not None for r in self._rows)
        self.total.setVisible(shares)
        self.chip.setVisible(shares)
        tone, words = share_chip(whole)
        self.chip.set(words, tone)
        self._show_fields()
        keeper = self._writable and self._context.office.session.keeps_plan
        self.anew.show_project(year, number, self._steps.values() if keeper else ())

    def step_to(self, step: int) -> None:
        """Saves, then goes to the same field of the next step of the project (1) or the one before (-1)."""
        name, line = self.fields.field_of(QApplication.focusWidget()), self.gantt.current() + step
        if not self.fields.settle():
            return
        if 0 <= line < len(self._rows):
            self.gantt.set_current(line)
            self.fields.focus(name)
        else:
            self._context.tell("ถึงขั้นตอนสุดท้ายแล้ว" if step > 0 else "ถึงขั้นตอนแรกแล้ว", "info")

    # -- inside

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut:
            self._begun = None
        return super().eventFilter(watched, event)

    def _turn(self, line: int) -> None:
        """Another step is the current one, once what was typed for the one before is saved."""
        typed = next((n for n, row in enumerate(self._rows) if row.id == self.fields.record_id), -1)
        if typed == line:
            return
        self._begun = None
        if typed < 0 or self.fields.settle():
            self._show_fields()
        else:
            self.gantt.set_current(typed)

    def _happened(self, project: Any) -> dict[object, Row]:
        asked = Query(year=self._year, equals={"project": project})
        found = self._context.wait_for(lambda: self._context.office.records.rows("project_steps", asked))
        return {row.values["step"]: row for row in found}

    def _lines(self, happened: dict[object, Row]) -> list[GanttLine]:
        lines, running = [], Decimal(0)
        for row in self._rows:
            share = row.values["share"]
            running += share if isinstance(share, Decimal) else Decimal(0)
            known = happened.get(row.values["step"])
            values = {**(known.values if known else {}), **row.values}
            step = self._steps.get(row.values["step"])
            state = state_of(values, self._year, self._context.as_of, step)
            lines.append(
                GanttLine(
                    f"{row.values['step']}. {' '.join(str(row.values['title'] or '').split())}",
                    "–" if share is None else format(Decimal(str(share)).normalize(), "f"),
                    "" if share is None else format(running.normalize(), "f"),
                    state.planned,
                    state.actual,
                    state.late,
                    bar_words(values, state),
                    state.adopted,
                )
            )
        return lines

    def _current(self) -> Row | None:
        here = self.gantt.current()
        return self._rows[here] if here < len(self._rows) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.hint.setVisible(self._writable and event.size().height() >= scaled(ROOMY))

    def _show_fields(self) -> None:
        row = self._current()
        if row is not None:
            place = self.gantt.cell(self.gantt.current(), 0)
            self._area.ensureVisible(0, place.center().y(), 0, place.height() + self.gantt.head().height())
        for field in self.inputs.values():
            widget_of(field).setEnabled(row is not None)
        step = self._steps.get(row.values["step"]) if row is not None else None
        words = changes_in_words(step, self._context.as_of) if step else ""
        self.changes.setText(words)
        self.changes.setVisible(bool(words))
        if row is not None:
            self.step.setText(f"ขั้นที่ {row.values['step']}")
            self.fields.show(row.id, row.values)

    def _save_months(self, line: int, planned: Stretch | None) -> None:
        months = months_of(self._year)
        given = {
            "planned_from": months[planned.first] if planned else None,
            "planned_to": months[planned.last] if planned else None,
        }
        record_id = self._rows[line].id
        begins = self._has_no_plan(line) or self._still_begun(record_id)
        saved = self._context.attempt(lambda: self._context.office.records.save(REGISTER, given, record_id))
        if saved is not None:
            self._begun = (record_id, self._context.office.records.undo_label) if begins else None
            self._context.tell_if_proposed(saved.changes)

    def _has_no_plan(self, line: int) -> bool:
        """True for a step whose first months are being filled in."""
        step = self._steps.get(self._rows[line].values["step"])
        adopted = step is not None and step.schedule.adoptions
        return not adopted and self.gantt.lines()[line].planned is None

    def _still_begun(self, record_id: str) -> bool:
        """Takes back a bar begun just now and not left since: what follows is its first months, not a move."""
        office = self._context.office
        if self._begun is None or self._begun != (record_id, office.records.undo_label):
            return False
        return self._context.attempt(office.records.undo) is not None

    def _open(self, line: int) -> None:
        self.opened.emit((REGISTER, self._rows[line].id))

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setObjectName("scrolled")
        vbox(self.gantt, STRETCH, parent=inner, margins=0)
        self._area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        area.verticalScrollBar().valueChanged.connect(self.gantt.update)
        column = vbox((area, 1), parent=self, margins=(0, 0, 0, 8), spacing=6)
        sums, fields = self._sum_row(), self._field_row()
        for layout in (sums, fields):
            layout.setContentsMargins(scaled(14), 0, scaled(14), 0)
        sums.setSpacing(scaled(8))
        fields.setHorizontalSpacing(scaled(10))
        fields.setVerticalSpacing(0)
        column.addLayout(sums)
        column.addLayout(fields)
        column.addWidget(self.fields.draft_line)
        column.addWidget(self.anew)
        for label in (self.changes, self.line, self.hint):
            label.setContentsMargins(scaled(14), 0, scaled(14), 0)
            column.addWidget(label)

    def _sum_row(self) -> QHBoxLayout:
        return hbox(self.add, STRETCH, self.chip, self.total)

    def _field_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.addWidget(self.step, 1, 0)
        names = (("planned_from", "แผนเริ่ม"), ("planned_to", "แผนเสร็จ"), ("share", "เนื้องาน"))
        for column, (name, words) in enumerate(names, start=1):
            label = QLabel(words)
            set_kind(label, "small")
            field = widget_of(self.inputs[name])
            label.setBuddy(field)
            field.setFixedWidth(scaled(84))
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
        grid.setColumnStretch(4, 1)
        return grid
