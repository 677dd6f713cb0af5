"""A label that wraps Thai at word boundaries on every platform.

Qt breaks Thai lines only where libthai is at hand. The label shows its text with a zero-width space between words;
what it answers for its text, and what a screen reader reads, stays clean.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from core.thai.words import breakable
from desktop.theme import set_kind


class ThaiLabel(QLabel):
    """Running Thai text, wrapped."""

    def __init__(self, text: str = "", parent: QWidget | None = None, kind: str = "") -> None:
        super().__init__(parent)
        self._text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if kind:
            set_kind(self, kind)
        self.setText(text)

    def setText(self, text: str) -> None:
        if text == self._text:
            return
        self._text = text
        self.setAccessibleName(text)
        super().setText(breakable(text) if text else "")

    def text(self) -> str:
        return self._text
