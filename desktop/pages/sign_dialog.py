"""The office's certificate behind an approved report: asked for each time, kept nowhere (docs/paper.md)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QLabel, QLineEdit, QWidget

from core.office import Certificate
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.thai_label import ThaiLabel

ABOUT = (
    "ลงลายมือชื่ออิเล็กทรอนิกส์ต่อท้ายรายงานที่รับรองแล้ว ด้วยใบรับรองของสำนักงาน (.p12) "
    "หน้ากระดาษยังเหมือนฉบับที่เก็บไว้ทุกไบต์ โปรแกรมไม่เก็บใบรับรองและรหัสผ่าน"
)


class SignDialog(QDialog):
    """Asks for a certificate and its passphrase."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("บันทึกพร้อมลายมือชื่อ")
        self.resize(scaled(620), scaled(240))
        self.path = QLineEdit(self)
        self.path.setAccessibleName("แฟ้มใบรับรอง")
        self.path.textChanged.connect(self._judge)
        self.choose = quiet("เลือกแฟ้ม", "Ctrl O", self)
        self.choose.press_by_key()
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        self.passphrase = QLineEdit(self)
        self.passphrase.setAccessibleName("รหัสผ่านของใบรับรอง")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.save = primary("บันทึก PDF", "Enter", self)
        self.save.setAutoDefault(False)  # Enter is the passphrase's
        self.save.clicked.connect(self.accept)
        self.passphrase.returnPressed.connect(self.save.click)
        cancel = quiet("ยกเลิก", "Esc", self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        fields = QGridLayout()
        fields.addWidget(QLabel("ใบรับรอง", self), 0, 0)
        fields.addLayout(hbox((self.path, 1), self.choose), 0, 1)
        fields.addWidget(QLabel("รหัสผ่านของใบรับรอง", self), 1, 0)
        fields.addWidget(self.passphrase, 1, 1)
        buttons = hbox(STRETCH, cancel, self.save)
        about = ThaiLabel(ABOUT, self, kind="muted")
        vbox(about, fields, STRETCH, buttons, parent=self, margins=18, spacing=14)
        self._judge()

    def certificate(self) -> Certificate:
        """What was given."""
        return Certificate(Path(self.path.text().strip()), self.passphrase.text())

    def _judge(self) -> None:
        self.save.setEnabled(bool(self.path.text().strip()))

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "เลือกใบรับรองของสำนักงาน", str(Path.home()), "*.p12 *.pfx")
        if name:
            self.path.setText(name)
            self.passphrase.setFocus()
