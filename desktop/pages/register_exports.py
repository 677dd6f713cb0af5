"""The ways out of a register's page: its records as a spreadsheet, personal data masked or as it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from desktop.widgets.buttons import quiet
from desktop.widgets.personal_box import TIP

if TYPE_CHECKING:
    from desktop.pages.register_page import RegisterPage

SHEETS_OUT = "ตารางทำการ (*.xlsx *.csv)"
SHOWN = "ส่งออกพร้อมข้อมูลส่วนบุคคล"


def offer_exports(page: RegisterPage) -> None:
    """Puts them at the page's head; the second where there is personal data to be shown."""
    for words, personal in (("ส่งออก", False), (SHOWN, True))[: 1 + bool(page.register.personal_fields)]:
        button = quiet(words, "", page)
        button.setToolTip(TIP if personal else "")
        button.clicked.connect(partial(_ask, page, personal))
        page.head.add_action(button)


def _ask(page: RegisterPage, personal: bool, *_: object) -> None:
    name = f"{page.register.short_title}.xlsx"
    path, _filter = QFileDialog.getSaveFileName(page, f"ส่งออก{page.register.title}", name, SHEETS_OUT)
    if path:
        page.export_file(Path(path), personal=personal)
