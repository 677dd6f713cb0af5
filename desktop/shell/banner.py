"""The banner under the top bar: one sentence that stays."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.thai_label import ThaiLabel


class Banner(QFrame):
    """Says for instance that the file is open for reading only, and who has it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, "warn")
        self._sentence = ThaiLabel("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(18), scaled(3), scaled(18), scaled(3))
        row.addWidget(self._sentence)
        self.hide()

    def text(self) -> str:
        """The sentence."""
        return self._sentence.text()

    def say(self, sentence: str) -> None:
        """Shows a sentence; "" hides the banner."""
        self._sentence.setText(sentence)
        self.setVisible(bool(sentence))
