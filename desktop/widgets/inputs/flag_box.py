"""Yes or no, with the field's own words beside the box."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from core.faults import Severity
from core.registers.declare import Value
from desktop.theme import set_fault


class FlagBox(QCheckBox):
    """A check box; a field never set counts as not checked and is saved only once it has been touched."""

    committed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None, words: str = "") -> None:
        super().__init__(words, parent)
        self._unset = True
        self._saved: bool | None = None
        self._retraced: bool | None = None
        self.clicked.connect(self._clicked)

    def value_text(self) -> str:
        """``1`` or ``0``; empty while nobody has decided."""
        return "" if self._unset and not self.isChecked() else str(int(self.isChecked()))

    def value(self) -> Value | None:
        """Yes, no, or None while nobody has decided."""
        return None if self.value_text() == "" else self.isChecked()

    def set_value(self, value: Value | None) -> None:
        """Shows a value, as if saved; fires nothing."""
        self._unset = value is None
        self._saved, self._retraced = None if value is None else bool(value), None
        self.setChecked(bool(value))

    def put_text(self, text: str) -> None:
        """Checks or unchecks the box as a click does; what isn't decided is left unchecked."""
        self._unset = text == ""
        self.setChecked(text == "1")
        self._retraced = None
        self.changed.emit()
        self.committed.emit()

    def problem(self) -> str:
        """A box can always be read."""
        return ""

    def commit(self) -> None:
        """Nothing waits: a click is taken over at once."""

    def pending(self) -> bool:
        """False: a click is taken over at once."""
        return False

    def can_retrace(self, *, back: bool) -> bool:
        """True while it was clicked otherwise than it is saved, or was before that was taken back."""
        if not self.isEnabled():
            return False
        return self.value() != self._saved if back else self._retraced is not None

    def retrace(self, back: bool) -> None:
        """As it is saved, or as it was clicked."""
        wanted, clicked = (self._saved, self.isChecked()) if back else (self._retraced, None)
        self._unset = wanted is None
        self.setChecked(bool(wanted))
        self.changed.emit()
        self.committed.emit()
        self._retraced = clicked

    def set_finding(self, severity: Severity | None) -> None:
        """Marks the field, or takes the mark away."""
        set_fault(self, severity)

    def set_locked(self, locked: bool) -> None:
        """Makes the field readable only."""
        self.setEnabled(not locked)

    def _clicked(self) -> None:
        self._unset, self._retraced = False, None
        self.changed.emit()
        self.committed.emit()
