"""What a LINE export proposes: each enquiry with its times, to be ticked, looked at and taken over."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QStackedLayout, QWidget

from core.office import LineExport, Proposal, ProposalState
from core.registers.declare import Register
from core.thai.dates import moment_short
from desktop.importing.dialogs import answer_help, open_at
from desktop.models.table_model import MUTED, RIGHT, AnyIndex, ModelColumn, TableModel, chip_column
from desktop.shell.background import Task
from desktop.shell.context import AppContext
from desktop.shell.messages import ProgressCard
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.delegates import MUTED_ROLE
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.keys import FINISH, bind
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

SAID = {
    ProposalState.NEW: ("ใหม่", "good"),
    ProposalState.FILLS: ("เติมเวลา", "info"),
    ProposalState.KNOWN: ("มีแล้ว", "neutral"),
    ProposalState.HELD: ("พักไว้", "warn"),
}
NOTHING = "–"
TAKEN = (ProposalState.NEW, ProposalState.FILLS)
HELD = "พักไว้ {count:,} เรื่อง เพราะอ่านแชตได้ไม่ครบหรือไม่ทราบว่าตอบใคร โปรดตรวจในแชตแล้วบันทึกเอง"


class LineDialog(QDialog):
    """Shows the enquiries of an export; Space ticks or unticks one, the texts are kept only where asked for."""

    def __init__(self, context: AppContext, source: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._source = context, source
        self._task: Task | None = None
        self.export: LineExport | None = None
        self.setWindowTitle("นำเข้าจาก LINE")
        self.summary = ThaiLabel(f"กำลังอ่าน {source.name}", self)
        self.held = ThaiLabel("", self, kind="warning")
        register = context.office.session.register(name)
        self.model = ProposalsModel(register, self)
        self.table = _Proposals(self)
        self.keep_text = QCheckBox("เก็บข้อความที่ถามไว้เป็นชื่อเรื่อง", self)
        self.keep_text.setVisible(register.line is not None and bool(register.line.subject))
        self.take = primary("นำเข้า", "Ctrl ↵", self)
        self.leave = quiet("ยกเลิก", "Esc", self)
        self.working = ProgressCard(self)
        self._lay_out()
        self._connect()
        office = context.office
        self._run(lambda progress: office.sheets.read_line(source, progress, name), self._show)

    def _show(self, export: LineExport) -> None:
        self.export = export
        lines = (*export.held, *export.proposals)
        self.model.set_rows(lines)
        self._stack.setCurrentIndex(0 if lines else 1)
        self.summary.setText(_said(export))
        self.held.setVisible(bool(export.held))
        self.table.selectionModel().currentRowChanged.connect(self._tell_held)
        self.table.setCurrentIndex(self.model.index(0, 0))
        self._tell_held()
        self.table.setFocus()
        self._fit()

    def _tell_held(self) -> None:
        """How many are held; of the one looked at, why."""
        proposal = self.model.row_at(self.table.currentIndex().row())
        if self.export is not None and proposal is not None:
            own = proposal.held_said if proposal.why else ""
            self.held.setText(own or HELD.format(count=len(self.export.held)))

    def _taken(self, count: int) -> None:
        self._context.tell(f"นำเข้าจาก LINE {count:,} เรื่องแล้ว กด Ctrl+Z เพื่อเลิกทำ")
        self.accept()

    def _take(self) -> None:
        office, chosen, keep = self._context.office, self.model.chosen(), self.keep_text.isChecked()
        self._run(lambda _: office.sheets.take_line(chosen, keep_text=keep), self._taken)

    def _run(self, work: Any, then: Any) -> None:
        self.take.setEnabled(False)
        self._task = self._context.run_with_progress(work, then, title="", on_failed=self._failed)
        self._task.ended.connect(self._ended)
        self.working.follow(self._task)

    def _ended(self, task: Task) -> None:
        self._task = None
        self._fit()
        if task.progress.cancelled and self.export is None:
            self.reject()

    def _failed(self, error: Exception) -> None:
        self._context.refuse(error)
        self.reject()

    def _fit(self) -> None:
        count = len(self.model.chosen())
        self.take.setText(f"นำเข้า {count:,} เรื่อง")
        self.take.setEnabled(count > 0 and self._task is None)

    def done(self, result: int) -> None:
        """Closes; reading under way is stopped."""
        if self._task is not None:
            self._task.cancel()
        super().done(result)

    def _connect(self) -> None:
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self.reject)
        self.model.dataChanged.connect(self._fit)
        self.table.clicked.connect(self.model.toggle_at)
        bind(self, FINISH, self.take.click, everywhere=True)
        answer_help(self)

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.fit_columns({2: 1, 6: 2})
        self.table.setAccessibleName("เรื่องที่พบใน LINE กดเว้นวรรคเพื่อเลือกหรือไม่เลือก")
        panel = Panel(self)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState("ไม่พบเรื่องที่ถามในไฟล์นี้", "", self))
        panel.body.addLayout(self._stack)
        buttons = hbox(self.keep_text, STRETCH, self.leave, self.take, spacing=10)
        column = vbox(self.summary, self.held, (panel, 1), parent=self, margins=(18, 14, 18, 14), spacing=10)
        self.held.hide()
        column.addWidget(self.working)
        column.addLayout(buttons)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        open_at(self, 1040, 560)


class _Proposals(DeskTable):
    """The table, with Space to tick a line."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        if event.key() == Qt.Key.Key_Space and isinstance(model, ProposalsModel):
            model.toggle_at(model.index(self.currentIndex().row(), 0))
        else:
            super().keyPressEvent(event)


