"""While the office does something that what is typed next depends on, keys and clicks wait, and then arrive in their order.

Ctrl+Enter and the next record's first letters, typed at once, must not land in the record being saved. Qt could be told
to leave them in its queue (ExcludeUserInputEvents), but under X11 the window then stops answering; so they are taken out
of it and sent again.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QObject, Qt, QTimer
from PySide6.QtGui import (
    QCursor,
    QInputEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

SOON = 300  # ms after which a person is shown that the window waits
INPUT = (QInputEvent, QInputMethodEvent)


class HeldInput(QObject):
    """Holds what is typed and clicked as long as it is asked to (``holding``)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._depth = 0
        self._sending = False
        # What is to be done; True: it was typed.
        self._waiting: deque[tuple[Callable[[], object], bool]] = deque()
        self._modal: QWidget | None = None  # a dialog that opens meanwhile must not go without keys
        self._busy = QTimer(self)
        self._busy.setSingleShot(True)
        self._busy.setInterval(SOON)
        self._busy.timeout.connect(lambda: QApplication.setOverrideCursor(QCursor(Qt.CursorShape.WaitCursor)))

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Keys and clicks wait until the block is left and the caller has gone on with what came of it."""
        self._depth += 1
        if self._depth == 1:
            self._modal = QApplication.activeModalWidget()
            self._application().installEventFilter(self)
            self._busy.start()
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._look_idle()
                if self._waiting:  # sent once the caller has gone on
                    QTimer.singleShot(0, self, self._go_on)
                elif not self._sending:
                    self._application().removeEventFilter(self)

    def hold(self, act: Callable[[], object]) -> bool:
        """Puts something to be done behind what waits; False, and it is to be done now, where nothing does."""
        if self._depth or (self._waiting and not self._sending):
            self._waiting.append((act, False))
            return True
        return False

    def in_turn(self, hear: Callable[[Any], object]) -> Callable[[Any], None]:
        """The same as something that is heard: nobody who waits for an answer hears of something else before it has come.
        What a method would have told an object that is gone by then is dropped, as Qt drops it."""

        def deliver(answer: Any) -> None:
            listener = getattr(hear, "__self__", None)
            if not isinstance(listener, QObject) or isValid(listener):
                hear(answer)

        def heard(answer: Any) -> None:
            if not self.hold(partial(deliver, answer)):
                deliver(answer)

        return heard

    def drop(self) -> bool:
        """Forgets what was typed ahead: what it was meant for hasn't come about. True where something was."""
        before, kept = len(self._waiting), [(act, typed) for act, typed in self._waiting if not typed]
        self._waiting = deque(kept)
        return len(kept) < before

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, INPUT):
            return False
        if (self._sending and not self._depth) or QApplication.activeModalWidget() not in (None, self._modal):
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut is looked for now: it is a key like others, held when it comes as such
            return True
        if isinstance(event, QKeyEvent | QInputMethodEvent):
            typed = event.clone()
            self._waiting.append((lambda: _type(typed), True))
            return True
        if isinstance(event, QMouseEvent) and event.type() is not QEvent.Type.MouseMove:
            click = event.clone()
            self._waiting.append(
                (lambda: isValid(watched) and QCoreApplication.sendEvent(watched, click), True)
            )
            return True
        return False

    def _go_on(self) -> None:
        """Sends what waits, until something of it has the rest wait again."""
        if self._sending or self._depth:
            return
        self._sending = True
        try:
            while self._waiting and not self._depth:
                act, _ = self._waiting.popleft()
                act()
        finally:
            self._sending = False
            if isValid(self):  # else the office file was closed by it
                self._rest()

    def _rest(self) -> None:
        if self._waiting:  # something failed: what is behind it still goes its way
            QTimer.singleShot(0, self, self._go_on)
        else:
            self._application().removeEventFilter(self)

    def _look_idle(self) -> None:
        if not self._busy.isActive():
            QApplication.restoreOverrideCursor()
        self._busy.stop()

    @staticmethod
    def _application() -> QCoreApplication:
        application = QCoreApplication.instance()
        assert application is not None
        return application


def _type(event: QEvent) -> None:
    """Sends a key to whatever has the keys by now, by the way keys go: the widget may want it before the shortcuts do."""
    widget = QApplication.activePopupWidget() or QApplication.focusWidget()
    if widget is None:
        return
    if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
        wanted = QKeyEvent(QEvent.Type.ShortcutOverride, event.key(), event.modifiers(), event.text())
        wanted.ignore()
        QCoreApplication.sendEvent(widget, wanted)
        act = None if wanted.isAccepted() else _shortcut(widget, event.keyCombination())
        if act is not None:
            act()
            return
    QCoreApplication.sendEvent(widget, event)


def _shortcut(widget: QWidget, keys: QKeyCombination) -> Callable[[], object] | None:
    """What a key does in a widget: the innermost shortcut around it, else the button that names the key."""
    pad = Qt.KeyboardModifier.KeypadModifier
    sequence = QKeySequence(QKeyCombination(keys.keyboardModifiers() & ~pad, keys.key()))
    if sequence.isEmpty():  # a letter no key is named after, as Thai ones are
        return None
    part: QWidget | None = widget
    while part is not None:
        for child in part.children():
            if isinstance(child, QShortcut) and child.isEnabled() and sequence in child.keys():  # noqa: SIM118  # Qt's own
                return child.activated.emit
        part = None if part.isWindow() else part.parentWidget()
    buttons = widget.window().findChildren(QAbstractButton)
    named = (b for b in buttons if b.shortcut() == sequence and b.isVisible() and b.isEnabled())
    return next((button.click for button in named), None)
