"""The strip at the head of a register's page: the indicator it feeds, at a glance, moving with each save."""

from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from core.indicators.result import Result
from core.plan.model import Indicator
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.buttons import link
from desktop.widgets.chip import ChipLabel
from desktop.widgets.contested import ContestedLine
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.figures import contested_words, figure, period_words, span_text, state_chip, target_text
from desktop.widgets.span_bar import SpanBar
from desktop.widgets.thai_label import ThaiLabel


class ShownIndicator(Protocol):
    """What the strip shows: an indicator of the plan with its result (core.office.IndicatorRow)."""

    @property
    def indicator(self) -> Indicator:
        """What is promised."""
        ...

    @property
    def result(self) -> Result:
        """How it stands."""
        ...


class IndicatorStrip(QFrame):
    """One indicator in one line, below it what must be known of its figure; ``workings_requested`` and
    ``conflicts_requested`` carry its code."""

    workings_requested = Signal(str)
    conflicts_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "panel")
        self._code = ""
        self._name, self._title = _label("strong"), ElidedLabel()
        self._value, self._target = _label("figure"), _label("muted")
        self._bar, self._span, self._chip = SpanBar(self), _label("muted"), ChipLabel(parent=self)
        self._link = link("ที่มาของตัวเลข", self)
        self._remark = ThaiLabel("", self, kind="warning")
        self.contested = ContestedLine(self)
        self.contested.settle.clicked.connect(lambda: self.conflicts_requested.emit(self._code))
        self._link.clicked.connect(lambda: self.workings_requested.emit(self._code))
        self._lay_out()

    def _lay_out(self) -> None:
        column = vbox(parent=self, margins=(14, 3, 10, 3), spacing=2)
        row = QHBoxLayout()
        column.addLayout(row)
        column.addWidget(self._remark)
        column.addWidget(self.contested)
        row.setSpacing(scaled(6))
        row.addWidget(self._name)
        row.addWidget(self._title, 20)
        for widget in (self._value, self._target, self._bar, self._span, self._chip):
            row.addSpacing(scaled(12))
            # Where room is short the bar gives way: what is written must not.
            if widget is self._bar:
                row.addWidget(widget, 20)
            else:
                row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._link)
        self._bar.setMinimumWidth(scaled(16))
        self._bar.setMaximumWidth(scaled(150))

    def set_row(self, row: ShownIndicator) -> None:
        """Shows an indicator as it stands."""
        indicator, result = row.indicator, row.result
        self._code = indicator.code
        self._name.setText(f"ตัวชี้วัด {indicator.code}")
        self._title.setText(indicator.called)
        self._value.setText(figure(result.value, indicator.unit))
        set_kind(self._value, "disputed" if result.contested else "figure")
        self._target.setText(f"เป้า {target_text(result)}{period_words(result)}")
        self._bar.set_result(result, indicator.unit)
        self._span.setText(span_text(result, indicator.unit))
        self._span.setVisible(bool(self._span.text()))
        tone, words = state_chip(result)
        self._chip.set(words, tone)
        self._remark.setText(result.fault)
        self._remark.setVisible(bool(result.fault))
        sentence = result.contested.sentence if result.contested else ""
        self.contested.say(contested_words(result, indicator.unit), sentence)
        self._bar.setVisible(not result.fault)
        self.setAccessibleName(f"{self._name.text()} {indicator.title}")
        self.setAccessibleDescription(self.summary())

    def hide_link(self) -> None:
        """Without the way to the workings (on the workings themselves)."""
        self._link.hide()

    def code(self) -> str:
        """The code of the indicator shown."""
        return self._code

    def value_text(self) -> str:
        """The figure as shown."""
        return self._value.text()

    def summary(self) -> str:
        """The strip in words, as a screen reader says it."""
        labels = (self._value, self._target, self._span, self._chip, self._remark, self.contested.words)
        return " · ".join(label.text() for label in labels if label.text())


def _label(kind: str) -> QLabel:
    label = QLabel()
    set_kind(label, kind)
    return label
