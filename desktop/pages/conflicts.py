"""Conflicts: what two people wrote differently, side by side; chosen one by one or many at once, with a reason kept.
Behind a tab those that were settled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from core.office import Conflict, DuplicateRecords, Settlement
from core.plan.model import Unit
from desktop.forms.drafting import KeptLine
from desktop.models.table_model import ModelColumn, TableModel, chip_column
from desktop.pages.conflict_sides import ABOUT_CURRENT, CURRENT, MOST_KEYS, NOTHING, Outcome, SidesView, moves
from desktop.pages.settled_conflicts import SettledView
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import primary
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel, rule
from desktop.widgets.row_selection import go_to
from desktop.widgets.tab_bar import TabBar
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

UNDECIDED = ("ยังไม่เลือก", "neutral")
RECORD, CURRENT_VALUE, OTHERS, MATTERS = 1, 3, 4, 5
OPEN, SETTLED = 0, 1
ANY_HEIGHT = 2**24 - 1  # px, Qt's own
NOTE = "เลือกค่าด้วยปุ่ม 1 2 3 เลือกหลายแถวพร้อมกันได้ แล้วให้เหตุผลครั้งเดียว"
KEYS = {Qt.Key(Qt.Key.Key_1 + n): n for n in range(MOST_KEYS)}
DUPLICATE_COLUMNS: tuple[ModelColumn[DuplicateRecords], ...] = (
    ModelColumn("ทะเบียน", lambda one: one.title),
    ModelColumn("รายการ", lambda one: one.record),
    ModelColumn("ผู้บันทึก", lambda one: " · ".join(one.authors)),
)


class ConflictTable(DeskTable):
    """Open conflicts; 1, 2, 3 ... choose a side for every selected row, Delete takes the choice back."""

    chosen = Signal(object)  # the side's number, None for no choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("ข้อขัดแย้ง กด 1 2 3 เพื่อใช้ค่าที่มีหมายเลขนั้น")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEYS and not event.modifiers():
            self.chosen.emit(KEYS[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.chosen.emit(None)
        else:
            super().keyPressEvent(event)


class ConflictsPage(Page):
    """The list above, the chosen conflict's values side by side below; nothing is written until ตัดสิน is pressed."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ข้อขัดแย้ง", parent)
        self._conflicts: tuple[Conflict, ...] = ()
        self._duplicates: tuple[DuplicateRecords, ...] = ()
        self._decided: dict[str, Settlement] = {}
        self._outcomes: dict[str, Sequence[Outcome]] = {}
        self._wanted = ""  # the indicator somebody comes from
        self._add_settling()
        self._open = QVBoxLayout()
        self._add_lists()
        self._add_tabs()
        self._kept_reason.show("reason")
        self.setFocusProxy(self.table)
        self.on_change(None, self.reload)
        self.reload()

    # The page's parts

    def _add_tabs(self) -> None:
        self.tabs = TabBar(self)
        self.tabs.setAccessibleName("ข้อขัดแย้งที่รอตัดสิน และที่ตัดสินแล้ว")
        for words in ("รอตัดสิน", "ตัดสินแล้ว"):
            self.tabs.addTab(words)
        self.settled = SettledView(self.context, self)
        self.settled.open_again.connect(self._show_open_again)
        self.views = QStackedWidget(self)
        waiting = QWidget(self)
        self._open.setContentsMargins(0, 0, 0, 0)
        self._open.setSpacing(scaled(12))
        waiting.setLayout(self._open)
        self.views.addWidget(waiting)
        self.views.addWidget(self.settled)
        self.tabs.currentChanged.connect(self._switch)
        self.head.add_beside(self.tabs)
        self.body.addWidget(self.views, 1)
        self.head.set_note(NOTE)

    def _switch(self, tab: int) -> None:
        self.views.setCurrentIndex(tab)
        self.head.set_note("" if tab else NOTE)
        if tab == SETTLED:
            self.settled.reload()
        (self.settled.table if tab else self.table).setFocus()

    def _add_lists(self) -> None:
        self.table = ConflictTable(self)
        self.model = TableModel(self._columns(), self, key=lambda conflict: conflict.id)
        self.table.setModel(self.model)
        self.table.fit_columns({RECORD: 2, CURRENT_VALUE: 1, OTHERS: 1, MATTERS: 1}, least=165)
        self.table.chosen.connect(self.choose)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_sides())
        self.none = EmptyState("ไม่มีข้อขัดแย้งรอตัดสิน", parent=self)
        self.left = Panel(self, title=f"{CURRENT}: {ABOUT_CURRENT}")
        self.left.body.addWidget(self.table)
        self.left.body.addWidget(self.none)
        self.duplicate_table = DeskTable(self)
        self.duplicate_table.setAccessibleName("รายการที่ใช้เลขซ้ำกัน กด Enter เพื่อเปิดแก้ไข")
        self.duplicate_model = TableModel(DUPLICATE_COLUMNS, self)
        self.duplicate_table.setModel(self.duplicate_model)
        self.duplicate_table.fit_columns({0: 2, 1: 3, 2: 2}, least=110)
        self.duplicate_table.opened.connect(self._open_duplicate)
        self.duplicate_panel = Panel(self, title="เลขซ้ำ (นับรายการแรก) · Enter เปิดแก้")
        self.duplicate_panel.body.addWidget(self.duplicate_table)
        lists = hbox((self.left, 2), (self.duplicate_panel, 1), spacing=12)
        self._open.addLayout(lists, 1)
        self._open.addWidget(self._sides_panel(), 1)

    def _sides_panel(self) -> QWidget:
        self.panel = Panel(self)
        self.what = ThaiLabel("", self.panel, kind="strong")
        self.matters = ThaiLabel("", self.panel, kind="muted")
        self.matters.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.sides = SidesView(self.panel)
        self.sides.taken.connect(self.choose)
        self.third = QLineEdit(self.panel)
        self.third.setPlaceholderText("หรือพิมพ์ค่าที่ถูกต้อง แล้วกด Enter")
        self.third.setAccessibleName("ค่าอื่นที่ถูกต้อง")
        self.third.returnPressed.connect(self._choose_third)
        self._kept_third = KeptLine(self.context.drafts, self.third, "conflicts", "value")
        inner = vbox(margins=12, spacing=6)
        about = hbox((self.what, 3), (self.matters, 2), spacing=12)
        inner.addLayout(about)
        inner.addWidget(self.sides, 1)
        inner.addWidget(rule(self.panel))
        inner.addLayout(self._foot())
        self.panel.body.addLayout(inner)
        return self.panel

    def _foot(self) -> QHBoxLayout:
        return hbox((self.third, 2), (self.reason, 3), self.settle, spacing=8)

    def _add_settling(self) -> None:
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("เหตุผล เช่น ตรวจกับเอกสารตัวจริงแล้ว")
        self.reason.setAccessibleName("เหตุผลของการตัดสิน")
        self.reason.textChanged.connect(lambda _: self._say())
        self._kept_reason = KeptLine(self.context.drafts, self.reason, "conflicts", "reason")
        self.settle = primary("ตัดสิน", "Ctrl Enter", self)
        self.settle.press_by_key()
        self.settle.clicked.connect(self._settle)

    # What is shown

    def reload(self) -> None:
        """Reads what is open; choices made and not written yet stay."""
        office = self.context.office
        self.context.ask(
            self,
            lambda: (office.conflicts.open(), office.conflicts.duplicates(), office.session.units()),
            self._show,
            topic="rows",
        )
        if self.tabs.currentIndex() == SETTLED:
            self.settled.reload()

    def _show(
        self, found: tuple[tuple[Conflict, ...], tuple[DuplicateRecords, ...], tuple[Unit, ...]]
    ) -> None:
        row = max(0, self.table.currentIndex().row())
        self._conflicts, self._duplicates, units = found
        self.sides.set_units({unit.code: unit.name for unit in units})
        self._outcomes.clear()
        ids = {c.id for c in self._conflicts}
        self._decided = {key: made for key, made in self._decided.items() if key in ids}
        self._fill()
        self.table.setVisible(bool(self._conflicts))
        self._fit_list()
        self.none.setVisible(not self._conflicts)
        self.panel.setVisible(bool(self._conflicts))
        if self._conflicts and (self._wanted or not self.table.currentIndex().isValid()):
            touching = (n for n, c in enumerate(self._conflicts) if self._wanted in c.matters)
            go_to(self.table, self.model.index(next(touching, min(row, len(self._conflicts) - 1)), 0))
            self._wanted = ""
        self.duplicate_model.set_rows(self._duplicates)
        self.duplicate_panel.setVisible(bool(self._duplicates))
        waiting = len(self._conflicts)
        self.tabs.setTabText(OPEN, f"รอตัดสิน {waiting:,}" if waiting else "รอตัดสิน")
        self._show_sides()
        self._ask_next()

    def _fit_list(self) -> None:
        """The list takes no more room than its lines need: the rest is for the values."""
        needed = (
            self.left.head_layout().sizeHint().height() + self.table.horizontalHeader().sizeHint().height()
        )
        needed += len(self._conflicts) * self.table.rowHeight(0) + scaled(6)
        alone = self._conflicts and not self._duplicates
        self.left.setMaximumHeight(needed if alone else ANY_HEIGHT)

    def _fill(self) -> None:
        self.model.set_rows(self._conflicts)
        self._say()

    def _columns(self) -> Sequence[ModelColumn[Conflict]]:
        return (
            chip_column("เลือก", self._state_of),
            ModelColumn("รายการ", lambda conflict: conflict.record),
            ModelColumn("ช่อง", lambda conflict: conflict.label),
            ModelColumn(CURRENT, lambda conflict: _sides(conflict, current=True)),
            ModelColumn("ค่าอื่น", lambda conflict: _sides(conflict, current=False)),
            ModelColumn("กระทบตัวชี้วัด", self._touched),
        )

    def _touched(self, conflict: Conflict) -> str:
        outcomes = self._outcomes.get(conflict.id)
        if not outcomes:
            return " · ".join(conflict.matters)
        return " · ".join(f"{code}: {moved}" for code, moved in moves(conflict, outcomes))

    def _state_of(self, conflict: Conflict) -> tuple[str, str]:
        made = self._decided.get(conflict.id)
        if made is None:
            return UNDECIDED
        if made.take is None:
            return f"{made.value}", "info"
        return _numbered(conflict, made.take), "good"

    def _current(self) -> Conflict | None:
        row = self.table.currentIndex().row()
        return self._conflicts[row] if 0 <= row < len(self._conflicts) else None

    def _show_sides(self) -> None:
        conflict = self._current()
        if conflict is None:
            return
        self.what.setText(f"{conflict.label}ของ{conflict.record}")
        self.sides.show_conflict(conflict)
        made = self._decided.get(conflict.id)
        self.sides.mark(made.take if made else None)
        self._kept_third.show(conflict.id, str(made.value) if made and made.take is None else "")
        self._show_outcomes(conflict)

    def _show_outcomes(self, conflict: Conflict) -> None:
        known = self._outcomes.get(conflict.id, ())
        if known:
            self.sides.show_outcomes(known)
        self.matters.setText(_mattering(conflict, known))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_next()

    def _ask_next(self) -> None:
        """What figures the sides would give takes a moment to work out: one conflict after the other, the current first."""
        current = self._current()
        waiting = (c for c in (current, *self._conflicts) if c is not None and c.id not in self._outcomes)
        conflict = next(waiting, None)
        if conflict is None or not self.isVisible():
            return
        office, year, day = self.context.office, self.context.year, self.context.as_of
        self.context.ask(
            self,
            lambda: office.conflicts.outcomes(conflict, year, day),
            lambda found: self._answered(conflict, found),
            topic="outcomes",
            on_failed=lambda _: self._answered(conflict, ((),) * len(conflict.sides)),
        )

    def _answered(self, conflict: Conflict, found: Sequence[Outcome]) -> None:
        self._outcomes[conflict.id] = found
        self._fill()
        current = self._current()
        if current is not None:
            self._show_outcomes(current)
        self._ask_next()

    def _say(self) -> None:
        count = len(self._decided)
        self.settle.setText(f"ตัดสิน {count} รายการ" if count else "ตัดสิน")
        self.settle.setEnabled(bool(count) and bool(self.reason.text().strip()))

    # Deciding

    def choose(self, side: int | None) -> None:
        """Chooses a side for every selected row; None takes the choice back. Nothing is written yet."""
        for conflict in self._selected():
            if side is None:
                self._decided.pop(conflict.id, None)
            elif side < len(conflict.sides):
                self._decided[conflict.id] = Settlement(conflict.id, side)
        self._kept_third.done()
        self._fill()
        self._show_sides()

    def _selected(self) -> Sequence[Conflict]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self._conflicts[row] for row in rows if row < len(self._conflicts)]

    def save(self) -> None:
        """Writes the decisions, or says what is still needed for that."""
        if self.settle.isEnabled():
            self._settle()
        else:
            self.context.tell("ยังไม่มีอะไรให้บันทึก โปรดเลือกค่าและพิมพ์เหตุผลก่อน", "info")

    def _choose_third(self) -> None:
        conflict, typed = self._current(), self.third.text().strip()
        if conflict is not None and typed:
            self._decided[conflict.id] = Settlement(conflict.id, None, typed)
            self._kept_third.done(typed)
            self._fill()
            self.reason.setFocus()

    def _settle(self) -> None:
        office, decided, reason = self.context.office, tuple(self._decided.values()), self.reason.text()
        self.settle.setEnabled(False)
        self.context.run_in_background(
            lambda: office.conflicts.settle(decided, reason),
            lambda _: self._settled(len(decided)),
            title="กำลังบันทึกการตัดสิน",
            on_failed=self._refused,
        )

    def _settled(self, count: int) -> None:
        self._decided.clear()
        self._kept_reason.done()
        self.table.setFocus()
        self.context.tell(f"ตัดสินแล้ว {count} รายการ การตัดสินจะไปกับแพ็กเกจถัดไป")

    def _refused(self, error: Exception) -> None:
        self._say()
        self.context.refuse(error)

    def _open_duplicate(self, index: QModelIndex) -> None:
        chosen = self._duplicates[index.row()]
        self.context.navigate(chosen.register, record_id=chosen.record_ids[-1])

    def open_with(self, code: str = "", **_: Any) -> None:
        """Shows what is open now, the first that touches the indicator of a code."""
        self._wanted = code
        self.tabs.setCurrentIndex(OPEN)
        self.reload()

    def _show_open_again(self, record_id: str, field: str) -> None:
        self.tabs.setCurrentIndex(OPEN)
        place = ((c.record_id, c.field) for c in self._conflicts)
        row = next((n for n, found in enumerate(place) if found == (record_id, field)), -1)
        if row >= 0:
            go_to(self.table, self.model.index(row, 0))

    def may_leave(self) -> bool:
        """False while choices were made and not written."""
        return not self._decided


def _numbered(conflict: Conflict, side: int) -> str:
    """A side with the key that takes it: ``(2) 8 ต.ค. 62``."""
    return f"({side + 1}) {conflict.sides[side].shown or NOTHING}"


def _sides(conflict: Conflict, *, current: bool) -> str:
    """The side that stands, or the others, with their keys."""
    wanted = (n for n, side in enumerate(conflict.sides) if side.current is current)
    return " · ".join(_numbered(conflict, n) for n in wanted)


def _mattering(conflict: Conflict, outcomes: Sequence[Outcome]) -> str:
    if not conflict.matters:
        return "ไม่มีผลต่อตัวชี้วัด"
    if not outcomes:
        return f"มีผลต่อตัวชี้วัดที่ {' '.join(conflict.matters)}"
    moved_by = "\n".join(f"ตัวชี้วัดที่ {code}: {moved}" for code, moved in moves(conflict, outcomes))
    return f"มีผลต่อ\n{moved_by}" if len(conflict.matters) > 1 else f"มีผลต่อ{moved_by}"
