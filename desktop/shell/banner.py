"""The banner under the top bar: one sentence that stays, and what can be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QWidget

from desktop.theme import set_kind
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import DeskButton, quiet
from desktop.widgets.thai_label import ThaiLabel


@dataclass(frozen=True)
class Act:
    """Something to do from a banner: the words on its button, what it does, and its key ("" for none)."""

    words: str
    do: Callable[[], object]
    key: str = ""


class Banner(QFrame):
    """Says for instance that the file is open for reading only, and who has it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, "warn")
        self._sentence = ThaiLabel("", self)
        self.acts: tuple[Act, ...] = ()
        self.buttons: tuple[DeskButton, ...] = ()
        self._row = hbox((self._sentence, 1), parent=self, margins=(18, 3, 18, 3), spacing=8)
        self.hide()

    def text(self) -> str:
        """The sentence."""
        return self._sentence.text()

    def say(self, sentence: str, acts: Sequence[Act] = ()) -> None:
        """Shows a sentence and buttons for what can be done; "" hides the banner."""
        for button in self.buttons:
            self._row.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        self.acts = tuple(acts)
        self.buttons = tuple(self._button(act) for act in acts)
        self._sentence.setText(sentence)
        self.setVisible(bool(sentence))

    def _button(self, act: Act) -> DeskButton:
        button = quiet(act.words, act.key.replace("+", " "), self)
        button.press_by_key()
        button.clicked.connect(lambda: act.do())
        self._row.addWidget(button)
        return button
