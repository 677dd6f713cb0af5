"""A table that is typed into like a spreadsheet.

Typing replaces a cell, Enter saves and goes down, Tab saves and goes right, Esc leaves the cell as it was, Del
empties, Ctrl+C and Ctrl+V carry blocks. What can't be saved stays in the cell with its sentence under it, also when the
table is read anew meanwhile; the current cell stays the same one, too.
"""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QLabel, QLineEdit, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from core.faults import Severity
from desktop.theme import set_fault, tokens
from desktop.theme.metrics import scaled
from desktop.widgets.delegates import RowDelegate
from desktop.widgets.inputs.protocol import Retraces
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable

AnyIndex = QModelIndex | QPersistentModelIndex
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Tab: (0, 1), Qt.Key.Key_Backtab: (0, -1)}


class CellModel(Protocol):
    """What the grid asks of its model beside Qt's own questions."""

    def put(self, index: AnyIndex, text: str) -> str:
        """Saves a cell's text, none to take away what it holds; why it can't be, one Thai sentence, "" once it is."""
        ...

    def refusal(self, index: AnyIndex) -> str:
        """Why a cell can't be typed into at all; "" when it can."""
        ...

    def empty(self, indexes: Sequence[AnyIndex]) -> str:
        """Empties cells; the complaint when one can't be, nothing saved."""
        ...

    def paste(self, index: AnyIndex, block: Sequence[Sequence[str]]) -> str:
        """Takes a block over, its upper left corner at a cell; the complaint when it can't, nothing saved."""
        ...

    def name_of(self, index: AnyIndex) -> str:
        """What a cell is called, whatever its place."""
        ...

    def place_of(self, name: str) -> QModelIndex:
        """Where a cell of that name stands now; invalid where it isn't in sight."""
        ...

    def words_of(self, index: AnyIndex) -> str:
        """What a cell is for, in words."""
        ...


