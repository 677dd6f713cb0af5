"""The wizard's last page: what is wrong at which cell, to be typed anew or left out."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QStackedLayout, QWidget

from core.faults import Finding
from core.office import SheetCheck, told_apart
from core.registers.declare import Register
from desktop.models.table_model import RIGHT, TIP, ModelColumn, TableModel
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.delegates import MARK_ROLE
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel


class FindingsPage(QWidget):
    """Findings one a line. Enter goes to the cell's text, Enter there takes the new text, Delete leaves the row out."""

    fixed = Signal(int, str, str)  # row, field, text typed instead
    skipped = Signal(int)  # row
    bad_rows_wanted = Signal()

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = {f.name: f.label for f in register.fields}
        self.summary = ThaiLabel("", self)
        self.model = TableModel(finding_columns(self._labels), self, row_roles={TIP: lambda f: f.message})
        self.table = DeskTable(self)
        self.cell = QLineEdit(self)
        self.skip = quiet("ข้ามแถวนี้", "Del", self)
        self.save_bad = quiet("บันทึกแถวที่ต้องแก้เป็นไฟล์", "Ctrl S", self)
        self.sentence = ThaiLabel("", self)
        self.known = ThaiLabel("", self, kind="warning")
        self.again = QCheckBox("นำเข้าอีกชุด แม้เคยนำเข้าแถวชุดเดียวกันไว้แล้ว", self)
        self._what = QLabel(self)
        self._nothing = EmptyState("", "", self)
        self._shown: Finding | None = None  # whose text stands in the cell
        self._lay_out()
        self._connect()

    def show_check(self, check: SheetCheck, skipped: int) -> None:
        """Shows what a check found; the finding chosen stays chosen where it is still there, and what was typed for it."""
        shown, typed, at = self._shown, self._typed(), self.table.currentIndex().row()
        self._shown = None
        by_row = sorted((*check.problems, *check.remarks), key=lambda f: (not f.is_error, f.row or 0))
        self.model.set_rows(by_row)  # what keeps rows out first
        self.summary.setText(_said(check, skipped))
        self._nothing.set_sentence(_all_well(check))
        self.known.setText(check.again)
        self.again.setChecked(False)  # other rows are another question
        for widget in (self.known, self.again):
            widget.setVisible(bool(check.again))
        self._stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.save_bad.setVisible(check.bad > 0)
        same = (n for n, f in enumerate(by_row) if shown and (f.row, f.field) == (shown.row, shown.field))
        line = next(same, -1)
        kept = line if line >= 0 else max(0, min(at, self.model.rowCount() - 1))
        self.table.setCurrentIndex(self.model.index(kept, 0))
        self._show_line()
        if typed is not None and line >= 0:
            self.cell.setText(typed[2])
        self.setFocusProxy(self.table)

    def settle(self) -> bool:
        """Takes over what stands typed; False where that has the rows looked at anew."""
        typed, self._shown = self._typed(), None
        if typed is None:
            self._show_line()
            return True
        self.fixed.emit(*typed)
        return False

    def _typed(self) -> tuple[int, str, str] | None:
        """Row, field and text of what was typed instead and isn't taken over yet."""
        finding, text = self._shown, self.cell.text()
        if finding is None or not finding.row or not finding.field or text == (finding.value or ""):
            return None
        return finding.row, finding.field, text

    def _moved(self, *_: object) -> None:
        """Another finding is chosen: what was typed for the one before is taken over."""
        typed = self._typed()
        self._show_line()
        if typed is not None:
            self.fixed.emit(*typed)

    def _show_line(self) -> None:
        finding = self.model.row_at(self.table.currentIndex().row())
        can_fix = finding is not None and finding.field is not None and bool(finding.row)
        self._shown = finding if can_fix else None
        self.cell.setEnabled(can_fix)
        self.skip.setEnabled(finding is not None and bool(finding.row))
        self.cell.setText(finding.value or "" if finding and can_fix else "")
        label = self._labels.get(finding.field or "", "") if finding else ""
        self._what.setText(f"แถวที่ {finding.row} {label}".strip() if finding and finding.row else "")
        self.sentence.setText(finding.message if finding else "")
        self.sentence.setVisible(finding is not None)

    def _edit(self) -> None:
        if self.cell.isEnabled():
            self.cell.setFocus()
            self.cell.selectAll()

    def _fix(self) -> None:
        finding = self.model.row_at(self.table.currentIndex().row())
        if finding and finding.field and finding.row:
            self._shown = None
            self.table.setFocus()
            self.fixed.emit(finding.row, finding.field, self.cell.text())

    def _skip(self) -> None:
        finding = self.model.row_at(self.table.currentIndex().row())
        if finding and finding.row:
            self._shown = None
            self.skipped.emit(finding.row)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.opened.connect(self._edit)
        self.table.delete_wanted.connect(self._skip)
        self.cell.returnPressed.connect(self._fix)
        self.skip.clicked.connect(self._skip)
        self.save_bad.clicked.connect(self.bad_rows_wanted)

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.fit_columns({2: 1, 3: 3}, least=150)
        self.table.setAccessibleName("สิ่งที่พบ")
        self.cell.setAccessibleName("ค่าที่ถูกต้องของช่องนี้")
        self.cell.setPlaceholderText("พิมพ์ค่าที่ถูกต้องแล้วกด Enter")
        panel = Panel(self)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        panel.body.addLayout(self._stack)
        bar = hbox(self._what, (self.cell, 1), self.skip, self.save_bad, spacing=10)
        vbox(
            self.summary,
            (panel, 1),
            self.sentence,
            bar,
            self.known,
            self.again,
            parent=self,
            margins=0,
            spacing=10,
        )


