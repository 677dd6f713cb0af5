"""The list side of a register's page: month, quick filters and words above, the table, and its sum below.

The list asks the office which records there are, in which order, and reads the lines in sight; it holds no others.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QWidget

from core.office import Changes, Listing, ListLine, ListQuery, Office, Row
from core.registers.declare import Register
from core.registers.fields import MASK
from core.thai.fiscal import Month
from core.thai.numbers import format_baht
from desktop.models.columns import listed_share
from desktop.models.list_model import ListModel
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import MonthDropdown
from desktop.widgets.chip import FilterChip
from desktop.widgets.column_menu import ColumnMenu
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel, rule
from desktop.widgets.row_selection import RowSelection
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

AHEAD = 60  # lines read above and below those in sight
Read = tuple[Listing, tuple[ListLine, ...]]


class RecordList(QWidget):
    """Records of a register to choose from."""

    chosen = Signal(str)  # record id: a person went to another record
    opened = Signal(str)  # record id: Enter or a double click
    delete_wanted = Signal()
    month_chosen = Signal(object)  # Month | None
    new_wanted = Signal()
    trash_toggled = Signal(bool)  # show the deleted records, or the others again
    selected = Signal(int)  # how many records are selected

    def __init__(
        self,
        context: AppContext,
        register: Register,
        *,
        counted_in: str = "รายการ",
        new_label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._register, self._counted_in = context, register, counted_in
        self.by_month = bool(register.date_field) and not register.plan_born
        self._by_year = self.by_month or any(f.name == "fiscal_year" for f in register.fields)
        self.model = ListModel(context.office.lists.list_columns(register.name), self)
        self.table = _ListTable(self)
        self.selection = RowSelection(self.table, self.model)
        self.month = MonthDropdown(context.year, self, everything="ทั้งปีงบประมาณ")
        self.words = QLineEdit(self)
        self.sum = ThaiLabel("", self, kind="muted")
        self.column_menu = ColumnMenu(self.table, context.settings, register.name)
        self._filters = context.office.lists.list_filters(register.name)
        self.chips = [FilterChip(f.words, f.tone, self) for f in self._filters]
        self.trash = FilterChip("", "warn", self)
        self._empty_sentence = "ยังไม่มีรายการในช่วงนี้" if self.by_month else "ยังไม่มีรายการ"
        self._empty = EmptyState(self._empty_sentence, new_label, self, key="Ctrl N" if new_label else "")
        self._current: str | None = None
        self._line = 0  # where the chosen record stood last
        self._silent = False
        self._section, self._descending = -1, False
        self._then: list[Callable[[], object]] = []
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self.month.setVisible(self.by_month)
        self.trash.hide()
        self._lay_out()
        self._connect()
        self._fit_columns()

    def offer_new(self, *, offered: bool) -> None:
        """Offers to begin a new record where there is none, or doesn't."""
        self._empty.offer(offered=offered)

    # -- what is asked of the office

    def query(self) -> ListQuery:
        """What is looked at now."""
        on = (quick.key for chip, quick in zip(self.chips, self._filters, strict=True) if chip.is_on())
        return ListQuery(
            self._register.name,
            self._context.as_of,
            year=self._context.year if self._by_year else None,
            month=self.month.value(),
            deleted=self.trash.is_on(),
            words=self.words.text(),
            filters=frozenset(on),
            by=self.model.columns[self._section].name if self._section >= 0 else "",
            descending=self._descending,
        )

    def read(self, then: Callable[[], object] | None = None) -> None:
        """Reads the list anew; ``then`` runs once it is shown."""
        if then is not None:
            self._then.append(then)
        query, shown = self.query(), self.model.listing.query if self.model.listing else None
        if shown is None or (shown.as_of, shown.year) != (query.as_of, query.year):
            self.model.forget()
        first = max(0, self.table.rowAt(0)) if shown == query else 0
        office, chosen, known = self._context.office, self._current, self.model.known()
        self._context.ask(self, lambda: _read(office, query, chosen, first, known), self._show, topic="list")

    def read_only_to_show(self) -> None:
        """What was to be done once the list is read is done no more: a person went on to something else."""
        self._then = []

    def forget(self, changes: Changes | None = None) -> None:
        """Says that records have changed, or (None) that every line may say something else."""
        self.model.forget(changes, self._register.name)

    def _show(self, found: Read) -> None:
        """Shows a list; the chosen record stays chosen, and those selected with it."""
        ids = self.selection.ids()
        self._silent = True
        self.model.show(*found)
        self._silent = False
        self.choose(self._current)
        if len(ids) > 1:
            self.selection.add(ids)
        self._say(found[0])
        self._say_selected()
        then, self._then = self._then, []
        for act in then:
            act()

    def _read_more(self) -> None:
        """Reads the lines in sight, and some around them."""
        first, last = self.table.rowAt(0), self.table.rowAt(self.table.viewport().height() - 1)
        ids = self.model.unread(first - AHEAD, (last if last >= 0 else self.model.rowCount()) + AHEAD)
        if ids and self.model.listing is not None:
            office, query = self._context.office, self.model.listing.query
            fill = partial(self._fill, self.model.edition)
            self._context.ask(self, lambda: office.lists.list_lines(query, ids), fill, topic="lines")

    def _fill(self, edition: int, lines: Sequence[ListLine]) -> None:
        if edition == self.model.edition:
            self.model.add(lines)
        else:  # something changed while they were read
            self._read_more()

    # -- what is chosen

    def choose(self, record_id: str | None) -> bool:
        """Marks a record as chosen without saying so; False where it isn't in sight."""
        self._current = record_id
        self._silent = True
        found = self.selection.choose(record_id)
        self._silent = False
        if found:
            self._line = self.model.line_of(record_id)
        return found

    def beside(self, step: int) -> str | None:
        """The record below the chosen one (1) or above it (-1); of one that left the list, around the place it had."""
        line = self.model.line_of(self._current)
        if line < 0:
            return self.model.id_at(self._line if step > 0 else self._line - 1)
        return self.model.id_at(line + step)

    def current(self) -> str | None:
        """The record chosen, None for none in sight."""
        return self._current if self.model.line_of(self._current) >= 0 else None

    def row(self, record_id: str) -> Row | None:
        """A record in sight, where it has been read as it is now."""
        return self.model.row_at(self.model.line_of(record_id))

    def copy(self) -> None:
        """Puts the selected lines on the clipboard as they are shown, headings first, personal data masked."""
        ids, columns = self.selection.ids(), self.shown_columns()
        if ids:
            office, query = self._context.office, self.query()
            self._context.ask(
                self,
                lambda: office.lists.list_lines(query, ids, masked=True),
                lambda lines: self._put_on_clipboard(self.model.tsv(lines, columns)),
                topic="copy",
            )

    def _put_on_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        if MASK in text:
            self._context.tell("คัดลอกแล้ว โดยปิดข้อมูลส่วนบุคคลไว้", "info")

    def shown_columns(self) -> tuple[int, ...]:
        """The places of the columns in sight."""
        hidden = self.column_menu.hidden()
        return tuple(n for n in range(len(self.model.columns)) if n not in hidden)

    def show_month(self, month: Month | None) -> None:
        """Sets the month without saying so."""
        self.month.set_value(month)

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
        self.read()

    def _moved(self, index: QModelIndex) -> None:
        record = self.model.id_at(index.row()) if index.isValid() else None
        if self._silent or record is None or record == self._current:
            return
        self._current, self._line = record, index.row()
        self.chosen.emit(record)

    def _open(self, index: QModelIndex) -> None:
        record = self.model.id_at(index.row())
        if record is not None:
            self.opened.emit(record)

    # -- what is said of it

    def _say(self, listing: Listing) -> None:
        for chip, quick in zip(self.chips, self._filters, strict=True):
            chip.set_text(f"{quick.words} {listing.filters[quick.key]:,}")
        self.trash.set_text(f"ลบแล้ว {listing.deleted:,}")
        self.trash.setVisible(listing.deleted > 0 or self.trash.is_on())
        self.sum.setText(total(listing, self._counted_in))
        filtered = bool(self.words.text().strip()) or any(chip.is_on() for chip in self.chips)
        self._empty.set_sentence("ไม่พบรายการตามที่กรอง" if filtered else self._empty_sentence)
        self._stack.setCurrentIndex(0 if listing.ids else 1)

    def _say_selected(self, *_: object) -> None:
        self.selected.emit(len(self.selection.lines()))

    def _fit_columns(self) -> None:
        shares = {n: listed_share(column.field) for n, column in enumerate(self.model.columns)}
        self.table.fit_columns({n: share for n, share in shares.items() if share})
        self.column_menu.set_names([column.name for column in self.model.columns])

    def _lay_out(self) -> None:
        self.words.setPlaceholderText("กรอง: พิมพ์คำที่เห็นในตาราง")
        self.words.setAccessibleName("กรองรายการ")
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(scaled(90))
        self.words.setMaximumWidth(scaled(230))
        bar = hbox(self.month, *self.chips, self.trash, self.words, spacing=7)
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
        vbox((panel, 1), parent=self, margins=0, spacing=12)

    def bar(self) -> QHBoxLayout:
        """The row of filters, laid out by the page above list and form."""
        return self._bar

    def _foot(self) -> QHBoxLayout:
        """Under the table, where there is room at any text size: which columns are hidden, and the sum."""
        self.sum.setAlignment(Qt.AlignmentFlag.AlignRight)
        return hbox(self.column_menu.sign, (self.sum, 1), margins=(10, 3, 10, 3), spacing=10)

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
        self.words.textChanged.connect(lambda _: self.read())
        self.month.chosen.connect(self.month_chosen)
        self.trash.toggled.connect(self.trash_toggled)
        self._empty.acted.connect(self.new_wanted)
        for chip in self.chips:
            chip.toggled.connect(lambda _: self.read())
        self.model.lacking.connect(lambda: self._reading.start(0))  # once, however many cells lack their line
        self._reading.timeout.connect(self._read_more)


def total(listing: Listing, counted_in: str) -> str:
    """``370 ฉบับ · 5,000,000.00 บาท · หลังวันที่ดู 126 · ค้างจากปีอื่น 4``: what comes later counts for nothing, and what
    waits from other years stands in their lists."""
    parts = [f"{listing.there:,} {counted_in}"]
    parts += [f"{kind} {format_baht(money)} บาท".strip() for kind, money in listing.sums.items()]
    if listing.later:
        parts.append(f"หลังวันที่ดู {listing.later:,}")
    if listing.elsewhere:
        parts.append(f"ค้างจากปีอื่น {listing.elsewhere:,}")
    return " · ".join(parts)


def _read(office: Office, query: ListQuery, chosen: str | None, first: int, known: frozenset[str]) -> Read:
    """The list, and those of its lines that will be seen first and aren't known."""
    with office.session.together():
        listing = office.lists.open_list(query)
        places = [first, listing.places.get(chosen or "", first)]
        seen = [i for place in places for i in listing.ids[max(0, place - AHEAD) : place + 2 * AHEAD]]
        return listing, office.lists.list_lines(query, [i for i in dict.fromkeys(seen) if i not in known])


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
