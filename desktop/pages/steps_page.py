"""The steps of any project: one page with a project to choose, or a page for one project alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from core.office import Row
from core.plan.model import Project
from core.thai.dates import day_short
from desktop.pages.record_fields import RecordFields
from desktop.pages.steps_panel import REGISTER, StepsPanel, records_of
from desktop.pages.strips import Strips
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.buttons import Dropdown
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.keys import STEPS, bind
from desktop.widgets.thai_label import ThaiLabel

LAST, FIRST = "ถึงรายการสุดท้ายแล้ว", "ถึงรายการแรกแล้ว"
NO_PROJECTS = "แผนปีนี้ยังไม่มีโครงการที่จะแสดง เพิ่มโครงการและขั้นตอนได้ที่หน้าแผนปฏิบัติราชการ"
LONGEST = 60
REASON = 90  # px at text size 100 % around a field, where its reason stands
ROOMY = 1080  # px at text size 100 %, from which the Gantt bars have room


class FieldsPage(Page):
    """A page of fields that scrolls where room is short, and on which Enter goes to the next field."""

    def __init__(self, context: AppContext, title: str, parent: QWidget | None = None) -> None:
        super().__init__(context, title, parent)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.inner = vbox(parent=inner, margins=(0, 0, 2, 0), spacing=12)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setWidget(inner)
        self.later = ThaiLabel("", self, kind="small")
        self.later.hide()
        self.body.addWidget(self.later)
        self.body.addWidget(self.area)
        for keys, step in STEPS:
            bind(inner, keys, partial(self.step, step))

    def save(self) -> None:
        """Saves what was typed, as leaving the field does."""
        self.tell_settled(self.leave())

    def leave(self) -> bool:
        """Saves what was typed; False, with the cursor on it and in sight, where something couldn't be."""
        settled = all(fields.settle() for fields in self.findChildren(RecordFields))
        focused = QApplication.focusWidget()
        if not settled and focused is not None and self.area.isAncestorOf(focused):
            self.area.ensureWidgetVisible(focused, scaled(REASON), scaled(REASON))
        return settled

    def step(self, step: int) -> None:
        """Saves, then goes to the same field of the next record (1) or the one before (-1)."""
        focused, mine = QApplication.focusWidget(), self._focused()
        if mine is None or not mine.settle():
            return
        rows = [fields for fields in self._records() if fields.register == mine.register]
        place = rows.index(mine) + step
        if 0 <= place < len(rows):
            rows[place].focus(mine.field_of(focused))
            self.area.ensureWidgetVisible(QApplication.focusWidget() or self)
        else:
            self.context.tell(LAST if step > 0 else FIRST, "info")

    def _records(self) -> list[RecordFields]:
        """The records in sight, from the top down."""
        return [fields for fields in self.findChildren(RecordFields) if fields.in_sight()]

    def say_later(self) -> None:
        """Says what the dashed fields are, where there are any: days after the day looked at."""
        marked = any(fields.later for fields in self.findChildren(RecordFields))
        day = day_short(self.context.as_of)
        self.later.setText(f"วันที่ในกรอบเส้นประอยู่หลังวันที่ดู ({day}) จึงยังไม่นับ" if marked else "")
        self.later.setVisible(marked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape and (mine := self._focused()) is not None:
            mine.restore()
        else:
            super().keyPressEvent(event)

    def can_retrace(self, *, back: bool) -> bool:
        """True while what Esc took away from the record the cursor is in can be brought back."""
        mine = self._focused()
        return back and mine is not None and mine.drafting.can_take_back()

    def retrace(self, _back: bool) -> None:
        """Brings back what Esc took away."""
        mine = self._focused()
        if mine is not None:
            mine.drafting.take()

    def _focused(self) -> RecordFields | None:
        """The record the cursor is in."""
        here = QApplication.focusWidget()
        return next((fields for fields in self._records() if fields.field_of(here)), None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for panel in self.findChildren(StepsPanel):
            panel.set_roomy(event.size().width() >= scaled(ROOMY))

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        focused = self.focusWidget()
        if focused is not None and self.area.isAncestorOf(focused):
            self.area.ensureWidgetVisible(focused)
        return moved


class StepsPage(FieldsPage):
    """A project's steps under its indicators; with ``project`` None the project is chosen beside the title."""

    def __init__(
        self,
        context: AppContext,
        project: int | None = None,
        title: str = "ขั้นตอนโครงการ",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, title, parent)
        self._fixed = project is not None
        self._number = project or 0
        self.choice = Dropdown("", self, name="โครงการ")
        self.choice.chosen.connect(self._choose)
        self.choice.setVisible(not self._fixed)
        self.head.add_beside(self.choice)
        self.title = ThaiLabel("", self, kind="muted")
        self.strips = Strips(context, (), self)
        self.steps = StepsPanel(context, self)
        self.nothing = EmptyState(NO_PROJECTS, parent=self)
        for widget in (self.title, self.strips, self.steps, self.nothing):
            self.inner.addWidget(widget)
        self.inner.addStretch(1)
        self.on_change(None, self.refresh)
        self.refresh()

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return self.steps.may_leave()

    def open_with(self, record_id: str = "", project: int = 0, **_: Any) -> None:
        """Shows a project, or the project a step's record belongs to."""
        office = self.context.office
        if record_id:
            self.context.ask(self, partial(office.records.record, REGISTER, record_id), self._show_of)
        elif project:
            self._choose(project)

    def refresh(self) -> None:
        """Reads the project and its records anew."""
        plan = self.context.office.session.plan(self.context.year)
        self.choice.set_choices([(p.number, _short(p)) for p in plan.projects])
        first = None if self._fixed else next(iter(plan.projects), None)
        project = next((p for p in plan.projects if p.number == self._number), first)
        self.strips.setVisible(project is not None)
        self.nothing.setVisible(project is None)
        self.steps.setVisible(project is not None)
        self.choice.setVisible(project is not None and not self._fixed)
        if project is None:
            self.title.hide()
            return
        self._number = project.number
        self.choice.set_value(self._number)
        self.title.setText(project.title)
        self.title.setVisible(self._fixed or not _short(project).endswith(project.title))
        self.strips.set_codes(project.indicators)
        self.strips.refresh()
        read = partial(records_of, self.context.office, self.context.year, project.number)
        self.context.ask(self, read, partial(self._show, project), topic="rows")

    def _show(self, project: Project, records: Sequence[Row]) -> None:
        self.steps.show_project(project, records)
        self.say_later()

    def _show_of(self, record: Row) -> None:
        number = record.values["project"]
        if isinstance(number, int):
            self._choose(number)

    def _choose(self, number: int) -> None:
        if self._fixed:
            return
        if self.leave():
            self._number = number
            self.refresh()
        else:  # what was typed would go out of sight
            self.choice.set_value(self._number)


def _short(project: Project) -> str:
    text = f"{project.number}. {project.title}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
