"""The key of a record of another register, found by typing part of its key or of its name."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from core.registers.declare import Value
from core.thai.folding import fold_case
from desktop.widgets.inputs.line import LineInput
from desktop.widgets.inputs.suggestions import Suggestions


class ReferenceEdit(LineInput):
    """A key with its name: ``50050000`` is shown as ``50050000 สำนักงานเขตบางเขน`` once the field is left.

    Takes a key or a whole name; anything else is kept as typed for the register's rule to speak of.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self.suggestions = Suggestions(self)
        self.suggestions.taken.connect(lambda line: self.type_value(self.read(line)))

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """The records there are, as (key, name) in the order they are offered."""
        self._names = dict(options)
        self._keys = {fold_case(_line(key, name)): key for key, name in options}
        # A name that several records share names none of them.
        names = Counter(fold_case(name) for _, name in options)
        self._keys |= {folded: key for key, name in options if names[folded := fold_case(name)] == 1 and name}
        self._keys |= {fold_case(key): key for key, _ in options}
        self.suggestions.offer([_line(key, name) for key, name in options])
        self._display()

    def read(self, text: str) -> Value | None:
        return self._keys.get(fold_case(text), text.strip())

    def shown(self, value: Value) -> str:
        key = str(value)
        return _line(key, self._names.get(key, ""))


def _line(key: str, name: str) -> str:
    return f"{key} {name}".strip() if name != key else key
