"""The cells of a printed row as text: one after the other, a line of dashes between two."""

import json

from core.registers.declare import Value
from desktop.widgets.inputs.long_text import LongTextEdit

BETWEEN = "-----"


class CellsEdit(LongTextEdit):
    """A list of texts, kept as a JSON list; what is no such list is shown and kept as it is."""

    def value_text(self) -> str:
        """The cells as a JSON list; empty for none."""
        text = self.toPlainText()
        if not text.strip():
            return ""
        return json.dumps(_cells(text), ensure_ascii=False)

    def set_value(self, value: Value | None) -> None:
        """Shows a row's cells, as if saved; fires nothing."""
        super().set_value(_shown(str(value or "")))
        self._committed = self.value_text()

    def put_text(self, text: str) -> None:
        """Puts a row's cells in as if they had been typed."""
        super().put_text(_shown(text))


def _cells(text: str) -> list[str]:
    """The texts between the lines of dashes, line breaks within a cell kept."""
    cells: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip() == BETWEEN:
            cells.append([])
        else:
            cells[-1].append(line)
    return ["\n".join(lines) for lines in cells]


def _shown(typed: str) -> str:
    try:
        read = json.loads(typed) if typed else []
    except ValueError:
        return typed
    return f"\n{BETWEEN}\n".join(str(cell) for cell in read) if isinstance(read, list) else typed
