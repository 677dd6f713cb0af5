"""The list side of a register's page: month, quick filters and words above, the table, and its sum below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from core.office import Row
from core.thai.fiscal import Month
from desktop.models.columns import Column
from desktop.models.record_table import RecordTable
from desktop.settings import Settings
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import MonthDropdown
from desktop.widgets.chip import FilterChip
from desktop.widgets.column_menu import ColumnMenu
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel, rule
from desktop.widgets.row_selection import RowSelection
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel


@dataclass(frozen=True)
class QuickFilter:
    """A chip that keeps some of the records: its words, its tone while on, and which records it keeps."""

    words: str
    tone: str
    keeps: Callable[[Row], bool]


class RecordList(QWidget):
    """Records of a register to choose from."""

    chosen = Signal(object)  # Row: a person went to another record
    opened = Signal(object)  # Row: Enter or a double click
    delete_wanted = Signal()
    month_chosen = Signal(object)  # Month | None
    new_wanted = Signal()
    trash_toggled = Signal(bool)  # show the deleted records, or the others again
    selected = Signal(int)  # how many records are selected

    def __init__(
        self,
        columns: Sequence[Column],
        settings: Settings,
        name: str,
        *,
        year: int,
        by_month: bool,
        filters: Sequence[QuickFilter] = (),
        total: Callable[[Sequence[Row]], str] = lambda rows: f"{len(rows):,} รายการ",
        empty: str = "ยังไม่มีรายการ",
        new_label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = RecordTable(columns, self)
        self.table = _ListTable(self)
        self.selection = RowSelection(self.table, self.model)
        self.month = MonthDropdown(year, self, everything="ทั้งปีงบประมาณ")
        self.words = QLineEdit(self)
        self.sum = ThaiLabel("", self, kind="muted")
        self.column_menu = ColumnMenu(self.table, settings, name)
        self._filters = tuple(filters)
        self.chips = [FilterChip(f.words, f.tone, self) for f in self._filters]
        self.trash = FilterChip("", "warn", self)
        self._empty = EmptyState(empty, new_label, self, key="Ctrl N" if new_label else "")
        self._empty_sentence = empty
        self._total = total
        self._current: str | None = None
        self._silent = False
        self._section, self._descending = -1, False
        self.month.setVisible(by_month)
        self._lay_out()
        self._connect()
        self._fit_columns()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Shows other records; the one chosen stays chosen where it is still in sight."""
        for chip, quick in zip(self.chips, self._filters, strict=True):
            chip.set_text(f"{quick.words} {sum(map(quick.keeps, rows)):,}")
        self._quietly(lambda: self.model.set_rows(rows))
        self._say_sum()

    def set_deleted(self, count: int) -> None:
        """Offers the deleted records, where there are any."""
        self.trash.set_text(f"ลบแล้ว {count:,}")
        self.trash.setVisible(count > 0 or self.trash.is_on())

    def choose(self, record_id: str | None) -> bool:
        """Marks a record as chosen without saying so; False where it isn't in sight."""
        self._current = record_id
        self._silent = True
        found = self.selection.choose(record_id)
        self._silent = False
        return found

    def current_row(self) -> Row | None:
        """The record chosen, None for none."""
        return self.model.row_at(self.model.line_of(self._current))

    def copy(self) -> None:
        """Puts the selected lines on the clipboard as they are shown, headings first."""
        lines = self.selection.lines()
        if lines:
            QGuiApplication.clipboard().setText(self.model.tsv(lines, self.shown_columns()))

    def shown_columns(self) -> tuple[int, ...]:
        """The places of the columns in sight."""
        hidden = self.column_menu.hidden()
        return tuple(n for n in range(len(self.model.columns)) if n not in hidden)

    def show_month(self, month: Month | None) -> None:
        """Sets the month without saying so."""
        self.month.set_value(month)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Shows other columns."""
        self._quietly(lambda: self.model.set_columns(columns))
        self._fit_columns()

    def _filter(self) -> None:
        on = [quick for chip, quick in zip(self.chips, self._filters, strict=True) if chip.is_on()]
        keeps = (lambda row: any(quick.keeps(row) for quick in on)) if on else None
        self._quietly(lambda: self.model.set_filter(self.words.text(), keeps))
        self._say_sum()

    def _sorted_by(self, section: int) -> None:
        header = self.table.horizontalHeader()
        if section == self._section and self._descending:
            self._section, self._descending = -1, False
        elif section == self._section:
            self._descending = True
        else:
            self._section, self._descending = section, False
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicatorShown(self._section >= 0)
        header.setSortIndicator(self._section, order)
        self._quietly(lambda: self.model.sort(self._section, order))

    def _quietly(self, change: Callable[[], None]) -> None:
        """Changes the model and finds the chosen record again, and those selected with it."""
        ids = self.selection.ids()
        self._silent = True
        change()
        self._silent = False
        self.choose(self._current)
        if len(ids) > 1:
            self.selection.add(ids)
        self._say_empty()
        self._say_selected()

    def _moved(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row()) if index.isValid() else None
        if self._silent or row is None or row.id == self._current:
            return
        self._current = row.id
        self.chosen.emit(row)

    def _open(self, index: QModelIndex) -> None:
        row = self.model.row_at(index.row())
        if row is not None:
            self.opened.emit(row)

    def _say_selected(self, *_: object) -> None:
        self.selected.emit(len(self.selection.lines()))

    def _say_sum(self) -> None:
        self.sum.setText(self._total(self.model.rows()))

    def _say_empty(self) -> None:
        none = self.model.rowCount() == 0
        filtered = bool(self.words.text().strip()) or any(chip.is_on() for chip in self.chips)
        self._empty.set_sentence("ไม่พบรายการตามที่กรอง" if filtered else self._empty_sentence)
        self._stack.setCurrentIndex(1 if none else 0)

    def _fit_columns(self) -> None:
        columns = self.model.columns
        self.table.fit_columns({n: column.share for n, column in enumerate(columns) if column.share})
        self.column_menu.set_names([column.name for column in columns])

    def _lay_out(self) -> None:
        self.words.setPlaceholderText("กรอง: พิมพ์คำที่เห็นในตาราง")
        self.words.setAccessibleName("กรองรายการ")
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(scaled(90))
        self.words.setMaximumWidth(scaled(230))
        bar = QHBoxLayout()
        bar.setSpacing(scaled(7))
        for widget in (self.month, *self.chips, self.trash, self.words):
            bar.addWidget(widget)
        bar.setStretchFactor(self.words, 1)
        bar.addStretch(0)
        self._bar = bar
        panel = Panel(self)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        panel.body.addLayout(self._stack)
        panel.body.addWidget(rule(panel))
        panel.body.addLayout(self._foot())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(12))
        column.addWidget(panel, 1)

    def bar(self) -> QHBoxLayout:
        """The row of filters, laid out by the page above list and form."""
        return self._bar

    def _foot(self) -> QHBoxLayout:
        """Under the table, where there is room at any text size: which columns are hidden, and the sum."""
        self.sum.setAlignment(Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.setContentsMargins(scaled(10), scaled(3), scaled(10), scaled(3))
        foot.setSpacing(scaled(10))
        foot.addWidget(self.column_menu.sign)
        foot.addWidget(self.sum, 1)
        return foot

    def _connect(self) -> None:
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.table.selectionModel().selectionChanged.connect(self._say_selected)
        self.table.opened.connect(self._open)
        self.table.copy_wanted.connect(self.copy)
        self.table.delete_wanted.connect(self.delete_wanted)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._sorted_by)
        self.words.textChanged.connect(self._filter)
        self.month.chosen.connect(self.month_chosen)
        self.trash.toggled.connect(self.trash_toggled)
        self._empty.acted.connect(self.new_wanted)
        for chip in self.chips:
            chip.toggled.connect(self._filter)


class _ListTable(DeskTable):
    """The table with the keys of a list: Ctrl+C copies lines, several lines may be chosen."""

    copy_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(DeskTable.SelectionMode.ExtendedSelection)
        self.setAccessibleName("รายการ")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)
