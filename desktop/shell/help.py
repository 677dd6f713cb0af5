"""Help (F1): the keys and how things are done; and what the program is made of. Both from text files of the resources."""

from PySide6.QtWidgets import QDialog, QTextBrowser, QWidget

from core import resources
from core.releases.installed import installed
from desktop.shell.self_test import SelfTestDialog
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import DeskButton, primary, quiet


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
    """The help text, and the ways to trying the program and to what it is made of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.about, self.try_program = quiet("เกี่ยวกับโปรแกรม"), quiet("ตรวจโปรแกรม")
        super().__init__("วิธีใช้และแป้นลัด", _content("keys.md"), parent, self.about, self.try_program)
        self.text.setAccessibleName("วิธีใช้")
        self.about.clicked.connect(lambda: AboutDialog(self).open())
        self.try_program.clicked.connect(lambda: SelfTestDialog(self).open())


class AboutDialog(TextDialog):
    """The program's version, and everything that ships with it under which licence (``installer/supply.py licences``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        release = installed()
        name = " ".join(filter(None, ("แผน", release.version, release.day)))
        super().__init__("เกี่ยวกับโปรแกรม", f"## {name}\n\n{_content('licences.md')}", parent)


def _content(name: str) -> str:
    return resources.path("help", name).read_text(encoding="utf-8")
