"""What a record's fields hold that happens only after the day looked at, and that its month is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from core.office import Row
from core.registers.as_of import later_fields, later_words
from core.registers.declare import Register
from core.registers.fields import Covered
from desktop.shell.context import AppContext
from desktop.theme import set_later
from desktop.widgets.inputs.protocol import FieldInput, widget_of
from desktop.widgets.thai_label import ThaiLabel

UNTOLD = "ข้อมูลส่วนบุคคลของรายการนี้พ้นกำหนดเก็บแล้ว จึงไม่แสดง แต่บันทึกการเปลี่ยนแปลงในแฟ้มยังเก็บไว้"


def mark_later(register: Register, inputs: Mapping[str, FieldInput], as_of: date) -> str:
    """Marks the fields whose day lies after the day looked at; says in a sentence what isn't there yet, "" for nothing."""
    values = {name: field.value() for name, field in inputs.items()}
    later = {field.name for field in later_fields(register, values, as_of)}
    words = later_words(register, values, as_of)
    for name, field in inputs.items():
        set_later(widget_of(field), name in later)
        widget_of(field).setAccessibleDescription("หลังวันที่ดู ยังไม่นับ" if name in later else "")
    return words


class TimeNote(ThaiLabel):
    """Says under a form's fields, before anything is typed, that the record's month is closed, what of it isn't there yet on the
    day looked at, and that its personal data is kept no longer."""

    def __init__(self, context: AppContext, register: Register, parent: QWidget) -> None:
        super().__init__("", parent, kind="small")
        self._context, self._register = context, register
        self._row: Row | None = None
        self._closed = self._later = self._untold = ""

    def show_row(self, row: Row | None) -> None:
        """The record that is shown as it is saved; None for a new one."""
        self._row, self._closed, self._untold = row, "", ""
        if row is not None:
            self._untold = UNTOLD if any(isinstance(v, Covered) for v in row.values.values()) else ""
            ask = partial(self._context.office.months.closed_words, self._register, row.values)
            self._context.ask(self, ask, partial(self._show_closed, row), topic="closed")

    def follow(self, inputs: Mapping[str, FieldInput]) -> None:
        """What is typed just now."""
        self._later = mark_later(self._register, inputs, self._context.as_of)
        self._say()

    def _show_closed(self, row: Row, words: str) -> None:
        if row is self._row:
            self._closed = words
            self._say()

    def _say(self) -> None:
        self.setText("\n".join(filter(None, (self._closed, self._later, self._untold))))
        self.setVisible(bool(self.text()))
