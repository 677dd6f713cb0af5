"""One of a few codes, picked by typing the beginning of its label or of its code."""

from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from core.faults import Severity
from core.registers.declare import Choice, Value
from core.thai.folding import fold_case
from desktop.theme import set_fault


class ChoiceBox(QComboBox):
    """A list of choices with an empty one on top; Delete empties, F4 or Alt+Down opens the list."""

    committed = Signal()
    changed = Signal()

    def __init__(self, choices: Sequence[Choice] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self._since = QElapsedTimer()
        self._committed = ""
        self._saved = ""
        self._retraced: str | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.set_choices(choices)
        self.currentIndexChanged.connect(self._moved)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Puts other choices in; the code picked stays, listed or not. What is retired is shown where it stands, not offered."""
        code = self.value_text()
        self._retired = {choice.code: choice.label for choice in choices if choice.retired}
        blocked = self.blockSignals(True)
        self.clear()
        self.addItem("", "")
        for choice in choices:
            if not choice.retired:
                self.addItem(choice.label, choice.code)
        self._show(code)
        self.blockSignals(blocked)

    def value_text(self) -> str:
        """The code picked, empty for none."""
        return str(self.currentData() or "")

    def value(self) -> Value | None:
        """The code picked, None for none."""
        return self.value_text() or None

    def set_value(self, value: Value | None) -> None:
        """Shows a value, as if saved; fires nothing. A code that isn't listed is shown as it is."""
        blocked = self.blockSignals(True)
        self._show("" if value is None else str(value))
        self.blockSignals(blocked)
        self._committed = self._saved = self.value_text()
        self._retraced = None

    def put_text(self, text: str) -> None:
        """Picks a code as if by hand, listed or not."""
        self._show(text)

    def problem(self) -> str:
        """A pick can always be read."""
        return ""

    def commit(self) -> None:
        """Fires ``committed`` when another code has been picked."""
        if self.value_text() != self._committed:
            self._committed = self.value_text()
            self.committed.emit()

    def pending(self) -> bool:
        """True while something typed waits to be taken over."""
        return self.value_text() != self._committed

    def can_retrace(self, *, back: bool) -> bool:
        """True while another code than the saved one is picked, or was before that was taken back."""
        if not self.isEnabled():
            return False
        return self.value_text() != self._saved if back else self._retraced is not None

    def retrace(self, back: bool) -> None:
        """Picks the saved code again, or the one picked instead of it."""
        code, picked = (self._saved, self.value_text()) if back else (self._retraced or "", None)
        self._show(code)
        self._retraced = picked

    def set_finding(self, severity: Severity | None) -> None:
        """Marks the field, or takes the mark away."""
        set_fault(self, severity)

    def set_locked(self, locked: bool) -> None:
        """Makes the field readable only."""
        self.setEnabled(not locked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.setCurrentIndex(0)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            event.ignore()  # the form moves on to the next field
        elif _is_letter(event):
            self._pick(event.text())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the form must never change what is picked.
        event.ignore()

    def _pick(self, letter: str) -> None:
        """Picks the next choice whose label or code begins with what was typed just now."""
        fresh = not self._since.isValid() or self._since.elapsed() > QApplication.keyboardInputInterval()
        repeated = letter == self._typed
        whole = letter if fresh or repeated else self._typed + letter
        self._since.start()
        # What begins no choice begins anew with its last letter.
        for typed in dict.fromkeys((whole, letter)):
            found = self._next(typed)
            if found is not None:
                self._typed = typed
                self.setCurrentIndex(found)
                return
        self._typed = ""

    def _next(self, typed: str) -> int | None:
        start = self.currentIndex() + (1 if len(typed) == 1 else 0)
        order = [(start + n) % self.count() for n in range(self.count())]
        return next((n for n in order if n and self._begins(n, typed)), None)

    def _begins(self, index: int, typed: str) -> bool:
        beginnings = (self.itemText(index), str(self.itemData(index)))
        return any(fold_case(text).startswith(fold_case(typed)) for text in beginnings)

    def _show(self, code: str) -> None:
        index = self.findData(code)
        if index < 0:
            self.addItem(self._retired.get(code, code), code)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def _moved(self) -> None:
        self._retraced = None
        self.changed.emit()
        self.commit()


def _is_letter(event: QKeyEvent) -> bool:
    blocking = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    text = event.text()
    return bool(text) and text.isprintable() and text != " " and not event.modifiers() & blocking
