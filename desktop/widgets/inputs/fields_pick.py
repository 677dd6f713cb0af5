"""Several of what is offered, in an order of one's own: Space picks, Alt+Up and Alt+Down move."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from core.faults import Severity
from core.registers.declare import Value
from desktop.theme import set_fault, set_kind
from desktop.theme.metrics import row_height, scaled
from desktop.widgets.boxes import STRETCH, vbox
from desktop.widgets.inputs.protocol import is_lasting
from desktop.widgets.thai_label import ThaiLabel

LINES = 6  # in sight at once
CODE = int(Qt.ItemDataRole.UserRole)


class FieldsPick(QListWidget):
    """A list of labels with a box each; what is picked stands on top, in its order. Its text is the codes, a comma between."""

    committed = Signal()
    changed = Signal()

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        """``nothing`` is what the list says while there is nothing to pick."""
        super().__init__(parent)
        self._saved = ""
        self._retraced: str | None = None
        set_kind(self, "popup")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setViewportMargins(scaled(5), scaled(2), 0, scaled(2))
        self.nothing = ThaiLabel(nothing, self, kind="muted")
        vbox(self.nothing, STRETCH, parent=self.viewport(), margins=(4, 2, 4, 2))
        self.itemChanged.connect(self._picked)

    def set_choices(self, labels: Mapping[str, str]) -> None:
        """Offers others; what is picked and still there stays."""
        self._fill(labels, self.codes())

    def codes(self) -> list[str]:
        """The codes picked, in their order."""
        items = [self.item(n) for n in range(self.count())]
        return [i.data(CODE) for i in items if i.checkState() is Qt.CheckState.Checked]

    def value_text(self) -> str:
        """The codes picked, a comma between."""
        return ",".join(self.codes())

    def value(self) -> Value | None:
        """The same, None for none."""
        return self.value_text() or None

    def set_value(self, value: Value | None) -> None:
        """Shows what is picked, as if saved; fires nothing."""
        self._fill(self._labels(), [code for code in str(value or "").split(",") if code])
        self._saved, self._retraced = self.value_text(), None

    def put_text(self, text: str) -> None:
        """Picks codes as if by hand."""
        self._fill(self._labels(), [code for code in text.split(",") if code])
        self._say()

    def problem(self) -> str:
        """What is picked can always be read."""
        return ""

    def commit(self) -> None:
        """Nothing waits: a pick is taken over at once."""

    def pending(self) -> bool:
        """False: a pick is taken over at once."""
        return False

    def can_retrace(self, *, back: bool) -> bool:
        """True while others are picked than saved, or were before that was taken back."""
        return self.value_text() != self._saved if back else self._retraced is not None

    def retrace(self, back: bool) -> None:
        """Picks what is saved, or what was picked instead of it."""
        picked = self.value_text()
        self.put_text(self._saved if back else self._retraced or "")
        self._retraced = picked if back else None

    def set_finding(self, severity: Severity | None) -> None:
        """Marks the list, or takes the mark away."""
        set_fault(self, severity)

    def set_locked(self, locked: bool) -> None:
        """Makes the list readable only."""
        self.setEnabled(not locked)

    def sizeHint(self) -> QSize:
        lines = min(LINES, max(3, self.count()))
        return QSize(scaled(160), lines * (row_height(self) - scaled(4)) + scaled(8))

    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(80), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the form moves on to the next field
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if is_lasting(event) and self.currentRow() < 0:
            self.setCurrentRow(0)

    def _move(self, step: int) -> None:
        at, to = self.currentRow(), self.currentRow() + step
        if 0 <= to < self.count():
            blocked = self.blockSignals(True)
            self.insertItem(to, self.takeItem(at))
            self.blockSignals(blocked)
            self.setCurrentRow(to)
            self._say()

    def _labels(self) -> dict[str, str]:
        return {self.item(n).data(CODE): self.item(n).text() for n in range(self.count())}

    def _fill(self, labels: Mapping[str, str], picked: list[str]) -> None:
        here = self.currentItem().data(CODE) if self.currentItem() else None
        blocked = self.blockSignals(True)
        self.clear()
        order = [*picked, *(code for code in labels if code not in picked)]
        for code in order:
            item = QListWidgetItem(labels.get(code, code), self)
            item.setData(CODE, code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if code in picked else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, row_height(self) - scaled(4)))
        self.nothing.setVisible(not order)
        if here in order:
            self.setCurrentRow(order.index(here))
        self.blockSignals(blocked)
        self.updateGeometry()

    def _picked(self, _item: QListWidgetItem) -> None:
        self._say()

    def _say(self) -> None:
        self._retraced = None
        self.changed.emit()
        self.committed.emit()
