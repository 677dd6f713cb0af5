"""What the tabs of fields, time limits, rules, views and printed lists have in common: the list of the parts, and the
form of the one chosen.

Insert adds, Delete takes out, Alt+Up and Alt+Down move, Enter goes into the form, Esc back to the list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QStackedWidget, QWidget

from core.registers.free_names import free_name
from desktop.models.part_list import PartList
from desktop.models.register_design import (
    RegisterDesign,
    added,
    as_text,
    from_text,
    moved,
    names_in,
    part_at,
    parts,
    with_part,
    without,
)
from desktop.models.table_model import ModelColumn
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import rule
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable

Part = Mapping[str, Any]


class PartsTable(DeskTable):
    """The list, with the keys that add and move."""

    insert_wanted = Signal()
    move_wanted = Signal(int)  # -1 up, 1 down
    copy_wanted = Signal()
    paste_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropOverwriteMode(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_wanted.emit(step)
        elif event.key() == Qt.Key.Key_Insert:
            self.insert_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_wanted.emit()
        else:
            super().keyPressEvent(event)


class PartsTab(QWidget):
    """The parts of a kind. Subclasses say how one is shown (``show_form``), and what a new one is (``new_part``)."""

    told = Signal(str)  # what can't be done, in a sentence

    def __init__(
        self,
        design: RegisterDesign,
        key: str,
        columns: Sequence[ModelColumn[Part]],
        words: tuple[str, str, str],
        parent: QWidget | None = None,
        *,
        wide: bool = False,
    ) -> None:
        """``words``: the name of the list, of the button that adds, and what is said while there is none; ``wide``: the
        list stands above the form, else beside it."""
        super().__init__(parent)
        self.design, self.key, self.at = design, key, 0
        self._wide, self._refreshing = wide, False
        self.table, self.model = PartsTable(self), PartList(columns, self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(words[0])
        self.table.fit_columns({n: c.share for n, c in enumerate(columns) if c.share}, least=60)
        # A narrow list has no room for the names of keys.
        self.add, self.remove = (
            quiet(words[1], "Ins" if wide else "", self),
            quiet("ลบ", "Del" if wide else "", self),
        )
        self.add.setToolTip("Insert")
        self.remove.setToolTip("Delete")
        self.up, self.down = quiet("ขึ้น", "", self), quiet("ลง", "", self)
        self.up.setToolTip("Alt+↑")
        self.down.setToolTip("Alt+↓")
        self.forms = QStackedWidget(self)
        self.nothing = EmptyState(words[2], parent=self)
        self.forms.addWidget(self.nothing)
        self._lay_out()
        self._connect()

    # -- what subclasses say

    def new_part(self) -> Part | None:
        """A part to begin with; None, and told why, where there can be none yet."""
        raise NotImplementedError

    def show_form(self, part: Part) -> QWidget:
        """Shows a part in its form, one of ``forms``, which is given back."""
        raise NotImplementedError

    def focus_form(self) -> None:
        """Goes into the form."""
        raise NotImplementedError

    # -- what is shown

    def part(self) -> dict[str, Any] | None:
        """The part chosen."""
        return part_at(self.design.written, self.key, self.at)

    def refresh(self) -> None:
        """Shows what is written by now."""
        found = parts(self.design.written, self.key)
        self.at = min(self.at, max(0, len(found) - 1))
        self._refreshing = True
        self.model.set_rows(found)
        if found:
            go_to(self.table, self.model.index(self.at, 0))
            self.table.scrollTo(self.model.index(self.at, 0))
        self._refreshing = False
        self._show()

    def choose(self, at: int) -> None:
        """Chooses a part by its place."""
        self.at = at
        self.refresh()

    def put(self, part: Part) -> None:
        """Writes the chosen part otherwise, as one step."""
        self.design.put(with_part(self.design.written, self.key, self.at, part))

    # -- what a person does

    def begin(self) -> None:
        """Adds a part below the chosen one, and goes into its form."""
        part = self.new_part()
        if part is not None:
            at = self.at + 1 if parts(self.design.written, self.key) else 0
            self.at = at
            self.design.put(added(self.design.written, self.key, at, part))
            self.focus_form()

    def take_out(self) -> None:
        """Takes the chosen part out."""
        if self.part() is not None:
            self.design.put(without(self.design.written, self.key, self.at))
            self.table.setFocus()

    def copy(self) -> None:
        """Puts the chosen part on the clipboard, to be pasted into this or another register."""
        part = self.part()
        if part is not None:
            QGuiApplication.clipboard().setText(as_text({self.key: [part]}))

    def paste(self) -> None:
        """Adds the part that was copied, under another name where its own is taken."""
        try:
            part = from_text(QGuiApplication.clipboard().text())[self.key][0]
            pasted = self.pasted(dict(part))
        except (ValueError, LookupError, TypeError, AttributeError):
            self.told.emit("ไม่มีส่วนของทะเบียนที่คัดลอกไว้ให้วางที่นี่")
            return
        self.at = self.at + 1 if parts(self.design.written, self.key) else 0
        self.design.put(added(self.design.written, self.key, self.at, pasted))

    def pasted(self, part: dict[str, Any]) -> dict[str, Any]:
        """A part as it can stand beside those there are."""
        names = names_in(self.design.written, self.key)
        return {**part, "name": free_name(part["name"], names)} if part.get("name") else part

    def shift(self, step: int) -> None:
        """Moves the chosen part up (-1) or down (1)."""
        self._move(self.at, self.at + step)

    def _move(self, at: int, to: int) -> None:
        if 0 <= to < len(parts(self.design.written, self.key)) and at != to:
            self.at = to
            self.design.put(moved(self.design.written, self.key, at, to))

    # -- inside

    def _chosen(self, index: QModelIndex) -> None:
        if not self._refreshing and index.isValid():
            self.at = index.row()
            self._show()

    def _show(self) -> None:
        part = self.part()
        self.forms.setCurrentWidget(self.nothing if part is None else self.show_form(part))
        self.remove.setEnabled(part is not None)
        self.up.setEnabled(part is not None and self.at > 0)
        self.down.setEnabled(part is not None and self.at < len(self.model.rows) - 1)

    def _lay_out(self) -> None:
        buttons = hbox(self.add, self.remove, STRETCH, self.up, self.down, margins=(8, 6, 8, 6), spacing=6)
        side = QWidget(self)
        vbox((self.table, 1), rule(side), buttons, parent=side, margins=0, spacing=0)
        way = QBoxLayout.Direction.TopToBottom if self._wide else QBoxLayout.Direction.LeftToRight
        layout = QBoxLayout(way, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side, 2)
        line = rule(self)
        if not self._wide:
            line.setStyleSheet("max-height: 16777215px; max-width: 1px; min-width: 1px;")
        layout.addWidget(line)
        layout.addWidget(self.forms, 3)
        self.setMinimumHeight(scaled(120))
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda now, _: self._chosen(now))
        self.table.insert_wanted.connect(self.begin)
        self.table.delete_wanted.connect(self.take_out)
        self.table.move_wanted.connect(self.shift)
        self.table.copy_wanted.connect(self.copy)
        self.table.paste_wanted.connect(self.paste)
        self.table.opened.connect(lambda _: self.focus_form())
        self.model.dropped.connect(self._move)
        self.add.clicked.connect(self.begin)
        self.remove.clicked.connect(self.take_out)
        self.up.clicked.connect(partial(self.shift, -1))
        self.down.clicked.connect(partial(self.shift, 1))
