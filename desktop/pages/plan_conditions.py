"""The conditions of a formula's sentence: a row each, with the field's own input for what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from core.indicators.condition_rows import UNARY, ConditionRow, filter_of, rows_of
from core.office import operators_of, value_of
from core.registers.declare import Choice, Field, Register
from core.registers.field_types.choices import FLAG
from desktop.forms.input_set import InputSet
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.buttons import link
from desktop.widgets.flow import Flow
from desktop.widgets.inputs import ChoiceBox, FieldInput
from desktop.widgets.inputs.number_edit import plain
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.inputs.slot_box import SlotBox
from desktop.widgets.thai_label import ThaiLabel

OR = "or"
_JOINED = [Choice(OR, "หรือ")]
_YES_NO = [Choice("1", "ใช่"), Choice("0", "ไม่ใช่")]
_ODD = "เงื่อนไขนี้แก้ในแถวไม่ได้ จึงคงไว้ตามที่แผนเขียน: {}"
_VALUE, _SHORT = 220, 130  # px at text size 100 %: the most a value takes, and a number or a day


class ConditionsEdit(QWidget):
    """The rows of a filter; ``changed`` comes with every change by hand."""

    changed = Signal()

    def __init__(self, context: AppContext, name: str, lead: str, none: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._lead, self._none = context, lead, none
        self._register: Register | None = None
        self._writable = True
        self._lines: list[ConditionLine] = []
        self._said = QLabel(lead, self)
        self.add = link("เพิ่มเงื่อนไข", self)
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add.setAccessibleName(f"เพิ่มเงื่อนไข {name}")
        self.add.clicked.connect(self.begin)
        self._head = Flow(self)
        self._head.put(self._said, self.add)
        self._rows = vbox(margins=(18, 0, 0, 0), spacing=4)
        vbox(self._head, self._rows, parent=self, margins=0, spacing=4)

    def show_conditions(self, register: Register | None, conditions: Any, *, writable: bool) -> None:
        """Shows a filter over a register's fields."""
        self._writable = writable
        if register == self._register and conditions == self.value():
            return
        self._register = register
        self._fill(rows_of(conditions or ()))

    def value(self) -> list[Any]:
        """The filter the rows say."""
        return filter_of(line.row for line in self._lines)

    def line(self, number: int) -> ConditionLine:
        """A row."""
        return self._lines[number]

    def begin(self) -> None:
        """Adds a row, and goes to it."""
        line = self._made(ConditionRow(), len(self._lines))
        self._tell()
        line.focus()
        self.changed.emit()

    def tabbed(self) -> list[QWidget]:
        """What takes the keys, in order."""
        return [*(widget for line in self._lines for widget in line.tabbed()), self.add]

    def _fill(self, rows: Sequence[ConditionRow]) -> None:
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        for number, row in enumerate(rows):
            self._made(row, number)
        self._tell()

    def _made(self, row: ConditionRow, number: int) -> ConditionLine:
        line = ConditionLine(self._context, self._register, row, number, writable=self._writable, parent=self)
        line.changed.connect(self.changed)
        line.dropped.connect(lambda: self._drop(line))
        self._lines.append(line)
        self._rows.addWidget(line)
        line.show()
        return line

    def _drop(self, line: ConditionLine) -> None:
        rows = [one.row for one in self._lines if one is not line]
        at = self._lines.index(line)
        self._fill(rows)
        stays = self._lines[min(at, len(rows) - 1)] if rows else None
        (stays.focus if stays else self.add.setFocus)()
        self.changed.emit()

    def _tell(self) -> None:
        self._said.setText(self._lead if self._lines or not self._none else self._none)
        self.add.setVisible(self._writable and self._register is not None)
        self._head.flow.invalidate()
        self.updateGeometry()


