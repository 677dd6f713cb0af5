"""Next year's plan from this year's: what goes on and what stays behind is shown and chosen first, with what follows from it;
nothing is written until a person says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLayout, QStackedWidget, QWidget

from core.office import (
    CarriedOver,
    GoingOn,
    IndicatorRow,
    Left,
    Measured,
    RolledOver,
    RolloverPreview,
    UsedRegister,
)
from core.thai.dates import day_long
from core.thai.numbers import format_baht, format_decimal
from desktop.models.table_model import MUTED, RIGHT, ModelColumn, TableModel, chip_column
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.figures import NOTHING, contested_words, figure, target_text
from desktop.widgets.keys import bind
from desktop.widgets.panel import Panel
from desktop.widgets.strip import Strip
from desktop.widgets.tab_bar import TabBar
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

TAKEN, LEFT = ("ยกไป", "good"), ("ไม่ยกไป", "neutral")
GOES_ON, STAYS = ("ทำต่อ", "good"), ("ไม่ทำต่อ", "neutral")
USED, UNUSED = ("ใช้ต่อ", "good"), ("ไม่ใช้ต่อ", "neutral")
LEFT_BEHIND = (
    "ไม่ยกไป: วันที่ที่เกิดขึ้นจริง เดือนตามแผน สัญญา หมายเหตุรายเดือน และข้อยกเว้นของแผน ส่วนรายการที่ใช้ร่วมกันทุกปีคงอยู่ตามเดิม"
)
TURNED = "เลื่อนให้: ปีในข้อความและหัวตาราง ค่าเป้าหมายย้อนหลัง (ปีใหม่ตั้งต้นเท่าปีนี้) ผลการดำเนินงานที่ผ่านมา และงบประมาณ"
SOURCE_DRAFT = "แผนปี {year} ยังเป็นร่าง แผนปีใหม่จะคัดลอกตามที่เป็นอยู่ตอนนี้"
PROJECTS = "โครงการ/กิจกรรมที่ทำต่อ · กด Space เพื่อเลือก โครงการที่เสร็จและไม่มีเงินเหลือไม่ทำต่อไว้ก่อน"
MONEY = "เงินเหลือจากปี {year} · กด Space เพื่อเลือกว่าจะยกไปหรือไม่"
RESULTS = "ตัวชี้วัดที่ทำต่อ · กด Space เพื่อเลือก · ผลของปี {year} ณ {day}"
REGISTERS = "ทะเบียนที่ใช้ต่อ · กด Space เพื่อเลือก ที่ไม่ใช้ต่อใช้ได้ถึงสิ้นปี {year} รายการที่มีคงอยู่"
TABS = ("โครงการ", "เงินเหลือ", "ตัวชี้วัด", "ทะเบียน")
T = TypeVar("T")
SHOWN = 2  # sentences of what follows that stand in sight


class ChoosingTable(DeskTable):
    """Rows that go along or not; Space, Enter or a click on the state says which."""

    toggled = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{name} กด Space เพื่อเลือก")
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
        self._found: RolloverPreview | None = None
        self.left: set[int] = set()  # projects whose money isn't carried over
        self.without_projects: set[int] = set()
        self.by_hand: dict[
            str, bool
        ] = {}  # indicators by code: whether they stay behind, whatever their projects do
        self.without_registers: set[str] = set()
        self.setWindowTitle(f"ทำแผนปีงบประมาณ {year}")
        self.copied = ThaiLabel(f"กำลังอ่านแผนปี {year - 1}", self)
        self.note, self.follows = Strip("warn", None, self), Strip("warn", None, self)
        self.tabs, self.stack = TabBar(self), QStackedWidget(self)
        self.projects, self.project_model = self._table(
            "โครงการ", self._project_columns(), self.toggle_project
        )
        self.money, self.money_model = self._table("เงินเหลือรายโครงการ", self._money_columns(), self.toggle)
        self.results, self.result_model = self._table("ตัวชี้วัด", self._result_columns(), self.toggle_indicator)
        self.registers, self.register_model = self._table(
            "ทะเบียน", self._register_columns(), self.toggle_register
        )
        self.nothing_left = EmptyState("ไม่มีโครงการที่มีเงินเหลือ", parent=self)
        self.make = primary(f"ทำร่างแผนปี {year}", "Ctrl Enter", self)
        self.leave = quiet("ยกเลิก", "Esc", self)
        self._lay_out()
        self.make.clicked.connect(self._make)
        self.leave.clicked.connect(self.reject)
        self.make.press_by_key()
        self._read()

    # -- what is chosen

    @property
    def without_indicators(self) -> set[str]:
        """The indicators that stay behind: those left by hand, and where nothing was said those of projects left."""
        indicators = self._found.indicators if self._found else ()
        left = self.without_projects
        return {
            i.code for i in indicators if self.by_hand.get(i.code, bool(i.projects) and {*i.projects} <= left)
        }

    def without(self) -> Left:
        """What stays behind, as it is chosen."""
        return Left.of(self.without_projects, self.without_indicators, self.without_registers)

    def toggle_project(self) -> None:
        """Lets the chosen project go on or not, and with it the indicators that are measured by it."""
        chosen = self.project_model.row_at(self.projects.currentIndex().row())
        if chosen is not None:
            self.without_projects ^= {chosen.number}
            self._tell()

    def toggle(self) -> None:
        """Takes the chosen project's money along, or leaves it."""
        chosen = self.money_model.row_at(self.money.currentIndex().row())
        if chosen is not None:
            self.left ^= {chosen.project}
            self._tell()

    def toggle_indicator(self) -> None:
        """Lets the chosen indicator go on or not."""
        chosen = self.result_model.row_at(self.results.currentIndex().row())
        if chosen is not None:
            code = chosen.indicator.code
            self.by_hand[code] = code not in self.without_indicators
            self._tell()

    def toggle_register(self) -> None:
        """Lets the chosen register be used on or not."""
        chosen = self.register_model.row_at(self.registers.currentIndex().row())
        if chosen is not None:
            self.without_registers ^= {chosen.name}
            self._tell()

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
        self._found = found
        self.without_projects = {project.number for project in found.projects if project.finished}
        self.copied.setText("คัดลอก: " + " · ".join(f"{words} {count}" for words, count in found.copied))
        self.note.say(SOURCE_DRAFT.format(year=closing) if found.source_draft else "")
        self._results_panel.set_title(RESULTS.format(year=closing, day=day_long(found.as_of)))
        self.project_model.set_rows(found.projects)
        self.result_model.set_rows(found.results)
        self.register_model.set_rows(found.registers)
        self._tell()
        for table, rows in ((self.projects, found.projects), (self.results, found.results)):
            if rows:
                table.selectRow(0)
        if found.registers:
            self.registers.selectRow(0)
        self.make.setEnabled(True)
        (self.projects if found.projects else self.make).setFocus()

    def _tell(self) -> None:
        """Shows what is chosen, and what follows from it."""
        found = self._found
        assert found is not None
        here = self.money.currentIndex().row()
        self.money_model.set_rows(c for c in found.carried if c.project not in self.without_projects)
        shown = self.money_model.rowCount()
        if shown:
            self.money.selectRow(min(max(here, 0), shown - 1))
        self.money.setVisible(bool(shown))
        self.nothing_left.setVisible(not shown)
        for model in (self.project_model, self.result_model, self.register_model):
            model.say_changed()
        there = len(found.projects), shown, len(found.indicators), len(found.registers)
        left = (
            len(self.without_projects),
            len(self.left - self.without_projects),
            len(self.without_indicators),
            len(self.without_registers),
        )
        for place, words in enumerate(TABS):
            self.tabs.setTabText(place, f"{words} {there[place] - left[place]} จาก {there[place]}")
        office, without = self._context.office, self.without()
        self._context.ask(
            self, lambda: office.plan.follows(found, without), self._say_follows, topic="follows"
        )

    def _say_follows(self, sentences: Sequence[str]) -> None:
        more = len(sentences) - SHOWN
        said = " · ".join(sentences[:SHOWN])
        self.follows.say(f"{said} · และอีก {more} ข้อ" if more > 0 else said)
        self.follows.setToolTip("\n".join(sentences))

    def _table(
        self, name: str, columns: Sequence[ModelColumn[T]], toggled: Callable[[], None]
    ) -> tuple[ChoosingTable, TableModel[T]]:
        table, model = ChoosingTable(name, self), TableModel(columns, self)
        table.setModel(model)
        shares = {n: column.share for n, column in enumerate(columns) if column.share}
        table.fit_columns(shares, least=200)
        table.toggled.connect(toggled)
        return table, model

    def _project_columns(self) -> Sequence[ModelColumn[GoingOn]]:
        return (
            chip_column("ปีใหม่", lambda p: STAYS if p.number in self.without_projects else GOES_ON),
            ModelColumn("ที่", lambda p: str(p.number), RIGHT),
            ModelColumn("โครงการ/กิจกรรม", lambda p: p.title, share=1),
            ModelColumn("ขั้นตอนที่เสร็จ", lambda p: f"{p.done} จาก {p.steps}", RIGHT),
            ModelColumn("งบของปีใหม่ (บาท)", self._budget, RIGHT),
        )

    def _budget(self, project: GoingOn) -> str:
        """What the new plan gives the project, what is carried into it included."""
        if project.number in self.without_projects:
            return NOTHING
        carried = project.unspent if project.number not in self.left else 0
        amount = project.own + carried
        return format_baht(amount) if amount else NOTHING

    def _money_columns(self) -> Sequence[ModelColumn[CarriedOver]]:
        return (
            chip_column("ปีใหม่", lambda money: LEFT if money.project in self.left else TAKEN),
            ModelColumn("ที่", lambda money: str(money.project), RIGHT),
            ModelColumn("โครงการ/กิจกรรม", lambda money: money.title, share=1),
            ModelColumn("ยังไม่ก่อหนี้ (บาท)", lambda money: format_baht(money.free), RIGHT),
            ModelColumn("ก่อหนี้แล้ว (บาท)", lambda money: format_baht(money.committed), RIGHT),
        )

    def _result_columns(self) -> Sequence[ModelColumn[IndicatorRow]]:
        return (
            chip_column(
                "ปีใหม่", lambda row: STAYS if row.indicator.code in self.without_indicators else GOES_ON
            ),
            *RESULT_COLUMNS,
        )

    def _register_columns(self) -> Sequence[ModelColumn[UsedRegister]]:
        return (
            chip_column("ปีใหม่", lambda r: UNUSED if r.name in self.without_registers else USED),
            ModelColumn("ทะเบียน", lambda r: r.title, share=2),
            ModelColumn("รายการ", lambda r: f"{r.records:,}", RIGHT),
            ModelColumn("ตัวชี้วัดที่นับจากทะเบียนนี้", self._counting, roles=MUTED, share=1),
        )

    def _counting(self, register: UsedRegister) -> str:
        indicators: Sequence[Measured] = self._found.indicators if self._found else ()
        return " ".join(i.code for i in indicators if register.name in i.registers) or NOTHING

    def _make(self) -> None:
        self.make.setEnabled(False)
        office, year, left, without = (
            self._context.office,
            self.year,
            frozenset(self.left - self.without_projects),
            self.without(),
        )
        self._context.run_in_background(
            lambda: office.plan.roll_over(year, left, without),
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
        projects = Panel(self, title=PROJECTS)
        projects.body.addWidget(self.projects)
        money = Panel(self, title=MONEY.format(year=closing))
        money.body.addWidget(self.money)
        money.body.addWidget(self.nothing_left)
        self.nothing_left.hide()
        self._results_panel = Panel(self, title=RESULTS.format(year=closing, day=""))
        self._results_panel.body.addWidget(self.results)
        registers = Panel(self, title=REGISTERS.format(year=closing))
        registers.body.addWidget(self.registers)
        for words, widget in zip(TABS, (projects, money, self._results_panel, registers), strict=True):
            self.tabs.addTab(words)
            self.stack.addWidget(widget)
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        for place in range(len(TABS)):
            bind(self, f"Alt+{place + 1}", partial(self._go_to, place))
        buttons = hbox(STRETCH, self.leave, self.make)
        column = vbox(self.copied, parent=self, margins=(18, 14, 18, 14), spacing=8)
        for words in (TURNED, LEFT_BEHIND):
            column.addWidget(ThaiLabel(words, self, kind="muted"))
        column.addWidget(self.note)
        column.addWidget(self.tabs)
        # What wraps would ask for more height than a small screen has at large text, though it is wide.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.stack, 1)
        column.addWidget(self.follows)
        column.addLayout(buttons)
        wanted = QSize(scaled(980), scaled(680))
        above = self.parentWidget()
        self.resize(wanted.boundedTo(above.window().size()) if above else wanted)

    def _go_to(self, place: int) -> None:
        self.tabs.setCurrentIndex(place)
        (self.projects, self.money, self.results, self.registers)[place].setFocus()


def _title(row: IndicatorRow) -> str:
    title = row.indicator.called
    disputed = contested_words(row.result, row.indicator.unit)
    return f"{title} ({disputed})" if disputed else title


def _achieved(row: IndicatorRow) -> str:
    achievement = row.result.achievement
    return NOTHING if achievement is None else format_decimal(achievement)


RESULT_COLUMNS: tuple[ModelColumn[IndicatorRow], ...] = (
    ModelColumn("รหัส", lambda row: row.indicator.code),
    ModelColumn("ตัวชี้วัด", _title, share=1),
    ModelColumn("เป้าหมาย", lambda row: target_text(row.result), RIGHT),
    ModelColumn("ผล", lambda row: figure(row.result.value, row.indicator.unit), RIGHT),
    ModelColumn("ร้อยละของเป้าหมาย", _achieved, RIGHT),
)
