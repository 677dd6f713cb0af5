"""Inputs by the names of their fields: what forms, drafts and saving ask of them together."""

from collections.abc import Mapping

from PySide6.QtCore import Qt

from desktop.widgets.inputs import FieldInput
from desktop.widgets.inputs.protocol import widget_of


class NamedInputs:
    """For whatever holds the inputs of one record in ``_inputs``, in the order they are filled in. What the record doesn't tell
    in ``_covered`` fields is nobody's to type over, and never saved from here."""

    _inputs: Mapping[str, FieldInput]
    _covered: frozenset[str] = frozenset()

    def names(self) -> tuple[str, ...]:
        """The fields in the order they are filled in."""
        return tuple(self._inputs)

    def input(self, name: str) -> FieldInput:
        """The input of a field; KeyError where there is none."""
        return self._inputs[name]

    def raw(self) -> dict[str, str]:
        """Every field's content as it is saved."""
        told = ((name, field) for name, field in self._inputs.items() if name not in self._covered)
        return {name: field.value_text() for name, field in told}

    def commit(self) -> None:
        """Takes over what was typed everywhere."""
        for field in self._inputs.values():
            field.commit()

    def focus(self, name: str) -> None:
        """Goes to a field."""
        widget_of(self._inputs[name]).setFocus(Qt.FocusReason.TabFocusReason)

    def focus_first(self) -> None:
        """Goes to the first field."""
        self.focus(self.names()[0])
