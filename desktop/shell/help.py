"""Help (F1): the keys and how things are done; and what the program is made of. Both from text files of the resources."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from core import resources
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import DeskButton, primary, quiet

PROGRAM = "phaen"


class TextDialog(QDialog):
    """A text scrolled by keys, with ``actions`` below it; Esc closes."""

    def __init__(self, title: str, text: str, parent: QWidget | None, *actions: DeskButton) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.text = QTextBrowser(self)
        self.text.setAccessibleName(title)
        self.text.setOpenExternalLinks(False)
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(scaled(12))
        self.text.setMarkdown(text)
        close = primary("ปิด", "Esc")
        close.clicked.connect(self.accept)
        vbox(self.text, hbox(*actions, STRETCH, close), parent=self, margins=14)
        self.resize(scaled(640), scaled(600))


class HelpDialog(TextDialog):
    """The help text, and the way to what the program is made of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.about = quiet("เกี่ยวกับโปรแกรม")
        super().__init__("วิธีใช้และแป้นลัด", _content("keys.md"), parent, self.about)
        self.text.setAccessibleName("วิธีใช้")
        self.about.setAutoDefault(False)
        self.about.clicked.connect(lambda: AboutDialog(self).open())


class AboutDialog(TextDialog):
    """The program's version, and everything that ships with it under which licence (``installer/supply.py licences``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("เกี่ยวกับโปรแกรม", f"## แผน {_version()}\n\n{_content('licences.md')}", parent)


def _content(name: str) -> str:
    return resources.path("help", name).read_text(encoding="utf-8")


def _version() -> str:
    try:
        return version(PROGRAM)
    except PackageNotFoundError:  # run from a checkout that was never set up
        return ""
