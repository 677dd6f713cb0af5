"""Help (F1): the keys and how things are done, from a text file of the resources."""

from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from core import resources
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary


class HelpDialog(QDialog):
    """The help text, scrolled by keys; Esc closes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("วิธีใช้และแป้นลัด")
        self.text = QTextBrowser(self)
        self.text.setAccessibleName("วิธีใช้")
        self.text.setOpenExternalLinks(False)
        self.text.document().setDocumentMargin(scaled(12))
        self.text.setMarkdown(_content())
        close = primary("ปิด", "Esc")
        close.clicked.connect(self.accept)
        bottom = hbox(STRETCH, close)
        vbox(self.text, bottom, parent=self, margins=14)
        self.resize(scaled(640), scaled(600))


def _content() -> str:
    return resources.path("help", "keys.md").read_text(encoding="utf-8")
