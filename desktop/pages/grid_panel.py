"""The record of the chosen cell: what it has beside its value, and its lines, which add up to that."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from core.faults import Finding
from core.office import GridRow, LaterRecord, Row, event_words
from core.registers.as_of import day_of
from core.registers.declare import Register, Value
from core.registers.views import GRID, LINES
from core.thai.dates import day_short, month_long
from core.thai.fiscal import Month
from desktop.evidence.button import EvidenceButton
from desktop.forms.input_set import InputSet
from desktop.forms.suggesting import Suggesting
from desktop.models.grid_model import UNNAMED, GridModel
from desktop.pages.lines_box import LinesBox
from desktop.pages.record_fields import RecordFields
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.inputs import FieldInput, LongTextEdit
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.panel import rule
from desktop.widgets.thai_label import ThaiLabel

NOTE_HEIGHT = 420  # px at text size 100 %
T = TypeVar("T")


class GridPanel(QFrame):
    """Shows one item in one month; what is typed is saved field by field."""

    def __init__(
        self, context: AppContext, register: Register, grid: GridModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_kind(self, "panel")
        view = register.view(GRID)
        assert view is not None
        self._context, self._grid, self._register, self._view = context, grid, register, view
        self._row: GridRow | None = None
        self._month: Month | None = None
        self._record: Row | None = None
        self._later: LaterRecord | None = None
        self.name, self.when = ThaiLabel("", self, kind="strong"), ThaiLabel("", self, kind="small")
        own = [f for f in register.fields if f.name not in (view.item, view.month, view.value)]
        self._short = [f for f in own if not f.type.many_lines]
        self._long = [f for f in own if f.type.many_lines]
        self.inputs: dict[str, FieldInput] = InputSet(context, register, own).all
        for made in self.inputs.values():
            if isinstance(made, LongTextEdit):
                made.set_rows(1)
        Suggesting(context, register, self.inputs, self)
        self.said = FindingLine(self)
        self.fields = RecordFields(context, register.name, self.inputs, self.said)
        lines = register.view(LINES)
        self.lines = LinesBox(context, lines, self.sum_up, self) if lines else None
        self._shared = lines.by if lines else ()
        self._notes: list[QWidget] = []
        self._no_more: list[
            tuple[QLabel, FieldInput]
        ] = []  # filled in no more: seen where they hold something
        self.proof = EvidenceButton(context, register.name, self, alone=True)
        self._lay_out()
        self.proof.take_drops([self])
        for field_name in grid.carried.keys() & self.inputs.keys():
            self.inputs[field_name].committed.connect(self._carry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The lines need the room more than a note does.
        for widget in self._notes if self.lines else ():
            widget.setVisible(self.height() >= scaled(NOTE_HEIGHT))

    def show_cell(self, row: GridRow | None, month: Month | None) -> None:
        """Shows another item or month; ``settle`` first, for what was typed and couldn't be saved is only told."""
        for name in self.fields.faulty():
            typed = self.inputs[name].value_text()
            self._context.tell(f"“{typed}” ที่พิมพ์ไว้ในรายการก่อนหน้ายังไม่ได้บันทึก", "warn")
        self._row, self._month = row, month
        self._read_anew()
        if self.lines:
            self.lines.show_lines(self._key(), self._later_day())
        self._show()

    def refresh(self) -> None:
        """Reads the record anew; what is being typed, and what couldn't be saved, stays as it was typed."""
        before = self._later_day()
        self._read_anew()
        if self.lines:
            if self._later_day() != before:
                self.lines.show_lines(self._key(), self._later_day())
            self.lines.model.refresh()
        self._show()

    def shows(self, row: GridRow | None, month: Month | None) -> bool:
        """True where the record of this item and month is shown already."""
        mine = self._row.item if self._row else None
        return (mine, self._month) == (row.item if row else None, month) and mine is not None

    def index(self) -> QModelIndex:
        """The cell of the grid whose record is shown; invalid where it isn't in sight."""
        if self._row is None or self._month not in self._grid.months:
            return QModelIndex()
        return self._grid.index(self._grid.line_of(self._row.item), self._grid.column_of(self._month))

    def settle(self) -> bool:
        """Saves what was typed; False, with the cursor on it, where something couldn't be."""
        return (self.lines is None or self.lines.settle()) and self.fields.settle()

    def may_leave(self) -> bool:
        """False while a cell is open, or something typed couldn't be saved; what is being typed is saved first."""
        return self.fields.may_leave() and (self.lines is None or self.lines.may_leave())

    def can_retrace(self, *, back: bool) -> bool:
        """True while what Esc took away can be brought back."""
        return back and self.fields.drafting.can_take_back()

    def retrace(self, _back: bool) -> None:
        """Brings back what Esc took away."""
        self.fields.drafting.take()

    def begin(self) -> None:
        """Goes to the first line without points; where there are no lines, into the first field."""
        if self.lines:
            self.lines.begin()
        elif self.inputs:
            widget_of(next(iter(self.inputs.values()))).setFocus(Qt.FocusReason.TabFocusReason)

    def sum_up(self, total: Decimal) -> None:
        """Writes the sum of the lines as the value."""
        line = self._grid.line_of(self._row.item) if self._row else -1
        if line < 0 or self._month is None:
            return
        value = self._record.values.get(self._view.value) if self._record else None
        index = self._grid.index(line, self._grid.column_of(self._month))
        if total != value and (said := self._grid.put(index, str(total))):
            self._context.tell(said, "warn")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.fields.restore():
            self._show_findings()
            return
        super().keyPressEvent(event)

    # -- inside

    def _show(self) -> None:
        self._say()
        self.proof.setVisible(self._record is not None)
        called = f"{self._register.short_title} {self.name.text()} {self.when.text()}".strip()
        self.proof.show_record(self._record.id if self._record else None, called)
        self.fields.show(self._record.id if self._record else None, {n: self._value(n) for n in self.inputs})
        for name, field in self.inputs.items():
            field.set_locked(self._context.office.session.read_only or not self._may_type(name))
        for label, field in self._no_more:
            for widget in (label, widget_of(field)):
                widget.setVisible(bool(field.value_text()))
        if not self.fields.faulty():
            self._show_findings()

    def _key(self) -> dict[str, Value | None] | None:
        """What the record shares with its lines; None without an item and a month."""
        if self._row is None or self._month is None:
            return None
        own: dict[str, Value | None] = {self._view.item: self._row.item, self._view.month: self._month}
        return {name: own.get(name, self._value(name)) for name in self._shared}

    def _read_anew(self) -> None:
        if self._row is not None and self._month is not None:
            self._row = self._grid.row_of(self._row.item) or self._row
        record = self._of_month(self._row.records) if self._row else None
        self._later = self._of_month(self._row.later) if self._row and not record else None
        self._record = None
        if record is not None:
            office, name = self._context.office, self._register.name
            self._record = self._context.attempt(lambda: office.records.record(name, record))

    def _of_month(self, each: Sequence[T]) -> T | None:
        months = self._grid.months
        return each[months.index(self._month)] if self._month in months else None

    def _later_day(self) -> date | None:
        return self._later.day if self._later else None

    def _value(self, name: str) -> Value | None:
        if self._record is not None:
            return self._record.values.get(name)
        if self._month is None or self._later is not None:
            return None
        return self._grid.starts_with(self._month).get(name)

    def _may_type(self, name: str) -> bool:
        # Before there is a record only what goes on from the last one can be set; the day follows the day looked at.
        if not self._register.field(name).typed:
            return False
        return self._record is not None or (name in self._grid.carried and self._later is None)

    def _say(self) -> None:
        row, month = self._row, self._month
        item = self._register.field(self._view.item).label
        self.name.setText((row.name or UNNAMED) if row else f"เลือก{item}ในตาราง")
        self.when.setText(
            " · ".join(filter(None, (month_long(month), self._state(month)))) if row and month else ""
        )

    def _state(self, month: Month) -> str:
        if self._later is not None:
            begun = event_words(self._register.field(self._register.begins))
            return f"{begun} {day_short(self._later.day)} หลังวันที่ดู จึงยังไม่นับ"
        filled = next((self._register.field(name) for name in self._view.fill), None)
        if self._record is None:
            not_yet = self._grid.grid.not_yet
            day = day_short(self._grid.filled_on(month))
            return f"{not_yet} เมื่อพิมพ์{self._grid.noun}จะลง{filled.label} {day}" if filled else not_yet
        day_of_it = day_of(self._record.values.get(filled.name)) if filled else None
        said = f"{event_words(filled)} {day_short(day_of_it)}" if filled and day_of_it else ""
        last = [self._register.field(n).show(self._record.values.get(n)) for n in self._grid.carried]
        return " · ".join(filter(None, (said, *last)))

    def _show_findings(self) -> None:
        findings: tuple[Finding, ...] = ()
        if self._record is not None:
            office, name, record = self._context.office, self._register.name, self._record.id
            findings = self._context.wait_for(lambda: office.records.check_values(name, {}, record))
        self.fields.tell(findings)

    def _carry(self) -> None:
        """What was typed last goes on into the next record; before there is one that is all the field is for."""
        for name in self._grid.carried.keys() & self.inputs.keys():
            self._grid.carried[name] = self.inputs[name].value_text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = hbox((self.name, 1), self.proof, margins=0, spacing=8)
        column.addLayout(vbox(head, self.when, self._field_grid(), margins=(14, 8, 14, 6), spacing=0))
        column.addWidget(self.fields.draft_line)
        if self.lines:
            column.addWidget(rule(self))
            column.addWidget(self.lines, 1)
            column.addWidget(rule(self))
        foot = vbox(margins=(14, 4, 14, 8), spacing=0)
        for declared in self._long:
            field = self.inputs[declared.name]
            self._notes += [_label(declared.label, field, self), widget_of(field)]
        for widget in self._notes:
            foot.addWidget(widget)
        column.addLayout(foot)
        if not self.lines:
            column.addStretch(1)

    def _field_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(10))
        grid.setVerticalSpacing(0)
        alone = len(self._short) % 2  # of an odd number the last one has the whole row
        for place, declared in enumerate(self._short):
            top, side = 2 * (place // 2), place % 2
            span = 2 if alone and place == len(self._short) - 1 else 1
            field = self.inputs[declared.name]
            label = _label(declared.label, field, self)
            if not declared.typed:
                self._no_more.append((label, field))
            grid.addWidget(label, top, side, 1, span)
            grid.addWidget(widget_of(field), top + 1, side, 1, span)
        for side in (0, 1):
            grid.setColumnStretch(side, 1)
        grid.addWidget(self.said, 2 * len(self._short), 0, 1, 2)
        return grid


def _label(words: str, field: FieldInput, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    set_kind(label, "small")
    label.setBuddy(widget_of(field))
    return label
