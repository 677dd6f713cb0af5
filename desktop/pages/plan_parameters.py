"""The inputs of a formula's parameters: codes by their Thai words, months as chips, numbers as numbers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from core.office import Formula, Office, Parameter
from core.registers.declare import Choice
from core.thai.dates import month_name_short
from core.thai.fiscal import months_of
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.chip import FilterChip
from desktop.widgets.inputs import ChoiceBox, FieldInput, LineInput, NumberEdit, TextEdit
from desktop.widgets.inputs.protocol import widget_of

PER_ROW = 4


class MonthsPicker(QWidget):
    """The calendar months a formula looks at, as chips in fiscal order."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(scaled(4))
        self.chips: dict[int, FilterChip] = {}
        for n, month in enumerate(months_of(2563)):
            chip = FilterChip(month_name_short(month.month), "info", self)
            chip.toggled.connect(lambda _: self.changed.emit())
            grid.addWidget(chip, n // PER_ROW, n % PER_ROW)
            self.chips[month.month] = chip
        grid.setColumnStretch(PER_ROW, 1)

    def months(self) -> list[int]:
        """The months chosen, October first."""
        return [month for month, chip in self.chips.items() if chip.is_on()]

    def set_months(self, months: Sequence[int]) -> None:
        """Shows other months; says nothing."""
        blocked = self.blockSignals(True)
        for month, chip in self.chips.items():
            chip.set_on(month in months)
        self.blockSignals(blocked)


class WrittenEdit(TextEdit):
    """A parameter as it is written: a name, or a list or table in JSON."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, max_length=5000)

    def put(self, value: Any) -> None:
        """Shows a value, as if saved."""
        plain = value is None or isinstance(value, str)
        self.set_value((value or "") if plain else json.dumps(value, ensure_ascii=False, default=str))

    def written_value(self) -> Any:
        """The value as the plan stores it; what can't be read stays a text, which the formula refuses in a sentence."""
        typed = self.value_text()
        try:
            return json.loads(typed) if typed[:1] in "[{" else typed
        except ValueError:
            return typed


class ParameterInputs(QWidget):
    """One formula's parameters, a row each; ``changed`` comes with every change by hand."""

    changed = Signal()

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office, self._year = office, 0
        self._inputs: dict[str, FieldInput | MonthsPicker] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(scaled(10))
        self._grid.setVerticalSpacing(scaled(5))
        self._grid.setColumnStretch(1, 1)

    def input(self, name: str) -> Any:
        """The input of a parameter."""
        return self._inputs[name]

    def show_formula(
        self, formula: Formula | None, given: Mapping[str, Any], year: int, *, writable: bool
    ) -> None:
        """Shows a formula's parameters in a year's plan, the plan's values over the defaults; the cursor stays in the one
        it was in."""
        here = self.focusWidget() if self.isAncestorOf(QApplication.focusWidget() or self) else None
        self._year = year
        self._clear()
        known = formula.parameters if formula else ()
        for row, parameter in enumerate(p for p in known if not p.instead or p.name in given):
            value = given.get(parameter.name, parameter.default)
            field = self._made(parameter, value)
            widget = field if isinstance(field, MonthsPicker) else widget_of(field)
            widget.setAccessibleName(parameter.label)
            widget.setObjectName(parameter.name)
            label = QLabel(parameter.label, self)
            set_kind(label, "small")
            label.setBuddy(widget)
            self._grid.addWidget(label, row, 0)
            # Unaligned, a narrow number would keep the whole column narrow.
            side = Qt.AlignmentFlag.AlignLeft if isinstance(field, NumberEdit) else Qt.AlignmentFlag(0)
            self._grid.addWidget(widget, row, 1, side)
            self._inputs[parameter.name] = field
            _set(field, value)
            widget.setEnabled(writable)
            field.changed.connect(self.changed)
            if here is not None and here.objectName() == parameter.name:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def values(self) -> dict[str, Any]:
        """The parameters as the plan stores them; what is left empty takes its default."""
        read = {name: _get(field) for name, field in self._inputs.items()}
        return {name: value for name, value in read.items() if value not in (None, "")}

    def put_text(self, text: str) -> None:
        """Puts parameters in as the plan stores them, a JSON object; what the formula has no input for is left out."""
        for name, value in json.loads(text).items():
            field = self._inputs.get(name)
            if isinstance(field, LineInput) and not isinstance(field, WrittenEdit):
                field.put_text(str(value))  # a number may stand there that can't be read
            elif field is not None:
                _set(field, value)
        self.changed.emit()

    def _clear(self) -> None:
        self._inputs = {}
        while (taken := self._grid.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _made(self, parameter: Parameter, value: Any) -> FieldInput | MonthsPicker:
        known = parameter.choices
        if parameter.name == "project":
            plan = self._office.session.plan(self._year)
            known = {str(p.number): f"{p.number}. {p.title}" for p in plan.projects}
        if parameter.written or (isinstance(value, str) and value[:1].isalpha() and not known):
            return WrittenEdit()  # in place of a number some take the name of a field
        if known:
            return ChoiceBox([Choice(code, label) for code, label in known.items()])
        if isinstance(parameter.default, tuple):
            return MonthsPicker(self)
        field = NumberEdit()
        field.setMaximumWidth(scaled(110))
        return field


def _set(field: FieldInput | MonthsPicker, value: Any) -> None:
    if isinstance(field, MonthsPicker):
        field.set_months([int(m) for m in value])
    elif isinstance(field, WrittenEdit):
        field.put(value)
    elif isinstance(field, NumberEdit):
        field.set_value(None if value is None else Decimal(str(value)))
    else:
        field.set_value(value)


def _get(field: FieldInput | MonthsPicker) -> Any:
    if isinstance(field, MonthsPicker):
        return field.months()
    if isinstance(field, WrittenEdit):
        return field.written_value()
    if isinstance(field, LineInput):
        text = field.value_text()
        return int(text) if text.isascii() and text.isdigit() else text
    code = field.value_text()
    return int(code) if widget_of(field).objectName() == "project" and code.isdigit() else code