def finding_columns(labels: Mapping[str, str]) -> tuple[ModelColumn[Finding], ...]:
    """A finding of an import: spreadsheet row, column, what stands there, what to do."""
    return (
        ModelColumn(
            "แถวที่",
            lambda finding: str(finding.row or ""),
            RIGHT,
            {MARK_ROLE: lambda finding: "bad" if finding.is_error else "warn"},
        ),
        ModelColumn("คอลัมน์", lambda finding: labels.get(finding.field or "", "")),
        ModelColumn("ค่าในไฟล์", lambda finding: finding.value or ""),
        ModelColumn("ต้องแก้อย่างไร", lambda finding: finding.message),
    )


def _all_well(check: SheetCheck) -> str:
    """What stands in place of findings where there are none."""
    if check.to_save:
        return "ถูกต้องทุกแถว พร้อมนำเข้า"
    return "ทุกแถวตรงกับทะเบียนอยู่แล้ว ไม่มีอะไรต้องทำ" if check.good else "ไม่มีแถวใต้หัวคอลัมน์ให้นำเข้า"


def _said(check: SheetCheck, skipped: int) -> str:
    good = f"ถูกต้อง {check.good:,} แถว{told_apart(check.to_save - check.changed, check.changed, check.same)}"
    said = f"อ่านได้ {check.read:,} แถว {good} ต้องแก้ {check.bad:,} แถว"
    said += f" ข้าม {skipped:,} แถว" if skipped else ""
    said += f" ไม่รวมแถวที่ซ่อนไว้ {len(check.hidden):,} แถว" if check.hidden else ""
    said += f" (ยังมีอีก {check.unlisted:,} เรื่องที่ไม่ได้แสดง)" if check.unlisted else ""
    if not check.bad:
        return f"{said} ยังไม่ได้บันทึกจนกว่าจะกดนำเข้า" if check.to_save else f"{said} ไม่มีรายการที่ต้องบันทึก"
    return f"{said} เลือกเรื่องแล้วกด Enter เพื่อแก้ค่า หรือ Del เพื่อข้ามแถว หรือนำเข้าเฉพาะแถวที่ถูกต้อง"
