"""The complaint-system study (กทม. 1555): four weighted parts, the deliverables made of it, indicators 4.1 and 4.2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from core.office import Query, Row
from core.plan.model import StudyPart
from core.registers.as_of import reached
from core.registers.declare import Value
from core.thai.numbers import format_decimal
from desktop.pages.deliverables import DELIVERABLES, DeliverablesPanel, is_over
from desktop.pages.record_fields import RecordFields
from desktop.pages.steps_page import FieldsPage
from desktop.pages.strips import Strips
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.chip import ChipLabel
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.inputs import FieldInput, TextEdit, ThaiDateEdit
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

PARTS = "study_parts"


class StudyPage(FieldsPage):
    """The study and what came of it; every field of a part saves itself."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "การศึกษาระบบเรื่องร้องเรียน", parent)
        self.strips = Strips(context, self._codes(), self)
        self.parts = PartsPanel(context, self)
        self.deliverables = DeliverablesPanel(context, self)
        self.inner.addWidget(self.strips)
        row = hbox((self.parts, 6), (self.deliverables, 5), spacing=12)
        self.inner.addLayout(row, 1)
        self.on_change(None, self.refresh)
        self.refresh()

    def _codes(self) -> list[str]:
        office = self.context.office
        return list(dict.fromkeys([*office.figures.feeds(PARTS), *office.figures.feeds(DELIVERABLES)]))

    def may_leave(self) -> bool:
        """False while something typed couldn't be saved."""
        return self.parts.may_leave() and self.deliverables.may_leave()

    def save(self) -> None:
        """Saves what was typed, the deliverable in the adding line too."""
        self.tell_settled(self.leave() and self.deliverables.settle())

    def open_with(self, record_id: str = "", **_: Any) -> None:
        """Puts the cursor on a part's record."""
        self.parts.focus_record(record_id)

    def refresh(self) -> None:
        """Reads the parts and the deliverables anew."""
        self.strips.refresh()
        office, year = self.context.office, self.context.year
        self.context.ask(
            self,
            lambda: (
                office.records.rows(PARTS, Query(year=year)),
                office.records.rows(DELIVERABLES, _delivered(year)),
            ),
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
        self._chips: dict[int, ChipLabel] = {}
        self._ids: dict[str, int] = {}
        self._wanted = ""  # the record to go to once it is shown
        self._total = ChipLabel(parent=self)
        self.head_layout().addWidget(self._total)
        grid = QGridLayout()
        grid.setContentsMargins(scaled(12), scaled(4), scaled(12), scaled(10))
        grid.setHorizontalSpacing(scaled(8))
        grid.setVerticalSpacing(scaled(3))
        for column, words in enumerate(("ส่วนที่", "ร้อยละ", "แล้วเสร็จ", "สถานะ")):
            grid.addWidget(_caption(words), 0, column)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(3, scaled(88))
        for part in context.office.session.plan(context.year).study_parts:
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
            declared = office.session.register(PARTS).field(name)
            widget.setObjectName(f"{name}_{part.part}")
            widget.setAccessibleName(f"{declared.label} ส่วนที่ {part.part}")
            widget.setToolTip(declared.help)
        finished.setFixedWidth(scaled(110))
        note.setPlaceholderText("หมายเหตุ")
        line, chip = FindingLine(), ChipLabel()
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
        shares = {p.part: p.share for p in context.office.session.plan(context.year).study_parts}
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
    return ("หลังสิ้นปี", "warn") if is_over(values, finished) else ("เสร็จแล้ว", "good")


def _delivered(year: int) -> Query:
    return Query(year=year, order_by=("-delivered_on",))


def _caption(text: str) -> QLabel:
    label = QLabel(text)
    set_kind(label, "small")
    return label
