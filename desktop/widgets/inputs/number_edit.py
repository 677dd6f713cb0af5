"""Numbers as they are typed: right-aligned, Thai digits read, thousands grouped once the field is left."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from core.registers.declare import Value
from core.thai.numbers import format_decimal, parse_decimal
from core.thai.quote import quoted
from desktop.widgets.inputs.line import LineInput


class _Number(LineInput):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class MoneyEdit(_Number):
    """An amount in baht: ``12480.00`` while edited, ``12,480.00`` when left. More than two decimals are kept as
    typed: saying so is the register's rule, cutting them off would be a silent repair."""

    def read(self, text: str) -> Value | None:
        return parse_decimal(text)

    def written(self, value: Value) -> str:
        return format_decimal(Decimal(str(value)), _places(value))

    def shown(self, value: Value) -> str:
        return format_decimal(Decimal(str(value)), _places(value), grouping=True)


class NumberEdit(_Number):
    """A number with two decimals at most; ``82.5`` is shown as 82.5, ``80.00`` as 80."""

    def read(self, text: str) -> Value | None:
        return parse_decimal(text)

    def written(self, value: Value) -> str:
        return plain(Decimal(str(value)))


class WholeEdit(_Number):
    """A whole number."""

    def read(self, text: str) -> Value | None:
        number = parse_decimal(text)
        if number != int(number):
            raise ValueError(f"{quoted(text)} ไม่ใช่จำนวนเต็ม ให้พิมพ์ตัวเลขที่ไม่มีทศนิยม")
        return int(number)


def plain(value: Decimal) -> str:
    """A number without trailing zeros or exponent: ``82.50`` -> ``82.5``, ``100`` -> ``100``."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _places(value: Value) -> int:
    exponent = Decimal(str(value)).as_tuple().exponent
    return max(2, -exponent if isinstance(exponent, int) else 2)
