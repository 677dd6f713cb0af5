"""The wizard's second page: values that none of a field's choices is called, and what each means."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QLabel, QWidget

from core.office import UnknownValue
from core.registers.declare import Choice, Field, Register
from desktop.importing.line_list import QWIDGETSIZE_MAX, LineList
from desktop.theme import set_kind
from desktop.widgets.boxes import vbox
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.inputs.choice_box import ChoiceBox
from desktop.widgets.thai_label import ThaiLabel

MOST = 100  # different values asked about; more are faults of another kind


class ValuesPage(QWidget):
    """One line per unknown value, with the field's own choices beside it."""

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._asked: list[tuple[UnknownValue, ChoiceBox]] = []
        self._lines = LineList(self)
        vbox(
            ThaiLabel("ค่าเหล่านี้ไม่มีในตัวเลือกของทะเบียน โปรดเลือกความหมาย หรือเว้นไว้แล้วไปแก้ทีละแถว", self),
            (self._lines, 1),
            parent=self,
            margins=0,
            spacing=10,
        )

    def show_unknown(self, unknown: Sequence[UnknownValue], known: Mapping[tuple[str, str], str]) -> None:
        """Asks about values; ``known`` are answers given before."""
        self._asked = []
        self._lines.show_lines([self._line(v, known.get((v.field, v.shown))) for v in unknown[:MOST]])
        if self._asked:
            self.setFocusProxy(self._asked[0][1])

    def values(self) -> dict[tuple[str, str], str]:
        """What each value was said to mean."""
        return {(v.field, v.shown): box.value_text() for v, box in self._asked if box.value_text()}

    @property
    def boxes(self) -> list[ChoiceBox]:
        """The choices, in order."""
        return [box for _, box in self._asked]

    def _line(self, value: UnknownValue, meant: str | None) -> tuple[QWidget, ...]:
        field = self._register.field(value.field)
        of, count = QLabel(field.label), QLabel(f"{value.count:,} แถว")
        shown = ElidedLabel(f"“{value.shown}”", kind="")
        shown.setMaximumWidth(QWIDGETSIZE_MAX)
        set_kind(of, "muted")
        set_kind(count, "muted")
        box = ChoiceBox(_choices(field))
        box.setItemText(0, "ยังไม่เลือก")
        box.set_value(meant)
        box.setAccessibleName(f"ความหมายของ {value.shown}")
        self._asked.append((value, box))
        return of, shown, count, box


def _choices(field: Field) -> tuple[Choice, ...]:
    return field.offered or (Choice("1", "ใช่"), Choice("0", "ไม่ใช่"))
