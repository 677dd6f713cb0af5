"""Ctrl+Z, Ctrl+Y and Ctrl+Shift+Z in a field: the field's own steps first, then its form's, which brings back what Esc
took away; where neither has one, the key is the desk's.

A field of Qt keeps the key for itself whether there is anything to take back in it or not, and differs from system to
system in which keys it means.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.widgets.inputs.protocol import Retraces

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
UNDO = QKeyCombination(CTRL, Qt.Key.Key_Z)
REDO = (QKeyCombination(CTRL, Qt.Key.Key_Y), QKeyCombination(CTRL | SHIFT, Qt.Key.Key_Z))
KEYS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class UndoKeys(QObject):
    """Watches the field that has the keys within a window."""

    def __init__(self, app: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None:
            before.removeEventFilter(self)
        if now is not None and now.window() is self._window:
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in KEYS or not isinstance(event, QKeyEvent):
            return False
        back = event.keyCombination() == UNDO
        if not back and event.keyCombination() not in REDO:
            return False
        step = own_step(watched, back=back)
        if event.type() is QEvent.Type.ShortcutOverride:
            event.setAccepted(step is not None)  # what isn't the field's is the desk's
        elif step is not None:
            step()
        return True


def own_step(field: QObject, *, back: bool) -> Callable[[], object] | None:
    """What takes a step back in a field, or in what it is part of, or (``back`` False) does it again; None where neither
    has one of its own."""
    part: QObject | None = field
    while part is not None:
        step = _step_of(part, back=back)
        if step is not None:
            return step
        part = part.parent()
    return None


def _step_of(field: QObject, *, back: bool) -> Callable[[], object] | None:
    if isinstance(field, Retraces):
        return (lambda: field.retrace(back)) if field.can_retrace(back=back) else None
    if not isinstance(field, QLineEdit) or field.isReadOnly():
        return None
    if back:
        return field.undo if field.isUndoAvailable() else None
    return field.redo if field.isRedoAvailable() else None
