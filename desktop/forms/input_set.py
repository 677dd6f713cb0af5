"""The inputs of one register's form: made once, kept in step with the records they may name."""

from core.office import is_reference, target_of
from core.registers.declare import Register
from desktop.forms.make_input import make_input
from desktop.shell.context import AppContext
from desktop.widgets.inputs import FieldInput, ReferenceEdit


class InputSet:
    """All inputs of a register by field name (``all``)."""

    def __init__(self, context: AppContext, register: Register) -> None:
        self._context = context
        self._references = {f.name: target_of(f) for f in register.fields if is_reference(f)}
        calendar = context.office.calendar
        self.all: dict[str, FieldInput] = {
            f.name: make_input(f, calendar, context.day_looked_at) for f in register.fields
        }
        self.offer_records()

    def offer_records(self) -> None:
        """Reads anew which records the fields may name."""
        for name, target in self._references.items():
            field = self.all[name]
            if isinstance(field, ReferenceEdit):
                field.set_options(self._context.office.references(target, self._context.year))
