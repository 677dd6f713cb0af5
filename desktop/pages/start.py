"""The page shown while no office file is open: open one, make one, or look around in the sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QWidget

from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, vbox
from desktop.widgets.buttons import link, primary, quiet
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

if TYPE_CHECKING:
    from desktop.shell.desk import Desk

FILTER = "แฟ้มงาน (*.phaen)"
WIDTH = 460


class StartPage(QWidget):
    """A card in the middle; a refusal that led here is shown in it."""

    def __init__(self, desk: Desk, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.card = Panel(self, margin=scaled(24))
        self.card.setFixedWidth(scaled(WIDTH))
        self.card.body.setSpacing(scaled(10))
        title = QLabel("เริ่มงาน")
        set_kind(title, "heading")
        self.card.body.addWidget(title)
        self._say(sentence)
        self._add_actions()
        self._add_recent()
        row = QHBoxLayout()  # stretches, not an alignment: that would cut wrapped text
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        layout = vbox(STRETCH, row, parent=self)
        layout.addStretch(2)

    def _say(self, sentence: str) -> None:
        words = sentence or "แฟ้มงานหนึ่งแฟ้มเก็บแผน ทะเบียน และผลตัวชี้วัดของหน่วยงานไว้ทั้งหมด"
        self.sentence = ThaiLabel(words, self, kind="warning" if sentence else "muted")
        self.card.body.addWidget(self.sentence)

    def _add_actions(self) -> None:
        self.open = primary("เปิดแฟ้มงาน", "Ctrl O", self)
        self.open.press_by_key()
        self.new = quiet("สร้างแฟ้มงานใหม่", parent=self)
        self.sample = quiet("ลองใช้กับข้อมูลตัวอย่าง", parent=self)
        self.open.clicked.connect(self._open)
        self.new.clicked.connect(lambda: self._desk.ask_for_new())
        self.sample.clicked.connect(lambda: self._desk.ask_for_new(sample=True))
        for button in (self.open, self.new, self.sample):
            self.card.body.addWidget(button)

    def _add_recent(self) -> None:
        files = self._desk.settings.recent_files
        self.recent = [link(path.name, self) for path in files]
        if files:
            caption = QLabel("เปิดล่าสุด")
            set_kind(caption, "caption")
            self.card.body.addWidget(caption)
        for path, button in zip(files, self.recent, strict=True):
            button.setToolTip(str(path))
            button.clicked.connect(lambda _=False, p=path: self._desk.try_open(p))
            self.card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _open(self) -> None:
        chosen = ask_to_open(self)
        if chosen is not None:
            self._desk.try_open(chosen)


def ask_to_open(parent: QWidget) -> Path | None:
    """Asks for an office file to open; None when nobody chose."""
    name, _ = QFileDialog.getOpenFileName(parent, "เปิดแฟ้มงาน", str(Path.home()), FILTER)
    return Path(name) if name else None


def ask_for_copy(parent: QWidget, suggested: Path) -> Path | None:
    """Asks where a copy of an office file shall lie; None when nobody chose."""
    return _ask_for_new(parent, "บันทึกสำเนา", suggested)


def ask_to_create(parent: QWidget, suggested: str) -> Path | None:
    """Asks where a new office file shall lie; None when nobody chose."""
    return _ask_for_new(parent, "สร้างแฟ้มงานใหม่", Path.home() / suggested)


def _ask_for_new(parent: QWidget, title: str, suggested: Path) -> Path | None:
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), FILTER)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix == ".phaen" else path.with_name(f"{path.name}.phaen")
