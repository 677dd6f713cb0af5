"""A coloured strip over what it speaks of: a sentence, and a button where there is something to do."""

from PySide6.QtWidgets import QFrame, QWidget

from desktop.theme import set_kind
from desktop.widgets.boxes import hbox
from desktop.widgets.thai_label import ThaiLabel


class Strip(QFrame):
    """Hidden until it has something to say."""

    def __init__(self, kind: str, action: QWidget | None, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, kind)
        self.sentence = ThaiLabel("", self)
        row = hbox((self.sentence, 1), parent=self, margins=(12, 5, 12, 5), spacing=12)
        if action is not None:
            row.addWidget(action)
        self.hide()

    def say(self, sentence: str, kind: str = "") -> None:
        """Shows a sentence; "" hides the strip."""
        self.sentence.setText(sentence)
        if kind:
            set_kind(self, kind)
        self.setVisible(bool(sentence))
