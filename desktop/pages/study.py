"""The complaint-system study (กทม. 1555): four weighted parts, the deliverables made of it, indicators 4.1 and 4.2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.faults import InputRefusal
from core.office import Query, Row
from core.plan.model import StudyPart
from core.registers.as_of import reached
from core.registers.declare import Value
from core.thai.dates import day_short
from core.thai.fiscal import last_day_of
from core.thai.numbers import format_decimal
from desktop.forms.suggesting import Suggesting
from desktop.pages.deleting import delete_records
from desktop.pages.record_fields import RecordFields
from desktop.pages.steps_page import FieldsPage
from desktop.pages.strips import Strips
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import primary
from desktop.widgets.chip import Chip
from desktop.widgets.delegates import MUTED_ROLE
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.finding_line import FindingLine, worst_severity
from desktop.widgets.inputs import FieldInput, TextEdit, ThaiDateEdit
from desktop.widgets.panel import Panel
from desktop.widgets.row_selection import RowSelection
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

PARTS, DELIVERABLES = "study_parts", "deliverables"
AnyIndex = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class StudyPage(FieldsPage):
    """The study and what came of it; every field of a part saves itself."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "การศึกษาระบบเรื่องร้องเรียน", parent)
        self.strips = Strips(context, self._codes(), self)
        self.parts = PartsPanel(context, self)
        self.deliverables = DeliverablesPanel(context, self)
        self.inner.addWidget(self.strips)
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addWidget(self.parts, 6)
        row.addWidget(self.deliverables, 5)
        self.inner.addLayout(row, 1)
        self.on_change(None, self.refresh)
        self.refresh()

    def _codes(self) -> list[str]:
        office = self.context.office
        return list(dict.fromkeys([*office.feeds(PARTS), *office.feeds(DELIVERABLES)]))

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return self.parts.may_leave() and self.deliverables.may_leave()

    def settle(self) -> bool:
        """Saves what was typed, the deliverable in the adding line too."""
        return super().settle() and self.deliverables.settle()

    def open_with(self, record_id: str = "", **_: Any) -> None:
        """Puts the cursor on a part's record."""
        self.parts.focus_record(record_id)

    def refresh(self) -> None:
        """Reads the parts and the deliverables anew."""
        self.strips.refresh()
        office, year = self.context.office, self.context.year
        self.context.ask(
            self,
            lambda: (office.rows(PARTS, Query(year=year)), office.rows(DELIVERABLES, _delivered(year))),
            self._show,
            topic="rows",
        )

    def _show(self, found: tuple[tuple[Row, ...], tuple[Row, ...]]) -> None:
        self.parts.show_rows(found[0])
        self.deliverables.show_rows(found[1])
        self.say_later()