class ProposalsModel(TableModel[Proposal]):
    """Proposals, one a line, each ticked or not; what the file has already, and what is held, can't be ticked."""

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        self._ticked: set[Proposal] = set()
        super().__init__(
            self._columns(register), parent, row_roles={MUTED_ROLE: lambda p: p not in self._ticked}
        )

    def set_rows(self, rows: Iterable[Proposal]) -> None:
        """Shows proposals, ticked where the file lacks something of them."""
        shown = tuple(rows)
        self._ticked = {p for p in shown if p.standing in TAKEN}
        super().set_rows(shown)

    def chosen(self) -> list[Proposal]:
        """The proposals ticked."""
        return [p for p in self.rows if p in self._ticked]

    def toggle_at(self, index: AnyIndex) -> None:
        """Ticks or unticks a line by its first cell."""
        proposal = self.row_at(index.row())
        if proposal is not None and index.column() == 0 and proposal.standing in TAKEN:
            self._ticked ^= {proposal}
            self.dataChanged.emit(index, index)

    def _columns(self, register: Register) -> Sequence[ModelColumn[Proposal]]:
        said, fields = register.line, register.by_name
        assert said is not None, "only what takes LINE exports is asked of one"
        return (
            ModelColumn("เลือก", lambda p: "ใช่" if p in self._ticked else NOTHING),
            chip_column("สถานะ", lambda p: SAID[p.standing]),
            ModelColumn(fields[said.user].label, lambda p: p.user),
            ModelColumn(fields[said.asked].label, lambda p: _when(p.asked_at), RIGHT),
            ModelColumn(fields[said.acknowledged].label, lambda p: _when(p.acknowledged_at), RIGHT),
            ModelColumn(fields[said.answered].label, lambda p: _when(p.answered_at), RIGHT),
            ModelColumn(
                "ข้อความที่ถาม หรือเหตุที่พักไว้", lambda p: f"{p.chat}: {p.why}" if p.why else p.text, roles=MUTED
            ),
        )


def _when(moment: datetime | None) -> str:
    return moment_short(moment) if moment else NOTHING


def _said(export: LineExport) -> str:
    new, fills, known = (
        export.count(s) for s in (ProposalState.NEW, ProposalState.FILLS, ProposalState.KNOWN)
    )
    found, held = len(export.proposals) + len(export.held), len(export.held)
    said = f"พบ {found:,} เรื่องใน {export.name} ใหม่ {new:,} เติมเวลา {fills:,} มีอยู่แล้ว {known:,} พักไว้ {held:,}"
    return f"{said} เวลาเป็นเวลาไทย กดเว้นวรรคเพื่อเลือกหรือไม่เลือก ยังไม่ได้บันทึกจนกว่าจะกดนำเข้า"
