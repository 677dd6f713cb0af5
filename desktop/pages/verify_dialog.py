"""Whether a page of paper, or its PDF, says what was approved (docs/paper.md)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from core.faults import Refusal
from core.office import Verified
from core.plan.proof import Difference
from desktop.models.table_model import RIGHT, ModelColumn, TableModel
from desktop.shell.context import AppContext
from desktop.shell.printing import default_folder
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

ABOUT = (
    "พิมพ์รหัสตรวจสอบที่ท้ายหน้ากระดาษ หรือเลือกแฟ้ม PDF ของรายงาน เพื่อดูว่าเป็นฉบับที่รับรองไว้หรือไม่ และมีอะไรเปลี่ยนไปหลังจากนั้น"
)


class VerifyDialog(QDialog):
    """A code is typed, or a PDF chosen; below it the answer, and what the figures have come to since."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle("ตรวจรหัสเอกสาร")
        self.resize(scaled(760), scaled(480))
        self.code = QLineEdit(self)
        self.code.setAccessibleName("รหัสตรวจสอบ")
        self.code.setPlaceholderText("เช่น 29P2-X06Y-HPV77")
        self.check = primary("ตรวจ", "Enter", self)
        self.check.setAutoDefault(False)  # Enter is the line's
        self.check.clicked.connect(self._check)
        self.code.returnPressed.connect(self._check)
        self.choose = quiet("เลือกแฟ้ม PDF", "Ctrl O", self)
        self.choose.press_by_key()
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        self.answer = ThaiLabel("", self, kind="figure")
        self.details = ThaiLabel("", self)
        self.model = TableModel[Difference](
            (
                ModelColumn("ตัวชี้วัด", lambda d: d.code),
                ModelColumn("รายการ", lambda d: d.words[0]),
                ModelColumn("ที่รับรอง", lambda d: d.words[1], RIGHT),
                ModelColumn("วันนี้", lambda d: d.words[2], RIGHT),
            ),
            self,
        )
        self.table = DeskTable(self)
        self.table.setAccessibleName("ตัวเลขที่เปลี่ยนไปหลังรับรอง")
        self.table.setModel(self.model)
        self.table.fit_columns({1: 2, 2: 1, 3: 1})
        self.close_button = quiet("ปิด", "Esc", self)
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self.code.setFocus()

    def _lay_out(self) -> None:
        self._panel = Panel(self, margin=scaled(14))
        for widget in (self.answer, self.details):
            self._panel.body.addWidget(widget)
        self._panel.body.addWidget(self.table, 1)
        self._panel.body.addStretch()
        self._panel.hide()
        vbox(
            ThaiLabel(ABOUT, self, kind="muted"),
            hbox((self.code, 1), self.check, self.choose),
            (self._panel, 100),
            STRETCH,
            hbox(STRETCH, self.close_button),
            parent=self,
            margins=18,
            spacing=12,
        )

    def _check(self) -> None:
        typed = self.code.text()
        self._ask(lambda: self._context.office.reports.verify_code(typed))

    def _choose(self) -> None:
        folder = self._context.settings.paper_folder or default_folder()
        name, _ = QFileDialog.getOpenFileName(self, "เลือกรายงานที่จะตรวจ", str(folder), "*.pdf")
        if name:
            self._ask(lambda: self._context.office.reports.verify_pdf(Path(name)))

    def _ask(self, look: Callable[[], Verified]) -> None:
        self._context.ask(self, look, self._show, topic="verify", on_failed=self._refused)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, Refusal):
            self._context.refuse(error)
            return
        self._say(str(error), (), good=False)

    def _show(self, found: Verified) -> None:
        self.code.setText(found.code)
        self._say(found.answer, found.details, good=found.good and found.stands)
        self.model.set_rows(found.changes)
        self.table.setVisible(bool(found.changes))

    def _say(self, answer: str, details: tuple[str, ...], *, good: bool) -> None:
        set_kind(self.answer, "figure" if good else "disputed")
        self.answer.setText(answer)
        self.details.setText("\n".join(details))
        self.details.setVisible(bool(details))
        self.model.set_rows(())
        self.table.hide()
        self._panel.show()
