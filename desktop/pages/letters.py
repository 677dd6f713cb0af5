"""Following letters by LINE@: the register's page, and the way in for a LINE export."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop.importing.line_dialog import LineDialog
from desktop.pages.register_page import RegisterPage
from desktop.shell.context import AppContext

EXPORTS = "ไฟล์ส่งออกแชตของ LINE (*.zip *.csv)"


class LettersPage(RegisterPage):
    """The enquiries of ``letter_enquiries``."""

    def __init__(self, context: AppContext) -> None:
        super().__init__(context, "letter_enquiries")

    def further_actions(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """From LINE."""
        line = () if self.context.office.session.read_only else (("นำเข้าจาก LINE", self._ask_line),)
        return (*super().further_actions(), *line)

    def import_line(self, source: Path) -> LineDialog:
        """Shows what a LINE export proposes, to be taken over or left."""
        dialog = LineDialog(self.context, source, self.register.name, self)
        dialog.open()
        return dialog

    def _ask_line(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "นำเข้าจาก LINE", "", EXPORTS)
        if path:
            self.import_line(Path(path))
