"""Keys that work within a part of the window."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

# To the record below or above, the cursor in the same field.
STEPS = (("Ctrl+Down", 1), ("PgDown", 1), ("Ctrl+Up", -1), ("PgUp", -1))


def bind(widget: QWidget, keys: str, act: Callable[[], object]) -> None:
    """Makes a key work wherever within a widget the focus is."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)
