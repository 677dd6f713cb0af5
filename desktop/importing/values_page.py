"""The wizard's second page: values that none of a field's choices is called, and what each means."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.office import UnknownValue
from core.registers.declare import Choice, Field, Register
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.inputs.choice_box import ChoiceBox
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

MOST = 100  # different values asked about; more are faults of another kind


class ValuesPage(QWidget):
    """One line per unknown value, with the field's own choices beside it."""

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._asked: list[tuple[UnknownValue, ChoiceBox]] = []
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        panel = Panel(self)
        panel.body.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(scaled(10))
        column.addWidget(
            ThaiLabel("ค่าเหล่านี้ไม่มีในตัวเลือกของทะเบียน โปรดเลือกความหมาย หรือเว้นไว้แล้วไปแก้ทีละแถว", self)
        )
        column.addWidget(panel, 1)

    def show_unknown(self, unknown: Sequence[UnknownValue], known: Mapping[tuple[str, str], str]) -> None:
        """Asks about values; ``known`` are answers given before."""
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(scaled(12), scaled(8), scaled(12), scaled(8))
        grid.setHorizontalSpacing(scaled(14))
        grid.setVerticalSpacing(scaled(5))
        grid.setColumnStretch(1, 1)
        self._asked = []
        for place, value in enumerate(unknown[:MOST]):
            self._add(grid, place, value, known.get((value.field, value.shown)))
        grid.setRowStretch(len(self._asked), 1)
        self._area.setWidget(table)
        if self._asked:
            self.setFocusProxy(self._asked[0][1])

    def values(self) -> dict[tuple[str, str], str]:
        """What each value was said to mean."""
        return {(v.field, v.shown): box.value_text() for v, box in self._asked if box.value_text()}

    @property
    def boxes(self) -> list[ChoiceBox]:
        """The choices, in order."""
        return [box for _, box in self._asked]

    def _add(self, grid: QGridLayout, place: int, value: UnknownValue, meant: str | None) -> None:
        field = self._register.field(value.field)
        of, shown, count = QLabel(field.label), QLabel(f"“{value.shown}”"), QLabel(f"{value.count:,} แถว")
        set_kind(of, "muted")
        set_kind(count, "muted")
        box = ChoiceBox(_choices(field))
        box.setItemText(0, "ยังไม่เลือก")
        box.set_value(meant)
        box.setMinimumWidth(scaled(200))
        box.setAccessibleName(f"ความหมายของ {value.shown}")
        self._asked.append((value, box))
        for column, widget in enumerate((of, shown, count, box)):
            grid.addWidget(widget, place, column)


def _choices(field: Field) -> tuple[Choice, ...]:
    return field.choices or (Choice("1", "ใช่"), Choice("0", "ไม่ใช่"))
