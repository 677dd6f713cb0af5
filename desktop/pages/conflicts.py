"""Conflicts: what two people wrote differently, side by side; chosen one by one or many at once, with a reason kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from core.office import Conflict, Settlement, TwinRecords
from desktop.models.text_table import TextTable
from desktop.pages.conflict_sides import MOST_KEYS, NOTHING, OURS, THEIRS, Outcome, SidesView
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import primary
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel, rule
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

UNDECIDED = ("ยังไม่เลือก", "neutral")
COLUMNS = ("รายการ", "ช่อง", f"1 {OURS}", f"2 {THEIRS}", "ค่าอื่นที่รับมา", "เลือก")
OTHERS, CHOSEN = 4, 5
KEYS = {Qt.Key(Qt.Key.Key_1 + n): n for n in range(MOST_KEYS)}


class ConflictTable(DeskTable):
    """Open conflicts; 1, 2, 3 ... choose a side for every selected row, Delete takes the choice back."""

    chosen = Signal(object)  # the side's number, None for no choice

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAccessibleName("ข้อขัดแย้ง กด 1 ใช้ค่าในแฟ้มนี้ กด 2 3 4 ใช้ค่าที่รับมาตามลำดับ")

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
        self._twins: tuple[TwinRecords, ...] = ()
        self._decided: dict[str, Settlement] = {}
        self._outcomes: dict[str, Sequence[Outcome]] = {}
        self._asking = False
        self.head.set_note("เลือกค่าด้วยปุ่ม 1 2 3 เลือกหลายแถวพร้อมกันได้ แล้วให้เหตุผลครั้งเดียว")
        self._add_settling()
        self._add_lists()
        self.setFocusProxy(self.table)
        self.on_change(None, self.reload)
        self.reload()

    # The page's parts

    def _add_lists(self) -> None:
        self.table = ConflictTable(self)
        self.cells = TextTable(COLUMNS, (), self)
        self.table.setModel(self.cells)
        self.table.fit_columns({0: 2, 2: 1, 3: 1, OTHERS: 1}, least=110)
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
        self.twin_table.fit_columns({0: 2, 1: 3, 2: 2}, least=110)
        self.twin_table.opened.connect(self._open_twin)
        self.twin_panel = Panel(self, title="เลขซ้ำ (นับรายการแรก) · Enter เปิดแก้")
        self.twin_panel.body.addWidget(self.twin_table)
        lists = QHBoxLayout()
        lists.setSpacing(scaled(12))
        lists.addWidget(self.left, 2)
        lists.addWidget(self.twin_panel, 1)
        self.body.addLayout(lists, 1)
        self.body.addWidget(self._sides_panel(), 2)

    def _sides_panel(self) -> QWidget:
        self.panel = Panel(self)
        self.what = ThaiLabel("", self.panel, kind="strong")
        self.matters = ThaiLabel("", self.panel, kind="muted")
        self.matters.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.sides = SidesView({u.code: u.name for u in self.context.office.units()}, self.panel)
        self.sides.taken.connect(self.choose)
        self.third = QLineEdit(self.panel)
        self.third.setPlaceholderText("หรือพิมพ์ค่าที่ถูกต้อง แล้วกด Enter")
        self.third.setAccessibleName("ค่าอื่นที่ถูกต้อง")
        self.third.returnPressed.connect(self._choose_third)
        inner = QVBoxLayout()
        inner.setContentsMargins(*[scaled(12)] * 4)
        inner.setSpacing(scaled(6))
        about = QHBoxLayout()
        about.setSpacing(scaled(12))
        about.addWidget(self.what, 3)
        about.addWidget(self.matters, 2)
        inner.addLayout(about)
        inner.addWidget(self.sides, 1)
        inner.addWidget(rule(self.panel))
        inner.addLayout(self._foot())
        self.panel.body.addLayout(inner)
        return self.panel

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(scaled(8))
        foot.addWidget(self.third, 2)
        foot.addWidget(self.reason, 3)
        foot.addWidget(self.settle)
        return foot

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
        self._outcomes.clear()
        ids = {c.id for c in self._conflicts}
        self._decided = {key: made for key, made in self._decided.items() if key in ids}
        self._fill()
        self.table.setVisible(bool(self._conflicts))
        self.none.setVisible(not self._conflicts)
        self.panel.setVisible(bool(self._conflicts))
        if self._conflicts and not self.table.currentIndex().isValid():
            go_to(self.table, self.cells.index(min(row, len(self._conflicts) - 1), 0))
        self.twin_cells.set_cells([(t.title, t.record, " · ".join(t.authors)) for t in self._twins])
        self.twin_panel.setVisible(bool(self._twins))
        self._show_sides()

    def _fill(self) -> None:
        states = [self._state_of(c) for c in self._conflicts]
        self.cells.set_cells(
            [self._line(c, words) for c, (words, _) in zip(self._conflicts, states, strict=True)],
            {(n, CHOSEN): tone for n, (_, tone) in enumerate(states)},
        )
        two = all(len(c.sides) == 2 for c in self._conflicts)
        self.table.show_column(OTHERS, not two)
        self._say()

    def _line(self, conflict: Conflict, chosen: str) -> tuple[str, ...]:
        ours, theirs, *others = (side.shown or NOTHING for side in conflict.sides)
        said = " · ".join(f"{n} {shown}" for n, shown in enumerate(others, start=3))
        return conflict.record, conflict.label, ours, theirs, said, chosen

    def _state_of(self, conflict: Conflict) -> tuple[str, str]:
        made = self._decided.get(conflict.id)
        if made is None:
            return UNDECIDED
        if made.take is None:
            return f"{made.value}", "info"
        return f"{made.take + 1} {conflict.sides[made.take].shown or NOTHING}", "good"

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
        self.third.setText(str(made.value) if made and made.take is None else "")
        self._show_outcomes(conflict)

    def _show_outcomes(self, conflict: Conflict) -> None:
        known = self._outcomes.get(conflict.id)
        if known is not None:
            self.sides.show_outcomes(known)
        elif not self._asking:
            self._ask(conflict)
        self.matters.setText(_mattering(conflict, known or ()))

    def _ask(self, conflict: Conflict) -> None:
        """What figure each side would give takes a moment to work out: one conflict at a time, the current one."""
        office, year, day = self.context.office, self.context.year, self.context.as_of
        self._asking = True
        self.context.run_in_background(
            lambda: office.outcomes(conflict, year, day),
            lambda found: self._answered(conflict, found),
            title="",
            on_failed=lambda _: self._answered(conflict, ((),) * len(conflict.sides)),
        )

    def _answered(self, conflict: Conflict, found: Sequence[Outcome]) -> None:
        self._asking = False
        self._outcomes[conflict.id] = found
        current = self._current()
        if current is not None:
            self._show_outcomes(current)

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
            elif side < len(conflict.sides):
                self._decided[conflict.id] = Settlement(conflict.id, side)
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


def _mattering(conflict: Conflict, outcomes: Sequence[Outcome]) -> str:
    if not conflict.matters:
        return "ไม่มีผลต่อตัวชี้วัด"
    values = {tuple(row.result.value for row in rows) for rows in outcomes if rows}
    said = " แต่ทุกค่าให้ผลเท่ากัน" if len(values) == 1 else ""
    return f"มีผลต่อตัวชี้วัดที่ {' '.join(conflict.matters)}{said}"
