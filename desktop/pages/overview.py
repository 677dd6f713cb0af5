"""The overview: every indicator in a table an official knows how to read; below it what falls due and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.indicators.result import by_status
from core.office import IndicatorRow, Score, Scores, UnitMonths, Upcoming, YearComparison, YearRow, scores_of
from core.thai.dates import month_name_short
from core.thai.fiscal import Month, months_of
from desktop.models.table_model import TableModel
from desktop.pages.comparison import ComparisonTable
from desktop.pages.overview_model import (
    SCORE,
    SHOWN_MONTHS,
    SPAN,
    TARGET,
    TITLE,
    TO_DO,
    TREND,
    UPCOMING_COLUMNS,
    IndicatorDelegate,
    MonthsDelegate,
    Trend,
    indicator_columns,
    month_columns,
    remark_of,
    total_in_words,
)
from desktop.shell.background import Task, TaskProgress
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.noted_rows import NotedModel, NotedTable
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable

WORKING_DAYS = 10
ROW = 34
NO_SCORE = Score()


class OverviewPage(Page):
    """The first page of the desk."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ภาพรวม", parent)
        self._tasks: tuple[Task, ...] = ()
        self._rest_waits = False  # for the page to be seen again
        self._found: tuple[IndicatorRow, ...] = ()
        self._compared: YearComparison | None = None
        self._trends: Mapping[str, Trend] = {}
        self._late_words = ""
        self._scores = Scores()
        columns = indicator_columns(
            lambda row: self._trends.get(row.indicator.code, ()),
            lambda row: self._scores.of.get(row.indicator.code, NO_SCORE),
        )
        self.model = NotedModel(columns, remark_of, self, key=lambda row: row.indicator.code)
        self.upcoming = TableModel(UPCOMING_COLUMNS, self)
        self.months = TableModel(month_columns(0), self)
        self._add_actions()
        self.views = QStackedWidget(self)
        self._now = QVBoxLayout()
        self._add_indicators()
        self._add_below()
        self._add_views()
        self.setFocusProxy(self.table)
        self.on_change(None, self.refresh)
        self.refresh()

    def _add_actions(self) -> None:
        self.others = quiet("มิติที่ 2–4", parent=self)
        self.others.setCheckable(True)
        self.others.setToolTip("แสดงตัวชี้วัดมิติที่ 2–4 ด้วย")
        self.others.toggled.connect(self._show_others)
        self.by_year = quiet("เปรียบเทียบรายปี", parent=self)
        self.by_year.setCheckable(True)
        self.by_year.setToolTip("เป้าหมายและผลสามปีเคียงกัน")
        self.by_year.toggled.connect(self._switch)
        self.print_button = primary("พิมพ์รายงานเดือน", "Ctrl P", self)
        self.print_button.clicked.connect(self._print)
        self.head.add_action(self.by_year)
        self.head.add_action(self.others)
        self.head.add_action(self.print_button)

    def _add_indicators(self) -> None:
        self.table = NotedTable(self)
        self.table.setModel(self.model)
        self.table.setItemDelegate(IndicatorDelegate(self.table))
        self.table.setAccessibleName("ตัวชี้วัดทั้งหมด กด Enter เพื่อดูที่มาของตัวเลข")
        self.table.fit_columns({TITLE: 1, TARGET: 1, TO_DO: 2}, drawn={SPAN: 172, TREND: 110}, least=170)
        self.table.set_row_height(scaled(ROW))
        self.table.row_opened.connect(lambda i: self.context.workings(_code_at(self.model, i)))
        self.table.remark_opened.connect(lambda i: self._open_conflicts(_code_at(self.model, i)))
        self._panel = Panel(self)
        self._panel.body.addWidget(self.table)
        self._now.addWidget(self._panel, 20)  # as high as its lines at most

    def _add_below(self) -> None:
        below = hbox((self._due_panel(), 11), (self._months_panel(), 9), spacing=12)
        self._now.addLayout(below, 1)

    def _add_views(self) -> None:
        """This year's figures, and years side by side."""
        now = QWidget(self)
        self._now.setContentsMargins(0, 0, 0, 0)
        self._now.setSpacing(scaled(12))
        now.setLayout(self._now)
        panel = Panel(self)
        self.years = ComparisonTable(panel)
        self.years.set_row_height(scaled(ROW))
        self.years.row_opened.connect(lambda i: self.context.workings(_code_at(self.years.figures, i)))
        self.years.remark_opened.connect(lambda i: self._open_conflicts(_code_at(self.years.figures, i)))
        panel.body.addWidget(self.years)
        self.views.addWidget(now)
        self.views.addWidget(panel)
        self.body.addWidget(self.views, 1)

    def _due_panel(self) -> QWidget:
        panel = Panel(self, title=f"เกินกำหนด และครบกำหนดใน {WORKING_DAYS} วันทำการข้างหน้า")
        self.due = DeskTable(panel)
        self.due.setModel(self.upcoming)
        self.due.horizontalHeader().hide()
        self.due.fit_columns({1: 1}, least=160)
        self.due.setAccessibleName("รายการเกินกำหนดและใกล้ครบกำหนด กด Enter เพื่อเปิด")
        self.due.opened.connect(self._open_due)
        self._nothing_due = EmptyState("ไม่มีรายการครบกำหนดในช่วงนี้", parent=panel)
        self._nothing_due.hide()
        panel.body.addWidget(self.due)
        panel.body.addWidget(self._nothing_due)
        panel.setMinimumHeight(scaled(170))
        return panel

    def _months_panel(self) -> QWidget:
        panel = Panel(self)
        self.completeness = DeskTable(panel)
        self.completeness.setModel(self.months)
        self.completeness.setItemDelegate(MonthsDelegate(self.completeness))
        self.completeness.setAccessibleName("ความครบถ้วนของข้อมูลรายหน่วยงานและรายเดือน")
        self.completeness.fit_columns({0: 1}, least=140)
        self.completeness.setSelectionMode(DeskTable.SelectionMode.NoSelection)
        panel.body.addWidget(self.completeness)
        return panel

    def refresh(self) -> None:
        """Reads every figure anew; the monthly trends follow."""
        context = self.context
        office, year, as_of = context.office, context.year, context.as_of
        self._rest_waits = False  # it follows what is read now
        self.print_button.setText(f"พิมพ์รายงานเดือน {month_name_short(as_of.month)}")
        context.ask(self, lambda: office.figures.indicators(year, as_of), self._show_found, topic="rows")
        context.ask(self, lambda: office.months.late_words(Month.of(as_of)), self._show_late, topic="late")
        self._compare()

    def _show_found(self, found: Sequence[IndicatorRow]) -> None:
        self._found = tuple(found)
        self._show_figures()
        self._load_the_rest()

    def _show_late(self, words: str) -> None:
        self._late_words = words
        self._say_note()

    def _switch(self, by_year: bool) -> None:
        self.views.setCurrentIndex(int(by_year))
        self._compare()
        (self.years if by_year else self.table).setFocus()

    def _compare(self) -> None:
        """Reads the years side by side, where they are in sight."""
        if not self.by_year.isChecked():
            return
        context = self.context
        office, year, as_of = context.office, context.year, context.as_of
        context.ask(self, lambda: office.figures.compare_years(year, as_of), self._show_years, topic="years")

    def _show_years(self, found: YearComparison) -> None:
        if found.years[-1] == self.context.year:
            self._compared = found
            self.years.show_years(found, everything=self.others.isChecked())

    def _show_others(self) -> None:
        self._show_figures()
        if self._compared is not None:
            self._show_years(self._compared)

    def _show_figures(self) -> None:
        found = self._found
        negotiated = [row for row in found if row.indicator.dimension == 1]
        self.head.offer(self.others, len(negotiated) < len(found))
        self._scores = scores_of((row.indicator, row.result) for row in found)
        self.table.setColumnHidden(SCORE, not self._scores.are_kept)
        self.model.set_rows(found if self.others.isChecked() else negotiated)
        self._say_note()
        height = self.table.horizontalHeader().sizeHint().height() + len(self.model.lines) * scaled(ROW) + 4
        self._panel.setMaximumHeight(height)

    def _say_note(self) -> None:
        score = total_in_words(self._scores.total) if self._scores.are_kept else ""
        negotiated = [row for row in self._found if row.indicator.dimension == 1]
        self.head.set_note(" · ".join(filter(None, (self._late_words, score, summary(negotiated)))))

    def _show_due(self, due: Sequence[Upcoming]) -> None:
        self.upcoming.set_rows(due)
        self.due.setVisible(bool(due))
        self._nothing_due.setVisible(not due)

    def _show_months(self, months: Sequence[UnitMonths]) -> None:
        self.months.set_columns(month_columns(first_month(self.context.year, self.context.as_of)), months)

    def _show_trends(self, trends: Mapping[str, Trend]) -> None:
        self._tasks = ()  # the last of them
        self._trends = trends
        self.model.say_changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._rest_waits:
            self._load_the_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Nobody looks at it now, and what is asked on the next page would wait behind it.
        self._rest_waits = self._rest_waits or self._drop_the_rest()

    def _drop_the_rest(self) -> bool:
        """Stops reading the rest; True where it wasn't all read yet."""
        for task in self._tasks:
            task.cancel()
        dropped, self._tasks = bool(self._tasks), ()
        return dropped

    def _load_the_rest(self) -> None:
        self._drop_the_rest()
        self._rest_waits = not self.isVisible()
        if self._rest_waits:
            return
        context = self.context
        office, year, as_of = context.office, context.year, context.as_of
        codes = [row.indicator.code for row in self._found]

        def read_trends(progress: TaskProgress) -> dict[str, Trend]:
            return {code: office.figures.trend(code, year, as_of) for code in codes if not progress.cancelled}

        later = partial(context.run_with_progress, title="")
        self._tasks = (
            later(lambda _: office.figures.upcoming(as_of, WORKING_DAYS), self._show_due),
            later(lambda _: office.figures.completeness(year, as_of), self._show_months),
            later(read_trends, self._show_trends),
        )

    def _open_conflicts(self, code: str) -> None:
        self.context.navigate("conflicts", code=code)

    def _open_due(self, index: QModelIndex) -> None:
        item = self.upcoming.rows[index.row()]
        if not item.register:
            self.context.navigate("reports", name="monthly")
        elif item.record_id is None:
            self.context.navigate(item.register)
        else:
            self.context.navigate(item.register, record_id=item.record_id)

    def _print(self) -> None:
        if self.context.desk is not None:
            self.context.desk.print_month()


def _code_at(model: NotedModel[IndicatorRow] | NotedModel[YearRow], index: QModelIndex) -> str:
    row = model.row_at(index.row())
    return row.indicator.code if row else ""


def summary(rows: Sequence[IndicatorRow]) -> str:
    """``บรรลุเป้าหมายแล้ว 2 · เป็นไปตามแผน 3``: every state there is, each row in one of them; and how many are disputed."""
    counts = [f"{label} {count}" for label, count in by_status(row.result for row in rows)]
    disputed = sum(row.result.contested is not None for row in rows)
    return " · ".join([f"มีข้อขัดแย้ง {disputed}", *counts] if disputed else counts)


def first_month(year: int, as_of: date) -> int:
    """The first month shown, 0 for October: the last nine up to the as-of day's, or the first nine."""
    months = months_of(year)
    here = Month.of(as_of)
    last = months.index(here) if here in months else (len(months) - 1 if here > months[-1] else 0)
    return max(0, last - SHOWN_MONTHS + 1)
