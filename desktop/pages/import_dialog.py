"""What a file would bring into a register: read first, nothing written until a person says so."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from core.faults import Finding
from core.office import ImportReport
from core.registers.declare import Register
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.delegates import MARK_ROLE
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

AnyIndex = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class ImportDialog(QDialog):
    """Shows a dry run; takes over all rows, only the sound ones, or none."""

    def __init__(
        self, context: AppContext, register: Register, source: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._register, self._source = context, register, source
        self.report: ImportReport | None = None
        self.setWindowTitle(f"นำเข้า{register.title}")
        self.summary = ThaiLabel(f"กำลังอ่าน {source.name}", self)
        self.problems = _Problems(register, self)
        self.renew = QCheckBox("ปรับปรุงรายการที่มีเลขหรือรหัสนี้อยู่แล้ว", self)
        self.take = primary("นำเข้า", "", self)
        self.leave = quiet("ยกเลิก", "Esc", self)
        self._lay_out()
        self.take.clicked.connect(self._write)
        self.leave.clicked.connect(self.reject)
        self.renew.toggled.connect(self._read)
        self._read()

    def _read(self) -> None:
        self.take.setEnabled(False)
        self._run(dry_run=True, on_done=self._show)

    def _write(self) -> None:
        self.take.setEnabled(False)
        self._run(dry_run=False, on_done=self._written)

    def _run(self, *, dry_run: bool, on_done: Any) -> None:
        office, name, update = self._context.office, self._register.name, self.renew.isChecked()
        self._context.run_in_background(
            lambda: office.import_records(
                name, self._source, dry_run=dry_run, keep_good=not dry_run, update=update
            ),
            on_done,
            title=f"นำเข้า {self._source.name}",
            on_failed=self._failed,
        )

    def _show(self, report: ImportReport) -> None:
        self.report = report
        good = report.read - report.rejected
        self.problems.show_findings((*report.problems, *report.remarks))
        self.problems_table.setVisible(self.problems.rowCount() > 0)
        self.summary.setText(_said(self._source, report, good))
        self.take.setText("นำเข้าเฉพาะแถวที่ถูกต้อง" if report.rejected else f"นำเข้า {good:,} แถว")
        self.take.setEnabled(good > 0)
        (self.take if good else self.leave).setFocus()

    def _written(self, report: ImportReport) -> None:
        self._context.tell(f"นำเข้า{self._register.short_title} {report.accepted:,} แถวแล้ว กด Ctrl+Z เพื่อเลิกทำ")
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._context.refuse(error)
        self.reject()

    def _lay_out(self) -> None:
        self.problems_table = DeskTable(self)
        self.problems_table.setModel(self.problems)
        self.problems_table.set_widths({0: 64, 1: 124, 2: 110}, stretch=3)
        self.problems_table.hide()
        panel = Panel(self)
        panel.body.addWidget(self.problems_table)
        buttons = QHBoxLayout()
        buttons.addWidget(self.renew)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(scaled(18), scaled(14), scaled(18), scaled(14))
        column.setSpacing(scaled(10))
        column.addWidget(self.summary)
        column.addWidget(panel, 1)
        column.addLayout(buttons)
        self.renew.setVisible(bool(self._register.key) and not self._register.plan_born)
        self.resize(scaled(940), scaled(460))


class _Problems(QAbstractTableModel):
    """Findings of an import, one a line: spreadsheet row, column, what stands there, what to do."""

    HEADINGS = ("แถวที่", "คอลัมน์", "ค่าในไฟล์", "ต้องแก้อย่างไร")

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = {f.name: f.label for f in register.fields}
        self._findings: tuple[Finding, ...] = ()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Shows findings in the order of their rows."""
        self.beginResetModel()
        self._findings = tuple(sorted(findings, key=lambda f: (f.row or 0, not f.is_error)))
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self._findings)

    def columnCount(self, parent: AnyIndex = _TOP) -> int:
        return 0 if parent.isValid() else len(self.HEADINGS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        finding = self._findings[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(finding)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return finding.message
        if role == MARK_ROLE and index.column() == 0:
            return "bad" if finding.is_error else "warn"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.HEADINGS[section]
        return None

    def _cells(self, finding: Finding) -> tuple[str, str, str, str]:
        row = str(finding.row) if finding.row else ""
        return row, self._labels.get(finding.field or "", ""), finding.value or "", finding.message


def _said(source: Path, report: ImportReport, good: int) -> str:
    if not report.rejected:
        return f"อ่าน {source.name} ได้ {report.read:,} แถว ถูกต้องทุกแถว ยังไม่ได้บันทึกจนกว่าจะกดนำเข้า"
    return (
        f"อ่าน {source.name} ได้ {report.read:,} แถว ถูกต้อง {good:,} แถว ต้องแก้ {report.rejected:,} แถว "
        "แก้ในไฟล์แล้วนำเข้าใหม่ หรือนำเข้าเฉพาะแถวที่ถูกต้องก่อน"
    )
