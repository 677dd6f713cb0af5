"""A field's label: small, close to its field, and no mark of it cut."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget

from desktop.theme import set_kind
from desktop.theme.metrics import scaled

# What a line of this font holds above and below the words of nearly all labels, px at text size 100 %.
SLACK = 5


class FieldLabel(QLabel):
    """One line; as low as its words allow."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        set_kind(self, "small")

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        metrics = self.fontMetrics()
        ink = metrics.tightBoundingRect(self.text())
        above = metrics.ascent() + ink.top()
        below = metrics.descent() - ink.bottom()
        spare = min(scaled(SLACK), 2 * max(0, min(above, below) - 1))
        return QSize(super().sizeHint().width(), metrics.height() - spare)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())
