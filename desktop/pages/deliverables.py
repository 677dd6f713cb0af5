"""The pieces made of the study: the list of them, with a line to add one quickly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.faults import InputRefusal, Refusal
from core.office import Row
from core.registers.declare import Value
from core.thai.dates import day_short
from core.thai.fiscal import last_day_of
from desktop.forms.drafting import Drafting, DraftLine
from desktop.forms.named_inputs import NamedInputs
from desktop.forms.suggesting import Suggesting
from desktop.models.table_model import MUTED, ModelColumn, TableModel
from desktop.pages.deleting import delete_records
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import primary
from desktop.widgets.delegates import MUTED_ROLE
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.finding_line import FindingLine, worst_severity
from desktop.widgets.inputs import FieldInput, TextEdit, ThaiDateEdit
from desktop.widgets.panel import Panel
from desktop.widgets.row_selection import RowSelection
from desktop.widgets.table import DeskTable

DELIVERABLES = "deliverables"


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """A piece made of the study as the list shows it; ``uncounted`` says why it doesn't count, "" where it does."""

    id: str
    title: str
    delivered: str
    uncounted: str


def piece_of(row: Row, as_of: date) -> DeliverableRow:
    """A record as of a day: what was delivered later, or after its year, doesn't count."""
    day = row.values["delivered_on"]
    if not isinstance(day, date):
        return DeliverableRow(row.id, str(row.values["title"] or ""), "", "")
    uncounted = "หลังวันที่ดู" if day > as_of else "หลังสิ้นปี" if is_over(row.values, day) else ""
    delivered = f"{day_short(day)} {uncounted}".strip()
    return DeliverableRow(row.id, str(row.values["title"] or ""), delivered, uncounted)


COLUMNS = (
    ModelColumn[DeliverableRow](
        "ชิ้นงาน", attrgetter("title"), roles={MUTED_ROLE: lambda piece: bool(piece.uncounted)}
    ),
    ModelColumn[DeliverableRow]("วันที่ส่งมอบ", attrgetter("delivered"), roles=MUTED),
)


def is_over(values: Mapping[str, Value | None], day: date) -> bool:
    """True of what came after its plan's year was over."""
    year = values.get("fiscal_year")
    return isinstance(year, int) and day > last_day_of(year)


