"""Lines offered under a text field while it is typed into, worked without leaving it.

Down and Up choose, Enter takes what is chosen, Tab takes it and goes on, Esc closes the list only. Nothing is chosen by
itself, so typing on, Enter and Tab leave what was typed as it is. The list lies over the window, not in one of its own:
keys go on being the field's.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from core.thai.folding import fold_case
from desktop.theme import set_kind
from desktop.theme.metrics import row_height, scaled
from desktop.widgets.popup_list import ChoiceList

MOST = 50  # lines shown of those that match
IN_SIGHT = 8
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: IN_SIGHT,
    Qt.Key.Key_PageUp: -IN_SIGHT,
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN = (*_STEPS, *_ENTER, Qt.Key.Key_Tab, Qt.Key.Key_Escape)
_MOVED = (QEvent.Type.Move, QEvent.Type.Resize)
_GONE = (QEvent.Type.Hide, QEvent.Type.WindowDeactivate)


class Suggestions(QObject):
    """The lines a field offers; ``taken`` carries the one a person took."""

    taken = Signal(str)

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field)
        self._field = field
        self._lines: tuple[str, ...] = ()
        self._folded: tuple[str, ...] = ()
        self._shown: list[str] = []
        self._card: _Card | None = None
        self._watched: list[QWidget] = []
        field.installEventFilter(self)
        field.textEdited.connect(self._narrow)
        field.textChanged.connect(self._close_unless_typed)

    def offer(self, lines: Sequence[str]) -> None:
        """What may be offered from now on, the likeliest first."""
        self._lines = tuple(lines)
        self._folded = tuple(map(_folded, self._lines))

    def is_open(self) -> bool:
        """True while the list is in sight."""
        return self._card is not None and not self._card.isHidden()

    def shown(self) -> list[str]:
        """The lines in the list, none while it is closed."""
        return self._shown if self.is_open() else []

    def close(self) -> None:
        """Takes the list away; the text stays."""
        if self._card is not None:
            self._card.hide()
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is not self._field:
            if kind in _MOVED:
                self._follow()
            elif kind in _GONE:
                self.close()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride:
            return self._claimed(event)
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._heard(event)
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close()
        return False

    def _claimed(self, event: QKeyEvent) -> bool:
        """Keeps the list's own keys from being shortcuts of the form: its Esc, its next record."""
        if not self.is_open():
            return False
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and event.key() != Qt.Key.Key_Control:
            self.close()
            return False
        if event.key() in _OWN and not event.modifiers():
            event.accept()
            return True
        return False

    def _heard(self, event: QKeyEvent) -> bool:
        """What a key does to the list; True where the field needn't hear of it."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return self._opened_by(event)
        if not self.is_open():
            return event.key() == Qt.Key.Key_Down and self._open_all()
        if event.key() in _STEPS:
            self._step(_STEPS[Qt.Key(event.key())])
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return True
        if event.key() in (*_ENTER, Qt.Key.Key_Tab):
            taken = self._take(self._chosen())
            return taken and event.key() in _ENTER
        return False

    def _opened_by(self, event: QKeyEvent) -> bool:
        wanted = event.key() == Qt.Key.Key_Down and event.modifiers() == Qt.KeyboardModifier.AltModifier
        return wanted and self._open_all()

    def _open_all(self) -> bool:
        """Opens the list of what matches, of everything where the field is empty or holds one of its lines."""
        if self._field.isReadOnly():
            return False
        text = self._field.text().strip()
        self._show(list(self._lines) if text in ("", *self._lines) else self._matching(text))
        return self.is_open()

    def _narrow(self, text: str) -> None:
        self._show(self._matching(text) if text.strip() else [])

    def _matching(self, text: str) -> list[str]:
        sought, typed = _folded(text), text.strip()
        found = zip(self._lines, self._folded, strict=True)
        return [line for line, folded in found if sought in folded and line != typed]

    def _show(self, lines: list[str]) -> None:
        self._shown = lines[:MOST]
        if not self._shown or not self._field.hasFocus():
            self.close()
            return
        if self._card is None or self._card.parentWidget() is not self._field.window():
            self._card = _Card(self._field.window())
            self._card.list.picked.connect(self._take)
        self._watch()
        self._card.show_lines(self._shown)
        self._card.place_at(self._field)
        self._card.show()
        self._card.raise_()

    def _follow(self) -> None:
        """The field was moved under the list: scrolled, or given other room."""
        if self._card is not None and not self._field.visibleRegion().isEmpty():
            self._card.place_at(self._field)
        else:
            self.close()

    def _watch(self) -> None:
        """Hears of everything that can move the field or take it out of sight."""
        if self._watched:
            return
        widget = self._field.parentWidget()
        while widget is not None:
            self._watched.append(widget)
            widget = None if widget.isWindow() else widget.parentWidget()
        for widget in self._watched:
            widget.installEventFilter(self)

    def _close_unless_typed(self) -> None:
        """A text put in by the program is no longer what the list is about."""
        if self.is_open() and not self._field.isModified():
            self.close()

    def _chosen(self) -> int:
        return self._card.list.currentIndex().row() if self._card is not None else -1

    def _step(self, by: int) -> None:
        assert self._card is not None
        row = max(-1, min(self._chosen() + by, len(self._shown) - 1))
        index = self._card.list.model().index(row, 0)
        self._card.list.setCurrentIndex(index)
        self._card.list.scrollTo(index)

    def _take(self, row: int) -> bool:
        """Takes a line over; False where none is chosen."""
        line = self._shown[row] if 0 <= row < len(self._shown) else ""
        self.close()
        if line:
            self.taken.emit(line)
        return bool(line)


class _Card(QFrame):
    """The list, as high as its lines, under a field or above it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        set_kind(self, "popup")
        self.list = ChoiceList(self)
        self.list.setMouseTracking(False)  # where the mouse happens to lie nothing is chosen
        self.list.setAccessibleName("ค่าที่เคยกรอก")
        for widget in (self, self.list):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.list)
        self.hide()

    def show_lines(self, lines: Sequence[str]) -> None:
        """Puts other lines in, none of them chosen."""
        self.list.set_labels(lines, -1)
        self.list.setFixedHeight(min(len(lines), IN_SIGHT) * (row_height(self.list) - scaled(2)) + 4)

    def place_at(self, field: QWidget) -> None:
        """Lies under the field, or above it where there is no room."""
        window = self._window
        height = self.list.height() + 8
        place = field.mapTo(window, QPoint(0, field.height() + 2))
        if place.y() + height > window.height() and place.y() > window.height() / 2:
            place.setY(max(0, place.y() - field.height() - 4 - height))
        width = min(max(field.width(), self.list.widest() + scaled(48)), window.width() - 8)
        self.setGeometry(max(4, min(place.x(), window.width() - width - 4)), place.y(), width, height)


def _folded(text: str) -> str:
    """A text as it is looked for: folded, and however it is spaced."""
    return fold_case(text).replace(" ", "")
