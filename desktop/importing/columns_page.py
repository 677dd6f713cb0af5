"""The wizard's first page: which sheet, which of its rows, which column holds which field."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from core.office import SheetView, rows_said
from core.registers.declare import Choice, Register
from core.thai.quote import quoted
from desktop.importing.line_list import QWIDGETSIZE_MAX, LineList
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import vbox
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.inputs.choice_box import ChoiceBox
from desktop.widgets.thai_label import ThaiLabel

SAMPLES = 3  # cells shown of each column
WIDEST_HEADING, WIDEST_SHEET = 220, 280  # px at text size 100 %


class ColumnsPage(QWidget):
    """Each column of the sheet with some of its cells, and a choice of the register's fields beside it."""

    sheet_chosen = Signal(int)
    heading_toggled = Signal(bool)  # the first row is the heading
    changed = Signal()

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self.sheet = ChoiceBox((), self)
        self.headed = QCheckBox("แผ่นงานนี้มีหัวคอลัมน์", self)
        self.update_known = QCheckBox("ปรับปรุงรายการที่มีเลขหรือรหัสนี้อยู่แล้ว", self)
        self.take_hidden = QCheckBox(self)
        self.others = ThaiLabel("", self, kind="warning")
        self.lacking = ThaiLabel("", self, kind="warning")
        self.fields: list[ChoiceBox] = []
        self._sheet_label = QLabel("แผ่นงาน", self)
        self._sheet_label.setBuddy(self.sheet)
        self._lines = LineList(self)
        self._lay_out()
        self.sheet.changed.connect(self._sheet_changed)
        self.headed.toggled.connect(self.heading_toggled)
        self.changed.connect(self._tell_lacking)
        self.update_known.toggled.connect(self._tell_lacking)

    def offer_sheets(self, names: Sequence[str], current: int) -> None:
        """Offers the file's sheets, where there are several."""
        blocked = self.sheet.blockSignals(True)
        self.sheet.set_choices([Choice(str(n), name) for n, name in enumerate(names)])
        self.sheet.removeItem(0)
        self.sheet.set_value(str(current))
        self.sheet.blockSignals(blocked)
        for widget in (self.sheet, self._sheet_label):
            widget.setVisible(len(names) > 1)

    def show_view(self, view: SheetView, columns: Sequence[str | None]) -> None:
        """Shows a sheet's columns and the field each is matched with, and tells of what is left out."""
        self._tell_left_out(view)
        blocked = self.headed.blockSignals(True)
        self.headed.setChecked(view.heading_row > 0)
        self.headed.blockSignals(blocked)
        self.fields = []
        lines = [self._line(place, view, name) for place, name in enumerate(columns)]
        headings = [line[0] for line in lines]
        widest = min(scaled(WIDEST_HEADING), max((h.sizeHint().width() for h in headings), default=0))
        for heading in headings:
            heading.setFixedWidth(widest)
            heading.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._lines.show_lines(lines)
        if self.fields:
            self.setFocusProxy(self.fields[0])
        self._tell_lacking()

    def _tell_lacking(self) -> None:
        """Names what every new record needs and no column is matched with: each row would be refused for it."""
        matched = self.columns()
        needed = [f.label for f in self._register.typed_fields if f.required and f.name not in matched]
        self.lacking.setText(f"ยังไม่ได้จับคู่ช่องที่ทุกรายการต้องมี: {', '.join(needed)} โปรดเลือกคอลัมน์ของช่องนี้")
        self.lacking.setVisible(bool(needed) and not self.update_known.isChecked())

    def _tell_left_out(self, view: SheetView) -> None:
        names = ", ".join(map(quoted, view.others))
        self.others.setText(f"ยังมีข้อมูลในแผ่นงาน {names} ด้วย นำเข้าได้ครั้งละแผ่น เลือกแผ่นงานที่จะนำเข้าก่อน")
        self.others.setVisible(bool(view.others))
        self.take_hidden.setChecked(False)
        self.take_hidden.setText(f"นำเข้าแถวที่ซ่อนหรือกรองไว้ด้วย {rows_said(view.hidden)}")
        self.take_hidden.setVisible(bool(view.hidden))

    def columns(self) -> tuple[str | None, ...]:
        """The field each column is matched with, None for one that is left out."""
        return tuple(box.value_text() or None for box in self.fields)

    def doubled(self) -> str | None:
        """The label of a field that two columns are matched with."""
        chosen = [name for name in self.columns() if name]
        twice = next((name for name in chosen if chosen.count(name) > 1), None)
        return self._register.field(twice).label if twice else None

    def _line(self, place: int, view: SheetView, name: str | None) -> tuple[QWidget, ...]:
        heading = view.headings[place] or f"คอลัมน์ที่ {place + 1}"
        said, shown = ElidedLabel(heading, kind=""), ElidedLabel()
        cells = (row[place] for row in view.sample if place < len(row) and row[place])
        shown.setText(" · ".join([cell for cell, _ in zip(cells, range(SAMPLES), strict=False)]))
        shown.setMaximumWidth(QWIDGETSIZE_MAX)
        box = ChoiceBox([Choice(f.name, f.label) for f in self._register.typed_fields])
        box.setItemText(0, "ไม่นำเข้าคอลัมน์นี้")
        box.set_value(name)
        box.setAccessibleName(f"ช่องของคอลัมน์ {heading}")
        box.changed.connect(self.changed)
        said.setBuddy(box)
        self.fields.append(box)
        return said, shown, box

    def _sheet_changed(self) -> None:
        if self.sheet.value_text():
            self.sheet_chosen.emit(int(self.sheet.value_text()))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(scaled(10))
        self.sheet.setMaximumWidth(scaled(WIDEST_SHEET))
        self.sheet.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        bar.addWidget(self._sheet_label)
        bar.addWidget(self.sheet, 4)
        bar.addWidget(self.headed)
        bar.addStretch(1)
        bar.addWidget(self.update_known)
        self.update_known.setVisible(bool(self._register.key_fields) and not self._register.plan_born)
        vbox(
            bar,
            self.others,
            self.take_hidden,
            self.lacking,
            (self._lines, 1),
            parent=self,
            margins=0,
            spacing=10,
        )
        self._sheet_label.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        for widget in (self._sheet_label, self.sheet, self.others, self.take_hidden, self.lacking):
            widget.hide()  # until the file's sheets are known