class PartsPanel(Panel):
    """The four weighted parts; they may be finished in any order."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="ส่วนของการศึกษา · เสร็จก่อนหลังกันได้")
        self._context = context
        self.inputs: dict[int, dict[str, FieldInput]] = {}
        self._fields: dict[int, RecordFields] = {}
        self._chips: dict[int, Chip] = {}
        self._ids: dict[str, int] = {}
        self._wanted = ""  # the record to go to once it is shown
        self._total = Chip(parent=self)
        self.head_layout().addWidget(self._total)
        grid = QGridLayout()
        grid.setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(10))
        grid.setHorizontalSpacing(scaled(8))
        grid.setVerticalSpacing(scaled(3))
        for column, words in enumerate(("ส่วนที่", "ร้อยละ", "แล้วเสร็จ", "สถานะ")):
            grid.addWidget(_caption(words), 0, column)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(3, scaled(88))
        for part in context.office.plan(context.year).study_parts:
            self._add_part(grid, part)
        self.body.addLayout(grid)
        self.body.addStretch(1)

    def _add_part(self, grid: QGridLayout, part: StudyPart) -> None:
        top = grid.rowCount()
        office = self._context.office
        finished = ThaiDateEdit(calendar=self._context.calendar, today=self._context.day_looked_at)
        note = TextEdit(max_length=4000)
        inputs: dict[str, FieldInput] = {"finished_on": finished, "note": note}
        for name, widget in (("finished_on", finished), ("note", note)):
            declared = office.register(PARTS).field(name)
            widget.setObjectName(f"{name}_{part.part}")
            widget.setAccessibleName(f"{declared.label} ส่วนที่ {part.part}")
            widget.setToolTip(declared.help)
        finished.setFixedWidth(scaled(110))
        note.setPlaceholderText("หมายเหตุ")
        line, chip = FindingLine(), Chip()
        title = f"{part.part}. {part.title}"
        grid.addWidget(ThaiLabel(title), top, 0)
        share = QLabel(format_decimal(part.share, 0))
        set_kind(share, "muted")
        grid.addWidget(share, top, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(finished, top, 2)
        grid.addWidget(chip, top, 3)
        grid.addWidget(note, top + 1, 0, 1, 4)
        grid.addWidget(line, top + 2, 0, 1, 4)
        grid.setRowMinimumHeight(top + 4, scaled(6))
        self.inputs[part.part], self._chips[part.part] = inputs, chip
        self._fields[part.part] = RecordFields(self._context, PARTS, inputs, line)
        grid.addWidget(self._fields[part.part].draft_line, top + 3, 0, 1, 4)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows the parts as they were read."""
        context = self._context
        shares = {p.part: p.share for p in context.office.plan(context.year).study_parts}
        done = 0
        for row in rows:
            part = row.values["part"]
            if isinstance(part, int) and part in self._fields:
                self._ids[row.id] = part
                self._fields[part].show(row.id, row.values)
                words, tone = part_state(row.values, context.as_of)
                self._chips[part].set(words, tone)
                counts = reached(row.values["finished_on"], context.year, context.as_of)
                done += int(shares[part]) if counts else 0
        self.focus_record(self._wanted)
        self._total.set(f"รวมที่เสร็จ {done} จาก 100", "good" if done == 100 else "neutral")

    def focus_record(self, record_id: str) -> None:
        """Puts the cursor into a part's date."""
        part, self._wanted = self._ids.get(record_id), record_id
        if part is not None:
            self._wanted = ""
            field = self.inputs[part]["finished_on"]
            assert isinstance(field, QWidget)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return all(fields.may_leave() for fields in self._fields.values())


def part_state(values: Mapping[str, Value | None], as_of: date) -> tuple[str, str]:
    """A part's state as of the end of a day, in words and tone."""
    finished = values.get("finished_on")
    if not isinstance(finished, date) or finished > as_of:
        return "ยังไม่เสร็จ", "neutral"
    return ("หลังสิ้นปี", "warn") if _is_over(values, finished) else ("เสร็จแล้ว", "good")


def _is_over(values: Mapping[str, Value | None], day: date) -> bool:
    """True of what came after its plan's year was over."""
    year = values.get("fiscal_year")
    return isinstance(year, int) and day > last_day_of(year)