class ConditionLine(Flow):
    """One condition: how it is joined to the one before, field, comparison, values; ``dropped`` when it is to go."""

    changed = Signal()
    dropped = Signal()

    def __init__(
        self,
        context: AppContext,
        register: Register | None,
        row: ConditionRow,
        number: int,
        *,
        writable: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.row = row
        self._context, self._register, self._writable = context, register, writable
        fields = register.stored_fields if register else ()
        self._fields: Mapping[str, Field] = {field.name: field for field in fields}
        self.joined, self.field, self.operator = (
            SlotBox(words, self) for words in ("และ หรือ", "ช่องของเงื่อนไข", "การเทียบ")
        )
        self.values: list[FieldInput] = []
        self._words: list[QLabel] = []
        self.drop = link("ลบ", self)
        self.drop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drop.setAccessibleName("ลบเงื่อนไข")
        self.joined.offer(_JOINED, "และ", OR if row.either else "")
        self.joined.setVisible(number > 0)
        self._number = number
        named = [Choice(f.name, f.label, f.retired) for f in fields if f.name != "fiscal_year"]
        self.field.offer(named, "เลือกช่อง…", row.field)
        self._show_operators()
        self._show_values()
        self.joined.changed.connect(self._join)
        self.field.changed.connect(self._another_field)
        self.operator.changed.connect(self._another_operator)
        self.drop.clicked.connect(self.dropped)

    def focus(self) -> None:
        """Goes to the field."""
        self.field.setFocus(Qt.FocusReason.TabFocusReason)

    def tabbed(self) -> list[QWidget]:
        """What takes the keys, in order."""
        joined = [self.joined] if self._number else []
        if self.row.odd is not None:
            return [self.drop]
        return [*joined, self.field, self.operator, *map(widget_of, self.values), self.drop]

    def _join(self) -> None:
        self._put(replace(self.row, either=self.joined.value_text() == OR))

    def _another_field(self) -> None:
        name = self.field.value_text()
        if not name:
            self.dropped.emit()
            return
        known = {choice.code for choice in operators_of(self._fields.get(name))}
        operator = self.row.operator if self.row.operator in known else "="
        self.row = replace(self.row, field=name, operator=operator, against=())
        self._show_operators()
        self._show_values()
        self.changed.emit()

    def _another_operator(self) -> None:
        operator = self.operator.value_text() or "="
        self._show_operators(operator)  # there is always one
        if operator == self.row.operator:
            return
        against = () if operator in UNARY else self.row.against
        against = against if operator == "in" else against[:1]
        self.row = replace(self.row, operator=operator, against=against)
        self._show_values()
        self.changed.emit()

    def _show_operators(self, operator: str = "") -> None:
        field, operator = self._fields.get(self.row.field), operator or self.row.operator
        self.operator.offer(operators_of(field, operator), "เลือกการเทียบ…", operator)

    def _show_values(self) -> None:
        for old in (*map(widget_of, self.values), *self._words):
            old.hide()
            old.deleteLater()
        self.values, self._words = [], []
        if self.row.odd is not None:
            told = ThaiLabel(_ODD.format(self.row.odd), self, kind="small")
            self.put(told, self.drop)
            for box in (self.joined, self.field, self.operator):
                box.hide()
            return
        field = self._fields.get(self.row.field)
        if field is not None and self.row.operator not in UNARY:
            wanted = [*self.row.against, *([None] if self._wants_more() else [])]
            for value in wanted:
                self._add_value(field, value)
        self._arrange()

    def _wants_more(self) -> bool:
        return self.row.operator == "in" or not self.row.against

    def _add_value(self, field: Field, written: Any) -> None:
        made = _input(self._context, self._register, field)
        widget = widget_of(made)
        widget.setParent(self)
        widget.setAccessibleName(f"ค่าที่เทียบกับ{field.label}")
        room = _VALUE if field.type.is_text or field.choices else _SHORT
        if not isinstance(made, SlotBox):
            widget.setFixedWidth(scaled(room))
        if written is not None:
            _put(made, field, written)
        widget.setEnabled(self._writable)
        made.changed.connect(self._another_value)
        self.values.append(made)

    def _another_value(self) -> None:
        field = self._fields[self.row.field]
        against = tuple(_written(field, made) for made in self.values if made.value_text())
        self.row = replace(self.row, against=against)
        if self.row.operator == "in" and len(against) == len(self.values):
            self._add_value(field, None)
            self._arrange()
        self.changed.emit()

    def _arrange(self) -> None:
        shown: list[QWidget] = [self.joined] if self._number else []
        shown += [self.field]
        if self.row.field:
            shown.append(self.operator)
        for old in self._words:
            old.deleteLater()
        self._words = []
        for number, made in enumerate(self.values):
            if number:
                self._words.append(QLabel("หรือ", self))
                shown.append(self._words[-1])
            shown.append(widget_of(made))
        self.operator.setVisible(bool(self.row.field))
        for box in (self.joined, self.field, self.operator):
            box.setEnabled(self._writable)
        if self._writable:
            shown.append(self.drop)
        self.drop.setVisible(self._writable)
        self.put(*shown)

    def _put(self, row: ConditionRow) -> None:
        self.row = row
        self.changed.emit()


def _input(context: AppContext, register: Register | None, field: Field) -> FieldInput:
    """The input of what a field is compared with."""
    if field.type is FLAG or field.choices:
        box = SlotBox(field.label)
        box.offer(_YES_NO if field.type is FLAG else field.choices, "เลือก…")
        return box
    assert register is not None
    return InputSet(context, register, [field]).all[field.name]


def _put(made: FieldInput, field: Field, written: Any) -> None:
    if isinstance(made, ChoiceBox):
        made.set_value(str(int(written)) if isinstance(written, bool) else str(written))
        return
    value = value_of(field, written)
    if value is None:
        made.put_text(str(written))
    else:
        made.set_value(value)


def _written(field: Field, made: FieldInput) -> Any:
    """A value as the plan writes it: numbers as numbers, everything else as its text."""
    text = made.value_text()
    if field.type is FLAG:
        return text == "1"
    value = made.value()
    if isinstance(value, Decimal | int):
        text = plain(Decimal(value))
        return int(text) if "." not in text else text
    return int(text) if field.type.python is int and text.isdigit() else text  # one of its choices
