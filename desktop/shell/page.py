"""The base of pages: a head, a body under it, and refreshing only what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.shell.context import AppContext, Leaving
from desktop.shell.page_head import PageHead
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.keys import bind

MARGIN = 18
HELD = "รายการนี้ยังไม่ได้บันทึก กด Ctrl+S เพื่อบันทึก หรือ Esc เพื่อคืนค่าเดิม แล้วลองอีกครั้ง"
EXPORTED = frozenset({"office_exports"})
Slot = Callable[[], None]


class Page(QWidget):
    """A page of the desk. Subclasses fill ``body`` and say with ``on_change`` what they show."""

    def __init__(self, context: AppContext, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.context = context
        self.head = PageHead(title, self)
        self.body = QVBoxLayout()
        self.body.setSpacing(scaled(12))
        vbox(self.head, (self.body, 1), parent=self, margins=(MARGIN, 11, MARGIN, 14), spacing=9)
        self._watched: list[tuple[frozenset[str] | None, Slot]] = []
        self._late: list[Slot] = []
        context.office_changed.connect(self._office_changed)
        context.as_of_changed.connect(self._day_changed)
        context.leaving.connect(self._asked_to_leave)
        self.bind("Ctrl+S", lambda: self.save())  # asked of the page as it is, not of this base

    def on_change(self, registers: Iterable[str] | None, slot: Slot) -> None:
        """Calls ``slot`` when one of the registers (None: any but the record of what went out) or the day changes; once, on showing,
        if hidden now."""
        self._watched.append((frozenset(registers) if registers is not None else None, slot))

    def bind(self, keys: str | Sequence[str], act: Callable[[], object]) -> None:
        """Makes a key, or each of several, work wherever on the page the focus is."""
        bind(self, keys, act)

    def save(self) -> None:
        """Ctrl+S: saves what is typed on the page. Where there is nothing to be saved, says so."""
        self.context.tell("หน้านี้ไม่มีแบบฟอร์มที่ต้องบันทึก", "info")

    # -- leaving: what is typed is saved, stays where it is, or is complained about

    def leave(self) -> bool:
        """Saves what saves itself on leaving it; False, said and with the cursor on it, where something can't be saved. Asked
        before another page, day or year is shown, and before the window closes."""
        return True

    def may_leave(self) -> bool:
        """False while something typed waits for a person to save it."""
        return True

    def leave_year(self) -> bool:
        """The same before another year is shown: pages whose forms show records of a year ask for them to be saved too."""
        return self.leave()

    def held_back(self) -> bool:
        """True, and said, while something typed isn't saved: leaving it would lose it."""
        if self.may_leave():
            return False
        self.go_to_typed()
        self.context.tell(HELD, "warn")
        return True

    def go_to_typed(self) -> None:
        """The keys go back to where the typing was."""

    def _asked_to_leave(self, leaving: Leaving) -> None:
        if leaving.held_by is None and not (self.leave_year() if leaving.year else self.leave()):
            leaving.held_by = self

    def tell_settled(self, settled: bool) -> None:
        """Says what came of saving a page whose fields save themselves."""
        if settled:
            self.context.tell("บันทึกแล้ว ช่องในหน้านี้บันทึกเองทุกครั้งที่ออกจากช่อง")
        else:
            self.context.tell("ยังบันทึกไม่ได้ โปรดแก้ช่องที่มีข้อความบอกไว้ แล้วลองอีกครั้ง", "warn")

    def open_with(self, **args: Any) -> None:
        """What the page shall show first, as ``navigate`` was asked; nothing by default."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        late, self._late = self._late, []
        for slot in late:
            slot()

    def _office_changed(self, changes: Any) -> None:
        seen = changes.registers != EXPORTED
        self._call(s for names, s in self._watched if (seen if names is None else names & changes.registers))

    def _day_changed(self) -> None:
        self._call(slot for _, slot in self._watched)

    def _call(self, slots: Iterable[Slot]) -> None:
        for slot in dict.fromkeys(slots):
            if self.isVisible():
                slot()
            elif slot not in self._late:
                self._late.append(slot)
