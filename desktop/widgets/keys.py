"""Keys that work within a part of the window."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

FINISH = ("Ctrl+Return", "Ctrl+Enter")
# To the record below or above, the cursor in the same field.
STEPS = ((("Ctrl+Down", "PgDown"), 1), (("Ctrl+Up", "PgUp"), -1))


def bind(
    widget: QWidget, keys: str | Sequence[str], act: Callable[[], object], *, everywhere: bool = False
) -> None:
    """Makes a key, or each of several, work wherever within a widget the focus is; ``everywhere``: in all of its window."""
    for key in (keys,) if isinstance(keys, str) else keys:
        shortcut = QShortcut(QKeySequence(key), widget)
        if not everywhere:
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