class DeliverablesModel(QAbstractTableModel):
    """The pieces made of the study: title and the day it was delivered."""

    HEADINGS = ("ชิ้นงาน", "วันที่ส่งมอบ")

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()
        self._as_of = date.max

    def set_rows(self, rows: tuple[Row, ...], as_of: date) -> None:
        """Shows other records; those delivered after ``as_of`` or after their year are muted, for they don't count."""
        self.beginResetModel()
        self.rows, self._as_of = rows, as_of
        self.endResetModel()

    def id_at(self, line: int) -> str | None:
        """The id of a line's record, None outside."""
        return self.rows[line].id if 0 <= line < len(self.rows) else None

    def line_of(self, record_id: str | None) -> int:
        """The line a record stands in, -1 where it isn't there."""
        return next((n for n, row in enumerate(self.rows) if row.id == record_id), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return self.HEADINGS[section]
        return None

    def data(self, index: AnyIndex, role: int = int(Role.DisplayRole)) -> Any:
        values = self.rows[index.row()].values
        if role == Role.DisplayRole:
            return self._delivered(values) if index.column() else str(values["title"] or "")
        if role == MUTED_ROLE:
            return index.column() == 1 or bool(self._uncounted(values))
        return None

    def _delivered(self, values: Mapping[str, Value | None]) -> str:
        day = values["delivered_on"]
        return f"{day_short(day)} {self._uncounted(values)}".strip() if isinstance(day, date) else ""

    def _uncounted(self, values: Mapping[str, Value | None]) -> str:
        """Why a piece doesn't count as of the day looked at; "" where it does."""
        day = values["delivered_on"]
        if not isinstance(day, date):
            return ""
        return "หลังวันที่ดู" if day > self._as_of else "หลังสิ้นปี" if _is_over(values, day) else ""


class DeliverablesPanel(Panel):
    """The list of deliverables, with a line to add one quickly."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="ชิ้นงานที่พัฒนาจากผลการศึกษา")
        self._context = context
        self.model = DeliverablesModel(self)
        self.title = TextEdit(max_length=500)
        self.day = ThaiDateEdit(calendar=context.calendar, today=context.day_looked_at)
        Suggesting(context, context.office.register(DELIVERABLES), {"title": self.title}, self)
        self.add_button = primary("เพิ่มชิ้นงาน", "Ctrl N", self)
        self.add_button.setShortcut("Ctrl+N")
        self._line = FindingLine()
        self.body.addLayout(self._adding())
        self._add_list()

    def _adding(self) -> QVBoxLayout:
        self.title.setPlaceholderText("ชื่อชิ้นงาน")
        self.title.setAccessibleName("ชื่อชิ้นงาน")
        self.day.setPlaceholderText("วันที่ส่งมอบ")
        self.day.setAccessibleName("วันที่ส่งมอบ")
        self.day.setFixedWidth(scaled(112))
        self.add_button.clicked.connect(self._add)
        row = QHBoxLayout()
        row.setSpacing(scaled(8))
        row.addWidget(self.title, 1)
        row.addWidget(self.day)
        row.addWidget(self.add_button)
        for widget in (self.title, self.day, self.add_button):
            widget.setEnabled(not self._context.office.read_only)
        column = QVBoxLayout()
        column.setContentsMargins(scaled(12), scaled(10), scaled(12), scaled(8))
        column.setSpacing(scaled(4))
        column.addLayout(row)
        column.addWidget(self._line)
        return column

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
        else:
            super().keyPressEvent(event)

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
        self.selection.keep(lambda: self.model.set_rows(rows, self._context.as_of))
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)

    def _delete(self) -> None:
        keys = [(DELIVERABLES, record_id) for record_id in self.selection.ids()]
        delete_records(self._context, keys, self.table.setFocus)

    def _add(self) -> None:
        if not self.title.text().strip():
            self.title.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        raw = {
            "title": self.title.value_text(),
            "delivered_on": self.day.value_text(),
            "fiscal_year": self._context.year,
        }
        try:
            saved = self._context.wait_for(lambda: self._context.office.save(DELIVERABLES, raw))
        except InputRefusal as refusal:
            self._say(refusal)
            return
        self._line.set_findings(saved.findings)
        self.title.set_value(None)  # the day stays for the next one
        for field in (self.title, self.day):
            field.set_finding(None)
        self._context.tell(f"เพิ่มชิ้นงาน “{raw['title']}” แล้ว")
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, refusal: InputRefusal) -> None:
        self._line.set_findings(refusal.findings)
        for name, field in (("title", self.title), ("delivered_on", self.day)):
            field.set_finding(worst_severity([f for f in refusal.findings if f.field == name]))

    def _open(self, index: QModelIndex) -> None:
        self._context.navigate(DELIVERABLES, record_id=self.model.rows[index.row()].id)


def _delivered(year: int) -> Query:
    return Query(year=year, order_by=("-delivered_on",))


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    set_kind(label, "small")
    return label
