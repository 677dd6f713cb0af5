"""Which columns of a list are shown: hidden and brought back by a person, remembered, and said while some are hidden."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.settings import Settings
from desktop.widgets.buttons import link
from desktop.widgets.keys import bind
from desktop.widgets.table import DeskTable

KEYS = "Ctrl+Shift+C"


class ColumnMenu(QObject):
    """The menu of a table's columns: on its headings, by the context key or Ctrl+Shift+C, and from ``sign``, which
    stands there while columns are hidden. ``name`` is what they are remembered under."""

    changed = Signal()

    def __init__(self, table: DeskTable, settings: Settings, name: str) -> None:
        super().__init__(table)
        self._table, self._settings, self._name = table, settings, name
        self._names: tuple[str, ...] = ()
        self.menu = QMenu(table)
        self.menu.setAccessibleName("คอลัมน์ที่แสดง")
        self.sign = link("", table)
        self.sign.hide()
        self.sign.clicked.connect(lambda: self._open(self.sign.mapToGlobal(QPoint(0, 0))))
        header = table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda spot: self._open(header.mapToGlobal(spot)))
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(lambda _: self.open())
        bind(table, KEYS, self.open)

    def set_names(self, names: Sequence[str]) -> None:
        """The columns by name, in order; those remembered as hidden are hidden."""
        self._names = tuple(names)
        self._apply()

    def hidden(self) -> tuple[int, ...]:
        """The places of the columns that are hidden."""
        return tuple(n for n in range(len(self._names)) if self._table.isColumnHidden(n))

    def show_all(self) -> None:
        """Brings every column back."""
        self._remember(())

    def toggle(self, name: str) -> None:
        """Hides a column, or brings it back; the last one stays."""
        hidden = self._settings.hidden_columns(self._name)
        self._remember([n for n in hidden if n != name] if name in hidden else [*hidden, name])

    def open(self) -> None:
        """Shows the menu under the headings."""
        header = self._table.horizontalHeader()
        self._open(header.mapToGlobal(QPoint(0, header.height())))

    def _open(self, spot: QPoint) -> None:
        self.menu.clear()
        hidden = self.hidden()
        for n, name in enumerate(self._names):
            action = self._action(self._table.heading(n) or name)
            action.setCheckable(True)
            action.setChecked(n not in hidden)
            action.setEnabled(n in hidden or len(hidden) < len(self._names) - 1)
            action.triggered.connect(lambda _=False, name=name: self.toggle(name))
        self.menu.addSeparator()
        everything = self._action("แสดงทุกคอลัมน์")
        everything.setEnabled(bool(hidden))
        everything.triggered.connect(self.show_all)
        self.menu.popup(spot)
        self.menu.setActiveAction(self.menu.actions()[0])

    def _action(self, words: str) -> QAction:
        action = QAction(words, self.menu)
        self.menu.addAction(action)
        return action

    def _remember(self, hidden: Sequence[str]) -> None:
        self._settings.remember_hidden_columns(self._name, hidden)
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        hidden = set(self._settings.hidden_columns(self._name))
        if hidden.issuperset(self._names):
            hidden = set()  # a table without columns says nothing
        for n, name in enumerate(self._names):
            self._table.show_column(n, name not in hidden)
        count = len(self.hidden())
        self.sign.setText(f"ซ่อนอยู่ {count} คอลัมน์")
        self.sign.setToolTip(f"เลือกคอลัมน์ที่แสดง ({KEYS})")
        self.sign.setVisible(count > 0)