class DeliverablesPanel(NamedInputs, Panel):
    """The list of deliverables, with a line to add one quickly."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="ชิ้นงานที่พัฒนาจากผลการศึกษา")
        self._context = context
        self.model = TableModel(COLUMNS, self, key=attrgetter("id"))
        self.title = TextEdit(max_length=500)
        self.day = ThaiDateEdit(calendar=context.calendar, today=context.day_looked_at)
        self._inputs: dict[str, FieldInput] = {"title": self.title, "delivered_on": self.day}
        Suggesting(context, context.office.session.register(DELIVERABLES), {"title": self.title}, self)
        self.add_button = primary("เพิ่มชิ้นงาน", "Ctrl N", self)
        self.add_button.press_by_key()
        self._line = FindingLine()
        self._day_before = ""
        self.draft_line = DraftLine(self, wide=True)
        self.drafting = Drafting(context.drafts, DELIVERABLES, self, self, self.draft_line)
        for field in (self.title, self.day):
            field.changed.connect(self.drafting.note)
        self.body.addWidget(self.draft_line)
        self.body.addLayout(self._adding())
        self.drafting.show()
        self._add_list()

    def _adding(self) -> QVBoxLayout:
        self.title.setPlaceholderText("ชื่อชิ้นงาน")
        self.title.setAccessibleName("ชื่อชิ้นงาน")
        self.day.setPlaceholderText("วันที่ส่งมอบ")
        self.day.setAccessibleName("วันที่ส่งมอบ")
        self.day.setFixedWidth(scaled(112))
        self.add_button.clicked.connect(self._add)
        row = hbox((self.title, 1), self.day, self.add_button, spacing=8)
        for widget in (self.title, self.day, self.add_button):
            widget.setEnabled(not self._context.office.session.read_only)
        return vbox(row, self._line, margins=(12, 10, 12, 8), spacing=4)

    def _add_list(self) -> None:
        self.table = DeskTable(self)
        self.table.setModel(self.model)
        self.table.fit_columns({0: 1})
        self.table.setSelectionMode(DeskTable.SelectionMode.ExtendedSelection)
        self.table.setAccessibleName("ชิ้นงาน กด Enter เพื่อเปิดในทะเบียน กด Del เพื่อลบ")
        self.selection = RowSelection(self.table, self.model)
        self.table.opened.connect(self._open)
        self.table.delete_wanted.connect(self._delete)
        self.none = EmptyState("ยังไม่มีชิ้นงาน พิมพ์ชื่อชิ้นงานและวันที่ส่งมอบด้านบนเพื่อเพิ่ม", parent=self)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        adding = self.title.hasFocus() or self.day.hasFocus()
        if adding and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._filled():
            self._add()
        elif adding and event.key() == Qt.Key.Key_Escape:
            self._restore()
        else:
            super().keyPressEvent(event)

    # -- what drafting asks of the adding line

    @property
    def record_id(self) -> None:
        """None: a new piece is typed here."""

    def saved_raw(self) -> Mapping[str, str]:
        """Nothing but the day of the piece added last, which stays for the next one."""
        return {"title": "", "delivered_on": self._day_before}

    def takes_drafts(self) -> bool:
        """True while something can be typed."""
        return not self._context.office.session.read_only

    def can_retrace(self, *, back: bool) -> bool:
        """True while what Esc took away can be brought back."""
        adding = self.title.hasFocus() or self.day.hasFocus()
        return back and adding and self.drafting.can_take_back()

    def retrace(self, _back: bool) -> None:
        """Brings back what Esc took away."""
        self.drafting.take()

    def _restore(self) -> None:
        self.drafting.show()
        self.title.set_value(None)
        self.day.put_text(self._day_before)
        self._line.set_findings(())

    def _filled(self) -> bool:
        return bool(self.title.text().strip() and self.day.text().strip())

    def settle(self) -> bool:
        """Adds what stands in the adding line; False, and said, where it can't be. A day alone was kept."""
        if self.title.text().strip():
            self._add()
        return self.may_leave()

    def may_leave(self) -> bool:
        """False while a title stands in the adding line and wasn't added."""
        return not self.title.text().strip()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Shows the deliverables as they were read."""
        pieces = [piece_of(row, self._context.as_of) for row in rows]
        self.selection.keep(lambda: self.model.set_rows(pieces))
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)

    def _delete(self) -> None:
        keys = [(DELIVERABLES, record_id) for record_id in self.selection.ids()]
        delete_records(self._context, keys, self.table.setFocus)

    def _add(self) -> None:
        if not self.title.text().strip():
            self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        raw, office, year = self.raw(), self._context.office, self._context.year
        try:
            saved = self._context.wait_for(
                lambda: office.records.save(DELIVERABLES, {**raw, "fiscal_year": year})
            )
        except InputRefusal as refusal:
            self._say(refusal)
            return
        except Refusal as refusal:
            self._context.refuse(refusal)
            return
        self._line.set_findings(saved.findings)
        self.title.set_value(None)  # the day stays for the next one
        self._day_before = raw["delivered_on"]
        self.drafting.show()
        self.drafting.saved(saved.record_id)
        for field in (self.title, self.day):
            field.set_finding(None)
        self._context.tell(f"เพิ่มชิ้นงาน “{raw['title']}” แล้ว")
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, refusal: InputRefusal) -> None:
        self._line.set_findings(refusal.findings)
        for name, field in self._inputs.items():
            field.set_finding(worst_severity([f for f in refusal.findings if f.field == name]))

    def _open(self, index: QModelIndex) -> None:
        self._context.navigate(DELIVERABLES, record_id=self.model.rows[index.row()].id)
