"""Has the short texts of a register offer what was typed into them before."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject

from core.office import Changes
from core.registers.declare import Register
from desktop.shell.context import AppContext
from desktop.widgets.inputs import FieldInput, TextEdit
from desktop.widgets.inputs.protocol import widget_of


class Suggesting(QObject):
    """Reads the earlier values off the window's thread once somebody comes to one of the fields, and anew after the
    register changed."""

    def __init__(
        self, context: AppContext, register: Register, inputs: Mapping[str, FieldInput], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._name = context, register.name
        recurring = {f.name for f in register.recurring_fields}
        self._texts = {n: i for n, i in inputs.items() if n in recurring and isinstance(i, TextEdit)}
        self._known = False
        for field in self._texts.values():
            widget_of(field).installEventFilter(self)
        context.office_changed.connect(self._outdate)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and not self._known:
            self._known = True
            office, name = self._context.office, self._name
            self._context.ask(
                self, lambda: office.records.suggestions(name), self._offer, topic="suggestions"
            )
        return False

    def _outdate(self, changes: Changes) -> None:
        if self._name in changes.registers:
            self._known = False

    def _offer(self, values: Mapping[str, tuple[str, ...]]) -> None:
        for name, field in self._texts.items():
            field.offer(values.get(name, ()))
