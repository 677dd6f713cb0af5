"""The official documents: choose one and a month, look at its pages, print it or save it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from core.faults import Refusal
from core.office import Asked, Bundle, Certificate, ReportInfo
from core.thai.dates import day_long, month_short
from core.thai.fiscal import Month, months_of
from core.thai.folding import fold_case
from core.thai.names import file_name
from desktop.models.sheets import Sheets
from desktop.pages.report_preview import ReportPreview
from desktop.pages.sign_dialog import SignDialog
from desktop.pages.verify_dialog import VerifyDialog
from desktop.shell.background import Task
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.shell.printing import (
    default_folder,
    draw_sheets,
    paper_name,
    send_to_printer,
    tell_made,
    write_bundle,
    write_report,
)
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import Dropdown, MonthDropdown, QuarterDropdown, primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel
from desktop.widgets.personal_box import PersonalBox
from desktop.widgets.popup_list import ChoiceList

PDF, XLSX = ".pdf", ".xlsx"
PAUSE = 120  # ms of quiet before a document is drawn: arrow keys run past several
DECLARED = ("plan_registers", "plan_register_prints")  # what printed lists follow from
DIGITS = ((False, "เลขอารบิก"), (True, "เลขไทย"))


class ReportsPage(Page):
    """A list of documents at the left, the pages of the chosen one at the right."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "รายงาน", parent)
        self._reports: tuple[ReportInfo, ...] = ()
        self._found: list[ReportInfo] = []
        self._year = 0
        self._wanted = ""
        self._task: Task | None = None
        self._shown: Asked | None = None
        self._whole: Sheets | None = None
        self._same = False
        self.choose_printer: Callable[[QPrinter], bool] = self._ask_printer
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(PAUSE)
        self._quiet.timeout.connect(self._draw)
        self._add_choices()
        self._add_actions()
        self._add_body()
        self.setFocusProxy(self.search)
        self.on_change((), self._follow_day)
        self.on_change(None, self._redraw)
        self.on_change(["plan_indicators", "plan_printed_tables", *DECLARED], self._ask_reports)
        self._follow_day()

    # The page's parts

    def _add_choices(self) -> None:
        self.month = MonthDropdown(self.context.year, self)
        self.quarter = QuarterDropdown(self.context.year, self)
        self.digits = Dropdown("", self, name="ตัวเลข")
        self.digits.set_choices(DIGITS)
        self.digits.set_value(self.context.settings.paper_digits_thai)
        self.month.chosen.connect(self._choose_month)
        self.quarter.chosen.connect(self._choose_month)
        self.digits.chosen.connect(self._choose_digits)
        self.head.add_beside(self.digits)
        self.personal = PersonalBox(self)
        self.personal.clicked.connect(lambda _: self._describe())
        self.head.add_beside(self.personal)

    def _add_actions(self) -> None:
        self.bundle = quiet("ทั้งชุดของเดือนนี้", parent=self)
        self.bundle.setToolTip("จัดทำรายงานทุกฉบับของเดือนเป็น PDF เก็บไว้ในโฟลเดอร์เดียว")
        self.verify = quiet("ตรวจรหัส", parent=self)
        self.verify.setToolTip("ดูว่าหน้ากระดาษหรือแฟ้ม PDF เป็นฉบับที่รับรองไว้หรือไม่")
        self.sign = quiet("บันทึกพร้อมลายมือชื่อ", parent=self)
        self.sign.setToolTip("บันทึกรายงานที่รับรองแล้วเป็น PDF ซึ่งลงลายมือชื่อด้วยใบรับรองของสำนักงาน")
        self.xlsx = quiet("บันทึก xlsx", parent=self)
        self.pdf = quiet("บันทึก PDF", "Ctrl S", self)
        self.printing = primary("พิมพ์", "Ctrl P", self)
        self.verify.clicked.connect(lambda: VerifyDialog(self.context, self).exec())
        self.sign.clicked.connect(self.save_signed)
        self.bundle.clicked.connect(self.save_bundle)
        self.xlsx.clicked.connect(lambda: self._save_as(XLSX))
        self.pdf.clicked.connect(lambda: self.save())
        self.printing.clicked.connect(self.print_now)
        for button in (self.bundle, self.xlsx, self.pdf, self.sign, self.verify, self.printing):
            self.head.add_action(button)

    def _add_body(self) -> None:
        left = Panel(self, margin=scaled(10))
        left.body.setSpacing(scaled(8))
        left.setFixedWidth(scaled(256))
        self.search = _SearchLine(self)
        self.search.setPlaceholderText("ค้นหารายงาน")
        self.search.setAccessibleName("ค้นหารายงาน")
        self.search.textChanged.connect(self._filter)
        self.list = ChoiceList(left, fills=True)
        self.list.setMouseTracking(
            False
        )  # a document is drawn when it is chosen, not when the mouse passes by
        self.list.setAccessibleName("รายงานทั้งหมด")
        self.list.selectionModel().currentChanged.connect(lambda *_: self._describe())
        self.list.picked.connect(lambda _: self._go_reading())
        self.search.steps_to = self.list
        self.search.returnPressed.connect(self._go_reading)
        self._none = EmptyState("ไม่พบรายงานตามคำค้น", parent=left)
        self._none.hide()
        for widget in (self.month, self.quarter, self.search):
            left.body.addWidget(widget)
        left.body.addWidget(self.list, 1)
        left.body.addWidget(self._none, 1)
        self.preview = ReportPreview(self)
        row = hbox(left, (self.preview, 1), spacing=12)
        self.body.addLayout(row, 1)

    def _go_reading(self) -> None:
        self.preview.pages.setFocus()

    # What is chosen

    def open_with(self, name: str = "", month: Month | None = None, **_: Any) -> None:
        """Chooses a document, and a month where one is given."""
        self._wanted = name
        if month is not None:
            self._set_month(month)
        self.search.clear()
        self._filter()

    def chosen(self) -> ReportInfo | None:
        """The document chosen in the list."""
        row = self.list.currentIndex().row()
        return self._found[row] if 0 <= row < len(self._found) else None

    def asked(self) -> Asked | None:
        """What is to be drawn: the document chosen, as of the day looked at or the end of the month chosen."""
        report, month = self.chosen(), self.month.value()
        if report is None or month is None:
            return None
        if report.rhythm == "plan":
            return self._asked(report.name, None, self.context.as_of)
        if report.rhythm == "year":
            return self._asked(report.name, None, self._day(months_of(self.context.year)[-1]))
        month = self.quarter.value() if report.rhythm == "quarter" else month
        return self._asked(report.name, month, self._day(month))

    def _asked(self, name: str, month: Month | None, day: Any) -> Asked:
        shown = self.personal.isChecked()
        return Asked(name, self.context.year, month, day, bool(self.digits.value()), shown)

    def _day(self, month: Month) -> Any:
        # The day looked at where it lies in the time reported on or before its end: a report may be drawn up early.
        return min(self.context.as_of, month.last_day) if self._began(month) else month.last_day

    def _began(self, month: Month) -> bool:
        report = self.chosen()
        months = months_of(self.context.year)
        spans = {"quarter": 2, "year": 11}
        first = months[months.index(month) - spans.get(report.rhythm if report else "", 0)]
        return self.context.as_of >= first.first_day

    def _ask_reports(self) -> None:
        self._year = self.context.year
        available = partial(self.context.office.reports.available, self._year)
        self.context.run_in_background(available, self._show_reports, title="")

    def _show_reports(self, reports: tuple[ReportInfo, ...]) -> None:
        self._reports = reports
        self._filter()

    def _follow_day(self) -> None:
        context = self.context
        if self._year != context.year:
            self._ask_reports()
        for choice in (self.month, self.quarter):
            choice.set_year(context.year)
        month, months = Month.of(context.as_of), months_of(context.year)
        self._set_month(month if month in months else months[-1])
        self._describe()

    def _choose_month(self, month: Month) -> None:
        self._set_month(month)
        self._describe()

    def _set_month(self, month: Month) -> None:
        self.month.set_value(month)
        self.quarter.set_month(month)

    def _choose_digits(self, thai: bool) -> None:
        self.context.settings.set_paper_digits_thai(thai)
        self._describe()

    def _filter(self) -> None:
        words = fold_case(self.search.text()).split()
        self._found = [r for r in self._reports if all(w in fold_case(f"{r.title} {r.name}") for w in words)]
        names = [r.name for r in self._found]
        current = names.index(self._wanted) if self._wanted in names else 0
        self.list.set_labels([r.title for r in self._found], current)
        self.list.setVisible(bool(self._found))
        self._none.setVisible(bool(self._reports) and not self._found)
        self._describe()

    def _describe(self) -> None:
        report = self.chosen()
        if self._shown is None or report is None or report.name != self._shown.name:
            self.personal.setChecked(False)  # chosen for one document, not for the next
        self.personal.setVisible(report is not None and report.personal)
        asked = self.asked()
        for button in (self.printing, self.pdf, self.sign):
            button.setEnabled(report is not None)
        in_sheets = report is not None and "xlsx" in report.formats
        self.xlsx.setEnabled(in_sheets)
        self.xlsx.setToolTip(
            "" if in_sheets or report is None else f"{report.title}ไม่มีแบบตารางคำนวณ บันทึกเป็น PDF ได้"
        )
        self.month.setVisible(report is not None and report.rhythm == "month")
        self.quarter.setVisible(report is not None and report.rhythm == "quarter")
        self.head.set_note(f"ถึงสิ้นวันที่ {day_long(asked.as_of)}" if asked and asked.as_of else "")
        if asked != self._shown:
            self._redraw()

    # Drawing

    def _redraw(self) -> None:
        self._whole = None
        if self._task is not None:
            self._task.cancel()
        self._quiet.start()

    def _draw(self) -> None:
        asked = self.asked()
        self._same = asked == self._shown
        self._shown = asked
        if asked is None:
            self.preview.show_message("")
            return
        self.preview.set_working("กำลังจัดทำ")
        self._task = self.context.run_with_progress(
            lambda progress: draw_sheets(self.context, asked, progress),
            self._show_whole,
            title="",
            on_failed=self._refused,
        )
        self._task.handed_over.connect(self._show_opening)
        self._task.progressed.connect(self._say_progress)

    # A task that was given up for another one says nothing any more: what comes is what is asked for.

    def _show_opening(self, sheets: Sheets) -> None:
        self.preview.show_opening(sheets, same=self._same)

    def _show_whole(self, sheets: Sheets) -> None:
        self._whole = sheets
        self.preview.set_working("")
        self.preview.show_whole(sheets)

    def _say_progress(self, _share: float, words: str) -> None:
        self.preview.set_working(words)

    def _refused(self, error: Exception) -> None:
        self.preview.set_working("")
        if isinstance(error, Refusal):
            self.preview.show_message(str(error))
        else:
            self.context.refuse(error)

    # Out

    def print_now(self) -> None:
        """Prints the chosen document through the system's dialog, once its pages are there."""
        asked = self._shown
        if self._whole is None or asked is None:
            self.context.tell("เอกสารยังจัดทำไม่เสร็จ โปรดรอสักครู่แล้วพิมพ์อีกครั้ง", "info")
            return
        sheets = self._whole
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        report = self.chosen()
        printer.setDocName(report.title if report else "")
        if self.choose_printer(printer):
            send_to_printer(
                self.context,
                asked,
                sheets,
                printer,
                lambda pages: tell_made(self.context, f"ส่งพิมพ์แล้ว {pages} หน้า", sheets.lacking),
            )

    def _ask_printer(self, printer: QPrinter) -> bool:
        count = len(self._whole.sizes) if self._whole else 1
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("พิมพ์")
        dialog.setMinMax(1, count)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        return dialog.exec() == QPrintDialog.DialogCode.Accepted

    def save_signed(self) -> None:
        """Saves the chosen document as PDF with the signature of the office's certificate."""
        asking = SignDialog(self)
        if asking.exec() == SignDialog.DialogCode.Accepted:
            self._save_as(PDF, asking.certificate())

    def _save_as(self, suffix: str, certificate: Certificate | None = None) -> None:
        report, asked = self.chosen(), self.asked()
        if report is None or asked is None:
            return
        suggested = self._folder() / paper_name(report.title, asked.month, suffix)
        name, _ = QFileDialog.getSaveFileName(self, "บันทึกรายงาน", str(suggested), f"*{suffix}")
        if name:
            target = Path(name)
            target = target if target.suffix.lower() == suffix else target.with_name(target.name + suffix)
            self.context.settings.remember_paper_folder(target.parent)
            write_report(self.context, asked, target, lambda path: f"บันทึกรายงานแล้วที่ {path}", certificate)

    def save(self) -> None:
        """Saves the chosen document as PDF."""
        self._save_as(PDF)

    def save_bundle(self) -> None:
        """Writes every report of the chosen month into a folder."""
        month = self.month.value()
        name = QFileDialog.getExistingDirectory(self, "เลือกที่เก็บรายงานทั้งชุด", str(self._folder()))
        if name and month is not None:
            self.context.settings.remember_paper_folder(Path(name))
            folder = Path(name) / file_name(f"รายงาน {month_short(month)}")
            day = self.context.as_of if Month.of(self.context.as_of) == month else month.last_day
            write_bundle(self.context, month, self._asked("", month, day), folder, self._tell_bundle)

    def _tell_bundle(self, bundle: Bundle) -> None:
        said = f"จัดทำรายงานแล้ว {len(bundle.files)} ฉบับ อยู่ที่ {bundle.files[0].parent}"
        count = len(bundle.left_out)
        left_out = f"เว้น {count} ฉบับ เพราะ{bundle.left_out[0]}" if count else ""
        tell_made(self.context, said, left_out, bundle.lacking)

    def _folder(self) -> Path:
        folder = self.context.settings.paper_folder or default_folder()
        return folder if folder.is_dir() else Path.home()


class _SearchLine(QLineEdit):
    """A search line whose arrow keys move in the list below it."""

    steps_to: ChoiceList

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.steps_to.keyPressEvent(event)
        else:
            super().keyPressEvent(event)
