"""Following letters by LINE@: the register's page, its clocks, and the way in for a LINE export."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog

from core.office import MOMENTS, next_moment
from core.thai.dates import moment_short
from desktop.importing.line_dialog import LineDialog
from desktop.pages.enquiry_box import KEY, NEXT, EnquiryBox
from desktop.pages.register_page import RegisterPage
from desktop.shell.context import AppContext
from desktop.widgets.inputs import MomentEdit

EXPORTS = "ไฟล์ส่งออกแชตของ LINE (*.zip *.csv)"
MINUTE = 60  # seconds


class LettersPage(RegisterPage):
    """The enquiries of ``letter_enquiries``: how each stands on the day looked at; on today's, to the minute."""

    counted_in = "เรื่อง"

    def __init__(self, context: AppContext) -> None:
        self._terms = context.office.figures.enquiry_terms(context.year, context.as_of)
        super().__init__(context, "letter_enquiries")
        self.box = EnquiryBox(self.form)
        self.form.fields.insert_after("answered_at", self.box)
        self.box.stamp_wanted.connect(self.stamp)
        self.form.edited.connect(lambda _: self._show_state())
        self.form.settled.connect(lambda _: self._show_state())
        self.form.shown.connect(self._show_state)
        self.on_change(None, self._judge_anew)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.tick)
        self.bind(KEY, self.stamp)
        self._show_state()

    def further_actions(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """From LINE."""
        line = () if self.context.office.session.read_only else (("นำเข้าจาก LINE", self._ask_line),)
        return (*super().further_actions(), *line)

    def import_line(self, source: Path) -> LineDialog:
        """Shows what a LINE export proposes, to be taken over or left."""
        dialog = LineDialog(self.context, source, self)
        dialog.open()
        return dialog

    # -- the clock

    def stamp(self) -> None:
        """Writes now into the chosen enquiry's next empty moment, saved at once; into the form, where something is typed
        there that isn't saved yet."""
        name = self._following()
        if name is None:
            self.context.tell("เรื่องนี้ไม่มีเวลาที่ต้องลงต่อ", "info")
            return
        now = self.context.office.session.now().replace(second=0, microsecond=0)
        record_id, said = self.form.record_id, f"ลงเวลา{NEXT[name]} {moment_short(now)}"
        if record_id is None or self.form.is_dirty():
            field = self.form.input(name)
            assert isinstance(field, MomentEdit)
            field.type_value(now)
            field.commit()
            self.context.tell(f"{said} ในแบบฟอร์มแล้ว กด Ctrl+S เพื่อบันทึก", "info")
            return
        office = self.context.office
        saved = self.context.attempt(lambda: office.records.save(self.register.name, {name: now}, record_id))
        if saved is not None and not self.context.tell_if_proposed(saved.changes):
            self.context.tell(f"{said} แล้ว กด Ctrl+Z เพื่อเลิกทำ")

    def tick(self) -> None:
        """Says anew how long is left, on a day still running, and again in a minute."""
        now = self.context.office.session.now()
        if self.isVisible():
            self._clock.start((MINUTE - now.second) * 1000)
        if now.date() == self.context.as_of:
            self.list.forget()
            self.list.read()
            self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tick()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    # -- inside

    def _judge_anew(self) -> None:
        self._terms = self.context.office.figures.enquiry_terms(self.context.year, self.context.as_of)
        self._show_state()

    def _following(self) -> str | None:
        row = self.form.row
        if self.context.office.session.read_only or (row is not None and row.deleted):
            return None
        return next_moment(self._moments())

    def _moments(self) -> dict[str, object]:
        return {name: self.form.input(name).value() for name in MOMENTS}

    def _show_state(self) -> None:
        values = self._moments()
        asked = values["asked_at"]
        asked = asked if isinstance(asked, datetime) else None
        limits = self._terms.limits(asked) if asked else {}
        chip = self._terms.state(values, self.context.office.session.now()).chip
        self.box.show_state(chip, asked.date() if asked else None, limits, self._following())

    def _ask_line(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "นำเข้าจาก LINE", "", EXPORTS)
        if path:
            self.import_line(Path(path))
