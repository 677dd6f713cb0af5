"""What a form asks of every input, whatever it holds."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from core.faults import Severity
from core.registers.declare import Value


class FieldInput(Protocol):
    """One field's input.

    ``committed`` fires when the person is done with the field (leaving it, Enter, a pick) and its content has
    changed; ``changed`` fires with every change made by hand.
    """

    @property
    def committed(self) -> SignalInstance:
        """Fires once the person is done and the content is another."""
        ...

    @property
    def changed(self) -> SignalInstance:
        """Fires with every key stroke or pick that changes the content."""
        ...

    def value_text(self) -> str:
        """The content as ``office.records.save`` takes it: canonical where it can be read, else as it was typed."""
        ...

    def value(self) -> Value | None:
        """The value as it stands; None while empty or unreadable."""
        ...

    def set_value(self, value: Value | None) -> None:
        """Shows a value, as if saved; fires nothing."""
        ...

    def put_text(self, text: str) -> None:
        """Puts a content in that ``value_text`` gave, as if it had been typed; fires ``changed``."""
        ...

    def problem(self) -> str:
        """Why the content can't be read, one Thai sentence; empty when it can."""
        ...

    def commit(self) -> None:
        """Takes over what was typed, as leaving the field does."""
        ...

    def pending(self) -> bool:
        """True while something typed waits to be taken over."""
        ...

    def set_finding(self, severity: Severity | None) -> None:
        """Marks the field, or takes the mark away."""
        ...

    def can_retrace(self, *, back: bool) -> bool:
        """See ``Retraces``."""
        ...

    def retrace(self, back: bool, /) -> None:
        """See ``Retraces``."""
        ...

    def set_locked(self, locked: bool) -> None:
        """Makes the field readable only, or writable again."""
        ...


@runtime_checkable
class Retraces(Protocol):
    """What can take back what was typed or picked in it since its value was saved, and do it again."""

    def can_retrace(self, *, back: bool) -> bool:
        """True while there is something of its own to take back, or (``back`` False) to do again."""
        ...

    def retrace(self, back: bool, /) -> None:
        """Takes a step back, or does the one taken back again; fires ``changed``."""
        ...


def widget_of(field_input: FieldInput) -> QWidget:
    """The input as the widget it is."""
    assert isinstance(field_input, QWidget)
    return field_input


def is_lasting(event: QFocusEvent) -> bool:
    """True when focus really moves on, False when a popup or a menu of the field itself borrows it."""
    return event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
