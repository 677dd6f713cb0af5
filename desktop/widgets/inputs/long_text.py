"""Text of several lines; Tab leaves the field, Enter makes a new line."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFocusEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from core.faults import Severity
from core.registers.declare import Value
from desktop.theme import set_fault
from desktop.widgets.inputs.protocol import is_lasting

ROWS = 2


class LongTextEdit(QPlainTextEdit):
    """A few lines of text, ``rows`` of them in sight."""

    committed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None, rows: int = ROWS) -> None:
        super().__init__(parent)
        self._committed = ""
        self._loading = False
        self._rows = rows
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._typed)

    def set_rows(self, rows: int) -> None:
        """How many lines are in sight."""
        self._rows = rows
        self.updateGeometry()

    def value_text(self) -> str:
        """The text without blank space at its ends."""
        return self.toPlainText().strip()

    def value(self) -> Value | None:
        """The text, None while empty."""
        return self.value_text() or None

    def set_value(self, value: Value | None) -> None:
        """Shows a value, as if saved; fires nothing."""
        self._loading = True
        self.setPlainText("" if value is None else str(value))
        self._loading = False
        self._committed = self.value_text()

    def put_text(self, text: str) -> None:
        """Puts a text in as if it had been typed: one step that can be taken back."""
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def problem(self) -> str:
        """Text can always be read."""
        return ""

    def commit(self) -> None:
        """Fires ``committed`` when the text is another than before."""
        if self.value_text() != self._committed:
            self._committed = self.value_text()
            self.committed.emit()

    def pending(self) -> bool:
        """True while something typed waits to be taken over."""
        return self.value_text() != self._committed

    def can_retrace(self, *, back: bool) -> bool:
        """True while something typed can be taken back, or done again."""
        document = self.document()
        available = document.isUndoAvailable() if back else document.isRedoAvailable()
        return available and not self.isReadOnly()

    def retrace(self, back: bool) -> None:
        """Takes back what was typed, or types it again."""
        (self.undo if back else self.redo)()

    def set_finding(self, severity: Severity | None) -> None:
        """Marks the field, or takes the mark away."""
        set_fault(self, severity)

    def set_locked(self, locked: bool) -> None:
        """Makes the field readable only."""
        self.setReadOnly(locked)

    def sizeHint(self) -> QSize:
        margins = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        return QSize(160, self.fontMetrics().lineSpacing() * self._rows + margins)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if is_lasting(event):
            self.commit()

    def _typed(self) -> None:
        if not self._loading:
            self.changed.emit()
