"""Conflicts that were settled: who decided when, for which value and why, and who decided otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.office import ConflictSide, SettledConflict
from core.plan.model import Unit
from core.thai.dates import moment_short
from desktop.models.text_table import TextTable
from desktop.pages.conflict_sides import NOTHING
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable

STATES = {
    "stands": ("ใช้อยู่", "good"),
    "changed": ("แก้ไขต่อแล้ว", "neutral"),
    "disputed": ("ยังไม่ตรงกัน", "disputed"),
}
COLUMNS = ("สถานะ", "ตัดสินเมื่อ", "ผู้ตัดสิน", "รายการ", "ช่อง", "ค่าที่เลือก", "เหตุผล", "ผู้ที่ตัดสินต่างไป")
STATE, OTHERWISE = 0, 7
STEPS = ("เมื่อ", "โดย", "ทำอะไร", "ค่า", "เหตุผล")


class SettledView(QWidget):
    """The list above, below it how the chosen one came about. Enter opens the record; where people decided apart and it is
    disputed again ``open_again`` carries its record and field."""

    open_again = Signal(str, str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._found: tuple[SettledConflict, ...] = ()
        self._units: dict[str, str] = {}
        self.table, self.cells = DeskTable(self), TextTable(COLUMNS, (), self)
        self.table.setAccessibleName("ข้อขัดแย้งที่ตัดสินแล้ว กด Enter เพื่อเปิดรายการ")
        self.steps, self.step_cells = DeskTable(self), TextTable(STEPS, (), self)
        self.steps.setAccessibleName("ลำดับการเขียนและการตัดสินของข้อที่เลือก")
        self.none = EmptyState("ยังไม่มีข้อขัดแย้งที่ตัดสินแล้ว", parent=self)
        self._lay_out()
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_steps())

    def _lay_out(self) -> None:
        self.table.setModel(self.cells)
        self.table.fit_columns({3: 2, 5: 1, 6: 2, OTHERWISE: 2}, least=165)
        self.steps.setModel(self.step_cells)
        self.steps.fit_columns({1: 1, 3: 1, 4: 2}, least=110)
        listed, self.panel = Panel(self), Panel(self, title="ลำดับของข้อที่เลือก ล่าสุดอยู่บน")
        listed.body.addWidget(self.table)
        listed.body.addWidget(self.none)
        self.panel.body.addWidget(self.steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        column.addWidget(listed, 3)
        column.addWidget(self.panel, 2)

    def reload(self) -> None:
        """Reads the decisions from the log."""
        office = self._context.office
        self._context.ask(self, lambda: (office.settled(), office.units()), self._show, topic="rows")

    def _show(self, found: tuple[tuple[SettledConflict, ...], tuple[Unit, ...]]) -> None:
        self._found, units = found
        self._units = {unit.code: unit.name for unit in units}
        states = [STATES[one.state] for one in self._found]
        lines = [self._line(one, words) for one, (words, _) in zip(self._found, states, strict=True)]
        self.cells.set_cells(lines, {(n, STATE): tone for n, (_, tone) in enumerate(states)})
        self.table.show_column(OTHERWISE, any(one.otherwise for one in self._found))
        for part in (self.table, self.panel):
            part.setVisible(bool(self._found))
        self.none.setVisible(not self._found)
        if self._found and not self.table.currentIndex().isValid():
            go_to(self.table, self.cells.index(0, 0))
        self._show_steps()

    def _line(self, one: SettledConflict, state: str) -> tuple[str, ...]:
        last = one.decisions[0]
        apart = " · ".join(map(_told, one.otherwise))
        about = (one.record, one.label, last.shown or NOTHING, last.reason or "–")
        return (state, moment_short(last.at), last.author, *about, apart)

    def _show_steps(self) -> None:
        row = self.table.currentIndex().row()
        found = self._found[row] if 0 <= row < len(self._found) else None
        self.step_cells.set_cells(list(self._steps_of(found)) if found else [])

    def _steps_of(self, one: SettledConflict) -> Iterator[tuple[str, ...]]:
        for n, side in enumerate(one.decisions):
            yield self._step(side, "ตัดสินต่างไป" if n and side in one.otherwise else "ตัดสิน")
        for side in reversed(one.rivals):
            yield self._step(side, "เขียน")

    def _step(self, side: ConflictSide, did: str) -> tuple[str, ...]:
        who = f"{side.author} {self._units.get(side.unit, side.unit)}".strip()
        return moment_short(side.at), who, did, side.shown or NOTHING, side.reason

    def _open(self, index: QModelIndex) -> None:
        one = self._found[index.row()]
        if one.state == "disputed":
            self.open_again.emit(one.record_id, one.field)
        else:
            self._context.navigate(one.register, record_id=one.record_id)


def _told(decision: ConflictSide) -> str:
    """Who decided for what and why; whoever simply typed another value gave no reason."""
    why = f" เพราะ{decision.reason}" if decision.reason else ""
    return f"{decision.author} {decision.shown or NOTHING}{why}"
