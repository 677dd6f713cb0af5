"""The strips over the plan page that say how the year's plan stands: a draft to be adopted, one that fails, one that is
gone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from core.office import PlanState
from desktop.pages.plan_findings import PlanNotes
from desktop.shell.context import AppContext
from desktop.widgets.boxes import vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.strip import Strip

SETTLE = "แผนปีงบประมาณ {year} ยังเป็นร่าง มี {count} ข้อที่ต้องแก้ไขหรือยกเว้นพร้อมเหตุผลก่อนใช้เป็นแผนของปี"
READY = "แผนปีงบประมาณ {year} ยังเป็นร่าง ตรวจแล้วไม่มีข้อที่ต้องแก้ไข ใช้เป็นแผนของปีได้"
FAILING = "แผนปีงบประมาณ {year} มี {count} ข้อที่ไม่เป็นไปตามเกณฑ์ของแผน โปรดแก้ไขหรือยกเว้นพร้อมเหตุผล"


class PlanStrips(QWidget):
    """Hidden while there is nothing to say; who keeps the plan adopts a draft here, and brings a deleted plan back."""

    def __init__(self, context: AppContext, parent: QWidget, *, keeps: bool) -> None:
        super().__init__(parent)
        self._context, self._keeps = context, keeps
        self._gone: tuple[str, ...] = ()
        self.adopt = primary("ใช้เป็นแผนของปี", "", self)
        self.banner = Strip("warn", self.adopt, self)
        self.bring_back = quiet("คืนแผน", "", self)
        self.gone = Strip("warn", self.bring_back, self)
        self.adopt.clicked.connect(self._adopt)
        self.bring_back.clicked.connect(self._bring_back)
        vbox(self.gone, self.banner, parent=self, margins=0, spacing=12)
        self.hide()

    def show_notes(self, notes: PlanNotes) -> None:
        """Says how the plan stands by now."""
        self._show_state(notes.state)
        years = " ".join(str(row.values["fiscal_year"]) for row in notes.gone)
        self._gone = tuple(row.id for row in notes.gone)
        self.gone.say(f"แผนปี {years} ที่เคยใช้ถูกลบไปจากแฟ้มนี้" if notes.gone else "")
        self.bring_back.setVisible(self._keeps)
        self.setVisible(not (self.gone.isHidden() and self.banner.isHidden()))

    def _show_state(self, state: PlanState) -> None:
        count = len(state.open)
        if state.flagged:
            said = (SETTLE if count else READY).format(year=state.year, count=count)
        else:
            said = FAILING.format(year=state.year, count=count) if count else ""
        self.banner.say(said, "warn" if count else "good")
        self.adopt.setVisible(state.flagged and self._keeps)
        self.adopt.setEnabled(not count)

    def _adopt(self) -> None:
        context, year = self._context, self._context.year
        if context.attempt(lambda: context.office.plan.adopt_plan(year)) is not None:
            context.tell(f"ใช้เป็นแผนปีงบประมาณ {year} แล้ว กด Ctrl+Z เพื่อเลิกทำ", "good")

    def _bring_back(self) -> None:
        context, ids = self._context, self._gone
        if context.attempt(lambda: context.office.records.restore_many("plan_years", ids)) is not None:
            context.tell(f"คืนแผนแล้ว {len(ids)} ปี", "good")
