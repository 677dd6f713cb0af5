"""The audit of the chosen cell: when, by whom, the checklist, a note. Points add up to the score."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from core.faults import Finding
from core.office import CentreRow, LaterAudit, Row
from core.registers.declare import Value
from core.thai.dates import day_short, month_long
from core.thai.fiscal import Month
from desktop.forms.cell_drafting import CellDrafting
from desktop.forms.drafting import DraftLine
from desktop.forms.make_input import make_input
from desktop.forms.suggesting import Suggesting
from desktop.models.centre_grid import REGISTER, UNNAMED, CentreGridModel
from desktop.models.checklist import GOT, TITLE, ChecklistModel
from desktop.models.checklist import REGISTER as POINTS
from desktop.pages.record_fields import RecordFields
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.inputs import FieldInput, LongTextEdit
from desktop.widgets.inputs.cell_grid import CellDelegate, CellGrid
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.panel import rule
from desktop.widgets.thai_label import ThaiLabel

NOTE_HEIGHT = 420  # px at text size 100 %
T = TypeVar("T")
FIELDS = ("audited_on", "auditor", "note")


class AuditPanel(QFrame):
    """Shows one centre in one month; what is typed is saved field by field."""

    def __init__(self, context: AppContext, grid: CentreGridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "panel")
        self._context, self._grid = context, grid
        self._centre: CentreRow | None = None
        self._month: Month | None = None
        self._audit: Row | None = None
        self._later: LaterAudit | None = None
        self.name, self.when = ThaiLabel("", self, kind="strong"), ThaiLabel("", self, kind="small")
        register = context.office.session.register(REGISTER)
        self.inputs: dict[str, FieldInput] = {
            n: make_input(register.field(n), context.calendar, context.day_looked_at) for n in FIELDS
        }
        Suggesting(context, register, self.inputs, self)
        self.said = FindingLine(self)
        self.fields = RecordFields(context, REGISTER, self.inputs, self.said)
        note = self.inputs["note"]
        if isinstance(note, LongTextEdit):
            note.set_rows(1)
        self.criterion = ThaiLabel("", self, kind="small")
        self.criterion.hide()
        self.checklist = ChecklistModel(context, self)
        self.points = CellGrid(self)
        self.points_line = DraftLine(self)
        self._lay_out()
        self._connect()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The checklist needs the room more than the note does.
        for widget in self._note:
            widget.setVisible(self.height() >= scaled(NOTE_HEIGHT))

    def show_audit(self, centre: CentreRow | None, month: Month | None) -> None:
        """Shows another centre or month; ``settle`` first, for what was typed and couldn't be saved is only told."""
        for name in self.fields.faulty():
            typed = self.inputs[name].value_text()
            self._context.tell(f"“{typed}” ที่พิมพ์ไว้ในผลการตรวจก่อนหน้ายังไม่ได้บันทึก", "warn")
        self._centre, self._month = centre, month
        self._read_anew()
        self.checklist.show_audit(centre.code if centre else None, month, self._later_day())
        self._show()

    def refresh(self) -> None:
        """Reads the audit anew; what is being typed, and what couldn't be saved, stays as it was typed."""
        before = self._later_day()
        self._read_anew()
        if self._later_day() != before:
            self.checklist.show_audit(
                self._centre.code if self._centre else None, self._month, self._later_day()
            )
        self.checklist.refresh()
        self._show()

    def shows(self, centre: CentreRow | None, month: Month | None) -> bool:
        """True where the audit of this centre and month is shown already."""
        mine = self._centre.code if self._centre else None
        return (mine, self._month) == (centre.code if centre else None, month) and mine is not None

    def index(self) -> QModelIndex:
        """The cell of the grid whose audit is shown; invalid where it isn't in sight."""
        if self._centre is None or self._month not in self._grid.months:
            return QModelIndex()
        return self._grid.index(self._grid.line_of(self._centre.code), self._grid.column_of(self._month))

    def settle(self) -> bool:
        """Saves what was typed; False, with the cursor on it, where something couldn't be."""
        return self.points.settle() and self.fields.settle()

    def may_leave(self) -> bool:
        """False while a cell is open, or something typed couldn't be saved; what is being typed is saved first."""
        return self.fields.may_leave() and self.points.editor() is None

    def can_retrace(self, *, back: bool) -> bool:
        """True while what Esc took away can be brought back."""
        return back and self.fields.drafting.can_take_back()

    def retrace(self, _back: bool) -> None:
        """Brings back what Esc took away."""
        self.fields.drafting.take()

    def _show(self) -> None:
        self._say()
        self.fields.show(self._audit.id if self._audit else None, {n: self._value(n) for n in self.inputs})
        for name, field in self.inputs.items():
            field.set_locked(self._context.office.session.read_only or not self._may_type(name))
        if not self.fields.faulty():
            self._show_findings()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.fields.restore():
            self._show_findings()
            return
        super().keyPressEvent(event)

    def focus_points(self) -> None:
        """Goes to the first criterion without points, else to the first."""
        rows = range(max(0, self.checklist.rowCount() - 1))
        empty = (n for n in rows if not self.checklist.index(n, GOT).data())
        index = self.checklist.index(next(empty, 0), GOT)
        self.points.setCurrentIndex(index)
        self.points.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _read_anew(self) -> None:
        if self._centre is not None and self._month is not None:
            self._centre = self._grid.centre_of(self._centre.code) or self._centre
        audit = self._of_month(self._centre.audits) if self._centre else None
        self._later = self._of_month(self._centre.later) if self._centre and not audit else None
        self._audit = None
        if audit is not None:
            self._audit = self._context.attempt(lambda: self._context.office.records.record(REGISTER, audit))

    def _of_month(self, each: Sequence[T]) -> T | None:
        months = self._grid.months
        return each[months.index(self._month)] if self._month in months else None

    def _later_day(self) -> date | None:
        return self._later.audited_on if self._later else None

    def _value(self, name: str) -> Value | None:
        if self._audit is not None:
            return self._audit.values.get(name)
        if self._month is None or self._later is not None or name == "note":
            return None
        return self._grid.audited_on(self._month) if name == "audited_on" else self._grid.auditor or None

    def _may_type(self, name: str) -> bool:
        # Before there is an audit only its signature can be set beforehand; the day follows the day looked at.
        return self._audit is not None or (name == "auditor" and self._later is None)

    def _say(self) -> None:
        centre, month = self._centre, self._month
        self.name.setText((centre.name or UNNAMED) if centre else "เลือกศูนย์ในตาราง")
        if centre is None or month is None:
            self.when.setText("")
        elif self._later is not None:
            day = day_short(self._later.audited_on)
            self.when.setText(f"{month_long(month)} · ตรวจ {day} หลังวันที่ดู จึงยังไม่นับ")
        elif self._audit is None:
            day = day_short(self._grid.audited_on(month))
            self.when.setText(f"{month_long(month)} · ยังไม่ตรวจ เมื่อพิมพ์คะแนนจะลงวันที่ตรวจ {day}")
        else:
            audited, by = self._audit.values.get("audited_on"), self._audit.values.get("auditor")
            said = f" · ตรวจ {day_short(audited)}" if isinstance(audited, date) else ""
            self.when.setText(f"{month_long(month)}{said}{f' โดย {by}' if by else ''}")

    def _say_criterion(self, index: QModelIndex) -> None:
        # The column is narrow; the whole sentence stands below while its line is the current one.
        words = str(self.checklist.index(index.row(), TITLE).data() or "") if index.isValid() else ""
        self.criterion.setText(words)
        self.criterion.setVisible(bool(words) and index.row() < self.checklist.rowCount() - 1)

    def _show_findings(self) -> None:
        findings: tuple[Finding, ...] = ()
        if self._audit is not None:
            office, record = self._context.office, self._audit.id
            findings = self._context.wait_for(lambda: office.records.check_values(REGISTER, {}, record))
        self.fields.tell(findings)

    def _sign(self) -> None:
        """The auditor typed last signs the next audit too; before there is one that is all the field is for."""
        self._grid.auditor = self.inputs["auditor"].value_text()

    def sum_up(self) -> None:
        """Writes the sum as the score once every criterion has its points."""
        if self._centre is None or self._month is None or not self.checklist.is_complete():
            return
        total = self.checklist.total()
        line, column = self._grid.line_of(self._centre.code), self._grid.column_of(self._month)
        score = self._audit.values.get("score") if self._audit else None
        if (
            line >= 0
            and total != score
            and (said := self._grid.put(self._grid.index(line, column), str(total)))
        ):
            self._context.tell(said, "warn")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = vbox(self.name, self.when, self._field_grid(), margins=(14, 8, 14, 6), spacing=0)
        column.addLayout(head)
        column.addWidget(self.fields.draft_line)
        column.addWidget(rule(self))
        column.addWidget(self.points_line)
        column.addWidget(self.points, 1)
        column.addWidget(rule(self))
        foot = vbox(self.criterion, margins=(14, 4, 14, 8))
        self._note = (_label("หมายเหตุ", self.inputs["note"], self), widget_of(self.inputs["note"]))
        for widget in self._note:
            foot.addWidget(widget)
        foot.setSpacing(0)
        column.addLayout(foot)

    def _field_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(10))
        grid.setVerticalSpacing(0)
        for place, (name, words) in enumerate((("audited_on", "วันที่ตรวจ"), ("auditor", "ผู้ตรวจ"))):
            grid.addWidget(_label(words, self.inputs[name], self), 0, place)
            grid.addWidget(widget_of(self.inputs[name]), 1, place)
            grid.setColumnStretch(place, 1)
        grid.addWidget(self.said, 2, 0, 1, 2)
        return grid

    def _connect(self) -> None:
        self.points.setModel(self.checklist)
        self.points.setItemDelegate(CellDelegate(self.points))
        self.points.fit_columns({TITLE: 1}, samples={GOT: "100.00"}, least=80)
        self.points.setAccessibleName("คะแนนรายข้อ")
        self.points.selectionModel().currentChanged.connect(self._say_criterion)
        self.points.refused.connect(lambda sentence: self._context.tell(sentence, "warn"))
        self.inputs["auditor"].committed.connect(self._sign)
        CellDrafting(self._context.drafts, POINTS, "points", self.points, self.points_line)


def _label(words: str, field: FieldInput, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    set_kind(label, "small")
    label.setBuddy(widget_of(field))
    return label
