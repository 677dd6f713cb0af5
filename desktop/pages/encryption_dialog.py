"""Encrypting the open file: setting its passphrase, changing it or taking it away."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from core.office.encryption import Encryption, encryption
from desktop.shell.context import AppContext
from desktop.shell.passphrase import UNTYPED
from desktop.shell.waiting_dialog import WaitingDialog, line
from desktop.widgets.buttons import quiet

UNLIKE = "รหัสผ่านใหม่สองช่องไม่เหมือนกัน โปรดพิมพ์ใหม่ทั้งสองช่อง"
LOST = (
    "ทั้งแฟ้มและแฟ้มสำรองจากนี้ไปจะเปิดได้ด้วยรหัสผ่านนี้เท่านั้น ถ้าลืมรหัสผ่าน ไม่มีใครเปิดแฟ้มนี้ได้อีก รวมทั้งผู้พัฒนาโปรแกรม "
    "โปรดจดเก็บไว้ในที่ปลอดภัยนอกเครื่องนี้"
)
NOT_ALL = "แฟ้มสำรองเดิมยังเปิดได้ตามเดิม ส่วนแพ็กเกจ รายงาน และแฟ้มที่ส่งออก ไม่ได้เข้ารหัสไปด้วย"
REMOVE = "สำรองใหม่ แล้วลบแฟ้มสำรองเดิมทั้งหมด"
PREPARING = "กำลังเตรียมกุญแจ…"


class EncryptionDialog(WaitingDialog):
    """Asks for a new passphrase, and for the old one where there is one. ``ordered`` carries what is to be done once the file is
    closed, and whether older backups are to be removed."""

    ordered = Signal(object, bool)

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        encrypted = context.office.session.is_encrypted
        words = "เปลี่ยนรหัสผ่าน" if encrypted else "เข้ารหัส"
        super().__init__(context, "เข้ารหัสแฟ้ม", words, parent)
        self.context = context
        self.old = line("รหัสผ่านเดิม", secret=True)
        self.new, self.again = line("รหัสผ่านใหม่", secret=True), line("พิมพ์อีกครั้ง", secret=True)
        if encrypted:
            self.add("รหัสผ่านเดิม", self.old)
        self.add("รหัสผ่านใหม่", self.new)
        self.add("พิมพ์อีกครั้ง", self.again)
        self.remove = QCheckBox(REMOVE, self)
        self.rows.addRow("", self.remove)
        self.off = quiet("เลิกเข้ารหัส", parent=self)
        self.off.setVisible(encrypted)
        self.off.clicked.connect(partial(self._order, off=True))
        self.lay_out(f"{LOST} {NOT_ALL}", self.off)

    def go(self) -> None:
        self._order(off=False)

    def _order(self, *, off: bool) -> None:
        if not off and self.new.text() != self.again.text():
            self.say(UNLIKE)
            return
        if not off and not self.new.text():
            self.say(UNTYPED)
            return
        session = self.context.office.session
        old = self.old.text() if session.is_encrypted else None
        self.wait(PREPARING, partial(encryption, session, "" if off else self.new.text(), old), self._ready)

    def _ready(self, order: Encryption) -> None:
        if self.isVisible():
            self.accept()
            self.ordered.emit(order, self.remove.isChecked())