class CellGrid(DeskTable):
    """The view. ``refused`` carries the sentence when keys meant for a cell can't be taken; ``retraces`` is asked for what
    was typed into cells closed by now."""

    refused = Signal(str)
    typed = Signal(str, str, str)  # a cell's name, what is saved, what stands in it
    stored = Signal(str)  # a cell's name: what was typed is saved
    given_up = Signal()  # what was typed stands in no cell any more: Esc, or the cell is gone

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionBehavior(DeskTable.SelectionBehavior.SelectItems)
        self.setSelectionMode(DeskTable.SelectionMode.ContiguousSelection)
        self.setEditTriggers(DeskTable.EditTrigger.AnyKeyPressed | DeskTable.EditTrigger.DoubleClicked)
        self._complaint = _Complaint(self.viewport())
        self._kept: tuple[str, str | None] | None = None
        self.retraces: Retraces | None = None
        self.doubleClicked.disconnect(self.opened)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.modelAboutToBeReset.connect(self._keep)
            model.modelReset.connect(self._give_back)

    def setCurrentIndex(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Goes to a cell, once what stands in the open one is saved."""
        if self.settle():
            go_to(self, index)

    def settle(self) -> bool:
        """Saves what stands in the open cell; False, and said under it, where that can't be."""
        editor, delegate = self.editor(), self.itemDelegate()
        if editor is None or not isinstance(delegate, CellDelegate):
            return True
        if not delegate.settle(editor):
            editor.setFocus()
            return False
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return True

    def _keep(self) -> None:
        """Before the table is read anew: which cell is the current one, and what stands in it unsaved."""
        index, editor = self.currentIndex(), self.editor()
        typed = editor.text() if editor is not None and is_typed(editor) else None
        self._kept = (self.cells().name_of(index), typed) if index.isValid() else None

    def _give_back(self) -> None:
        kept, self._kept = self._kept, None
        if kept is None:
            return
        name, typed = kept
        index = self.cells().place_of(name)
        if index.isValid():
            go_to(self, index)
        if typed is not None:
            self.type_into(name, typed)

    def type_into(self, name: str, typed: str) -> None:
        """Opens a cell with a text in it, unsaved; says so where it can't be."""
        index = self.cells().place_of(name)
        self.setCurrentIndex(index)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setFocus()
            self.edit(index)
        editor = self.editor()
        if editor is None:
            self.given_up.emit()
            self.refused.emit(f"“{typed}” ที่พิมพ์ไว้ยังไม่ได้บันทึก เพราะช่องนั้นไม่อยู่ในตารางแล้วหรือพิมพ์ไม่ได้")
            return
        editor.setText(typed)

    def cells(self) -> CellModel:
        """The model, as the grid talks to it."""
        model: object = self.model()
        return model  # type: ignore[return-value]  # Qt's model() can't know the protocol its owner put in

    def editor(self) -> QLineEdit | None:
        """The open cell's line, None while none is open."""
        # One that was closed is still there, hidden, until Qt gets round to it.
        lines = self.viewport().findChildren(QLineEdit, "cell")
        return next((line for line in lines if isinstance(line, QLineEdit) and not line.isHidden()), None)

    def complaint(self) -> str:
        """The sentence shown under the open cell, "" for none."""
        return "" if self._complaint.isHidden() else self._complaint.text()

    def complain(self, editor: QWidget, sentence: str) -> None:
        """Says under the open cell why its text can't be saved."""
        set_fault(editor, Severity.ERROR)
        self._complaint.say(sentence, editor)

    def drop_complaint(self) -> None:
        """Takes the sentence away."""
        self._complaint.hide()

    def go(self, down: int, right: int) -> None:
        """Moves to the next cell that can be typed into; Tab at a row's end goes on in the next row."""
        index = self.currentIndex()
        if not index.isValid():
            return
        if down:
            row = min(max(index.row() + down, 0), self.model().rowCount() - 1)
            go_to(self, self.model().index(row, index.column()))
            return
        target = self._beside(index, right)
        if target is not None:
            go_to(self, target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _RETURN:
            self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
        elif event.key() in _STEPS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
        elif event.key() in _STEPS:
            self.go(*_STEPS[Qt.Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._say(self.cells().empty(self.selectedIndexes()))
        elif event.key() == Qt.Key.Key_F2 or not self._starts_refused(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.settle():
            super().mousePressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        # Tab walks the cells; Ctrl+Tab and the mouse leave the grid.
        return False

    def copy(self) -> None:
        """Puts the selected block on the clipboard."""
        chosen = self.selectedIndexes()
        if not chosen:
            return
        rows = sorted({i.row() for i in chosen})
        columns = sorted({i.column() for i in chosen})
        block = [[_edited(self.model().index(r, c)) for c in columns] for r in rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in block))

    def paste(self) -> None:
        """Takes the clipboard's block over at the selection's upper left corner, as one step."""
        text = QGuiApplication.clipboard().text()
        index = self._corner()
        if not text or not index.isValid():
            return
        self._say(self.cells().paste(index, block_of(text)))

    def _say(self, sentence: str) -> None:
        if sentence:
            self.refused.emit(sentence)

    def _corner(self) -> QModelIndex:
        chosen = self.selectedIndexes() or [self.currentIndex()]
        return min(chosen, key=lambda i: (i.row(), i.column()))

    def _starts_refused(self, event: QKeyEvent) -> bool:
        """True, and said, when a letter is typed into a cell that takes none."""
        if not event.text().strip() or not event.text().isprintable():
            return False
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        sentence = self.cells().refusal(self.currentIndex()) if self.currentIndex().isValid() else ""
        if sentence:
            self.refused.emit(sentence)
        return bool(sentence)

    def can_retrace(self, *, back: bool) -> bool:
        """See ``Retraces``."""
        return self.retraces is not None and self.retraces.can_retrace(back=back)

    def retrace(self, back: bool) -> None:
        """See ``Retraces``."""
        if self.retraces is not None:
            self.retraces.retrace(back)

    def _beside(self, index: QModelIndex, step: int) -> QModelIndex | None:
        model = self.model()
        place = index.row() * model.columnCount() + index.column() + step
        while 0 <= place < model.rowCount() * model.columnCount():
            target = model.index(*divmod(place, model.columnCount()))
            if target.flags() & Qt.ItemFlag.ItemIsEditable:
                return target
            place += step
        return None


class CellDelegate(RowDelegate):
    """Opens a cell's line and keeps it open while its text can't be saved."""

    def __init__(self, grid: CellGrid) -> None:
        super().__init__(grid, frame_current=True)
        self._grid = grid

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex) -> QLineEdit:
        editor = QLineEdit(parent)
        editor.setObjectName("cell")
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setAutoFillBackground(True)
        editor.textEdited.connect(lambda _: self._typed(editor))
        editor.setProperty("index", QPersistentModelIndex(index))
        editor.setProperty("name", self._grid.cells().name_of(index))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        # Only once: a refresh must not wipe out what is being typed.
        assert isinstance(editor, QLineEdit)
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.setProperty("saved", editor.text())

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, _index: AnyIndex) -> None:
        assert isinstance(editor, QLineEdit)
        self.settle(editor)

    def settle(self, editor: QLineEdit) -> bool:
        """Saves what was typed into the open cell; False, and said under it, where that can't be."""
        index = editor.property("index")
        if not is_typed(editor) or not index.isValid():
            return True
        if editor.property("saving"):
            return False
        name = editor.property("name")
        editor.setProperty("saving", True)
        sentence = self._grid.cells().put(index, editor.text())
        if isValid(editor):  # else the table was read anew while it was saved
            editor.setProperty("saving", False)
            if sentence:
                self._grid.complain(editor, sentence)
            else:
                editor.setProperty("saved", editor.text())
        elif sentence:
            self._grid.refused.emit(sentence)
        if not sentence:
            self._grid.stored.emit(name)
        return not sentence

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: AnyIndex) -> None:
        editor.setGeometry(option.rect.adjusted(0, 0, 0, -1))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if not isinstance(editor, QLineEdit):
            return super().eventFilter(editor, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(editor, event)
        if event.type() == QEvent.Type.FocusOut and not self.settle(editor):
            return False
        return super().eventFilter(editor, event)

    def _key(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._grid.drop_complaint()
            closed = super().eventFilter(editor, event)
            self._grid.given_up.emit()
            return closed
        steps = (
            (-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1, 0)
            if event.key() in _RETURN
            else _WALK.get(Qt.Key(event.key()))
        )
        if steps is None:
            return False
        if self.settle(editor):
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            self._grid.go(*steps)
        return True

    def _typed(self, editor: QLineEdit) -> None:
        set_fault(editor, None)
        self._grid.drop_complaint()
        self._grid.typed.emit(editor.property("name"), editor.property("saved"), editor.text())


def is_typed(editor: QLineEdit) -> bool:
    """True while an open cell holds another text than what is saved."""
    return bool(editor.text() != editor.property("saved"))


_WALK = {**_STEPS, Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class _Complaint(QLabel):
    """A sentence in a small box under a cell, above it where the view ends."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._view = view
        self.setMargin(scaled(4))
        self.hide()

    def say(self, sentence: str, editor: QWidget) -> None:
        tone = tokens().tone("bad")
        self.setStyleSheet(
            f"background: {tone.background.name()}; color: {tone.ink.name()};"
            f"border: 1px solid {tone.ink.name()}; border-radius: 4px;"
        )
        self.setText(sentence)
        self.adjustSize()
        view = self._view
        spot = editor.geometry().bottomLeft() + QPoint(0, 2)
        if spot.y() + self.height() > view.height():
            spot.setY(editor.geometry().top() - self.height() - 2)
        spot.setX(max(0, min(spot.x(), view.width() - self.width())))
        self.move(spot)
        self.show()
        self.raise_()


def block_of(text: str) -> list[list[str]]:
    """The clipboard's text as rows of cells, as a spreadsheet puts it there (tab between cells)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1]:
        lines.pop()
    return [line.split("\t") for line in lines]


def _edited(index: QModelIndex) -> str:
    return str(index.data(Qt.ItemDataRole.EditRole) or index.data(Qt.ItemDataRole.DisplayRole) or "")
