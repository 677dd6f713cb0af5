"""A formula as a sentence of words and choices: one slot for each parameter, conditions and weights in rows below their words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from core.indicators.sentences import WAY, Part, Slot, unfinished, value_at
from core.office import Formula, Offers, ParameterKind
from core.thai.dates import month_name_short
from core.thai.fiscal import months_of
from desktop.pages.plan_conditions import ConditionsEdit
from desktop.pages.plan_weights import WeightsEdit
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.chip import FilterChip
from desktop.widgets.flow import Flow
from desktop.widgets.inputs import NumberEdit
from desktop.widgets.inputs.slot_box import SlotBox

PER_ROW = 6
_WIDE = (ParameterKind.CONDITIONS, ParameterKind.WEIGHED)


class MonthsPicker(QWidget):
    """The calendar months a formula looks at, as chips in fiscal order."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(scaled(4))
        self.chips: dict[int, FilterChip] = {}
        for n, month in enumerate(months_of(2563)):
            chip = FilterChip(month_name_short(month.month), "info", self)
            chip.toggled.connect(lambda _: self.changed.emit())
            grid.addWidget(chip, n // PER_ROW, n % PER_ROW)
            self.chips[month.month] = chip

    def months(self) -> list[int]:
        """The months chosen, October first."""
        return [month for month, chip in self.chips.items() if chip.is_on()]

    def set_months(self, months: Sequence[int]) -> None:
        """Shows other months; says nothing."""
        blocked = self.blockSignals(True)
        for month, chip in self.chips.items():
            chip.set_on(month in months)
        self.blockSignals(blocked)


Input = SlotBox | NumberEdit | ConditionsEdit | WeightsEdit | MonthsPicker


class SentenceInputs(QWidget):
    """One formula's sentence. It holds the parameters as the plan has them, and changes only what is chosen; ``changed`` comes
    with every change by hand."""

    changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._formula: Formula | None = None
        self._offers: Offers | None = None
        self._given: dict[str, Any] = {}
        self._writable = True
        self._inputs: dict[str, Input] = {}
        self._slots: dict[str, Slot] = {}
        self._lines: list[Flow] = []
        self._read: list[tuple[str, str]] = []
        self._words: list[QLabel] = []
        self._column = vbox(parent=self, margins=0, spacing=8)

    def input(self, name: str) -> Any:
        """The input of a slot by its path: ``register``, ``over.field``."""
        return self._inputs[name]

    def show_formula(
        self, formula: Formula | None, given: Mapping[str, Any], offers: Offers, *, writable: bool
    ) -> None:
        """Shows a formula with the plan's parameters."""
        self._formula, self._offers, self._writable = formula, offers, writable
        self._given = dict(given)
        self._show()

    def values(self) -> dict[str, Any]:
        """The parameters as the plan stores them."""
        return dict(self._given)

    def put_text(self, text: str) -> None:
        """Puts parameters in as the plan stores them, a JSON object."""
        self._given = dict(json.loads(text))
        self._show()
        self.changed.emit()

    def lacking(self) -> str:
        """What the sentence still lacks, "" where it is whole."""
        return unfinished(self._formula.sentence(self._given), self._given) if self._formula else ""

    def tabbed(self) -> list[QWidget]:
        """What takes the keys, in the order of the sentence."""
        found: list[QWidget] = []
        for name in self._slots:
            widget = self._inputs[name]
            if isinstance(widget, ConditionsEdit | WeightsEdit):
                found += widget.tabbed()
            elif isinstance(widget, MonthsPicker):
                found += widget.chips.values()
            else:
                found.append(widget)
        return found

    # -- inside

    def _show(self) -> None:
        """Shows the sentence as the parameters say it; laid out anew only where it reads otherwise."""
        parts = self._formula.sentence(self._given) if self._formula else ()
        slots = {p.name: p for p in parts if isinstance(p, Slot)}
        self._forget(slots)
        self._slots = slots
        read = [(p, "") if isinstance(p, str) else (p.name, self._behind(p)) for p in parts]
        for slot in slots.values():
            self._fill(slot, self._input(slot))
        if read != self._read:
            self._read = read
            self._arrange(parts)

    def _forget(self, slots: Mapping[str, Slot]) -> None:
        """Takes away the inputs of slots that are gone, or take something else now."""
        for name, slot in self._slots.items():
            if name not in slots or not _alike(slot, slots[name]):
                gone = self._inputs.pop(name)
                gone.hide()
                gone.deleteLater()
                self._read = []

    def _behind(self, slot: Slot) -> str:
        return self._offers.behind(slot, self._given) if self._offers else ""

    def _arrange(self, parts: Sequence[Part]) -> None:
        """Puts words and inputs into lines; what has the cursor keeps it."""
        here = QApplication.focusWidget()
        for label in self._words:
            label.hide()
            label.deleteLater()
        self._words = []
        pieces: list[list[QWidget]] = [[]]
        while self._column.takeAt(0) is not None:
            pass
        for part in parts:
            if isinstance(part, str):
                pieces[-1] += [self._label(words) for words in part.split(" ")]
            elif part.takes.kind in _WIDE:
                self._add_line(pieces)
                self._column.addWidget(self._input(part))
                self._input(part).show()
            else:
                behind = self._behind(part)
                pieces[-1] += [self._input(part), *([self._label(behind)] if behind else [])]
        self._add_line(pieces)
        for flow in self._lines[len(pieces) - 1 :]:
            flow.hide()
        if here is not None and here in self._inputs.values():
            here.setFocus(Qt.FocusReason.NoFocusReason)
        self.order_tabs()

    def _add_line(self, pieces: list[list[QWidget]]) -> None:
        """The last of the pieces as a line, and room for another."""
        number = len(pieces) - 1
        if number == len(self._lines):
            self._lines.append(Flow(self))
        flow = self._lines[number]
        flow.put(*pieces[-1])
        flow.setVisible(bool(pieces[-1]))
        self._column.addWidget(flow)
        pieces.append([])

    def order_tabs(self) -> None:
        """Tab goes along the sentence."""
        for one, other in pairwise(self.tabbed()):
            QWidget.setTabOrder(one, other)

    def _label(self, words: str) -> QLabel:
        self._words.append(QLabel(words, self))
        return self._words[-1]

    def _input(self, slot: Slot) -> Input:
        if slot.name not in self._inputs:
            made = self._made(slot)
            made.setObjectName(slot.name)
            made.changed.connect(lambda: self._take(slot.name))
            self._inputs[slot.name] = made
        return self._inputs[slot.name]

    def _made(self, slot: Slot) -> Input:
        takes = slot.takes
        if takes.kind is ParameterKind.CONDITIONS:
            return ConditionsEdit(self._context, takes.label, takes.worded, takes.unless, self)
        if takes.kind is ParameterKind.WEIGHED:
            return WeightsEdit(self)
        if takes.kind is ParameterKind.MONTHS:
            return MonthsPicker(self)
        if takes.kind is ParameterKind.NUMBER:
            field = NumberEdit(self)
            field.setFixedWidth(scaled(170 if takes.unless else 80))
            field.setPlaceholderText(takes.unless)
            field.setAccessibleName(takes.label)
            return field
        return SlotBox(takes.label, self)

    def _fill(self, slot: Slot, widget: Input) -> None:
        """Shows what a slot holds; what is being typed there stays."""
        offers, value = self._offers, value_at(slot, self._given)
        assert offers is not None
        if isinstance(widget, ConditionsEdit):
            widget.show_conditions(offers.register(slot, self._given), value, writable=self._writable)
            return
        if isinstance(widget, WeightsEdit):
            widget.show_pairs(value, offers.choices(slot, self._given), writable=self._writable)
            return
        if isinstance(widget, MonthsPicker):
            widget.set_months(value or ())
        elif isinstance(widget, SlotBox):
            none = offers.unless(slot, self._given) or f"เลือก{slot.takes.label}…"
            widget.offer(offers.choices(slot, self._given), none, "" if value is None else str(value))
        elif isinstance(widget, NumberEdit) and widget.value_text() != str("" if value is None else value):
            _show_number(widget, value)
        widget.setEnabled(self._writable)

    def _take(self, name: str) -> None:
        """Something was chosen by hand."""
        slot = self._slots.get(name)
        if slot is None or self._formula is None:
            return
        given = self._formula.chosen(slot, self._given, _taken(slot, self._inputs[name]))
        self.order_tabs()  # rows may have come or gone though they say the same
        if given == self._given:
            return
        self._given = given
        self._show()
        self.changed.emit()


def _alike(slot: Slot, other: Slot) -> bool:
    return slot.takes.kind is other.takes.kind and slot.takes.label == other.takes.label


def _show_number(field: NumberEdit, value: Any) -> None:
    try:
        field.set_value(None if value is None else Decimal(str(value)))
    except InvalidOperation:
        field.put_text(str(value))  # as the plan has it, to be seen and put right


def _taken(slot: Slot, widget: Input) -> Any:
    """What stands in an input, as the plan writes it."""
    if isinstance(widget, ConditionsEdit | WeightsEdit):
        return widget.value()
    if isinstance(widget, MonthsPicker):
        return widget.months()
    text = widget.value_text()
    counts = (
        slot.takes.kind in (ParameterKind.NUMBER, ParameterKind.CODE, ParameterKind.PROJECT)
        and slot.path[-1] != WAY
    )
    return int(text) if counts and text.isascii() and text.isdigit() else text or None
