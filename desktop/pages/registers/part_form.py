"""The form of one part of a declaration: the inputs that records have, over what is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from core.faults import Finding
from core.registers.declare import Choice, Field, FieldType, Register
from core.registers.field_types.choices import CHOICE, FLAG
from core.registers.field_types.numbers import NUMBER, WHOLE
from core.registers.field_types.texts import LONG_TEXT, TEXT
from desktop.forms.drafting import mark_kept
from desktop.forms.field_area import FieldArea
from desktop.forms.layouts import FormLayout
from desktop.forms.make_input import make_input
from desktop.widgets.inputs import ChoiceBox, FieldInput
from desktop.widgets.inputs.protocol import widget_of

LONGEST = 500  # characters of a label or a sentence


def asked(held: FieldType, name: str, label: str, help_: str = "", *, required: bool = False) -> Field:
    """Something the designer asks for."""
    return Field(name, label, held, required=required, help=help_, max_length=LONGEST)


def line(name: str, label: str, help_: str = "", *, required: bool = False) -> Field:
    """A line of text."""
    return asked(TEXT, name, label, help_, required=required)


def lines(name: str, label: str, help_: str = "") -> Field:
    """A text of several lines."""
    return asked(LONG_TEXT, name, label, help_)


def pick(name: str, label: str, help_: str = "", *, required: bool = False) -> Field:
    """One of what is offered by then."""
    return asked(CHOICE, name, label, help_, required=required)


def yes(name: str, label: str, help_: str = "") -> Field:
    """Yes or no."""
    return asked(FLAG, name, label, help_)


def count(name: str, label: str, help_: str = "") -> Field:
    """A whole number."""
    return asked(WHOLE, name, label, help_)


def amount(name: str, label: str, help_: str = "") -> Field:
    """A number."""
    return asked(NUMBER, name, label, help_)


class PartForm(FieldArea):
    """Inputs by the keys of a table, or by names of their own where a key takes several (``read`` and ``values_of`` of who
    uses it). ``made`` are inputs of another kind than their field's type has."""

    def __init__(
        self,
        fields: Iterable[Field],
        rows: Sequence[tuple[str, ...]],
        parent: QWidget | None = None,
        *,
        headings: Mapping[str, str] | None = None,
        made: Mapping[str, FieldInput] | None = None,
    ) -> None:
        fields = tuple(fields)
        inputs: dict[str, FieldInput] = {f.name: make_input(f) for f in fields}
        for name, one in (made or {}).items():
            inputs[name] = one
        register = Register("design", "", "", "", fields)
        super().__init__(register, FormLayout(tuple(rows), headings=headings or {}), inputs, parent)
        for name in self.names():
            mark_kept(self.input(name))

    def offer(self, name: str, choices: Mapping[str, str], nothing: str = "") -> None:
        """What a box offers now, and what it says while nothing is picked."""
        box = self.input(name)
        assert isinstance(box, ChoiceBox)
        box.set_choices([Choice(code, label) for code, label in choices.items()])
        box.setItemText(0, nothing)

    def show_only(self, names: Collection[str]) -> None:
        """Shows these fields, and hides the others with their labels."""
        for name, grid in self._rows.items():
            place = self._column_of(grid, widget_of(self.input(name)))
            for row in (0, 1):
                item = grid.itemAtPosition(row, place)
                if item is not None and (widget := item.widget()) is not None:
                    widget.setVisible(name in names)

    @staticmethod
    def _column_of(grid: QGridLayout, widget: QWidget) -> int:
        return next(
            n
            for n in range(grid.columnCount())
            if (item := grid.itemAtPosition(1, n)) and item.widget() is widget
        )

    def _open(self, name: str) -> bool:
        return super()._open(name) and not widget_of(self.input(name)).isHidden()

    def complain(self, name: str, sentence: str) -> None:
        """Says under a field why what was typed can't be taken; "" takes the sentence away."""
        self.show_findings([Finding("design", sentence, name)] if sentence else ())

    def taken(self, name: str) -> Any:
        """What stands in an input as a declaration writes it; None for nothing."""
        return self.input(name).value()
