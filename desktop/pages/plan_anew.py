"""Adopting a moved plan anew: how many steps were moved, why they are to be adopted, and the button."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QLabel, QWidget

from core.plan.model import Step
from desktop.forms.drafting import KeptLine
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import quiet
from desktop.widgets.inputs import TextEdit


class AdoptAnew(QWidget):
    """Hidden while no step of the project was moved from what the office has adopted."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._year, self._project = context.year, 0
        self.count = QLabel(self)
        set_kind(self.count, "small")
        self.reason = TextEdit(max_length=500)
        self.reason.setPlaceholderText("เหตุผลที่ปรับฐานแผน หรือเลขที่หนังสือ")
        self.reason.setAccessibleName("เหตุผลที่ปรับฐานแผน")
        self.reason.returnPressed.connect(self.adopt)
        self._kept = KeptLine(context.drafts, self.reason, "plan_adoptions", "reason")
        self.button = quiet("ปรับฐานแผน", "", self)
        self.button.setToolTip("ใช้แผนปรับเป็นแผนที่วัดความล่าช้า ตั้งแต่วันที่เลือกไว้เป็นต้นไป")
        self.button.clicked.connect(self.adopt)
        hbox(self.count, (self.reason, 1), self.button, parent=self, margins=(14, 0, 14, 0), spacing=8)
        self.hide()

    def show_project(self, year: int, project: object, steps: Iterable[Step]) -> None:
        """Shows how many of a project's steps were moved."""
        number = project if isinstance(project, int) else 0
        self._kept.show(f"{year} {number}")
        self._year, self._project = year, number
        moved = sum(step.is_moved(self._context.as_of) for step in steps)
        self.count.setText(f"ย้ายจากแผนเดิม {moved} ขั้นตอน")
        self.setVisible(moved > 0)

    def adopt(self) -> None:
        """Adopts what is planned now, with the reason typed."""
        context, reason = self._context, self.reason.text()
        year, project = self._year, self._project
        done = context.attempt(lambda: context.office.plan.adopt_anew(year, reason, context.as_of, project))
        if done is not None:
            self._kept.done()
            context.tell(f"ปรับฐานแผนของโครงการ {project} แล้ว กด Ctrl+Z เพื่อเลิกทำ", "good")
