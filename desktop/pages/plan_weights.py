"""Other indicators with their weights, a row each: what a weighted mean is made of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from core.registers.declare import Choice
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.buttons import link
from desktop.widgets.flow import Flow
from desktop.widgets.inputs import NumberEdit
from desktop.widgets.inputs.number_edit import plain
from desktop.widgets.inputs.slot_box import SlotBox

WHOLE = Decimal(100)
Pair = tuple[Any, Any]


class WeightsEdit(QWidget):
    """Rows of an indicator and its weight, with their sum; ``changed`` comes with every change by hand."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: Sequence[Choice] = ()
        self._writable = True
        self.lines: list[_Line] = []
        self.add, self._sum = link("เพิ่มตัวชี้วัด", self), QLabel(self)
        self.add.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.add.clicked.connect(self.begin)
        set_kind(self._sum, "muted")
        self._rows, foot = vbox(margins=(18, 0, 0, 0), spacing=4), Flow(self)
        foot.put(self.add, self._sum)
        vbox(self._rows, foot, parent=self, margins=0, spacing=4)

    def show_pairs(self, pairs: Sequence[Pair], choices: Sequence[Choice], *, writable: bool) -> None:
        """Shows indicators by their codes, each with its weight."""
        self._choices, self._writable = choices, writable
        self.add.setVisible(writable)
        if tuple(pairs) != self.value():
            self._fill(pairs)

    def value(self) -> tuple[Pair, ...]:
        """The codes and weights as the plan writes them."""
        return tuple(line.pair() for line in self.lines)

    def begin(self) -> None:
        """Adds a row that takes what lacks of a hundred, and goes to it."""
        rest = WHOLE - self._whole()
        self._made((None, plain(rest) if rest > 0 else 1))
        self._tell()
        self.lines[-1].focus()
        self.changed.emit()

    def tabbed(self) -> list[QWidget]:
        """What takes the keys, in order."""
        return [*(w for line in self.lines for w in (line.code, line.weight, line.drop)), self.add]

    def _fill(self, pairs: Sequence[Pair]) -> None:
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = []
        for pair in pairs:
            self._made(pair)
        self._tell()

    def _made(self, pair: Pair) -> None:
        line = _Line(pair, self._choices, writable=self._writable, parent=self)
        line.changed.connect(self._another)
        line.drop.clicked.connect(lambda: self._drop(line))
        self.lines.append(line)
        self._rows.addWidget(line)
        line.show()

    def _drop(self, line: _Line) -> None:
        at = self.lines.index(line)
        self._fill([one.pair() for one in self.lines if one is not line])
        stays = self.lines[min(at, len(self.lines) - 1)] if self.lines else None
        (stays.focus if stays else self.add.setFocus)()
        self.changed.emit()

    def _another(self) -> None:
        self._tell()
        self.changed.emit()

    def _whole(self) -> Decimal:
        return sum((_number(weight) for _, weight in self.value()), Decimal(0))

    def _tell(self) -> None:
        self._sum.setText(f"น้ำหนักรวม {plain(self._whole())}" if self.lines else "")
        self.updateGeometry()


class _Line(Flow):
    changed = Signal()

    def __init__(self, pair: Pair, choices: Sequence[Choice], *, writable: bool, parent: QWidget) -> None:
        super().__init__(parent)
        code, weight = pair
        self.code, self.weight, self.drop = SlotBox("ตัวชี้วัด", self), NumberEdit(self), link("ลบ", self)
        self.code.offer(choices, "เลือกตัวชี้วัด…", str(code or ""))
        self.weight.setFixedWidth(scaled(80))
        self.weight.setAccessibleName("น้ำหนัก")
        self.drop.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.drop.setAccessibleName("ลบตัวชี้วัด")
        if weight not in (None, ""):
            self.weight.put_text(str(weight))
        for widget in (self.code, self.weight):
            widget.setEnabled(writable)
        self.put(self.code, QLabel("น้ำหนัก", self), self.weight, *([self.drop] if writable else []))
        self.drop.setVisible(writable)
        self.code.changed.connect(self.changed)
        self.weight.changed.connect(self.changed)

    def pair(self) -> Pair:
        """Code and weight as the plan writes them."""
        text = self.weight.value_text()
        return self.code.value_text(), int(text) if text.isascii() and text.isdigit() else text

    def focus(self) -> None:
        """Goes to the indicator."""
        self.code.setFocus(Qt.FocusReason.TabFocusReason)


def _number(written: Any) -> Decimal:
    try:
        return Decimal(str(written))
    except InvalidOperation:
        return Decimal(0)
