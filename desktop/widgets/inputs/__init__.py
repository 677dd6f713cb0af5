"""Inputs: one widget per kind of field, all with the same small protocol (``protocol.FieldInput``)."""

from desktop.widgets.inputs.cells_edit import CellsEdit
from desktop.widgets.inputs.choice_box import ChoiceBox
from desktop.widgets.inputs.date_edit import MomentEdit, MonthEdit, ThaiDateEdit
from desktop.widgets.inputs.flag_box import FlagBox
from desktop.widgets.inputs.levels_edit import LevelsEdit
from desktop.widgets.inputs.line import LineInput, TextEdit
from desktop.widgets.inputs.long_text import LongTextEdit
from desktop.widgets.inputs.number_edit import MoneyEdit, NumberEdit, WholeEdit
from desktop.widgets.inputs.own_choice_edit import OwnChoiceEdit
from desktop.widgets.inputs.picture_line import PictureLine
from desktop.widgets.inputs.protocol import FieldInput
from desktop.widgets.inputs.reference_edit import ReferenceEdit
from desktop.widgets.inputs.unless_box import UnlessBox

__all__ = [
    "CellsEdit",
    "ChoiceBox",
    "FieldInput",
    "FlagBox",
    "LevelsEdit",
    "LineInput",
    "LongTextEdit",
    "MomentEdit",
    "MoneyEdit",
    "MonthEdit",
    "NumberEdit",
    "OwnChoiceEdit",
    "PictureLine",
    "ReferenceEdit",
    "TextEdit",
    "ThaiDateEdit",
    "UnlessBox",
    "WholeEdit",
]
