"""The values that score 1 to 5, in one line: ``60 65 70 75 80``."""

import json
import re
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from core.registers.declare import Value
from core.thai.numbers import parse_decimal
from desktop.widgets.inputs.line import LineInput
from desktop.widgets.inputs.number_edit import plain

_BETWEEN = re.compile(r"[\s;/]+|,\s+")
HINT = "ระดับ 1 ถึง 5 เช่น 60 65 70 75 80"


class LevelsEdit(LineInput):
    """Numbers with spaces between, kept as a JSON list; what is no such list is shown and kept as it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(HINT)

    def read(self, text: str) -> Value | None:
        typed = text.strip().strip("[]").strip()
        numbers = [parse_decimal(part) for part in _BETWEEN.split(typed)] if typed else []
        return f"[{', '.join(map(plain, numbers))}]" if numbers else None

    def written(self, value: Value) -> str:
        try:
            read = json.loads(str(value), parse_float=Decimal, parse_int=Decimal)
        except ValueError:
            return str(value)
        return " ".join(plain(n) for n in read) if isinstance(read, list) else str(value)

    def value_text(self) -> str:
        return self.text().strip() if self.problem() else str(self.value() or "")
