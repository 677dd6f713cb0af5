"""The inputs of one register's form: made once, kept in step with the records they may name."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from core.office import is_reference, target_of
from core.registers.declare import Field, Register
from core.registers.field_types.pictures import PICTURE
from desktop.forms.make_input import make_input
from desktop.shell.context import AppContext
from desktop.widgets.inputs import FieldInput, MomentEdit, ReferenceEdit


class InputSet:
    """All inputs of a register, or of some of its ``fields``, by field name (``all``)."""

    def __init__(
        self, context: AppContext, register: Register, fields: Sequence[Field] | None = None
    ) -> None:
        self._context = context
        # A picture is chosen as a file, where its page offers that.
        shown = [f for f in register.fields if f.type is not PICTURE] if fields is None else fields
        self._references = {f.name: target_of(f) for f in shown if is_reference(f)}
        calendar = context.calendar
        self.all: dict[str, FieldInput] = {
            f.name: make_input(f, calendar, context.day_looked_at) for f in shown
        }
        self._tie_moments([n for n, made in self.all.items() if isinstance(made, MomentEdit)])
        self.offer_records()

    def _tie_moments(self, names: Sequence[str]) -> None:
        """A time typed alone is of the day of the moment before it, else of the day looked at."""
        for place, name in enumerate(names):
            field = self.all[name]
            if isinstance(field, MomentEdit):
                field.day_of_time = partial(self._day_of, tuple(reversed(names[:place])))

    def _day_of(self, names: Sequence[str]) -> date:
        days = (field.day() for n in names if isinstance(field := self.all[n], MomentEdit))
        return next((day for day in days if day), self._context.day_looked_at())

    def offer_records(self) -> None:
        """Reads anew which records the fields may name."""
        for name, target in self._references.items():
            field = self.all[name]
            if isinstance(field, ReferenceEdit):
                read = partial(self._context.office.lists.references, target, self._context.year)
                self._context.ask(field, read, field.set_options, topic="references")
