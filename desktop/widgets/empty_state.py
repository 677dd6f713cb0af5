"""What an empty place says: a kind sentence, and the one thing to do now."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme.metrics import scaled
from desktop.widgets.buttons import primary
from desktop.widgets.thai_label import ThaiLabel


class EmptyState(QWidget):
    """A sentence in the middle, with a button where there is something to do."""

    acted = Signal()

    def __init__(
        self, sentence: str, action: str = "", parent: QWidget | None = None, *, key: str = ""
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setSpacing(scaled(12))
        self._sentence = ThaiLabel(sentence, self, kind="muted")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        layout.addWidget(self._sentence)
        self.button = primary(action, key, self) if action else None
        if self.button is not None:
            self.button.clicked.connect(self.acted)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)

    def offer(self, *, offered: bool) -> None:
        """Shows the button, if there is one, or takes it away."""
        if self.button is not None:
            self.button.setVisible(offered)

    def set_sentence(self, sentence: str) -> None:
        """Says something else."""
        self._sentence.setText(sentence)
