"""The official documents: choose one and a month, then look at it or save it as PDF or xlsx."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.office import ReportInfo
from core.thai.dates import day_long, month_long
from core.thai.digits import to_arabic
from core.thai.fiscal import Month, months_of
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.shell.printing import default_folder, file_name, open_report, write_report
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import MonthDropdown, primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel
from desktop.widgets.popup_list import ChoiceList
from desktop.widgets.thai_label import ThaiLabel

PDF, XLSX = ".pdf", ".xlsx"


class ReportsPage(Page):
    """A list of documents at the left, what can be done with the chosen one at the right."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "รายงาน", parent)
        self._reports: tuple[ReportInfo, ...] = ()
        self._found: list[ReportInfo] = []
        self._wanted = ""
        self.month = MonthDropdown(context.year, self)
        self.month.chosen.connect(lambda _: self._describe())
        self.head.add_beside(self.month)
        self._add_actions()
        self._add_list()
        self.setFocusProxy(self.search)
        self.on_change((), self._follow_day)
        self._follow_day()
        context.run_in_background(context.office.reports, self._show_reports, title="")

    def _add_actions(self) -> None:
        self.xlsx = quiet("บันทึก xlsx", parent=self)
        self.pdf = quiet("บันทึก PDF", "Ctrl S", self)
        self.pdf.setShortcut("Ctrl+S")
        self.view = primary("เปิดดู", "Enter", self)
        self.xlsx.clicked.connect(lambda: self._save_as(XLSX))
        self.pdf.clicked.connect(lambda: self._save_as(PDF))
        self.view.clicked.connect(self.open_chosen)
        for button in (self.xlsx, self.pdf, self.view):
            self.head.add_action(button)

    def _add_list(self) -> None:
        left = Panel(self, margin=scaled(10))
        left.body.setSpacing(scaled(8))
        left.setFixedWidth(scaled(400))
        self.search = _SearchLine(self)
        self.search.setPlaceholderText("ค้นหารายงาน")
        self.search.setAccessibleName("ค้นหารายงาน")
        self.search.textChanged.connect(self._filter)
        self.list = ChoiceList(left)
        self.list.setAccessibleName("รายงานทั้งหมด")
        self.list.picked.connect(lambda _: self._describe())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._describe())
        self.search.steps_to = self.list
        self.search.returnPressed.connect(self.open_chosen)
        self._none = EmptyState("ไม่พบรายงานตามคำค้น", parent=left)
        self._none.hide()
        left.body.addWidget(self.search)
        left.body.addWidget(self.list)
        left.body.addWidget(self._none, 1)
        left.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addWidget(left)
        row.addWidget(self._about(), 1)
        self.body.addLayout(row, 1)

    def _about(self) -> QWidget:
        panel = Panel(self, margin=scaled(20))
        self.title = ThaiLabel("", panel, kind="heading")
        self.facts = ThaiLabel("", panel, kind="muted")
        self.where = ThaiLabel("", panel, kind="small")
        column = QVBoxLayout()
        column.setSpacing(scaled(8))
        for label in (self.title, self.facts, self.where):
            column.addWidget(label)
        column.addStretch(1)
        panel.body.addLayout(column)
        return panel

    def open_with(self, name: str = "", month: Month | None = None, **_: Any) -> None:
        """Chooses a document, and a month where one is given."""
        self._wanted = name
        if month is not None:
            self.month.set_value(month)
        self.search.clear()
        self._filter()

    def _show_reports(self, reports: tuple[ReportInfo, ...]) -> None:
        self._reports = reports
        self._filter()

    def _follow_day(self) -> None:
        context = self.context
        self.month.set_year(context.year)
        month, months = Month.of(context.as_of), months_of(context.year)
        self.month.set_value(month if month in months else months[-1])
        self._describe()

    def _filter(self) -> None:
        words = to_arabic(self.search.text()).casefold().split()
        self._found = [r for r in self._reports if all(w in f"{r.title} {r.name}".casefold() for w in words)]
        names = [r.name for r in self._found]
        current = names.index(self._wanted) if self._wanted in names else 0
        self.list.set_labels([r.title for r in self._found], current)
        self.list.setVisible(bool(self._found))
        self._none.setVisible(bool(self._reports) and not self._found)
        self._describe()

    def chosen(self) -> ReportInfo | None:
        """The document chosen in the list."""
        row = self.list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def _describe(self) -> None:
        report = self.chosen()
        for button in (self.view, self.pdf, self.xlsx):
            button.setEnabled(report is not None)
        self.title.setText(report.title if report else "")
        month = self.month.value()
        if report is None or month is None:
            self.facts.setText("")
            return
        self.facts.setText(f"ประจำเดือน{month_long(month)} · ตัวเลขถึงสิ้นวันที่ {day_long(self._day(month))}")
        self.where.setText(f"“เปิดดู” เก็บแฟ้ม PDF ไว้ที่ {default_folder()} แล้วเปิดด้วยโปรแกรมอ่าน PDF ของเครื่อง")

    def _day(self, month: Month) -> Any:
        # The day looked at where it lies in the month: a report may be drawn up before the month is over.
        as_of = self.context.as_of
        return as_of if Month.of(as_of) == month else month.last_day

    def open_chosen(self) -> None:
        """Makes the chosen document and opens it."""
        report = self.chosen()
        if report is not None:
            target = default_folder() / file_name(report.title, self.month.value(), PDF)
            self.write(target, lambda path: open_report(self.context, path))

    def _save_as(self, suffix: str) -> None:
        report = self.chosen()
        if report is None:
            return
        suggested = str(Path.home() / file_name(report.title, self.month.value(), suffix))
        name, _ = QFileDialog.getSaveFileName(self, "บันทึกรายงาน", suggested, f"*{suffix}")
        if name:
            target = Path(name)
            target = target if target.suffix.lower() == suffix else target.with_name(target.name + suffix)
            self.write(target, lambda path: self.context.tell(f"บันทึกรายงานแล้วที่ {path}"))

    def write(self, target: Path, on_done: Any) -> None:
        """Writes the chosen document to a file in the background."""
        report, month = self.chosen(), self.month.value()
        if report is not None and month is not None:
            write_report(
                self.context, report.name, target, month=month, as_of=self._day(month), on_done=on_done
            )


class _SearchLine(QLineEdit):
    """A search line whose arrow keys move in the list below it."""

    steps_to: ChoiceList

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.steps_to.keyPressEvent(event)
        else:
            super().keyPressEvent(event)
