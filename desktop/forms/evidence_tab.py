"""The tab of a form behind which a record's evidence lies: made when it is first looked at, counted on its label; files dropped
anywhere on the form come here."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.office import Changes
from core.registers.declare import Register
from desktop.evidence.view import REGISTER, EvidenceView
from desktop.shell.context import AppContext
from desktop.widgets.boxes import vbox
from desktop.widgets.file_drops import FileDrops
from desktop.widgets.keys import bind

if TYPE_CHECKING:
    from desktop.forms.record_form import RecordForm

WORDS = "หลักฐาน"


class EvidenceTab(QObject):
    """A form's tab of evidence."""

    def __init__(self, context: AppContext, register: Register, form: RecordForm) -> None:
        super().__init__(form)
        self._context, self._register, self._form = context, register, form
        self.view: EvidenceView | None = None
        self._counted: str | None = None  # the record whose files the label counts
        self._page = QWidget(form)
        vbox(parent=self._page, margins=0)
        self._place = form.add_tab(WORDS, self._page)
        form.shown.connect(self._follow)
        form.tabs.currentChanged.connect(self._turned)
        context.office_changed.connect(self._changed)
        FileDrops(form).dropped.connect(self.take)
        bind(form, "Ctrl+E", self.go_to)

    def take(self, paths: list[Path]) -> None:
        """Attaches files to the record shown, and shows them."""
        if self._form.record_id is None:
            self._context.tell("รายการนี้ยังไม่ได้บันทึก โปรดบันทึกก่อน แล้วจึงแนบหลักฐาน", "info")
            return
        self._form.tabs.setCurrentIndex(self._place)
        view = self._made()
        view.table.setFocus()
        view.attach(paths)

    def go_to(self) -> None:
        """Shows the evidence of the record, the keys in its list; once more, asks for files to attach."""
        if self._is_open():
            self._made().choose.click()
        elif self._form.record_id is not None:
            self._form.tabs.setCurrentIndex(self._place)
            view = self._made()
            (view.table if view.items() else view.choose).setFocus()

    def _made(self) -> EvidenceView:
        if self.view is None:
            self.view = EvidenceView(self._context, self._page)
            self.view.counted.connect(self._count)
            layout = self._page.layout()
            assert layout is not None
            layout.addWidget(self.view)
            self.view.show_record(self._register.name, self._form.record_id)
        return self.view

    def _is_open(self) -> bool:
        return self._form.tabs.currentIndex() == self._place

    def _turned(self, _tab: int) -> None:
        self._form.show_foot(not self._is_open())
        self._follow()

    def _follow(self) -> None:
        """Another record is shown: its evidence where that is looked at, else how much of it there is."""
        record = self._form.record_id
        if self._is_open():
            self._made().show_record(self._register.name, record)
        elif record != self._counted:
            self._count_of(record)

    def _count_of(self, record: str | None) -> None:
        self._counted = record
        if self.view is not None:
            self.view.show_record(self._register.name, None)
        self._count(0)
        if record is not None:
            read = partial(self._context.office.evidence.counts, self._register.name, [record])
            self._context.ask(self, read, lambda found: self._count(found.get(record, 0)), topic="count")

    def _changed(self, changes: Changes) -> None:
        if REGISTER in changes.registers and not self._is_open():
            self._count_of(self._form.record_id)

    def _count(self, number: int) -> None:
        self._form.tabs.setTabText(self._place, f"{WORDS} {number}" if number else WORDS)
