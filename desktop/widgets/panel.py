"""A panel: a bordered card, with or without a head."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.theme import set_kind
from desktop.theme.metrics import scaled


class Panel(QFrame):
    """A bordered card; put widgets and layouts into ``body``."""

    def __init__(self, parent: QWidget | None = None, *, title: str = "", margin: int = 0) -> None:
        super().__init__(parent)
        set_kind(self, "panel")
        self._head: QFrame | None = None
        self._title = QLabel()
        self.body = QVBoxLayout()
        self.body.setContentsMargins(margin, margin, margin, margin)
        self.body.setSpacing(0)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self._outer.addLayout(self.body)
        if title:
            self.set_title(title)

    def set_title(self, text: str) -> None:
        """Gives the card a head with a title."""
        if self._head is None:
            self._head = self._made_head()
            self._outer.insertWidget(0, self._head)
        self._title.setText(text)
        self.setAccessibleName(text)

    def head_layout(self) -> QHBoxLayout:
        """The head's row, to add to at its right end."""
        if self._head is None:
            self.set_title("")
        assert self._head is not None
        layout = self._head.layout()
        assert isinstance(layout, QHBoxLayout)
        return layout

    def _made_head(self) -> QFrame:
        head = QFrame(self)
        set_kind(head, "panelhead")
        layout = QHBoxLayout(head)
        layout.setContentsMargins(scaled(10), scaled(2), scaled(10), scaled(2))
        set_kind(self._title, "caption")
        layout.addWidget(self._title)
        layout.addStretch(1)
        return head


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin line across."""
    line = QFrame(parent)
    set_kind(line, "rule")
    return line
