"""What a proposal would change, field by field: the value when it was proposed, the one proposed, the one there now."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from core.office import PlanProposal, ProposedAction, ProposedField, ProposedRecord
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.thai_label import ThaiLabel

NOTHING = "(ว่าง)"
COLUMNS = ("เดิมเมื่อเสนอ", "ขอแก้เป็น", "ตอนนี้")
SAME, DONE = "เหมือนเดิม", "ตรงกับที่ขอแล้ว"
ACTIONS = {
    ProposedAction.ADD: "เพิ่ม{record}",
    ProposedAction.CHANGE: "แก้ไข{record}",
    ProposedAction.DELETE: "ลบ{record}",
    ProposedAction.RESTORE: "คืน{record}",
}
MOST = 120  # fields shown; a longer proposal says how many more there are


class ProposalView(QScrollArea):
    """The changes one proposal asks for, scrolled where they are many; arrows and pages scroll it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("รายการที่เสนอ")

    def show_proposal(self, found: PlanProposal | None) -> None:
        """Shows what a proposal would change; None shows nothing."""
        page = QWidget()
        page.setObjectName("scrolled")
        column = vbox(parent=page, margins=14, spacing=10)
        left = MOST
        for record in found.records if found else ():
            shown = record.fields[:left]
            column.addWidget(_heading(record))
            if shown:
                column.addLayout(_grid(shown, record.action))
            left -= len(shown)
        hidden = sum(len(r.fields) for r in found.records) - MOST if found else 0
        if hidden > 0:
            column.addWidget(ThaiLabel(f"และอีก {hidden} ช่อง", page, kind="muted"))
        column.addStretch(1)
        self.setWidget(page)
        self.setAccessibleDescription("; ".join(sentences(found)) if found else "")


def sentences(found: PlanProposal) -> Iterator[str]:
    """What a proposal would change in words, for whoever hears the desk read."""
    for record in found.records:
        yield _deed(record)
        yield from (f"{f.label}: {f.was or NOTHING} เป็น {f.wanted or NOTHING}" for f in record.fields)


def _deed(record: ProposedRecord) -> str:
    gone = not record.there and record.action is ProposedAction.CHANGE
    return ACTIONS[record.action].format(record=record.record) + (" (ไม่มีแล้ว)" if gone else "")


def _heading(record: ProposedRecord) -> QLabel:
    heading = ThaiLabel(_deed(record))
    set_kind(heading, "strong")
    return heading


def _grid(fields: tuple[ProposedField, ...], action: ProposedAction) -> QGridLayout:
    """One line a field. Of a new record there is nothing before, and nothing in the plan."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(scaled(14))
    grid.setVerticalSpacing(scaled(6))
    shown = COLUMNS[1:2] if action is ProposedAction.ADD else COLUMNS
    for place, words in enumerate(shown, start=1):
        caption = QLabel(words)
        set_kind(caption, "caption")
        grid.addWidget(caption, 0, place)
        grid.setColumnStretch(place, 3)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(0, scaled(120))
    for line, field in enumerate(fields, start=1):
        for place, label in enumerate(_cells(field, action)):
            grid.addWidget(label, line, place, Qt.AlignmentFlag.AlignTop)
    return grid


def _cells(field: ProposedField, action: ProposedAction) -> Iterator[ThaiLabel]:
    yield ThaiLabel(field.label, kind="muted")
    if action is ProposedAction.ADD:
        yield ThaiLabel(field.wanted or NOTHING)
        return
    yield ThaiLabel(field.was or NOTHING)
    yield ThaiLabel(field.wanted or NOTHING, kind="strong")
    if field.now == field.wanted:
        yield ThaiLabel(DONE, kind="muted")
    elif field.moved:
        yield ThaiLabel(f"เปลี่ยนไปแล้ว: {field.now or NOTHING}", kind="error")
    else:
        yield ThaiLabel(SAME, kind="muted")
