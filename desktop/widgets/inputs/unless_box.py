"""A yes or no of which one goes without saying."""

from PySide6.QtWidgets import QWidget

from core.registers.declare import Choice, Value
from desktop.widgets.inputs.choice_box import ChoiceBox


class UnlessBox(ChoiceBox):
    """A choice between what holds where nothing is said, which is yes, and no."""

    def __init__(self, usual: str, otherwise: str, parent: QWidget | None = None) -> None:
        super().__init__([Choice("0", otherwise)], parent)
        self.setItemText(0, usual)

    def set_value(self, value: Value | None) -> None:
        super().set_value(None if value is None or value else "0")
