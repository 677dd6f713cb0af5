"""The head of a page: its title, a muted note beside it, actions at the right.

Where room is short, actions that find none are in a menu at the end; a title still too long is elided.
"""

from PySide6.QtCore import QEvent, QPoint, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QMenu, QSizePolicy, QWidget

from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox
from desktop.widgets.buttons import DeskButton, quiet
from desktop.widgets.elided import ElidedLabel

SPACING = 10
LEAST = 120  # px at text size 100 %: of a title no less is shown
MORE = "อื่น ๆ"


class Title(ElidedLabel):
    """A title: whole as long as there is room."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent, kind="heading")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(scaled(LEAST), hint.width()), hint.height())


class PageHead(QWidget):
    """The head of a page."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._note = Title(title), ElidedLabel()
        self._beside: list[QWidget] = []
        self._actions: list[QWidget] = []
        self._left_out: set[QWidget] = set()  # by the page: what it doesn't offer now
        self.more = quiet(MORE, "", self)
        self.more.setAccessibleName("คำสั่งอื่นของหน้านี้")
        self.more.clicked.connect(self._open_menu)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill_menu)
        self._row = hbox(
            self._title, (self._note, 20), STRETCH, self.more, parent=self, margins=0, spacing=SPACING
        )
        # What is shown follows from the width, not the width from what is shown.
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.more.hide()

    def minimumSizeHint(self) -> QSize:
        least = self._title.minimumSizeHint().width() + _width(self.more) + 2 * scaled(SPACING)
        return QSize(least + self._fixed(), super().minimumSizeHint().height())

    def title(self) -> str:
        """The title."""
        return self._title.text()

    def set_title(self, title: str) -> None:
        """Changes the title."""
        self._title.setText(title)
        self._fit()

    def set_note(self, note: str) -> None:
        """Changes the muted words beside the title."""
        self._note.setText(note)

    def note(self) -> str:
        """The muted words beside the title."""
        return self._note.text()

    def add_beside(self, widget: QWidget) -> None:
        """Puts a control right behind the title."""
        self._beside.append(widget)
        self._row.insertWidget(self._row.indexOf(self._note), widget)
        self._fit()

    def add_action(self, button: QWidget) -> None:
        """Puts a button at the right end; the primary one stays the last."""
        last = self._actions[-1] if self._actions else None
        behind = self._actions.index(last) if last is not None and _is_primary(last) else len(self._actions)
        self._actions.insert(behind, button)
        place = self._row.count() if _is_primary(button) else self._row.indexOf(self.more)
        self._row.insertWidget(place, button)
        self._fit()

    def offer(self, button: QWidget, offered: bool) -> None:
        """Offers an action, or leaves it out."""
        (self._left_out.discard if offered else self._left_out.add)(button)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # a button has other words, or came or went by itself
            self._fit()
        return super().event(event)

    # -- inside

    def _offered(self) -> list[QWidget]:
        return [button for button in self._actions if button not in self._left_out]

    def _fixed(self) -> int:
        """The px of what is always in sight beside the title."""
        always = [button for button in self._offered() if not _may_wait(button)]
        return sum(map(_width, (*self._beside, *always)))

    def _fit(self) -> None:
        """Shows the actions there is room for, from the left; those that can't be missed (the primary one, and what opens
        something) always."""
        offered = self._offered()
        around_note = 2 * scaled(SPACING)
        room = self.width() - self._title.sizeHint().width() - around_note - self._fixed()
        waiting = [w for w in offered if _may_wait(w)]
        shown = list(waiting)
        if sum(map(_width, waiting)) > room:
            room -= _width(self.more)
            while shown and sum(map(_width, shown)) > room:
                shown.pop()
        for button in self._actions:
            button.setVisible(button in offered and (button in shown or not _may_wait(button)))
        self.more.setVisible(len(shown) < len(waiting))

    def _fill_menu(self) -> None:
        self.menu.clear()
        for button in self._offered():
            if button.isHidden() and isinstance(button, DeskButton):
                action = self.menu.addAction(button.text(), button.click)
                action.setEnabled(button.isEnabled())

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


def _is_primary(button: QWidget) -> bool:
    return bool(button.property("kind") == "primary")


def _may_wait(button: QWidget) -> bool:
    """True for what can as well be chosen from a menu."""
    return type(button) is DeskButton and not _is_primary(button)


def _width(widget: QWidget) -> int:
    return 0 if widget.isHidden() and not _may_wait(widget) else widget.sizeHint().width() + scaled(SPACING)
