"""The list of a register beside something else: its records, with a line to add one quickly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.faults import InputRefusal, Refusal
from core.office import Query, Row
from core.registers.as_of import day_of
from core.registers.declare import Field
from desktop.forms.drafting import Drafting, DraftLine
from desktop.forms.input_set import InputSet
from desktop.forms.named_inputs import NamedInputs
from desktop.forms.suggesting import Suggesting
from desktop.models.table_model import MUTED, ModelColumn, TableModel
from desktop.pages.deleting import delete_records
from desktop.pages.items_panel import YEAR, comes_after_its_year
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import primary
from desktop.widgets.delegates import MUTED_ROLE
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.finding_line import FindingLine, worst_severity
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.panel import Panel
from desktop.widgets.row_selection import RowSelection
from desktop.widgets.table import DeskTable

DAY_WIDTH = 112  # px at text size 100 %


@dataclass(frozen=True, slots=True)
class QuickRow:
    """A record as the list shows it; ``uncounted`` says why it doesn't count, "" where it does."""

    id: str
    cells: tuple[str, ...]
    uncounted: str


class QuickList(NamedInputs, Panel):
    """The records of a register, with a line to add one quickly: it asks for what no record may leave empty."""

    def __init__(self, context: AppContext, register_name: str, parent: QWidget | None = None) -> None:
        self.register = context.office.session.register(register_name)
        super().__init__(parent, title=self.register.title)
        self._context = context
        self.fields = [f for f in self.register.needed_fields if f.typed]
        columns = [self._column(place, f) for place, f in enumerate(self.fields)]
        self.model = TableModel(columns, self, key=attrgetter("id"))
        self._inputs = InputSet(context, self.register, self.fields).all
        Suggesting(context, self.register, self._inputs, self)
        self.add_button = primary(self._new_words(), "Ctrl N", self)
        self.add_button.press_by_key()
        self._line = FindingLine()
        self._days_before: dict[str, str] = {}
        self.draft_line = DraftLine(self, wide=True)
        self.drafting = Drafting(context.drafts, self.register.name, self, self, self.draft_line)
        for field in self._inputs.values():
            field.changed.connect(self.drafting.note)
        self.body.addWidget(self.draft_line)
        self.body.addLayout(self._adding())
        self.drafting.show()
        self._add_list()

    def query(self, year: int) -> Query:
        """What it shows of a year: the latest first."""
        day = self.register.date_field
        return Query(year=year, order_by=(f"-{day}",) if day else ())

    def _new_words(self) -> str:
        return self.register.new_label or f"เพิ่ม{self.register.short_title}"

    def _column(self, place: int, declared: Field) -> ModelColumn[QuickRow]:
        roles = MUTED if place else {MUTED_ROLE: lambda row: bool(row.uncounted)}
        words = self.register.short_title if not place else declared.label
        return ModelColumn[QuickRow](words, lambda row: row.cells[place], roles=roles)

    def _adding(self) -> QVBoxLayout:
        parts: list[QWidget | tuple[QWidget, int]] = []
        for declared in self.fields:
            widget = widget_of(self._inputs[declared.name])
            widget.setAccessibleName(declared.label)
            if isinstance(widget, QLineEdit):
                widget.setPlaceholderText(declared.label)
            if declared.type.is_dated:
                widget.setFixedWidth(scaled(DAY_WIDTH))
            parts.append((widget, 1) if declared.type.is_text else widget)
        self.add_button.clicked.connect(self._add)
        row = hbox(*parts, self.add_button, spacing=8)
        for widget in (*map(widget_of, self._inputs.values()), self.add_button):
            widget.setEnabled(not self._context.office.session.read_only)
        return vbox(row, self._line, margins=(12, 10, 12, 8), spacing=4)

    def _add_list(self) -> None:
        self.table = DeskTable(self)
        self.table.setModel(self.model)
        self.table.fit_columns({0: 1})
        self.table.setSelectionMode(DeskTable.SelectionMode.ExtendedSelection)
        title = self.register.short_title
        self.table.setAccessibleName(f"{title} กด Enter เพื่อเปิดในทะเบียน กด Del เพื่อลบ")
        self.selection = RowSelection(self.table, self.model)
        self.table.opened.connect(self._open)
        self.table.delete_wanted.connect(self._delete)
        named = "และ".join(f.label for f in self.fields)
        self.none = EmptyState(f"ยังไม่มี{title} พิมพ์{named}ด้านบนเพื่อเพิ่ม", parent=self)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        adding = self._is_adding()
        if adding and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._filled():
            self._add()
        elif adding and event.key() == Qt.Key.Key_Escape:
            self._restore()
        else:
            super().keyPressEvent(event)

    # -- what drafting asks of the adding line

    @property
    def record_id(self) -> None:
        """None: a new record is typed here."""

    def saved_raw(self) -> Mapping[str, str]:
        """Nothing but the days of the record added last, which stay for the next one."""
        return {**dict.fromkeys(self._inputs, ""), **self._days_before}

    def takes_drafts(self) -> bool:
        """True while something can be typed."""
        return not self._context.office.session.read_only

    def can_retrace(self, *, back: bool) -> bool:
        """True while what Esc took away can be brought back."""
        return back and self._is_adding() and self.drafting.can_take_back()

    def retrace(self, _back: bool) -> None:
        """Brings back what Esc took away."""
        self.drafting.take()

    def _is_adding(self) -> bool:
        return any(widget_of(field).hasFocus() for field in self._inputs.values())

    def _restore(self) -> None:
        self.drafting.show()
        self._clear()
        self._line.set_findings(())

    def _clear(self) -> None:
        """Empties the adding line, but for the days of the record added last."""
        for name, field in self._inputs.items():
            field.set_value(None)
            if name in self._days_before:
                field.put_text(self._days_before[name])

    def _filled(self) -> bool:
        return all(field.value_text().strip() for field in self._inputs.values())

    def _begun(self) -> bool:
        """True while something stands in the adding line that was typed for this record; days alone were kept."""
        return any(self._inputs[f.name].value_text().strip() for f in self.fields if not f.type.is_dated)

    def settle(self) -> bool:
        """Adds what stands in the adding line; False, and said, where it can't be."""
        if self._begun():
            self._add()
        return self.may_leave()

    def may_leave(self) -> bool:
        """False while something stands in the adding line and wasn't added."""
        return not self._begun()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows the records as they were read."""
        shown = [self._row(row) for row in rows]
        self.selection.keep(lambda: self.model.set_rows(shown))
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)

    def _row(self, row: Row) -> QuickRow:
        """A record as of the day looked at: what came later, or after its year, doesn't count."""
        register = self.register
        day = day_of(row.values.get(register.begins)) if register.begins else None
        later = day is not None and day > self._context.as_of
        uncounted = "หลังวันที่ดู" if later else "หลังสิ้นปี" if comes_after_its_year(row.values, day) else ""
        cells = [f.show(row.values.get(f.name)) for f in self.fields]
        dated = (
            f"{c} {uncounted}".strip() if f.name == register.begins else c
            for f, c in zip(self.fields, cells, strict=True)
        )
        return QuickRow(row.id, tuple(dated), uncounted)

    def _delete(self) -> None:
        keys = [(self.register.name, record_id) for record_id in self.selection.ids()]
        delete_records(self._context, keys, self.table.setFocus)

    def _add(self) -> None:
        first = widget_of(next(iter(self._inputs.values())))
        if not self._begun():
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        raw, office, year = self.raw(), self._context.office, self._context.year
        of_the_year = {YEAR: str(year)} if self.register.may_tell_no_year else {}
        try:
            saved = self._context.wait_for(
                lambda: office.records.save(self.register.name, {**raw, **of_the_year})
            )
        except InputRefusal as refusal:
            self._say(refusal)
            return
        except Refusal as refusal:
            self._context.refuse(refusal)
            return
        self._line.set_findings(saved.findings)
        self._days_before = {f.name: raw[f.name] for f in self.fields if f.type.is_dated}
        self._clear()
        self.drafting.show()
        self.drafting.saved(saved.record_id)
        for field in self._inputs.values():
            field.set_finding(None)
        named = raw[self.fields[0].name]
        self._context.tell(f"{self._new_words()} “{named}” แล้ว")
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, refusal: InputRefusal) -> None:
        self._line.set_findings(refusal.findings)
        for name, field in self._inputs.items():
            field.set_finding(worst_severity([f for f in refusal.findings if f.field == name]))

    def _open(self, index: QModelIndex) -> None:
        self._context.navigate(self.register.name, record_id=self.model.rows[index.row()].id)
