"""A register's grid, its items by months: typed into like a spreadsheet, the chosen record beside it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QFont, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStyle, QStyleOptionViewItem, QWidget

from core.office import GridRow, is_reference, target_of
from core.registers.declare import Field
from core.registers.views import GRID, LINES
from core.thai.dates import month_name_short
from core.thai.fiscal import Month
from desktop.forms.cell_drafting import CellDrafting
from desktop.forms.drafting import DraftLine
from desktop.models.grid_model import PASS_ROLE, USUAL, GridModel
from desktop.models.lines_model import APART
from desktop.pages.grid_panel import GridPanel
from desktop.pages.register_reports import offer_reports
from desktop.pages.strips import Strips
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme import set_kind, tokens
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox
from desktop.widgets.buttons import quiet
from desktop.widgets.chip import FilterChip
from desktop.widgets.column_menu import ColumnMenu
from desktop.widgets.delegates import PADDING, AnyIndex
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.inputs.cell_grid import CellDelegate, CellGrid
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.keys import STEPS, bind
from desktop.widgets.panel import Panel
from desktop.widgets.symbols import paint_dot, paint_ring

PANEL_WIDTH, PANEL_SHARE = 310, 0.3  # px at text size 100 %, but no more than this share of the page
NAME_WIDTH = 150  # px at text size 100 %
HIGHEST = "1,000.00"  # the widest number where no greatest is declared
MARK = 9  # px at text size 100 %: the dot behind a score
MONTH_WIDTH = 66  # px at text size 100 % that each further month takes
NARROW = 960  # px at text size 100 %; a narrower page shows the record only while it is being filled in


class GridPage(Page):
    """The grid, its filters, and the record of the chosen cell."""

    def __init__(self, context: AppContext, register_name: str) -> None:
        self.register = context.office.session.register(register_name)
        super().__init__(context, self.register.short_title)
        view, lines = self.register.view(GRID), self.register.view(LINES)
        assert view is not None
        self._view, self._lines = view, lines
        self.strips = Strips(context, context.office.figures.feeds(register_name), self)
        self.model = GridModel(context, self.register, self)
        self.grid = CellGrid(self)
        self.panel = GridPanel(context, self.register, self.model, self)
        self._filter, self._day = 0, context.as_of
        self.chips: list[FilterChip] = []
        self.column_menu = ColumnMenu(self.grid, context.settings, f"{register_name}.grid")
        self.draft_line = DraftLine(self, wide=True)
        self.hint = QLabel(f"พิมพ์{self.model.noun}แล้วกด Enter ลงแถวถัดไป · F2 {self._beside_words()}", self)
        self.setFocusProxy(self.grid)
        self._lay_out()
        self._connect()
        self._show_year()
        offer_reports(self, register_name)

    def open_with(self, **args: Any) -> None:
        """``record_id`` goes to a record's cell, ``month`` to a month's column, ``place`` to a cell by its name, or that of
        a cell of its lines."""
        month = args.get("month")
        cell = self.model.place_of(str(args.get("place") or "").partition(APART)[0])
        if cell.isValid():
            self._go_to(cell.row(), cell.column())
        record_id = str(args.get("record_id") or "")
        if month in self.model.months:
            self._go_to(max(0, self.grid.currentIndex().row()), self.model.column_of(month))
        for line in range(self.model.rowCount()):
            row = self.model.row_at(line)
            if row and record_id and record_id in (*row.records, row.record_id):
                place = row.records.index(record_id) if record_id in row.records else 0
                self._go_to(line, self.model.first_month + place)

    def may_leave(self) -> bool:
        """False while a cell is open or a field of the record couldn't be saved."""
        return self.grid.editor() is None and self.panel.may_leave()

    def leave(self) -> bool:
        """Saves what was typed; False, with the cursor on it, where something couldn't be."""
        return self.grid.settle() and self.panel.settle()

    def save(self) -> None:
        """Saves what was typed, as leaving the cell or the field does."""
        self.tell_settled(self.leave())

    def step(self, step: int) -> None:
        """Saves, then goes to the same field of the record of the item below (1) or above (-1)."""
        field, index = QApplication.focusWidget(), self.grid.currentIndex()
        line = index.row() + step
        if not self.leave() or field is None:
            return
        if self.model.row_at(line) is not None:
            self._go_to(line, index.column())
            field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            end = "สุดท้าย" if step > 0 else "แรก"
            self.context.tell(f"ถึง{self.register.field(self._view.item).label}{end}แล้ว", "info")

    def refresh(self) -> None:
        """Reads everything anew."""
        self.strips.refresh()
        self._data_changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grid.setFocus()
        if self.model.is_wide:  # as much as there is room for of the months before the current one
            self.grid.horizontalScrollBar().setValue(0)
            self.grid.scrollTo(self.grid.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_panel()

    def _is_narrow(self) -> bool:
        """True where there is no room for the record beside its months."""
        more = max(0, len(self.model.months) - USUAL) * MONTH_WIDTH
        return self.width() < scaled(NARROW + more)

    def _fit_panel(self) -> None:
        narrow = self._is_narrow()
        self.panel.setFixedWidth(min(scaled(PANEL_WIDTH), int(self.width() * PANEL_SHARE)))
        self.hint.setHidden(self.width() < scaled(NARROW))
        self.head.offer(self.beside, narrow)
        self.panel.setHidden(narrow and not self._in_panel())

    # -- inside

    def _show_year(self) -> None:
        self._filter, self._day = 0, self.context.as_of
        self.model.set_filter(None)
        self._make_chips()
        months = self.model.months
        if self._view.months and months:
            first, last = month_name_short(months[0].month), month_name_short(months[-1].month)
            self.head.set_note(f"รอบ {first} – {last} {months[-1].buddhist_year}")
        self._fit_columns()
        self._fit_panel()
        self._count()
        self._go_to(0, self.model.column_of(self._due_month()) if months else self.model.first_month)

    def _make_chips(self) -> None:
        """As many as there are filters of the year's grid."""
        tones = [tone for _, _, tone in self._filters()]
        for chip in self.chips:
            chip.deleteLater()
        self.chips = [FilterChip("", tone, self) for tone in tones]
        for place, chip in enumerate(self.chips):
            self._bar.insertWidget(place, chip)
            chip.toggled.connect(partial(self._toggled, place))
        self._only(0)

    def _due_month(self) -> Month:
        """The month being filled in: the latest that has begun as of the day."""
        begun = [m for m in self.model.months if m.first_day <= self.context.as_of]
        return begun[-1] if begun else self.model.months[0]

    def _go_to(self, line: int, column: int) -> None:
        index = self.model.index(line, column)
        self.grid.setCurrentIndex(index)
        self.grid.scrollTo(index)

    def _filters(self) -> tuple[tuple[str, Callable[[GridRow], bool] | None, str], ...]:
        """The quick filters: words, condition (None: all) and tone."""
        months = self.model.months
        place = months.index(self._due_month()) if months else 0

        def missing(row: GridRow) -> bool:
            return bool(row.records) and row.records[place] is None

        label = month_name_short(self._due_month().month) if months else ""
        judged = (
            ("ผ่านแล้ว", lambda row: row.chip.tone == "good", "good"),
            ("ยังผ่านได้", lambda row: row.chip.tone not in ("good", "bad"), "info"),
            ("ไม่ผ่าน", lambda row: row.chip.tone == "bad", "bad"),
        )
        return (
            ("ทั้งหมด", None, "info"),
            *(judged if any(row.chip for row in self.model.all_rows()) else ()),
            (f"{self.model.grid.not_yet} {label}", missing, "warn"),
        )

    def _count(self) -> None:
        rows = self.model.all_rows()
        for chip, (words, keeps, _) in zip(self.chips, self._filters(), strict=True):
            chip.set_text(f"{words} {sum(1 for r in rows if keeps is None or keeps(r))}")

    def _toggled(self, place: int, on: bool) -> None:
        if not self.leave():
            self._only(self._filter)  # what was typed would go out of sight
        elif on:
            self._filter = place
            self._only(place)
            self.model.set_filter(self._filters()[place][1])
        elif not any(chip.is_on() for chip in self.chips):
            self.chips[0].set_on(True)

    def _only(self, place: int) -> None:
        for n, chip in enumerate(self.chips):
            if n != place:
                chip.blockSignals(True)
                chip.set_on(False)
                chip.blockSignals(False)
        self.chips[place].blockSignals(True)
        self.chips[place].set_on(True)
        self.chips[place].blockSignals(False)

    def _read_anew(self) -> None:
        """The cell chosen before is the current one again where it is in sight, else the first of its month."""
        if self.grid.currentIndex().isValid():
            return
        if self.model.rowCount():
            column = self.model.column_of(self._due_month()) if self.model.months else 0
            self._go_to(0, column)
        else:
            self.panel.show_cell(None, None)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.grid.viewport().update()
        self.grid.verticalHeader().viewport().update()
        if self.panel.shows(*self._shown_at(index)):
            return
        if not self.panel.settle() and self.panel.index().isValid():
            # Once Qt is done with this move: the record being written stays the one that is marked.
            QTimer.singleShot(0, self, self._go_back)
            return
        self.panel.show_cell(*self._shown_at(index))

    def _shown_at(self, index: QModelIndex) -> tuple[GridRow | None, Month | None]:
        month = self.model.month_at(index.column()) if index.isValid() else None
        return self.model.row_at(index.row()), month or (self._due_month() if self.model.months else None)

    def _go_back(self) -> None:
        index = self.panel.index()
        if index.isValid() and not self.panel.may_leave():
            self.grid.setCurrentIndex(index)
            self.panel.settle()

    def _data_changed(self) -> None:
        if self._day == self.context.as_of:
            self.model.refresh()
        else:  # what a filter keeps follows from the day
            self._day = self.context.as_of
            self.model.refresh()
            self.model.set_filter(self._filters()[self._filter][1])
        self._count()
        self.nothing.setHidden(bool(self.model.all_rows()))
        self.panel.refresh()

    def _lines_changed(self) -> None:
        self.panel.refresh()
        if self.panel.lines:
            self.panel.lines.changed()

    def _refused(self, sentence: str) -> None:
        self.context.tell(sentence, "warn")

    def _fill_in(self) -> None:
        if self.grid.settle():
            self.panel.show()
            self.panel.begin()

    def _beside_words(self) -> str:
        """What is done beside the grid: the lines filled in, else the record."""
        made = self.context.office.session.register(self._lines.register) if self._lines else None
        return (made.new_label or made.short_title) if made else "กรอกช่องอื่น"

    def _in_panel(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.panel.isAncestorOf(now)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """On a narrow page the record gives its room back once the grid is typed into again."""
        if now is self.grid and self._is_narrow() and self.panel.may_leave():
            self.panel.hide()

    def _fit_columns(self) -> None:
        most = self.register.field(self._view.value).maximum
        widest = self.model.value_text(most.normalize()) if most is not None else HIGHEST
        columns = range(self.model.first_month, self.model.columnCount() - (not self.model.has_sums))
        texts = {self.model.first_month - 1: 1} if self.model.lead else {}
        self.grid.keep_names(self.model.is_wide)
        self.grid.fit_columns(
            texts, samples=dict.fromkeys(columns, max(widest, "100.00", key=len)), least=NAME_WIDTH
        )
        named = [f"month-{month.month}" for month in self.model.months]
        self.column_menu.set_names([*self.model.lead, *named, "state"])

    def _lay_out(self) -> None:
        self.beside = quiet(self._beside_words(), "F2", self)
        self.beside.clicked.connect(self._fill_in)
        self.head.add_action(self.beside)
        for words, act in (*self._neighbours(), ("วางจาก Excel", self.grid.paste)):
            button = quiet(words, "", self)
            button.clicked.connect(act)
            self.head.add_action(button)
        self.body.addWidget(self.strips)
        self._bar = hbox(self.column_menu.sign, STRETCH, spacing=7)
        set_kind(self.hint, "muted")
        self._bar.addWidget(self.hint)
        self.body.addLayout(self._bar)
        halves = QHBoxLayout()
        halves.setSpacing(scaled(12))
        card = Panel(self)
        card.body.addWidget(self.draft_line)
        card.body.addWidget(self.grid)
        self.nothing = EmptyState(self._nothing_words(), parent=self)
        self.nothing.hide()
        card.body.addWidget(self.nothing)
        halves.addWidget(card, 1)
        halves.addWidget(self.panel)
        self.body.addLayout(halves, 1)

    def _neighbours(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """The way to what there is a line of, where that is a register's."""
        of = target_of(self._line_field()) if self._lines else ""
        if not of:
            return ()
        return ((self.context.office.session.register(of).short_title, partial(self.context.navigate, of)),)

    def _line_field(self) -> Field:
        assert self._lines is not None
        return self.context.office.session.register(self._lines.register).field(self._lines.of)

    def _nothing_words(self) -> str:
        item = self.register.field(self._view.item)
        if not is_reference(item):
            return f"ยังไม่มี{item.label}ในปีนี้"
        of = self.context.office.session.register(target_of(item))
        return f"ยังไม่มี{item.label} เพิ่มที่หน้า{of.short_title}ก่อน แล้วตารางจะมีแถวให้กรอก"

    def _connect(self) -> None:
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(ValueDelegate(self.grid))
        self.grid.setAccessibleName(f"{self.model.noun}รายเดือน {self.register.short_title}")
        CellDrafting(self.context.drafts, self.register.name, self._view.value, self.grid, self.draft_line)
        self.grid.selectionModel().currentChanged.connect(self._moved)
        self.model.modelReset.connect(self._read_anew)
        self.grid.refused.connect(self._refused)
        self.on_change(None, self.strips.refresh)
        self.on_change(
            [self.register.name, target_of(self.register.field(self._view.item))], self._data_changed
        )
        if self._lines:
            self.on_change([self._lines.register, target_of(self._line_field())], self._lines_changed)
        self.context.year_changed.connect(self._year_changed)
        _application().focusChanged.connect(self._focus_moved)
        self.bind("F2", self._fill_in)
        for field in self.panel.inputs.values():
            for keys, step in STEPS:
                bind(widget_of(field), keys, partial(self.step, step))

    def _year_changed(self, _year: int) -> None:
        self.model.reset()
        self._show_year()


class ValueDelegate(CellDelegate):
    """Values with a dot for passed and a ring for failed; the row of the current cell is lit."""

    def words_width(self, font: QFont, words: str) -> int:
        return super().words_width(font, words) + scaled(MARK + 5) - scaled(PADDING)

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        if index.row() == self._grid.currentIndex().row():
            option.state |= QStyle.StateFlag.State_Selected
        super().paint_ground(painter, option, index)

    def paint_content(self, painter: QPainter, box: QRect, index: AnyIndex) -> None:
        passed = index.data(PASS_ROLE)
        side = scaled(MARK)
        if passed is not None:
            mark = QRectF(box.right() - side + 1, box.center().y() - side / 2 + 1, side, side)
            ink = tokens().tone("good" if passed else "bad").ink
            (paint_dot if passed else paint_ring)(painter, mark, ink)
            box = box.adjusted(-self.padding(), 0, -side - scaled(5), 0)
        super().paint_content(painter, box, index)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
