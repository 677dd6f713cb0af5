"""The fields of a form: labels above inputs, findings under the row they are about, Enter to the next field."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.faults import Finding
from core.registers.declare import Field, Register, Value
from core.registers.fields import WITHHELD, Covered
from desktop.forms.field_label import FieldLabel
from desktop.forms.layouts import FormLayout, is_half
from desktop.forms.named_inputs import NamedInputs
from desktop.theme.metrics import scaled
from desktop.widgets.finding_line import FindingLine, worst_severity
from desktop.widgets.inputs.protocol import FieldInput, widget_of
from desktop.widgets.thai_label import ThaiLabel

MARGIN, GAP = 14, 10


class FieldArea(NamedInputs, QScrollArea):
    """All inputs of a register, laid out; knows nothing of saving."""

    changed = Signal(str)  # a field's name: its content is being changed by hand
    committed = Signal(str)  # a field's name: the person is done with it
    left_last = Signal()  # Enter in the last field

    def __init__(
        self,
        register: Register,
        layout: FormLayout,
        inputs: Mapping[str, FieldInput],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._inputs = {name: inputs[name] for row in layout.rows for name in row}
        self._lines: dict[str, FindingLine] = {}
        self._captions: dict[str, FieldLabel] = {}
        self._rows: dict[str, QGridLayout] = {}
        self._labels = layout.labels
        self._focused = ""
        self._findings: tuple[Finding, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._built(layout))
        self._connect()

    def set_values(self, values: Mapping[str, Value | None]) -> None:
        """Shows values, as if saved; findings go away."""
        self._covered = frozenset(n for n, value in values.items() if isinstance(value, Covered))
        for name, field in self._inputs.items():
            field.set_value(None if name in self._covered else values.get(name))
            self._say_covered(name)
            if not self._register.field(name).typed:
                self._show_field(name, shown=values.get(name) is not None)
        self.show_findings(())

    def _show_field(self, name: str, *, shown: bool) -> None:
        for widget in (self._captions[name], widget_of(self._inputs[name])):
            widget.setVisible(shown)

    def _say_covered(self, name: str) -> None:
        """What stands in an empty field: that it isn't told, else its help."""
        declared, widget = self._register.field(name), widget_of(self._inputs[name])
        if declared.personal and isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.setPlaceholderText(WITHHELD if name in self._covered else declared.help)

    def set_locked(self, names: Iterable[str], everything: bool = False) -> None:
        """Locks the named fields, or all of them; unlocks the rest."""
        locked = frozenset(names) | self._covered
        for name, field in self._inputs.items():
            field.set_locked(everything or name in locked)
            stop = Qt.FocusPolicy.ClickFocus if name in locked else Qt.FocusPolicy.StrongFocus
            widget_of(field).setFocusPolicy(stop)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Each finding under its field, the field marked."""
        if tuple(findings) == self._findings:
            return
        self._findings = tuple(findings)
        for name, line in self._lines.items():
            own = [f for f in findings if f.field == name]
            line.set_findings(own)
            self._inputs[name].set_finding(worst_severity(own))
        # Only once the layout has made room for the sentences is it known where the field stands.
        QTimer.singleShot(0, self, self._keep_focus_in_sight)

    def finding_text(self, name: str) -> str:
        """What stands under a field, "" for nothing."""
        line = self._lines[name]
        return "" if line.isHidden() else line.text()

    def insert_after(self, name: str, widget: QWidget) -> None:
        """Puts a widget that explains under the row of a field."""
        place = next(n for n in range(self._column.count()) if self._column.itemAt(n) is self._rows[name])
        self._column.insertSpacing(place + 1, scaled(5))
        self._column.insertWidget(place + 2, widget)
        self._column.insertSpacing(place + 3, scaled(4))

    def focus(self, name: str) -> None:
        """Goes to a field."""
        widget = widget_of(self._inputs[name])
        self.ensureWidgetVisible(widget, 0, scaled(40))
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(widget, QLineEdit):  # another record's value in the field that has the keys already
            widget.selectAll()

    def focused(self) -> str:
        """The field the cursor is in, or was in last; "" where it has been in none."""
        return self._focused

    def focus_first(self) -> None:
        """Goes to the first field that can be filled in."""
        name = next((n for n in self._inputs if self._open(n)), None)
        if name:
            self.focus(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._move(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            event.ignore()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._focused = next(n for n, field in self._inputs.items() if widget_of(field) is watched)
            self.ensureWidgetVisible(watched, 0, scaled(40))
        return super().eventFilter(watched, event)

    def _keep_focus_in_sight(self) -> None:
        here = next((n for n in self._inputs if self._has_focus(n)), None)
        if here:
            self.ensureWidgetVisible(widget_of(self._inputs[here]), 0, scaled(40))

    def _move(self, step: int) -> None:
        names = [n for n in self._inputs if self._open(n) or self._has_focus(n)]
        here = next((n for n, name in enumerate(names) if self._has_focus(name)), -1)
        target = here + step
        if target >= len(names):
            self.left_last.emit()
        elif target >= 0:
            self.focus(names[target])

    def _open(self, name: str) -> bool:
        widget = widget_of(self._inputs[name])
        return widget.isEnabled() and widget.focusPolicy() == Qt.FocusPolicy.StrongFocus

    def _has_focus(self, name: str) -> bool:
        return widget_of(self._inputs[name]).hasFocus()

    def _built(self, layout: FormLayout) -> QWidget:
        content = QWidget(self)
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setSpacing(0)
        self._column = column
        self._fit_margins()
        self.verticalScrollBar().rangeChanged.connect(self._fit_margins)
        for row in layout.rows:
            if row[0] in layout.headings:
                column.addSpacing(scaled(GAP) if self._rows else 0)
                column.addWidget(ThaiLabel(layout.headings[row[0]], content, kind="strong"))
            grid = self._row(row, content)
            column.addLayout(grid)
            self._rows.update(dict.fromkeys(row, grid))
        column.addStretch(1)
        return content

    def _fit_margins(self) -> None:
        # The scroll bar takes its room out of the margin, so that fields keep their right edge.
        bar = self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self._column.setContentsMargins(scaled(MARGIN), scaled(3), max(2, scaled(MARGIN) - taken), scaled(8))

    def _row(self, names: tuple[str, ...], parent: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(GAP))
        grid.setVerticalSpacing(0)
        columns = 2 if len(names) == 2 or self._is_short(names[0]) else 1
        labels = [self._label(name, parent) for name in names]
        for column, name in enumerate(names):
            labels[column].stand_beside(labels)
            self._captions[name] = labels[column]
            widget = widget_of(self._inputs[name])
            widget.setParent(parent)
            grid.addWidget(labels[column], 0, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(widget, 1, column)
            grid.setColumnStretch(column, 1)
            line = FindingLine(parent)
            grid.addWidget(line, 2 + column, 0, 1, columns)
            self._lines[name] = line
        if columns == 2:
            grid.setColumnStretch(1, 1)
        return grid

    def _is_short(self, name: str) -> bool:
        return is_half(self._register.field(name))

    def _label(self, name: str, parent: QWidget) -> FieldLabel:
        field: Field = self._register.field(name)
        text = self._labels.get(name, field.label)
        needed = field.required and field.typed
        label = FieldLabel(f"{text} *" if needed else text, parent)
        label.setToolTip(f"{field.help} (จำเป็น)" if needed else field.help)
        label.setBuddy(widget_of(self._inputs[name]))
        return label

    def _connect(self) -> None:
        before: QWidget | None = None
        for name, field in self._inputs.items():
            field.changed.connect(lambda *_, n=name: self.changed.emit(n))
            field.committed.connect(lambda n=name: self.committed.emit(n))
            widget = widget_of(field)
            widget.installEventFilter(self)
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget
