"""One of a few codes by its label, or a text of one's own."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from core.registers.declare import Choice, Value
from core.thai.folding import fold_case
from desktop.widgets.inputs.line import LineInput
from desktop.widgets.inputs.suggestions import Suggestions


class OwnChoiceEdit(LineInput):
    """A line that offers labels: what is typed as one of them is its code, anything else stands as it is typed."""

    def __init__(self, choices: Sequence[Choice], max_length: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.max_length = max_length
        self._labels = {choice.code: choice.label for choice in choices}
        self._codes = {fold_case(words): c.code for c in choices for words in (c.label, c.code)}
        self.suggestions = Suggestions(self)
        self.suggestions.taken.connect(lambda line: self.type_value(self.read(line)))
        self.suggestions.offer([choice.label for choice in choices if not choice.retired])

    def read(self, text: str) -> Value | None:
        return self._codes.get(fold_case(text), text.strip())

    def written(self, value: Value) -> str:
        return self._labels.get(str(value), str(value))

    def value_text(self) -> str:
        return str(self.value() or "")
