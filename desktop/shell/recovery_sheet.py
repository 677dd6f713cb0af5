"""The recovery sheet of a new key: shown this once, to be printed or saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QWidget

from core.thai.names import file_name
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import HEADING, scaled, sized
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.thai_label import ThaiLabel

if TYPE_CHECKING:
    from core.office import NewKey

ABOUT = (
    "รหัสนี้เปิดบัญชีของ {name} ได้เมื่อลืมรหัสผ่าน โปรแกรมบอกครั้งเดียวและไม่เก็บไว้ที่ใด โปรดบันทึกใบกู้บัญชีแล้วพิมพ์ "
    "ใส่ซองปิดผนึกเก็บในตู้ที่ล็อกได้ แล้วลบแฟ้ม PDF"
)
GROUPS_A_LINE = 4


class RecoverySheetDialog(QDialog):
    """Shows a code and saves its sheet (``saved`` carries where); what is done with it is the person's."""

    saved = Signal(object)

    def __init__(self, context: AppContext, key: NewKey, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._key = context, key
        self.setWindowTitle("ใบกู้บัญชี")
        self.setMinimumWidth(scaled(480))
        groups = key.code.split("-")
        lines = ["   ".join(groups[at : at + GROUPS_A_LINE]) for at in range(0, len(groups), GROUPS_A_LINE)]
        self.code = QLabel("\n".join(lines), self)
        self.code.setFont(sized(self.font(), HEADING))
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code.setAccessibleName(f"รหัสกู้บัญชี {key.code}")
        self.told = ThaiLabel("", self, kind="muted")
        self.told.hide()
        self.save_button = primary("บันทึกใบกู้บัญชี (PDF)", "Enter", self)
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(self._choose)
        self.close_button = quiet("ปิด", "Esc", self)
        self.close_button.clicked.connect(self.reject)
        about = ThaiLabel(ABOUT.format(name=key.person.name), self)
        set_kind(self.code, "panel")
        actions = hbox(STRETCH, self.close_button, self.save_button)
        vbox(about, self.code, self.told, actions, parent=self, margins=18, spacing=14)

    def _choose(self) -> None:
        name = file_name(f"ใบกู้บัญชี {self._key.person.name}") + ".pdf"
        folder = self._context.settings.paper_folder or Path.home()
        chosen, _ = QFileDialog.getSaveFileName(self, "บันทึกใบกู้บัญชี", str(folder / name), "PDF (*.pdf)")
        if chosen:
            self.save(Path(chosen).with_suffix(".pdf"))

    def save(self, target: Path) -> None:
        """Writes the sheet in the background and opens it to be printed."""
        make = partial(self._context.office.reports.recovery_sheet, self._key, target)
        self._context.ask(self, make, self._saved)

    def _saved(self, target: Path) -> None:
        self.told.setText(f"บันทึกไว้ที่ {target} แล้ว โปรดเปิดแฟ้มเพื่อพิมพ์ แล้วลบแฟ้มนี้")
        self.told.show()
        self.saved.emit(target)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))
