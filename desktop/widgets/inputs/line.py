"""The line everything typed grows from: text while it is being edited, a value when it can be read.

What can't be read stays as it was typed, with a sentence that says why; nothing is ever put right silently.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from core.faults import Severity
from core.registers.declare import Value
from desktop.theme import set_fault
from desktop.widgets.inputs.protocol import is_lasting
from desktop.widgets.inputs.suggestions import Suggestions

_SELECTING = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class LineInput(QLineEdit):
    """A line that reads a value; subclasses say how (``read``, ``written``) and how it looks (``shown``)."""

    committed = Signal()
    changed = Signal()
    invalid = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Value | None = None
        self._problem = ""
        self._read_text = ""
        self._committed = ""
        self._saved: Value | None = None
        self._saved_text = ""
        self._retraced: str | None = None
        self.textEdited.connect(self._typed)

    def read(self, text: str) -> Value | None:
        """The value a text means; ValueError with a Thai sentence where it means none."""
        return text

    def written(self, value: Value) -> str:
        """The canonical text of a value, as it is edited and saved."""
        return str(value)

    def shown(self, value: Value) -> str:
        """The text of a value while the field isn't being edited."""
        return self.written(value)

    def value(self) -> Value | None:
        """The value, None while empty or unreadable."""
        self._take()
        return self._value

    def value_text(self) -> str:
        """The canonical text where the content can be read, else the text as typed."""
        self._take()
        if self._problem:
            return self.text().strip()
        return "" if self._value is None else self.written(self._value)

    raw = value_text

    def problem(self) -> str:
        """Why the content can't be read; empty when it can."""
        self._take()
        return self._problem

    def set_value(self, value: Value | None) -> None:
        """Shows a value, as if saved; fires nothing."""
        self._value, self._problem = value, ""
        self._display()
        self._committed = self._saved_text = self.value_text()
        self._saved, self._retraced = value, None
        self._forget_steps()

    def _forget_steps(self) -> None:
        """What was typed up to here is saved: the line has nothing of its own to take back any more."""
        if not self.isUndoAvailable() and not self.isRedoAvailable():
            return
        cursor, start, length = self.cursorPosition(), self.selectionStart(), self.selectionLength()
        self.setText(self.text())  # the only way to make Qt forget
        self.setCursorPosition(cursor)
        if start >= 0:
            self.setSelection(start, length)

    def can_retrace(self, *, back: bool) -> bool:
        """True while what was typed can be taken back, letter by letter or else as a whole."""
        if self.isReadOnly():
            return False
        if back:
            return self.isUndoAvailable() or self.value_text() != self._saved_text
        return self.isRedoAvailable() or self._retraced is not None

    def retrace(self, back: bool) -> None:
        """Takes back what was typed, or types it again."""
        if back and self.isUndoAvailable():
            self.undo()
        elif not back and self.isRedoAvailable():
            self.redo()
        elif back:
            # Shown in another way once it was left, a text can't be taken back by its letters.
            typed = self.text()
            self.type_value(self._saved)
            self._retraced = typed
        elif self._retraced is not None:
            self.setText(self._retraced)
            self._typed()

    def _typed(self) -> None:
        self._retraced = None
        self.changed.emit()

    def type_value(self, value: Value | None) -> None:
        """Puts a value in as if it had been typed: fires ``changed``, and ``committed`` on leaving."""
        self._value, self._problem = value, ""
        self._display()
        self.changed.emit()

    def put_text(self, text: str) -> None:
        """Puts a text in as if it had been typed, readable or not; fires ``changed``."""
        self.setText(text)
        self._typed()

    def commit(self) -> None:
        """Takes over what was typed; fires ``committed`` when it is another content than before."""
        text = self.value_text()
        self._display()
        if text == self._committed:
            return
        self._committed = text
        if self._problem:
            self.invalid.emit(self._problem)
        self.committed.emit()

    def pending(self) -> bool:
        """True while something typed waits to be taken over."""
        return self.value_text() != self._committed

    def set_finding(self, severity: Severity | None) -> None:
        """Marks the field, or takes the mark away."""
        set_fault(self, severity)

    def set_locked(self, locked: bool) -> None:
        """Makes the field readable only."""
        self.setReadOnly(locked)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not is_lasting(event):
            return
        self._display()
        if event.reason() in _SELECTING:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if is_lasting(event):
            self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            event.ignore()  # the form moves on to the next field

    def _take(self) -> None:
        """Reads the text anew if it isn't what was last read or shown."""
        if self.text() == self._read_text:
            return
        self._read_text = self.text()
        try:
            self._value = self.read(self._read_text) if self._read_text.strip() else None
            self._problem = ""
        except ValueError as fault:
            self._value, self._problem = None, str(fault)

    def _display(self) -> None:
        """Shows the value as it is edited or as it is read; an unreadable text stays as it is."""
        if self._problem:
            return
        look = self.written if self.hasFocus() and not self.isReadOnly() else self.shown
        self._read_text = "" if self._value is None else look(self._value)
        if self.text() != self._read_text:
            self.setText(self._read_text)
            self.setCursorPosition(len(self._read_text) if self.hasFocus() else 0)


class TextEdit(LineInput):
    """One line of text; spaces at its ends don't count."""

    def __init__(self, parent: QWidget | None = None, max_length: int = 200) -> None:
        super().__init__(parent)
        self.max_length = max_length
        self.suggestions: Suggestions | None = None

    def read(self, text: str) -> Value | None:
        return text.strip()

    def offer(self, lines: Sequence[str]) -> None:
        """What was typed before, offered while it is typed again; the likeliest first."""
        if self.suggestions is None:
            self.suggestions = Suggestions(self)
            self.suggestions.taken.connect(self._put)
        self.suggestions.offer(lines)

    def _put(self, text: str) -> None:
        self.selectAll()
        self.insert(text)  # an edit the field itself can undo
        self.changed.emit()
