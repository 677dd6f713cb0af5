"""What is said of a record as a whole, between its fields and the form's foot."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.panel import rule


class Notes(QWidget):
    """Notes one below the other that stay while the fields above are scrolled. A line divides them while anything is said:
    a sentence that is half scrolled away would look like a note cut off."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = rule(self)
        self.line.hide()
        self._notes: list[QWidget] = []
        self._column = vbox(margins=(14, 0, 14, 0))
        vbox(self.line, self._column, parent=self, margins=0, spacing=0)

    def add(self, note: QWidget) -> None:
        """Puts a note below the others; it is hidden while it has nothing to say."""
        self._notes.append(note)
        self._column.addWidget(note)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            said = any(not note.isHidden() for note in self._notes)
            self.line.setVisible(said)
            self._column.setContentsMargins(*map(scaled, (14, 3 * said, 14, 3 * said)))
        return super().event(event)
