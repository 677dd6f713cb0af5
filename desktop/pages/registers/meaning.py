"""What saving a register means for the records that are there already, said before anything is written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from core.office import Meaning
from desktop.importing.dialogs import answer_help, open_at
from desktop.pages.registers.cards import sentence_cards
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.keys import FINISH, bind
from desktop.widgets.thai_label import ThaiLabel

HEAD = "สิ่งที่จะเปลี่ยน และความหมายต่อรายการที่มีอยู่แล้ว"
REFUSED = "ยังบันทึกไม่ได้ โปรดแก้ข้อที่เป็นสีแดงก่อน"
PROPOSES = "ทะเบียนดูแลโดย{keeper} การแก้ไขนี้จะเป็นข้อเสนอ และมีผลเมื่อ{keeper}รับเข้าแผน"


class MeaningDialog(QDialog):
    """A sentence for each difference, those refused first and in red; ``agreed`` when it shall be saved so."""

    agreed = Signal()

    def __init__(
        self, title: str, found: Sequence[Meaning], keeper: str, parent: QWidget | None = None
    ) -> None:
        """``keeper``: who has to take it up, "" where it is written at once."""
        super().__init__(parent)
        self.setWindowTitle(f"บันทึก{title}")
        self.refused = any(one.refused for one in found)
        self.words = primary("เสนอ" if keeper else "บันทึก", "Ctrl Enter", self)
        self.back = quiet("กลับไปแก้", "Esc", self)
        self.words.setVisible(not self.refused)
        graver = sorted(found, key=lambda one: not one.refused)
        cards = [(one.what, _kind(one)) for one in graver]
        proposes = ThaiLabel(PROPOSES.format(keeper=keeper) if keeper else "", self, kind="muted")
        proposes.setVisible(bool(keeper))
        refused = ThaiLabel(REFUSED, self, kind="error")
        refused.setVisible(self.refused)
        vbox(
            ThaiLabel(HEAD, self, kind="strong"),
            (sentence_cards(cards, self), 1),
            refused,
            proposes,
            hbox(STRETCH, self.back, self.words, spacing=10),
            parent=self,
            margins=(18, 14, 18, 14),
            spacing=10,
        )
        self.words.clicked.connect(self._agree)
        self.back.clicked.connect(self.reject)
        bind(self, FINISH, self.words.click, everywhere=True)
        answer_help(self)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        open_at(self, 620, 400)
        (self.back if self.refused else self.words).setFocus()

    def _agree(self) -> None:
        if not self.refused:
            self.accept()
            self.agreed.emit()


def _kind(one: Meaning) -> str:
    return "bad" if one.refused else "soft"
