"""A dialog that asks for a few words and has the office do something that takes a moment: meanwhile it says so, and can't be
answered twice. What is refused is said in it, and what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QWidget

from core.faults import Refusal
from desktop.shell.trouble import sentence_of
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.strip import Strip
from desktop.widgets.thai_label import ThaiLabel

T = TypeVar("T")
SECRET_LENGTH = 200


def line(name: str, *, secret: bool = False, text: str = "", longest: int = SECRET_LENGTH) -> QLineEdit:
    """A line to be typed in; of a ``secret`` one nothing is seen."""
    made = QLineEdit(text)
    made.setAccessibleName(name)
    made.setMaxLength(longest)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    return made


class Asks(Protocol):
    """Who has work done off the window's thread: an open file's context, or ``Questions`` where none is open."""

    def ask(
        self,
        asker: QObject,
        func: Callable[[], T],
        on_done: Callable[[T], None],
        *,
        on_failed: Callable[[Exception], None],
    ) -> object:
        """See ``AppContext.ask``."""
        ...


class WaitingDialog(QDialog):
    """Rows to be filled (``add``), a fault, and two buttons; Enter goes on from line to line, and on the last one does it."""

    def __init__(self, asks: Asks, title: str, words: str, parent: QWidget, *, leave: str = "ยกเลิก") -> None:
        super().__init__(parent)
        self._asks = asks
        self.setWindowTitle(title)
        self.setMinimumWidth(scaled(470))
        self.fault = Strip("bad", None, self)
        self.waiting = ThaiLabel("", self, kind="muted")
        self.do, self.leave = primary(words, "Enter", self), quiet(leave, "Esc", self)
        self.do.clicked.connect(self.go)
        self.leave.clicked.connect(self.reject)
        self.rows = QFormLayout()
        self.rows.setVerticalSpacing(scaled(10))
        self.rows.setHorizontalSpacing(scaled(14))
        self._lines: list[QLineEdit] = []

    def add(self, caption: str, widget: QWidget) -> None:
        """A row."""
        self.rows.addRow(caption, widget)
        if isinstance(widget, QLineEdit):
            self._lines.append(widget)
            widget.returnPressed.connect(self._enter)

    def lay_out(self, about: str = "", *others: QWidget) -> None:
        """Puts the rows under what they are about, and ``others`` before the two buttons."""
        self.waiting.hide()
        actions = hbox(*others, STRETCH, self.leave, self.do)
        head = [ThaiLabel(about, self, kind="muted")] if about else []
        vbox(*head, self.rows, self.fault, self.waiting, actions, parent=self, margins=18, spacing=12)
        in_order = (*self._fields(), *others, self.leave, self.do)
        for before, behind in pairwise(in_order):
            QWidget.setTabOrder(before, behind)
        in_order[0].setFocus()

    def _fields(self) -> list[QWidget]:
        items = (self.rows.itemAt(row, QFormLayout.ItemRole.FieldRole) for row in range(self.rows.rowCount()))
        return [field for item in items if item is not None and (field := item.widget()) is not None]

    def _enter(self) -> None:
        typed = self.sender()
        at = self._lines.index(typed) if isinstance(typed, QLineEdit) and typed in self._lines else -1
        if 0 <= at < len(self._lines) - 1:
            self._lines[at + 1].setFocus()
        else:
            self.do.click()

    def go(self) -> None:
        """Does what the dialog is for; by subclasses."""
        raise NotImplementedError

    def wait(self, words: str, func: Callable[[], T], done: Callable[[T], None]) -> None:
        """Has the office do it off the window's thread, saying ``words`` meanwhile, then ``done`` with what came of it."""
        self.fault.say("")
        self._hold(words)

        def go_on(found: T) -> None:
            self._hold("")
            done(found)

        self._asks.ask(self, func, go_on, on_failed=self._failed)

    def _hold(self, words: str) -> None:
        for field in self._fields():
            field.setEnabled(not words)
        self.do.setEnabled(not words)
        self.waiting.setText(words)
        self.waiting.setVisible(bool(words))

    def _failed(self, fault: Exception) -> None:
        self._hold("")
        self.refused(fault if isinstance(fault, Refusal) else Refusal(sentence_of(fault)[0]))

    def refused(self, refusal: Refusal) -> None:
        """Says why it couldn't be done; the keys go to the last line."""
        self.say(str(refusal))
        if self._lines:
            self._lines[-1].setFocus()
            self._lines[-1].selectAll()

    def say(self, sentence: str) -> None:
        """Says what is wrong."""
        self.fault.say(sentence)
