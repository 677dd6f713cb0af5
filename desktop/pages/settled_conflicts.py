"""Conflicts that were settled: who decided when, for which value and why, and who decided otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from core.office import ConflictSide, SettledConflict
from core.plan.model import Unit
from core.thai.dates import moment_short
from desktop.models.table_model import ModelColumn, TableModel, chip_column
from desktop.pages.conflict_sides import NOTHING
from desktop.shell.context import AppContext
from desktop.widgets.boxes import vbox
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable

STATES = {
    "stands": ("ใช้อยู่", "good"),
    "changed": ("แก้ไขต่อแล้ว", "neutral"),
    "disputed": ("ยังไม่ตรงกัน", "disputed"),
}
OTHERWISE = 7
COLUMNS: tuple[ModelColumn[SettledConflict], ...] = (
    chip_column("สถานะ", lambda one: STATES[one.state]),
    ModelColumn("ตัดสินเมื่อ", lambda one: moment_short(one.decisions[0].at)),
    ModelColumn("ผู้ตัดสิน", lambda one: one.decisions[0].author),
    ModelColumn("รายการ", lambda one: one.record),
    ModelColumn("ช่อง", lambda one: one.label),
    ModelColumn("ค่าที่เลือก", lambda one: one.decisions[0].shown or NOTHING),
    ModelColumn("เหตุผล", lambda one: one.decisions[0].reason or "–"),
    ModelColumn("ผู้ที่ตัดสินต่างไป", lambda one: " · ".join(map(_decided, one.otherwise))),
)


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """A value that was written or decided for, and which of the two."""

    side: ConflictSide
    did: str


class SettledView(QWidget):
    """The list above, below it how the chosen one came about. Enter opens the record; where people decided apart and it is
    disputed again ``open_again`` carries its record and field."""

    open_again = Signal(str, str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._units: dict[str, str] = {}
        self.table, self.model = DeskTable(self), TableModel(COLUMNS, self, key=lambda _: "")
        self.table.setAccessibleName("ข้อขัดแย้งที่ตัดสินแล้ว กด Enter เพื่อเปิดรายการ")
        self.steps, self.step_model = DeskTable(self), TableModel(self._step_columns(), self)
        self.steps.setAccessibleName("ลำดับการเขียนและการตัดสินของข้อที่เลือก")
        self.none = EmptyState("ยังไม่มีข้อขัดแย้งที่ตัดสินแล้ว", parent=self)
        self._lay_out()
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_steps())

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.fit_columns({3: 2, 5: 1, 6: 2, OTHERWISE: 2}, least=165)
        self.steps.setModel(self.step_model)
        self.steps.fit_columns({1: 1, 3: 1, 4: 2}, least=110)
        listed, self.panel = Panel(self), Panel(self, title="ลำดับของข้อที่เลือก ล่าสุดอยู่บน")
        listed.body.addWidget(self.table)
        listed.body.addWidget(self.none)
        self.panel.body.addWidget(self.steps)
        vbox((listed, 3), (self.panel, 2), parent=self, margins=0, spacing=12)

    def reload(self) -> None:
        """Reads the decisions from the log."""
        office = self._context.office
        self._context.ask(
            self, lambda: (office.conflicts.settled(), office.session.units()), self._show, topic="rows"
        )

    def _show(self, found: tuple[tuple[SettledConflict, ...], tuple[Unit, ...]]) -> None:
        settled, units = found
        self._units = {unit.code: unit.name for unit in units}
        self.model.set_rows(settled)
        self.table.show_column(OTHERWISE, any(one.otherwise for one in settled))
        for part in (self.table, self.panel):
            part.setVisible(bool(settled))
        self.none.setVisible(not settled)
        if settled and not self.table.currentIndex().isValid():
            go_to(self.table, self.model.index(0, 0))
        self._show_steps()

    def _show_steps(self) -> None:
        found = self.model.row_at(self.table.currentIndex().row())
        self.step_model.set_rows(steps_of(found) if found else ())

    def _step_columns(self) -> Sequence[ModelColumn[DecisionStep]]:
        def who(step: DecisionStep) -> str:
            return f"{step.side.author} {self._units.get(step.side.unit, step.side.unit)}".strip()

        return (
            ModelColumn("เมื่อ", lambda step: moment_short(step.side.at)),
            ModelColumn("โดย", who),
            ModelColumn("ทำอะไร", lambda step: step.did),
            ModelColumn("ค่า", lambda step: step.side.shown or NOTHING),
            ModelColumn("เหตุผล", lambda step: step.side.reason),
        )

    def _open(self, index: QModelIndex) -> None:
        one = self.model.rows[index.row()]
        if one.state == "disputed":
            self.open_again.emit(one.record_id, one.field)
        else:
            self._context.navigate(one.register, record_id=one.record_id)


def steps_of(one: SettledConflict) -> list[DecisionStep]:
    """How a settled conflict came about, the latest first."""
    decided = [
        DecisionStep(side, "ตัดสินต่างไป" if n and side in one.otherwise else "ตัดสิน")
        for n, side in enumerate(one.decisions)
    ]
    return [*decided, *(DecisionStep(side, "เขียน") for side in reversed(one.rivals))]


def _decided(decision: ConflictSide) -> str:
    """Who decided for what and why; whoever simply typed another value gave no reason."""
    why = f" เพราะ{decision.reason}" if decision.reason else ""
    return f"{decision.author} {decision.shown or NOTHING}{why}"
