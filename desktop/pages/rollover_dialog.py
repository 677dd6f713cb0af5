"""Next year's plan from this year's: what is taken along and what stays behind is shown first; nothing is written until a
person says so, and all that is asked is whether each project's unspent money goes along."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from core.office import CarriedOver, IndicatorRow, RolledOver, RolloverPreview
from core.thai.dates import day_long
from core.thai.numbers import format_baht, format_decimal
from desktop.models.table_model import RIGHT, ModelColumn, TableModel, chip_column
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.figures import NOTHING, contested_words, figure, target_text
from desktop.widgets.panel import Panel
from desktop.widgets.strip import Strip
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

TAKEN, LEFT = ("ยกไป", "good"), ("ไม่ยกไป", "neutral")
LEFT_BEHIND = (
    "ไม่ยกไป: วันที่ที่เกิดขึ้นจริง เดือนตามแผน สัญญา หมายเหตุรายเดือน และข้อยกเว้นของแผน ส่วนรายการที่ใช้ร่วมกันทุกปีคงอยู่ตามเดิม"
)
TURNED = "เลื่อนให้: ปีในข้อความและหัวตาราง ค่าเป้าหมายย้อนหลัง (ปีใหม่ตั้งต้นเท่าปีนี้) ผลการดำเนินงานที่ผ่านมา และงบประมาณ"
SOURCE_DRAFT = "แผนปี {year} ยังเป็นร่าง แผนปีใหม่จะคัดลอกตามที่เป็นอยู่ตอนนี้"
MONEY = "เงินเหลือจากปี {year} · กด Space เพื่อเลือกว่าจะยกไปหรือไม่"
RESULTS = "ผลการดำเนินงานปี {year} ที่จะเล่าในแผนใหม่ · ณ {day}"


class MoneyTable(DeskTable):
    """Projects with money left; Space, Enter or a click on the state says whether it goes along."""

    toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("เงินเหลือรายโครงการ กด Space เพื่อเลือกว่าจะยกไปหรือไม่")
        self.clicked.connect(lambda index: self.toggled.emit() if index.column() == 0 else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.toggled.emit()
        else:
            super().keyPressEvent(event)


class RolloverDialog(QDialog):
    """Shows what a year's plan would be made of; ``made`` carries what was made."""

    made = Signal(object)  # RolledOver

    def __init__(self, context: AppContext, year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self.year = context, year
        self.left: set[int] = set()
        self.setWindowTitle(f"ทำแผนปีงบประมาณ {year}")
        self.copied = ThaiLabel(f"กำลังอ่านแผนปี {year - 1}", self)
        self.note = Strip("warn", None, self)
        self.money = MoneyTable(self)
        self.money_model = TableModel(self._money_columns(), self)
        self.results = DeskTable(self)
        self.results.setAccessibleName("ผลการดำเนินงานของปีที่จะปิด")
        self.result_model = TableModel(RESULT_COLUMNS, self)
        self.nothing_left = EmptyState("ไม่มีโครงการที่มีเงินเหลือ", parent=self)
        self.make = primary(f"ทำร่างแผนปี {year}", "Ctrl Enter", self)
        self.leave = quiet("ยกเลิก", "Esc", self)
        self._lay_out()
        self.make.clicked.connect(self._make)
        self.leave.clicked.connect(self.reject)
        self.make.press_by_key()
        self.money.toggled.connect(self.toggle)
        self._read()

    def toggle(self) -> None:
        """Takes the chosen project's money along, or leaves it."""
        chosen = self.money_model.row_at(self.money.currentIndex().row())
        if chosen is not None:
            self.left ^= {chosen.project}
            self.money_model.say_changed()

    # -- inside

    def _read(self) -> None:
        self.make.setEnabled(False)
        office, year = self._context.office, self.year
        self._context.run_in_background(
            lambda: office.plan.preview_rollover(year),
            self._show,
            title=f"กำลังอ่านแผนปี {year - 1}",
            on_failed=self._failed,
        )

    def _show(self, found: RolloverPreview) -> None:
        closing = self.year - 1
        self.copied.setText("คัดลอก: " + " · ".join(f"{words} {count}" for words, count in found.copied))
        self.note.say(SOURCE_DRAFT.format(year=closing) if found.source_draft else "")
        self._results_panel.set_title(RESULTS.format(year=closing, day=day_long(found.as_of)))
        self.result_model.set_rows(row for row in found.results if row.indicator.negotiated)
        self.money_model.set_rows(found.carried)
        self.money.setVisible(bool(found.carried))
        self.nothing_left.setVisible(not found.carried)
        self.make.setEnabled(True)
        if found.carried:
            self.money.selectRow(0)
        (self.money if found.carried else self.make).setFocus()

    def _money_columns(self) -> Sequence[ModelColumn[CarriedOver]]:
        return (
            chip_column("ปีใหม่", lambda money: LEFT if money.project in self.left else TAKEN),
            ModelColumn("ที่", lambda money: str(money.project), RIGHT),
            ModelColumn("โครงการ/กิจกรรม", lambda money: money.title),
            ModelColumn("ยังไม่ก่อหนี้ (บาท)", lambda money: format_baht(money.free), RIGHT),
            ModelColumn("ก่อหนี้แล้ว (บาท)", lambda money: format_baht(money.committed), RIGHT),
        )

    def _make(self) -> None:
        self.make.setEnabled(False)
        office, year, left = self._context.office, self.year, frozenset(self.left)
        self._context.run_in_background(
            lambda: office.plan.roll_over(year, left),
            self._made,
            title=f"กำลังทำร่างแผนปี {year}",
            on_failed=self._failed,
        )

    def _made(self, made: RolledOver) -> None:
        self.accept()
        self.made.emit(made)

    def _failed(self, error: Exception) -> None:
        self._context.refuse(error)
        self.reject()

    def _lay_out(self) -> None:
        closing = self.year - 1
        self.money.setModel(self.money_model)
        self.money.fit_columns({2: 1}, least=200)
        self.results.setModel(self.result_model)
        self.results.fit_columns({1: 1}, least=200)
        money = Panel(self, title=MONEY.format(year=closing))
        money.body.addWidget(self.money)
        money.body.addWidget(self.nothing_left)
        self.nothing_left.hide()
        self._results_panel = Panel(self, title=RESULTS.format(year=closing, day=""))
        self._results_panel.body.addWidget(self.results)
        buttons = hbox(STRETCH, self.leave, self.make)
        column = vbox(self.copied, parent=self, margins=(18, 14, 18, 14), spacing=8)
        for words in (TURNED, LEFT_BEHIND):
            column.addWidget(ThaiLabel(words, self, kind="muted"))
        column.addWidget(self.note)
        column.addWidget(money, 2)
        column.addWidget(self._results_panel, 3)
        column.addLayout(buttons)
        wanted = QSize(scaled(900), scaled(620))
        above = self.parentWidget()
        self.resize(wanted.boundedTo(above.window().size()) if above else wanted)


def _title(row: IndicatorRow) -> str:
    title = row.indicator.short_title or row.indicator.title
    disputed = contested_words(row.result, row.indicator.unit)
    return f"{title} ({disputed})" if disputed else title


def _achieved(row: IndicatorRow) -> str:
    achievement = row.result.achievement
    return NOTHING if achievement is None else format_decimal(achievement)


RESULT_COLUMNS: tuple[ModelColumn[IndicatorRow], ...] = (
    ModelColumn("รหัส", lambda row: row.indicator.code),
    ModelColumn("ตัวชี้วัด", _title),
    ModelColumn("เป้าหมาย", lambda row: target_text(row.result), RIGHT),
    ModelColumn("ผล", lambda row: figure(row.result.value, row.indicator.unit), RIGHT),
    ModelColumn("ร้อยละของเป้าหมาย", _achieved, RIGHT),
)
