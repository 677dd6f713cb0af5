"""A choice within a sentence: as wide as what is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.registers.declare import Choice
from desktop.theme.metrics import scaled
from desktop.widgets.inputs.choice_box import ChoiceBox

LEAST, MOST, BESIDE = 70, 430, 44  # px at text size 100 %: a box's width, and what of it isn't words


class SlotBox(ChoiceBox):
    """A choice box that says in words when nothing is chosen."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__((), parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(lambda _: self.updateGeometry())

    def offer(self, choices: Sequence[Choice], none: str, held: str = "") -> None:
        """Offers others, ``none`` being the words for nothing chosen, and shows what is held; fires nothing."""
        self.set_choices(choices)
        self.setItemText(0, none)
        if self.value_text() != held:
            self.set_value(held or None)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.currentText()) + scaled(BESIDE)
        return QSize(max(scaled(LEAST), min(words, scaled(MOST))), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(LEAST), super().minimumSizeHint().height())
