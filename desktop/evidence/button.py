"""A button that says how much evidence something has, opens it, and takes files dropped on what stands beside it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from core.office import Changes
from desktop.evidence.dialog import EvidenceDialog
from desktop.evidence.view import REGISTER
from desktop.shell.context import AppContext
from desktop.widgets.buttons import DeskButton
from desktop.widgets.file_drops import FileDrops

NONE, SOME = "แนบ", "{} ไฟล์"


class EvidenceButton(DeskButton):
    """The way to the evidence of a record that has no form."""

    def __init__(
        self, context: AppContext, register: str, parent: QWidget | None = None, *, alone: bool = False
    ) -> None:
        super().__init__(NONE, parent, kind="link")
        self._context, self._register = context, register
        self._alone = alone  # no heading says what it is about
        self._record: str | None = None
        self._called = self._indicator = ""
        self.dialog: EvidenceDialog | None = None
        self.clicked.connect(lambda: self.open_dialog())
        context.office_changed.connect(self._changed)

    def take_drops(self, on: Sequence[QWidget]) -> None:
        """Files dropped on these, or on the button, are attached."""
        FileDrops(self, on).dropped.connect(self._take)

    def show_record(self, record: str | None, called: str, *, indicator: str = "") -> None:
        """Speaks of a record, which a person calls so; what can be bound has the code of an ``indicator``."""
        self._called, self._indicator = called, indicator
        self.setAccessibleName(f"หลักฐานของ{called}")
        if record != self._record:
            self._record = record
            self._count()

    def open_dialog(self) -> EvidenceDialog | None:
        """Shows the evidence."""
        if self._record is None:
            return None
        self.dialog = EvidenceDialog(
            self._context,
            self._register,
            self._record,
            self._called,
            self.window(),
            indicator=self._indicator,
        )
        self.dialog.open()
        return self.dialog

    def _take(self, paths: list[Path]) -> None:
        dialog = self.open_dialog()
        if dialog is not None:
            dialog.view.attach(paths)

    def _changed(self, changes: Changes) -> None:
        if REGISTER in changes.registers:
            self._count()

    def _count(self) -> None:
        record = self._record
        self._say(0)
        if record is not None:
            read = partial(self._context.office.evidence.counts, self._register, [record])
            self._context.ask(self, read, lambda found: self._say(found.get(record, 0)), topic="count")

    def _say(self, number: int) -> None:
        if number:
            self.setText(f"หลักฐาน {SOME.format(number)}" if self._alone else SOME.format(number))
        else:
            self.setText(f"{NONE}หลักฐาน" if self._alone else NONE)
