"""Asks before something large is deleted: its name must be typed, and nothing is done by one key or one click."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from core.thai.folding import fold_case
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.thai_label import ThaiLabel

WIDTH = 460


class AskByName(QDialog):
    """``confirmed`` comes once the name was typed and the action chosen; Esc and closing leave everything as it is."""

    confirmed = Signal()

    def __init__(self, title: str, sentence: str, name: str, action: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._name = name
        asked = QLabel(f"พิมพ์ {name} เพื่อยืนยัน", self)
        set_kind(asked, "strong")
        self.typed = QLineEdit(self)
        self.typed.setAccessibleName(f"พิมพ์ {name} เพื่อยืนยัน")
        self.keep = primary("เก็บไว้", "Esc", self)
        self.act = quiet(action, parent=self)
        self.act.setEnabled(False)
        self.typed.textChanged.connect(lambda _: self.act.setEnabled(self._matches()))
        self.typed.returnPressed.connect(self._confirm)
        self.act.clicked.connect(self._confirm)
        self.keep.clicked.connect(self.reject)
        column = vbox(parent=self, margins=18, spacing=10)
        about = ThaiLabel(sentence, self)
        about.setMinimumWidth(scaled(WIDTH))
        for widget in (about, asked, self.typed):
            column.addWidget(widget)
        row = hbox(STRETCH, self.act, self.keep)
        column.addLayout(row)
        self.typed.setFocus()

    def _matches(self) -> bool:
        return fold_case(self.typed.text()) == fold_case(self._name)

    def _confirm(self) -> None:
        if self._matches():
            self.confirmed.emit()
            self.accept()  # only now: it is deleted on closing, and the action is waited for
