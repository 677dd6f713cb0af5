"""A picture where it stands in a form: seen in words. It is chosen on the settings page."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.registers.declare import Value
from core.registers.field_types.pictures import PICTURE
from desktop.widgets.inputs.line import LineInput


class PictureLine(LineInput):
    """A line that holds a picture and says how large it is; nothing can be typed into it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setReadOnly(True)

    def shown(self, value: Value) -> str:
        return PICTURE.show(value)

    def set_locked(self, locked: bool) -> None:
        """It is readable only in any case."""
