"""A package for another unit: for whom, sealed or not, and where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from core.office import Freshness, Sent, size_words
from core.thai.dates import day_short
from core.thai.names import file_name
from desktop.shell.context import AppContext
from desktop.shell.removable_drives import ENDING, removable_drives
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import Dropdown, primary, quiet
from desktop.widgets.strip import Strip
from desktop.widgets.thai_label import ThaiLabel

ABOUT = (
    "แพ็กเกจมีทุกการเปลี่ยนแปลงที่ผู้รับยังไม่มี ลงลายมือชื่อด้วยกุญแจของเครื่องนี้ รับซ้ำหรือสลับลำดับได้โดยไม่มีอะไรหาย "
    "ตั้งรหัสผ่านเมื่อไม่อยากให้ผู้อื่นเปิดอ่านได้หากทำสื่อบันทึกหาย"
)


class SendDialog(QDialog):
    """Writes a package where the user wants it."""

    def __init__(
        self, context: AppContext, fresh: Sequence[Freshness], unit: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._names = {f.unit.code: f.unit.name for f in fresh}
        self.setWindowTitle("ส่งข้อมูล")
        self.setMinimumWidth(scaled(520))
        self.unit = Dropdown("", self, name="ส่งให้")
        own = context.office.session.unit
        others = [f for f in fresh if f.unit.code != own]
        self.unit.set_choices([("", "ทุกหน่วยงาน (ข้อมูลทั้งหมด)"), *((f.unit.code, _offer(f)) for f in others)])
        self.unit.set_value(unit)
        self.passphrase, self.again = (_secret(self, name) for name in ("รหัสผ่าน", "รหัสผ่านอีกครั้ง"))
        self.evidence = QCheckBox("ส่งไฟล์หลักฐานไปด้วย (ไม่ส่งตอนนี้ ผู้รับขอภายหลังได้)", self)
        self.evidence.setChecked(True)
        self.fault = Strip("bad", None, self)
        self.write = primary("เลือกที่เก็บแล้วส่ง", "Ctrl Enter", self)
        self.write.press_by_key()
        self.leave = quiet("ยกเลิก", "Esc", self)
        self.write.clicked.connect(self._write)
        self.leave.clicked.connect(self.reject)
        self.choose_target: Callable[[Path], Path | None] = self._ask_target
        self._lay_out()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(scaled(10))
        form.setHorizontalSpacing(scaled(14))
        for words, widget in (
            ("ส่งให้", self.unit),
            ("รหัสผ่าน (ถ้ามี)", self.passphrase),
            ("รหัสผ่านอีกครั้ง", self.again),
        ):
            form.addRow(QLabel(words), widget)
        form.addRow(QLabel("หลักฐาน"), self.evidence)
        buttons = hbox(STRETCH, self.leave, self.write)
        vbox(
            ThaiLabel(ABOUT, self, kind="muted"),
            form,
            self.fault,
            STRETCH,
            buttons,
            parent=self,
            margins=18,
            spacing=14,
        )

    def _write(self) -> None:
        if self.passphrase.text() != self.again.text():
            self.fault.say("รหัสผ่านสองช่องไม่ตรงกัน โปรดพิมพ์ใหม่ทั้งสองช่อง")
            return
        self.fault.say("")
        target = self.choose_target(self._suggested())
        if target is None:
            return
        self._context.settings.remember_exchange_folder(target.parent)
        office, unit, secret = self._context.office, self.unit.value() or None, self.passphrase.text() or None
        along = self.evidence.isChecked()
        self.write.setEnabled(False)
        self._context.run_in_background(
            lambda: office.exchange.pack(target, unit=unit, passphrase=secret, with_evidence=along),
            self._done,
            title="กำลังเขียนแพ็กเกจ",
            on_failed=self._failed,
        )

    def _suggested(self) -> Path:
        unit = self.unit.value()
        own = self._names.get(self._context.office.session.unit, self._context.office.session.unit)
        whom = f" ถึง{self._names[unit]}" if unit else ""
        name = file_name(f"{own}{whom} {day_short(self._context.today)}") + ENDING
        drives = removable_drives()
        folder = self._context.settings.exchange_folder or (drives[0] if drives else Path.home())
        return folder / name

    def _ask_target(self, suggested: Path) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self, "ส่งข้อมูล", str(suggested), f"แพ็กเกจข้อมูล (*{ENDING})")
        if not name:
            return None
        target = Path(name)
        return target if target.suffix.lower() == ENDING else target.with_name(target.name + ENDING)

    def _done(self, sent: Sent) -> None:
        files = f" กับหลักฐาน {sent.files:,} ไฟล์ ({size_words(sent.bytes)})" if sent.files else ""
        self._context.tell(f"เขียนแพ็กเกจแล้ว {sent.entries:,} การเปลี่ยนแปลง{files} อยู่ที่ {sent.path}")
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.write.setEnabled(True)
        self._context.refuse(error)


def _offer(fresh: Freshness) -> str:
    return f"{fresh.unit.name} ({fresh.to_send:,} การเปลี่ยนแปลง)"


def _secret(parent: QWidget, name: str) -> QLineEdit:
    line = QLineEdit(parent)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setAccessibleName(name)
    return line
