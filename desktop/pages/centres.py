"""The audits of the information centres (indicator 2): a grid typed into like a spreadsheet, the audit beside it.

Source: the 2563 plan's project 2 and indicator 2; the centres and months come with the plan.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QFont, QPainter, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QStyle, QStyleOptionViewItem, QWidget

from core.office import CentreRow
from core.thai.dates import month_name_short
from core.thai.fiscal import Month
from desktop.forms.cell_drafting import CellDrafting
from desktop.forms.drafting import DraftLine
from desktop.models.centre_grid import FIRST_MONTH, NAME, PASS_ROLE, REGISTER, CentreGridModel
from desktop.pages.audit_panel import AuditPanel
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
from desktop.widgets.inputs.cell_grid import CellDelegate, CellGrid
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.keys import STEPS, bind
from desktop.widgets.panel import Panel
from desktop.widgets.symbols import paint_dot, paint_ring

PANEL_WIDTH, PANEL_SHARE = 310, 0.3  # px at text size 100 %, but no more than this share of the page
NAME_WIDTH = 150  # px at text size 100 %
HIGHEST = "100.00"  # the widest score, with room to be typed
MARK = 9  # px at text size 100 %: the dot behind a score
NARROW = 960  # px at text size 100 %; a narrower page shows the audit only while it is being filled in
TITLE, SHORT_TITLE = "ตรวจศูนย์ข้อมูลข่าวสารอิเล็กทรอนิกส์", "ตรวจศูนย์ข้อมูลข่าวสาร"
HINT = "พิมพ์คะแนนแล้วกด Enter ลงแถวถัดไป · F2 ให้คะแนนรายข้อ"


class CentresPage(Page):
    """The grid, its filters, and the audit of the chosen cell."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context, TITLE)
        self.strips = Strips(context, context.office.figures.feeds(REGISTER), self)
        self.model = CentreGridModel(context, self)
        self.grid = CellGrid(self)
        self.panel = AuditPanel(context, self.model, self)
        self._filter, self._day = 0, context.as_of
        self.chips = [FilterChip("", tone, self) for tone in ("info", "good", "info", "bad", "warn")]
        self.column_menu = ColumnMenu(self.grid, context.settings, "centres")
        self.draft_line = DraftLine(self, wide=True)
        self.hint = QLabel(HINT, self)
        self.setFocusProxy(self.grid)
        self._lay_out()
        self._connect()
        self._show_year()

    def open_with(self, **args: Any) -> None:
        """``record_id`` goes to an audit's cell, ``month`` to a month's column, ``place`` to a cell by its name, or that of
        a cell of its checklist."""
        month = args.get("month")
        cell = self.model.place_of(" ".join(str(args.get("place") or "").split(" ")[:2]))
        if cell.isValid():
            self._go_to(cell.row(), cell.column())
        record_id = str(args.get("record_id") or "")
        if month in self.model.months:
            self._go_to(max(0, self.grid.currentIndex().row()), self.model.column_of(month))
        for line in range(self.model.rowCount()):
            centre = self.model.centre(line)
            if centre and record_id and record_id in (*centre.audits, centre.record_id):
                place = centre.audits.index(record_id) if record_id in centre.audits else 0
                self._go_to(line, FIRST_MONTH + place)

    def may_leave(self) -> bool:
        """False while a cell is open or a field of the audit couldn't be saved."""
        return self.grid.editor() is None and self.panel.may_leave()

    def leave(self) -> bool:
        """Saves what was typed; False, with the cursor on it, where something couldn't be."""
        return self.grid.settle() and self.panel.settle()

    def save(self) -> None:
        """Saves what was typed, as leaving the cell or the field does."""
        self.tell_settled(self.leave())

    def step(self, step: int) -> None:
        """Saves, then goes to the same field of the audit of the centre below (1) or above (-1)."""
        field, index = QApplication.focusWidget(), self.grid.currentIndex()
        line = index.row() + step
        if not self.leave() or field is None:
            return
        if 0 <= line < self.model.rowCount():
            self._go_to(line, index.column())
            field.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.context.tell("ถึงศูนย์สุดท้ายแล้ว" if step > 0 else "ถึงศูนย์แรกแล้ว", "info")

    def refresh(self) -> None:
        """Reads everything anew."""
        self.strips.refresh()
        self._data_changed()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.grid.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < scaled(NARROW)
        width = min(scaled(PANEL_WIDTH), int(self.width() * PANEL_SHARE))
        self.panel.setFixedWidth(width)
        self.head.set_title(SHORT_TITLE if narrow else TITLE)
        self.hint.setHidden(narrow)
        self.beside.setVisible(narrow)
        self.panel.setHidden(narrow and not self._in_panel())

    # -- inside

    def _show_year(self) -> None:
        self._filter, self._day = 0, self.context.as_of
        self._only(0)
        self.model.set_filter(None)
        months = self.model.months
        if months:
            first, last = month_name_short(months[0].month), month_name_short(months[-1].month)
            self.head.set_note(f"รอบ {first} – {last} {months[-1].buddhist_year}")
        self._fit_columns()
        self._count()
        self._go_to(0, self.model.column_of(self._due_month()) if months else FIRST_MONTH)

    def _due_month(self) -> Month:
        """The month being audited: the latest that has begun as of the day."""
        begun = [m for m in self.model.months if m.first_day <= self.context.as_of]
        return begun[-1] if begun else self.model.months[0]

    def _go_to(self, line: int, column: int) -> None:
        index = self.model.index(line, column)
        self.grid.setCurrentIndex(index)
        self.grid.scrollTo(index)

    def _filters(self) -> tuple[tuple[str, Any], ...]:
        place = self.model.months.index(self._due_month()) if self.model.months else 0

        def missing(row: CentreRow) -> bool:
            return bool(row.audits) and row.audits[place] is None

        label = month_name_short(self._due_month().month) if self.model.months else ""
        return (
            ("ทั้งหมด", None),
            ("ผ่านแล้ว", lambda row: row.chip.tone == "good"),
            ("ยังผ่านได้", lambda row: row.chip.tone not in ("good", "bad")),
            ("ไม่ผ่าน", lambda row: row.chip.tone == "bad"),
            (f"ยังไม่ตรวจ {label}", missing),
        )

    def _count(self) -> None:
        rows = self.model.all_rows()
        for chip, (words, keeps) in zip(self.chips, self._filters(), strict=True):
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
            self._go_to(0, self.model.column_of(self._due_month()) if self.model.months else NAME)
        else:
            self.panel.show_audit(None, None)

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.grid.viewport().update()
        if self.panel.shows(*self._shown_at(index)):
            return
        if not self.panel.settle() and self.panel.index().isValid():
            # Once Qt is done with this move: the audit being written stays the one that is marked.
            QTimer.singleShot(0, self, self._go_back)
            return
        self.panel.show_audit(*self._shown_at(index))

    def _shown_at(self, index: QModelIndex) -> tuple[CentreRow | None, Month | None]:
        month = self.model.month_at(index.column()) if index.isValid() else None
        return self.model.centre(index.row()), month or (self._due_month() if self.model.months else None)

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
        self.panel.refresh()

    def _points_changed(self) -> None:
        self.panel.refresh()
        self.panel.sum_up()

    def _refused(self, sentence: str) -> None:
        self.context.tell(sentence, "warn")

    def _points(self) -> None:
        if self.grid.settle():
            self.panel.show()
            self.panel.focus_points()

    def _in_panel(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.panel.isAncestorOf(now)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """On a narrow page the audit gives its room back once the grid is typed into again."""
        if now is self.grid and self.width() < scaled(NARROW) and self.panel.may_leave():
            self.panel.hide()

    def _fit_columns(self) -> None:
        months = {FIRST_MONTH + n: HIGHEST for n in range(len(self.model.months))}
        self.grid.fit_columns({NAME: 1}, samples=months, least=NAME_WIDTH)
        named = [f"month-{month.month}" for month in self.model.months]
        self.column_menu.set_names(["code", "name", *named, "state"])

    def _lay_out(self) -> None:
        self.beside = quiet("รายข้อ", "F2", self)
        self.beside.clicked.connect(self._points)
        self.head.add_action(self.beside)
        for words, act in (
            ("เกณฑ์การตรวจ", lambda: self.context.navigate("audit_criteria")),
            ("วางจาก Excel", self.grid.paste),
            ("พิมพ์ตาราง 72 ศูนย์", lambda: self.context.navigate("reports", name="centre-months")),
        ):
            button = quiet(words, "", self)
            button.clicked.connect(act)
            self.head.add_action(button)
        self.body.addWidget(self.strips)
        bar = hbox(*self.chips, self.column_menu.sign, STRETCH, spacing=7)
        set_kind(self.hint, "muted")
        bar.addWidget(self.hint)
        self.body.addLayout(bar)
        halves = QHBoxLayout()
        halves.setSpacing(scaled(12))
        card = Panel(self)
        card.body.addWidget(self.draft_line)
        card.body.addWidget(self.grid)
        halves.addWidget(card, 1)
        halves.addWidget(self.panel)
        self.body.addLayout(halves, 1)

    def _connect(self) -> None:
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(ScoreDelegate(self.grid))
        self.grid.setAccessibleName("คะแนนของศูนย์รายเดือน")
        CellDrafting(self.context.drafts, REGISTER, "score", self.grid, self.draft_line)
        self.grid.selectionModel().currentChanged.connect(self._moved)
        self.model.modelReset.connect(self._read_anew)
        self.grid.refused.connect(self._refused)
        for place, chip in enumerate(self.chips):
            chip.toggled.connect(lambda on, n=place: self._toggled(n, on))
        self.on_change(None, self.strips.refresh)
        self.on_change([REGISTER, "info_centres"], self._data_changed)
        self.on_change(["audit_points", "audit_criteria"], self._points_changed)
        self.context.year_changed.connect(self._year_changed)
        _application().focusChanged.connect(self._focus_moved)
        self.bind("F2", self._points)
        for field in self.panel.inputs.values():
            for keys, step in STEPS:
                bind(widget_of(field), keys, partial(self.step, step))

    def _year_changed(self, _year: int) -> None:
        self.model.reset()
        self._show_year()


class ScoreDelegate(CellDelegate):
    """Scores with a dot for passed and a ring for failed; the row of the current cell is lit."""

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
