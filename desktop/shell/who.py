"""The first start on a PC: who works here, and which unit's file it is. Asked once; the page of settings has both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QLineEdit, QWidget

from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import Dropdown, primary, quiet
from desktop.widgets.thai_label import ThaiLabel

ABOUT = "ชื่อนี้จะลงไว้ในประวัติของทุกรายการที่บันทึกจากเครื่องนี้ ถามครั้งเดียว เปลี่ยนได้ในหน้าตั้งค่า"


class WhoDialog(QDialog):
    """Asks for a name and the unit (``units`` are codes and names, ``unit`` the one meant); what was said is in ``name`` and
    ``unit`` once accepted. ``put_off`` comes where a person doesn't want to say; a dialog that is only closed has no answer."""

    put_off = Signal()

    def __init__(self, units: Sequence[tuple[str, str]], unit: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("ผู้ใช้เครื่องนี้")
        self.setMinimumWidth(scaled(480))
        self.name = QLineEdit(self)
        self.name.setMaxLength(100)
        self.name.setPlaceholderText("ชื่อ-สกุล")
        self.name.setAccessibleName("ชื่อผู้ใช้")
        self.unit = Dropdown("", self, name="แฟ้มของ")
        self.unit.set_choices(units)
        self.unit.set_value(unit)
        self.start = primary("เริ่มงาน", "Enter", self)
        self.start.setEnabled(False)
        self.later = quiet("ไว้ทีหลัง", "Esc", self)
        self.later.press_by_key()
        self.name.textChanged.connect(lambda text: self.start.setEnabled(bool(text.strip())))
        self.name.returnPressed.connect(self.start.click)
        self.start.clicked.connect(self.accept)
        self.later.clicked.connect(self.put_off)
        self.later.clicked.connect(self.reject)
        form = QFormLayout()
        form.setVerticalSpacing(scaled(10))
        form.setHorizontalSpacing(scaled(14))
        form.addRow(QLabel("ชื่อผู้ใช้"), self.name)
        form.addRow(QLabel("แฟ้มของ"), self.unit)
        form.setRowVisible(self.unit, bool(units))
        actions = hbox(STRETCH, self.later, self.start)
        vbox(ThaiLabel(ABOUT, self, kind="muted"), form, actions, parent=self, margins=18, spacing=14)
        self.name.setFocus()
