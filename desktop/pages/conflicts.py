"""Conflicts: what two people wrote differently, side by side; chosen one by one or many at once, with a reason kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from core.office import Conflict, ConflictSide, Settlement, TwinRecords
from core.thai.dates import moment_short
from desktop.models.text_table import TextTable
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import DeskButton, primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel, rule
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

NOTHING = "(ว่าง)"
UNDECIDED = ("ยังไม่เลือก", "neutral")
SIDES = ("ค่าในแฟ้มนี้", "ค่าที่รับมา")
KEYS = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1}


class ConflictTable(DeskTable):
    """Open conflicts; 1 and 2 choose a side for every selected row, Delete takes the choice back."""

    chosen = Signal(object)  # the side's number, None for no choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("ข้อขัดแย้ง กด 1 ใช้ค่าในแฟ้มนี้ กด 2 ใช้ค่าที่รับมา")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in KEYS and not event.modifiers():
            self.chosen.emit(KEYS[key])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.chosen.emit(None)
        else:
            super().keyPressEvent(event)


class ConflictsPage(Page):
    """The list at the left, the chosen conflict's values at the right; nothing is written until ตัดสิน is pressed."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ข้อขัดแย้ง", parent)
        self._conflicts: tuple[Conflict, ...] = ()
        self._twins: tuple[TwinRecords, ...] = ()
        self._decided: dict[str, Settlement] = {}
        self._units = {u.code: u.name for u in context.office.units()}
        self.head.set_note("เลือกค่าด้วยปุ่ม 1 หรือ 2 เลือกหลายแถวพร้อมกันได้ แล้วให้เหตุผลครั้งเดียว")
        self._add_settling()
        self._add_lists()
        self.setFocusProxy(self.table)
        self.on_change(None, self.reload)
        self.reload()

    # The page's parts

    def _add_lists(self) -> None:
        self.table = ConflictTable(self)
        self.cells = TextTable(("ทะเบียน", "รายการ", "ช่อง", *SIDES, "เลือก"), (), self)
        self.table.setModel(self.cells)
        self.table.set_widths({0: 130, 2: 96, 3: 120, 4: 120, 5: 110}, stretch=1)
        self.table.chosen.connect(self.choose)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_sides())
        self.none = EmptyState("ไม่มีข้อขัดแย้งรอตัดสิน", parent=self)
        self.left = Panel(self, title="ค่าที่เขียนต่างกัน")
        self.left.body.addWidget(self.table)
        self.left.body.addWidget(self.none)
        self.twin_table = DeskTable(self)
        self.twin_table.setAccessibleName("รายการที่ใช้เลขซ้ำกัน กด Enter เพื่อเปิดแก้ไข")
        self.twin_cells = TextTable(("ทะเบียน", "รายการ", "ผู้บันทึก"), (), self)
        self.twin_table.setModel(self.twin_cells)
        self.twin_table.set_widths({0: 150, 2: 260}, stretch=1)
        self.twin_table.opened.connect(self._open_twin)
        self.twin_panel = Panel(self, title="เลขซ้ำ (นับรายการแรก) · Enter เปิดแก้")
        self.twin_panel.body.addWidget(self.twin_table)
        lists = QVBoxLayout()
        lists.setSpacing(scaled(12))
        lists.addWidget(self.left, 3)
        lists.addWidget(self.twin_panel, 2)
        row = QHBoxLayout()
        row.setSpacing(scaled(12))
        row.addLayout(lists, 1)
        row.addWidget(self._sides_panel())
        self.body.addLayout(row, 1)

    def _sides_panel(self) -> QWidget:
        self.panel = Panel(self)
        self.panel.setFixedWidth(scaled(350))
        self.what = ThaiLabel("", self.panel)
        self.matters = ThaiLabel("", self.panel, kind="muted")
        self.values = [ThaiLabel("", self.panel) for _ in SIDES]
        self.whose = [ThaiLabel("", self.panel, kind="small") for _ in SIDES]
        self.take = [self._taker(n, name) for n, name in enumerate(SIDES)]
        self.third = QLineEdit(self.panel)
        self.third.setPlaceholderText("หรือพิมพ์ค่าที่ถูกต้อง แล้วกด Enter")
        self.third.setAccessibleName("ค่าอื่นที่ถูกต้อง")
        self.third.returnPressed.connect(self._choose_third)
        inner = QVBoxLayout()
        inner.setContentsMargins(*[scaled(14)] * 4)
        inner.setSpacing(scaled(8))
        inner.addWidget(self.what)
        inner.addWidget(self.matters)
        inner.addWidget(rule(self.panel))
        inner.addLayout(self._side_by_side())
        inner.addWidget(self.third)
        inner.addStretch(1)
        inner.addWidget(rule(self.panel))
        inner.addWidget(self.reason)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.settle)
        inner.addLayout(buttons)
        self.panel.body.addLayout(inner)
        return self.panel

    def _side_by_side(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(12))
        grid.setVerticalSpacing(scaled(6))
        for column, name in enumerate(SIDES):
            heading = QLabel(name)
            set_kind(heading, "caption")
            grid.addWidget(heading, 0, column)
            grid.addWidget(self.values[column], 1, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.whose[column], 2, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.take[column], 3, column)
            grid.setColumnStretch(column, 1)
        return grid

    def _taker(self, side: int, name: str) -> DeskButton:
        button = quiet("ใช้ค่านี้", str(side + 1), self.panel)
        button.setAccessibleName(f"ใช้{name}")
        button.clicked.connect(lambda: self.choose(side))
        return button

    def _add_settling(self) -> None:
        self.reason = QLineEdit(self)
        self.reason.setPlaceholderText("เหตุผล เช่น ตรวจกับใบขอเบิกตัวจริงแล้ว")
        self.reason.setAccessibleName("เหตุผลของการตัดสิน")
        self.reason.textChanged.connect(lambda _: self._say())
        self.settle = primary("ตัดสิน", "Ctrl Enter", self)
        self.settle.clicked.connect(self._settle)

    # What is shown

    def reload(self) -> None:
        """Reads what is open, in the background; choices made and not written yet stay."""
        office = self.context.office
        self.context.run_in_background(lambda: (office.conflicts(), office.twins()), self._show, title="")

    def _show(self, found: tuple[tuple[Conflict, ...], tuple[TwinRecords, ...]]) -> None:
        row = max(0, self.table.currentIndex().row())
        self._conflicts, self._twins = found
        ids = {c.id for c in self._conflicts}
        self._decided = {key: made for key, made in self._decided.items() if key in ids}
        self._fill()
        self.table.setVisible(bool(self._conflicts))
        self.none.setVisible(not self._conflicts)
        self.panel.setVisible(bool(self._conflicts))
        if self._conflicts and not self.table.currentIndex().isValid():
            self.table.selectRow(min(row, len(self._conflicts) - 1))
        self.twin_cells.set_cells([(t.title, t.record, " · ".join(t.authors)) for t in self._twins])
        self.twin_panel.setVisible(bool(self._twins))
        self._show_sides()

    def _fill(self) -> None:
        states = [self._state_of(c) for c in self._conflicts]
        self.cells.set_cells(
            [
                (c.title, c.record, c.label, c.ours.shown or NOTHING, c.theirs.shown or NOTHING, words)
                for c, (words, _) in zip(self._conflicts, states, strict=True)
            ],
            {(n, 5): tone for n, (_, tone) in enumerate(states)},
        )
        self._say()

    def _state_of(self, conflict: Conflict) -> tuple[str, str]:
        made = self._decided.get(conflict.id)
        if made is None:
            return UNDECIDED
        return (f"{SIDES[made.take]}", "good") if made.take is not None else (f"{made.value}", "info")

    def _current(self) -> Conflict | None:
        row = self.table.currentIndex().row()
        return self._conflicts[row] if 0 <= row < len(self._conflicts) else None

    def _show_sides(self) -> None:
        conflict = self._current()
        if conflict is None:
            return
        self.what.setText(f"{conflict.label}ของ{conflict.record}")
        codes = " ".join(conflict.matters)
        self.matters.setText(f"มีผลต่อตัวชี้วัดที่ {codes}" if codes else "ไม่มีผลต่อตัวชี้วัด")
        for column, side in enumerate((conflict.ours, conflict.theirs)):
            self.values[column].setText(side.shown or NOTHING)
            self.whose[column].setText(self._told_of(side))
        self.third.setText("")
        made = self._decided.get(conflict.id)
        if made is not None and made.take is None:
            self.third.setText(str(made.value))

    def _told_of(self, side: ConflictSide) -> str:
        unit = self._units.get(side.unit, side.unit)
        return f"{side.author} {unit}".strip() + f"\n{moment_short(side.at)}"

    def _say(self) -> None:
        count = len(self._decided)
        self.settle.setText(f"ตัดสิน {count} รายการ" if count else "ตัดสิน")
        self.settle.setShortcut("Ctrl+Return")  # Qt forgets it with the old words
        self.settle.setEnabled(bool(count) and bool(self.reason.text().strip()))

    # Deciding

    def choose(self, side: int | None) -> None:
        """Chooses a side for every selected row; None takes the choice back. Nothing is written yet."""
        for conflict in self._selected():
            if side is None:
                self._decided.pop(conflict.id, None)
            else:
                self._decided[conflict.id] = Settlement(conflict.id, side)
        self._fill()
        self._show_sides()

    def _selected(self) -> Sequence[Conflict]:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self._conflicts[row] for row in rows if row < len(self._conflicts)]

    def _choose_third(self) -> None:
        conflict, typed = self._current(), self.third.text().strip()
        if conflict is not None and typed:
            self._decided[conflict.id] = Settlement(conflict.id, None, typed)
            self._fill()
            self.reason.setFocus()

    def _settle(self) -> None:
        office, decided, reason = self.context.office, tuple(self._decided.values()), self.reason.text()
        self.settle.setEnabled(False)
        self.context.run_in_background(
            lambda: office.settle(decided, reason),
            lambda _: self._settled(len(decided)),
            title="กำลังบันทึกการตัดสิน",
            on_failed=self._refused,
        )

    def _settled(self, count: int) -> None:
        self._decided.clear()
        self.reason.clear()
        self.table.setFocus()
        self.context.tell(f"ตัดสินแล้ว {count} รายการ การตัดสินจะไปกับแพ็กเกจถัดไป")

    def _refused(self, error: Exception) -> None:
        self._say()
        self.context.refuse(error)

    def _open_twin(self, index: QModelIndex) -> None:
        twin = self._twins[index.row()]
        self.context.navigate(twin.register, record_id=twin.record_ids[-1])

    def open_with(self, **_: Any) -> None:
        """Shows what is open now."""
        self.reload()

    def may_leave(self) -> bool:
        """False while choices were made and not written."""
        return not self._decided
