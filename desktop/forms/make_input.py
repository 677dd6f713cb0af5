"""The input a field is filled in with."""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from core.office import is_reference
from core.registers.declare import Field, Register
from core.registers.field_types.choices import CHOICE, FLAG
from core.registers.field_types.days import DAY, MOMENT, MONTH
from core.registers.field_types.numbers import MONEY, NUMBER, WHOLE
from core.registers.field_types.pictures import PICTURE
from core.registers.field_types.texts import LONG_TEXT, TEXT
from core.thai.calendar import WorkingCalendar
from desktop.widgets.inputs import (
    CellsEdit,
    ChoiceBox,
    FieldInput,
    FlagBox,
    LevelsEdit,
    LongTextEdit,
    MomentEdit,
    MoneyEdit,
    MonthEdit,
    NumberEdit,
    OwnChoiceEdit,
    PictureLine,
    ReferenceEdit,
    TextEdit,
    ThaiDateEdit,
    UnlessBox,
    WholeEdit,
)
from desktop.widgets.inputs.protocol import widget_of


def make_input(
    field: Field, calendar: WorkingCalendar | None = None, today: Callable[[], date] = date.today
) -> FieldInput:
    """The widget for one field, its help as placeholder or tip, named for screen readers; days and months that are empty
    start from ``today``."""
    made = _made(field, calendar, today)
    widget = widget_of(made)
    widget.setAccessibleName(field.label)
    widget.setObjectName(field.name)
    widget.setToolTip(field.help)
    if isinstance(widget, QLineEdit) and field.type.is_text and len(field.help) <= _PLACEHOLDER:
        widget.setPlaceholderText(field.help)
    if isinstance(widget, QPlainTextEdit):
        widget.setPlaceholderText(field.help)
    return made


_PLACEHOLDER = 40  # a longer help is cut off in the field and stands in the tip only


def _made(field: Field, calendar: WorkingCalendar | None, today: Callable[[], date]) -> FieldInput:
    if field.name == "cells":
        return CellsEdit()
    if field.name == "levels":
        return LevelsEdit()
    if field.name == "cumulative":
        return UnlessBox("นับสะสมตั้งแต่ต้นปี", "นับเฉพาะเดือนหรือไตรมาสนั้น")
    if field.type is PICTURE:
        return PictureLine()
    if field.choices and field.takes_own:
        return OwnChoiceEdit(field.choices, field.max_length)
    if field.choices:
        return ChoiceBox(field.choices)
    if is_reference(field):
        return ReferenceEdit()
    return INPUTS[field.type.name](calendar, today)


Make = Callable[[WorkingCalendar | None, Callable[[], date]], FieldInput]
# By the type's name: numbers of so many decimals are types of one name.
INPUTS: dict[str, Make] = {
    TEXT.name: lambda *_: TextEdit(),
    LONG_TEXT.name: lambda *_: LongTextEdit(),
    MONEY.name: lambda *_: MoneyEdit(),
    NUMBER.name: lambda *_: NumberEdit(),
    WHOLE.name: lambda *_: WholeEdit(),
    DAY.name: lambda calendar, today: ThaiDateEdit(calendar=calendar, today=today),
    MONTH.name: lambda _calendar, today: MonthEdit(today=today),
    MOMENT.name: lambda calendar, today: MomentEdit(calendar=calendar, today=today),
    CHOICE.name: lambda *_: ChoiceBox(),
    FLAG.name: lambda *_: FlagBox(words="ใช่"),
}


def locked_fields(register: Register, is_new: bool) -> frozenset[str]:
    """Fields nobody types: the key of a record of the plan, or of one that came with it, and what is filled in elsewhere or
    no more."""
    of_the_plan = register.plan_born or register.internal
    closed = frozenset(f.name for f in register.fields if not f.typed)
    return closed | frozenset(register.key_fields) if of_the_plan and not is_new else closed
