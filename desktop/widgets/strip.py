"""A coloured strip over what it speaks of: a sentence, and a button where there is something to do."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.thai_label import ThaiLabel


class Strip(QFrame):
    """Hidden until it has something to say."""

    def __init__(self, kind: str, action: QWidget | None, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, kind)
        self.sentence = ThaiLabel("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(12), scaled(5), scaled(12), scaled(5))
        row.setSpacing(scaled(12))
        row.addWidget(self.sentence, 1)
        if action is not None:
            row.addWidget(action)
        self.hide()

    def say(self, sentence: str, kind: str = "") -> None:
        """Shows a sentence; "" hides the strip."""
        self.sentence.setText(sentence)
        if kind:
            set_kind(self, kind)
        self.setVisible(bool(sentence))
