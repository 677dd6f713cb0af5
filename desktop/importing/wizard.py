"""The import wizard: look at a file, match its columns, say what unknown values mean, mend or leave out, take.

Reading, checking and saving run off the UI thread; nothing is written before a person takes the rows over.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QWidget

from core.office import Progress, SheetCheck, SheetImport, SheetPlan, SheetView
from core.registers.declare import Register
from core.thai.quote import quoted
from desktop.importing.columns_page import ColumnsPage
from desktop.importing.dialogs import answer_help, open_at
from desktop.importing.findings_page import FindingsPage
from desktop.importing.memory import Matching, recalled, remember
from desktop.importing.values_page import ValuesPage
from desktop.shell.background import Task
from desktop.shell.context import AppContext
from desktop.shell.messages import ProgressCard
from desktop.shell.trouble import sentence_of
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.keys import FINISH, bind
from desktop.widgets.thai_label import ThaiLabel

COLUMNS, VALUES, FINDINGS = range(3)
STEPS = ("จับคู่คอลัมน์", "ความหมายของค่า", "ตรวจและแก้ไข")


class ImportWizard(QDialog):
    """Takes a spreadsheet, or a copied block, into a register.

    ``begin`` opens what is to be taken in (on a worker's thread); ``order`` are the fields of a sheet without headings, ``sheet``
    names the one to begin with ("": the first that fits).
    """

    def __init__(
        self,
        context: AppContext,
        register: Register,
        begin: Callable[[], SheetImport],
        name: str,
        order: tuple[str, ...] = (),
        parent: QWidget | None = None,
        *,
        sheet: str = "",
    ) -> None:
        super().__init__(parent)
        self._context, self._register, self._name, self._order = context, register, name, order
        self._sheet: SheetImport | None = None
        self._view: SheetView | None = None
        self._task: Task | None = None
        self._fixes: dict[tuple[int, int], str] = {}
        self._skipped: set[int] = set()
        self.check: SheetCheck | None = None
        self.setWindowTitle(f"นำเข้า{register.title}")
        self.columns = ColumnsPage(register, self)
        self.values = ValuesPage(register, self)
        self.findings = FindingsPage(register, self)
        self.forward = primary("ต่อไป", "Ctrl ↵", self)
        self.back = quiet("ย้อนกลับ", "Alt ←", self)
        self.leave = quiet("ยกเลิก", "Esc", self)
        self.working = ProgressCard(self)
        self._lay_out()
        self._connect()
        self._run(lambda progress: _opened(begin(), bool(order), progress, sheet), self._open)

    # -- steps

    def _open(self, opened: tuple[SheetImport, SheetView]) -> None:
        self._sheet, view = opened
        marks = dict.fromkeys(view.blank, " (ว่าง)") | {
            n: " (ซ่อน)" for n, s in enumerate(self._sheet.sheets) if s.hidden
        }
        names = [f"{s.name}{marks.get(n, '')}" for n, s in enumerate(self._sheet.sheets)]
        self.columns.offer_sheets(names, view.sheet)
        self._show_view(view)
        self._go(COLUMNS)

    def _show_view(self, view: SheetView) -> None:
        self._view = view
        self._fixes.clear()
        self._skipped.clear()
        known = recalled(self._context.settings, self._register, view)
        width = len(view.headings)
        by_order = (*self._order, *[None] * width)[:width]
        guessed = by_order if self._order and not view.heading_row else view.proposed
        self._values = dict(known.values) if known else {}
        self.columns.show_view(view, known.columns if known else guessed)
        self.columns.update_known.setChecked(known.update if known else False)

    def _look(self, sheet: int, *, headed: bool) -> None:
        held = self._sheet
        if held is not None:
            self._run(lambda progress: held.look(sheet, headed=headed, progress=progress), self._show_view)

    def _next(self) -> None:
        place = self.pages.currentIndex()
        if place == FINDINGS:
            self._take()
            return
        if place == VALUES:
            self._values |= self.values.values()
        doubled = self.columns.doubled()
        if doubled or not any(self.columns.columns()):
            self._warn(f"ช่อง {doubled} ถูกเลือกไว้สองคอลัมน์ โปรดเลือกเพียงคอลัมน์เดียว" if doubled else _NONE)
            return
        self._check(self._checked_first if place == COLUMNS else self._show_check)

    def _check(self, then: Callable[[SheetCheck], None]) -> None:
        held, plan = self._sheet, self.plan()
        if held is not None:
            self._run(lambda progress: held.check(plan, progress), then)

    def _checked_first(self, check: SheetCheck) -> None:
        if check.unknown:
            self.check = check
            self.values.show_unknown(check.unknown, self._values)
            self._go(VALUES)
        else:
            self._show_check(check)

    def _show_check(self, check: SheetCheck) -> None:
        self.check = check
        self.findings.show_check(check, len(self._skipped))
        self._go(FINDINGS)

    def _go_back(self) -> None:
        self._go(COLUMNS)

    def _click_back(self) -> None:
        if self.back.isVisible():
            self.back.click()

    def _click_save_bad(self) -> None:
        if self.findings.save_bad.isVisible():
            self.findings.save_bad.click()

    def _take(self) -> None:
        held = self._sheet
        if held is None or not self.check or not self.check.good or not self.findings.settle():
            return
        again = self.findings.again.isChecked()
        if self.check.again and not again:
            self._warn("โปรดทำเครื่องหมายว่าจะนำเข้าอีกชุด หรือกดยกเลิก")
            self.findings.again.setFocus()
            return
        if self._view is not None:
            chosen = self.plan()
            matching = Matching(chosen.columns, dict(chosen.values), chosen.update)
            remember(self._context.settings, self._register, self._view, matching)
        self._run(lambda progress: held.take(progress, again=again), self._taken)

    def _taken(self, count: int) -> None:
        said = (
            f"นำเข้า{self._register.short_title} {count:,} รายการแล้ว กด Ctrl+Z เพื่อเลิกทำ"
            if count
            else f"{self._register.short_title}ในไฟล์ตรงกับทะเบียนอยู่แล้ว ไม่มีรายการที่ต้องบันทึก"
        )
        others = ", ".join(map(quoted, self._view.others if self._view else ()))
        self._context.tell(f"{said} ยังไม่ได้นำเข้าแผ่นงาน {others}" if others else said)
        self.accept()

    def plan(self) -> SheetPlan:
        """What has been decided so far."""
        return SheetPlan(
            self.columns.columns(),
            self._view.sheet if self._view else 0,
            values=dict(self._values),
            fixes=dict(self._fixes),
            skipped=frozenset(self._skipped),
            update=self.columns.update_known.isChecked(),
            hidden=self.columns.take_hidden.isChecked(),
        )

    # -- mending

    def _fix(self, row: int, field: str, text: str) -> None:
        columns = self.columns.columns()
        if field in columns:
            self._fixes[row, columns.index(field)] = text
            self._check(self._show_check)
        else:
            self._warn("ช่องนี้ไม่มีคอลัมน์ในไฟล์ โปรดกลับไปจับคู่คอลัมน์ หรือข้ามแถวนี้")

    def _skip(self, row: int) -> None:
        self._skipped.add(row)
        self._check(self._show_check)

    def _ask_bad_rows(self) -> None:
        suggested = f"{Path(self._name).stem} ที่ต้องแก้.xlsx"
        path, _ = QFileDialog.getSaveFileName(self, "บันทึกแถวที่ต้องแก้", suggested, "ตารางทำการ (*.xlsx *.csv)")
        if path:
            self.write_bad(Path(path))

    def write_bad(self, target: Path) -> None:
        """Writes the rows that can't be taken, with a column that says why."""
        held = self._sheet
        if held is not None:
            self._run(
                lambda progress: held.write_bad(target, progress),
                lambda count: self._say(f"บันทึก {count:,} แถวที่ต้องแก้ไว้ที่ {target.name} แล้ว"),
            )

    # -- work and looks

    def _run(self, work: Callable[[Progress], Any], then: Callable[[Any], None]) -> None:
        self._say("")
        self.forward.setEnabled(False)
        self._task = self._context.run_with_progress(work, then, title="", on_failed=self._failed)
        self._task.ended.connect(self._ended)
        self.working.follow(self._task)

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._fit_buttons()
            if task.progress.cancelled and self._view is None:
                self.reject()

    def _failed(self, error: Exception) -> None:
        if self._view is None:
            self._context.refuse(error)
            self.reject()
        else:
            self._warn(sentence_of(error)[0])

    def _say(self, sentence: str, kind: str = "muted") -> None:
        set_kind(self._hint, kind)
        self._hint.setText(sentence)
        self._hint.setVisible(bool(sentence))

    def _warn(self, sentence: str) -> None:
        self._say(sentence, "warning")

    def _go(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        for step, label in enumerate(self._steps):
            set_kind(label, "title" if step == place else "muted")
        self._fit_buttons()
        if place == FINDINGS and self.check and not self.check.problems:
            (self.findings.again if self.check.again else self.forward).setFocus()
        else:
            (self.columns, self.values, self.findings)[place].setFocus()

    def _fit_buttons(self) -> None:
        place, good = self.pages.currentIndex(), self.check.good if self.check else 0
        self.back.setVisible(place != COLUMNS)
        self.forward.setEnabled(
            self._view is not None and self._task is None and (place != FINDINGS or good > 0)
        )
        if place == FINDINGS and self.check:
            self.forward.setText(_button(self.check))
        else:
            self.forward.setText("ต่อไป")

    def done(self, result: int) -> None:
        """Closes: work under way is stopped, and the file let go of once it has."""
        if self._task is not None:
            self._task.cancel()
        held, self._sheet = self._sheet, None
        if held is not None:
            self._context.run_in_background(held.close, lambda _: None, title="")
        super().done(result)

    def _connect(self) -> None:
        self.forward.clicked.connect(self._next)
        self.back.clicked.connect(self._go_back)
        self.leave.clicked.connect(self.reject)
        self.columns.sheet_chosen.connect(lambda sheet: self._look(sheet, headed=True))
        self.columns.heading_toggled.connect(
            lambda on: self._look(self._view.sheet if self._view else 0, headed=on)
        )
        self.findings.fixed.connect(self._fix)
        self.findings.skipped.connect(self._skip)
        self.findings.bad_rows_wanted.connect(self._ask_bad_rows)
        bind(self, FINISH, self.forward.click, everywhere=True)
        bind(self, "Alt+Left", self._click_back, everywhere=True)
        bind(self, "Ctrl+S", self._click_save_bad, everywhere=True)
        answer_help(self)

    def _lay_out(self) -> None:
        steps = QHBoxLayout()
        steps.setSpacing(scaled(18))
        self._steps = [QLabel(f"{n} {words}", self) for n, words in enumerate(STEPS, 1)]
        for label in self._steps:
            steps.addWidget(label)
        steps.addWidget(ElidedLabel(self._name, self), 1, Qt.AlignmentFlag.AlignRight)
        self.pages = QStackedWidget(self)
        for page in (self.columns, self.values, self.findings):
            self.pages.addWidget(page)
        self._hint = ThaiLabel("", self)
        self._hint.hide()
        buttons = hbox(STRETCH, self.leave, self.back, self.forward, spacing=10)
        vbox(
            steps,
            (self.pages, 1),
            self.working,
            self._hint,
            buttons,
            parent=self,
            margins=(18, 14, 18, 14),
            spacing=10,
        )
        self._fit_buttons()
        self.setWindowModality(Qt.WindowModality.WindowModal)
        open_at(self, 980, 560)


_NONE = "ยังไม่ได้เลือกช่องให้คอลัมน์ใด โปรดเลือกอย่างน้อยหนึ่งคอลัมน์"


def _opened(sheet: SheetImport, block: bool, progress: Progress, name: str) -> tuple[SheetImport, SheetView]:
    try:
        place = next((n for n, one in enumerate(sheet.sheets) if name and one.name == name), None)
        return sheet, sheet.look_at_block() if block else sheet.look(place, progress=progress)
    except BaseException:
        sheet.close()
        raise


def _button(check: SheetCheck) -> str:
    """What pressing on comes to, once the rows were looked at."""
    if not check.to_save:
        return "เสร็จสิ้น"
    return f"นำเข้า{'เฉพาะแถวที่ถูกต้อง' if check.bad else ''} {check.to_save:,} แถว"
