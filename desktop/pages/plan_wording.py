"""Where the book words a thing of the plan itself: its rows in every table, composed or in words of the book's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from core.office import Row, Wording
from desktop.models.table_model import ModelColumn, TableModel, chip_column
from desktop.shell.context import AppContext
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.row_selection import RowSelection
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

ROWS = "plan_printed_rows"
# How a row of the book names a record of a register.
OBJECTS: Mapping[str, tuple[str, Callable[[Mapping[str, object]], str]]] = {
    "plan_projects": ("project", lambda values: str(values["number"])),
    "plan_indicators": ("indicator", lambda values: str(values["code"])),
    "plan_measures": ("measure", lambda values: str(values["code"])),
    "plan_nodes": ("node", lambda values: str(values["code"])),
    "plan_steps": ("step", lambda values: f"{values['project']}.{values['step']}"),
}
COMPOSED, OWN, OUTDATED = "ตามแผน", "ถ้อยคำของเล่ม", "ไม่ตรงกับแผน"
SHOWN = 320  # letters of a row that would be composed
HINT = (
    "แถวที่เป็น “ตามแผน” เปลี่ยนตามแผนเอง แถวที่เป็น “ถ้อยคำของเล่ม” พิมพ์ตามที่เขียนไว้ ยกเว้นตัวเลขและยอดรวมซึ่งเป็นไปตามแผนเสมอ"
)


class WordingList(QWidget):
    """The rows of the book about a record; Enter opens the book's own wording or begins it, Del drops it."""

    opened = Signal(object)  # the key of a printed row
    written = Signal(object)  # the key of a printed row begun

    def __init__(
        self, context: AppContext, register: str, parent: QWidget | None = None, *, writable: bool = True
    ) -> None:
        super().__init__(parent)
        self._context, self._writable, self._register = context, writable, register
        self._row: Row | None = None
        self._known = False
        self.model = TableModel[Wording](COLUMNS, self, key=_key)
        self.table = DeskTable(self)
        self.table.setModel(self.model)
        self.table.setSelectionMode(DeskTable.SelectionMode.ExtendedSelection)
        self.table.fit_columns({1: 1}, least=160)
        self.selection = RowSelection(self.table, self.model)
        self.table.setAccessibleName("แถวในเล่มแผน กด Enter เพื่อแก้ถ้อยคำ กด Del เพื่อใช้ตามแผน")
        self.table.opened.connect(self._open)
        self.table.delete_wanted.connect(self.drop)
        self.told = ThaiLabel(HINT, self, kind="small")
        self.change, self.back = quiet("เขียนถ้อยคำ", "", self), quiet("ใช้ตามแผน", "", self)
        self.change.clicked.connect(self._open)
        self.back.clicked.connect(self.drop)
        self.table.selectionModel().currentRowChanged.connect(self._say)
        buttons = hbox(self.change, self.back, STRETCH, margins=(14, 6, 14, 6), spacing=10)
        told = hbox((self.told, 1), margins=(14, 6, 14, 0))
        vbox((self.table, 1), told, buttons, parent=self, margins=0, spacing=0)
        self._say()

    def show_object(self, row: Row) -> None:
        """Shows the rows of the book about another record; they are read once the list is in sight."""
        self._row, self._known = row, False
        if self.isVisible():
            self._read()

    def drop(self) -> None:
        """Has the selected rows' own wording dropped: they are composed again."""
        chosen = set(self.selection.ids())
        records = [w.record for w in self.model.rows if w.record and _key(w) in chosen]
        if not records or not self._writable:
            return
        context = self._context
        done = context.attempt(partial(context.office.plan.drop_wording, context.year, records))
        if done is not None and not context.tell_if_proposed(done):
            context.tell("กลับไปพิมพ์ตามแผนแล้ว กด Ctrl+Z เพื่อเลิกทำ")

    def current(self) -> Wording | None:
        """The chosen row of the book."""
        return self.model.row_at(self.table.currentIndex().row())

    # -- inside

    def _read(self) -> None:
        if self._row is None:
            return
        kind, code = OBJECTS[self._register]
        office, year, row = self._context.office, self._context.year, self._row
        asked = partial(office.plan.wordings, year, kind, code(row.values))
        self._known = True
        self._context.ask(self, asked, self._show, topic="wording")

    def _show(self, found: tuple[Wording, ...]) -> None:
        self.selection.keep(lambda: self.model.set_rows(found))
        self._say()

    def _open(self, *_: object) -> None:
        wording = self.current()
        if wording is None:
            return
        if wording.record:
            self.opened.emit((ROWS, wording.record))
        elif self._writable:
            self._write(wording)

    def _write(self, wording: Wording) -> None:
        context = self._context
        done = context.attempt(partial(context.office.plan.write_wording, context.year, wording))
        if done is not None:
            record, changes = done
            proposed = context.tell_if_proposed(changes)
            self.written.emit((ROWS, "" if proposed else record))

    def _say(self, *_: object) -> None:
        wording = self.current()
        own = wording is not None and bool(wording.record)
        self.change.setText("แก้ถ้อยคำ" if own else "เขียนถ้อยคำ")
        self.change.setEnabled(wording is not None and (self._writable or own))
        self.back.setEnabled(own and self._writable)
        self.told.setText(f"ถ้าใช้ตามแผนจะพิมพ์ว่า “{_shortened(wording.composed)}”" if wording and own else HINT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._known:
            self._read()


def _key(wording: Wording) -> str:
    return f"{wording.name}|{wording.kind}|{wording.ref}|{len(wording.cells)}"


def _line(cells: tuple[str, ...]) -> str:
    return " · ".join(" ".join(cell.split()) for cell in cells if cell)


def _shortened(cells: tuple[str, ...]) -> str:
    text = _line(cells)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _state(wording: Wording) -> tuple[str, str]:
    if not wording.record:
        return COMPOSED, "neutral"
    return (OUTDATED, "warn") if wording.outdated else (OWN, "info")


COLUMNS = (
    ModelColumn[Wording]("อยู่ใน", lambda wording: wording.table),
    ModelColumn[Wording]("พิมพ์ว่า", lambda wording: _line(wording.cells), share=1),
    chip_column("ที่มา", _state),
)
