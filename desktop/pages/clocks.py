"""What a register's clocks show beside its form: the last day in time, counted live; moments to be written, to the minute."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer

from core.office import Chip, ClockTerms, DueDay, next_moment
from core.registers.declare import Value
from core.thai.dates import moment_short
from core.thai.fiscal import fiscal_year_of
from desktop.pages.due_box import DueBox
from desktop.pages.moments_box import KEY, MomentsBox
from desktop.widgets.inputs import MomentEdit

if TYPE_CHECKING:
    from core.registers.clocks import Clock
    from desktop.pages.register_page import RegisterPage

MINUTE = 60  # seconds


class DueClock(QObject):
    """Counts the last day in time from what stands in the form at this moment, in a box under the day that ends the clock."""

    def __init__(self, page: RegisterPage, clocks: tuple[Clock, ...]) -> None:
        super().__init__(page)
        self._page, self._since = page, clocks[0].since
        named = (name for clock in clocks for name in clock.fields)
        chosen = (f.name for f in page.register.fields if f.choices)  # what an indicator may count by
        self._watched = tuple(dict.fromkeys((*named, *chosen)))
        self.box = DueBox(page.register.field(self._since).called, page.form)
        page.form.fields.insert_after(clocks[-1].until, self.box)
        self._counting = QTimer(self)  # once a turn, however much changed in it
        self._counting.setSingleShot(True)
        self._counting.timeout.connect(self._count)
        page.form.edited.connect(self._typed)
        page.form.settled.connect(lambda _: self._count_soon())
        page.form.shown.connect(self._count_soon)
        page.on_change(None, self._count_soon)
        self._count_soon()

    def _typed(self, name: str) -> None:
        if name in self._watched:
            self._count_soon()

    def _count_soon(self) -> None:
        self._counting.start(0)

    def _count(self) -> None:
        context, values = self._page.context, self._dated()
        office, day, name, since = (
            context.office,
            context.as_of,
            self._page.register.name,
            values[self._since],
        )
        if not isinstance(since, date):
            self.box.show_nothing()
            return
        year = fiscal_year_of(since)

        def counted() -> tuple[DueDay | None, Chip]:
            terms = office.figures.clock_terms(name, year, day)
            return terms.due_day(values), terms.state(values).chip

        context.ask(self._page, counted, partial(self._show_due, values), topic="due")

    def _show_due(self, values: Mapping[str, Value | None], counted: tuple[DueDay | None, Chip]) -> None:
        if values == self._dated():  # else something else is shown by now
            self.box.show_due(*counted)

    def _dated(self) -> dict[str, Value | None]:
        return {name: self._page.form.input(name).value() for name in self._watched}


class MomentsClock(QObject):
    """Says until when each moment must be written, to the minute on a day still running, and writes now into the next one."""

    def __init__(self, page: RegisterPage, clocks: tuple[Clock, ...]) -> None:
        super().__init__(page)
        self._page, self._clocks = page, clocks
        self._terms = self._asked_terms()
        self.box = MomentsBox(page.form)
        page.form.fields.insert_after(clocks[-1].until, self.box)
        self.box.stamp_wanted.connect(self.stamp)
        page.form.edited.connect(lambda _: self._show_state())
        page.form.settled.connect(lambda _: self._show_state())
        page.form.shown.connect(self._show_state)
        page.on_change(None, self._judge_anew)
        self._ticking = QTimer(self)
        self._ticking.setSingleShot(True)
        self._ticking.timeout.connect(self.tick)
        page.bind(KEY, self.stamp)
        page.installEventFilter(self)
        self._show_state()

    def stamp(self) -> None:
        """Writes now into the chosen record's next empty moment, saved at once; into the form, where something is typed there
        that isn't saved yet."""
        page, context = self._page, self._page.context
        following = self._following()
        if following is None:
            context.tell(f"{page.register.counted_in}นี้ไม่มีเวลาที่ต้องลงต่อ", "info")
            return
        now = context.office.session.now().replace(second=0, microsecond=0)
        record_id, said = page.form.record_id, f"ลงเวลา{following.label} {moment_short(now)}"
        if record_id is None or page.form.is_dirty():
            field = page.form.input(following.until)
            assert isinstance(field, MomentEdit)
            field.type_value(now)
            field.commit()
            context.tell(f"{said} ในแบบฟอร์มแล้ว กด Ctrl+S เพื่อบันทึก", "info")
            return
        office, name = context.office, page.register.name
        saved = context.attempt(lambda: office.records.save(name, {following.until: now}, record_id))
        if saved is not None and not context.tell_if_proposed(saved.changes):
            context.tell(f"{said} แล้ว กด Ctrl+Z เพื่อเลิกทำ")

    def tick(self) -> None:
        """Says anew how long is left, on a day still running, and again in a minute."""
        page = self._page
        now = page.context.office.session.now()
        if page.isVisible():
            self._ticking.start((MINUTE - now.second) * 1000)
        if now.date() == page.context.as_of:
            page.list.forget()
            page.list.read()
            self._show_state()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._page and event.type() == QEvent.Type.Show:
            self.tick()
        elif watched is self._page and event.type() == QEvent.Type.Hide:
            self._ticking.stop()
        return super().eventFilter(watched, event)

    def _asked_terms(self) -> ClockTerms:
        context = self._page.context
        return context.office.figures.clock_terms(self._page.register.name, context.year, context.as_of)

    def _judge_anew(self) -> None:
        self._terms = self._asked_terms()
        self._show_state()

    def _following(self) -> Clock | None:
        row = self._page.form.row
        if self._page.context.office.session.read_only or (row is not None and row.deleted):
            return None
        return next_moment(self._clocks, self._values())

    def _values(self) -> dict[str, Value | None]:
        return {name: self._page.form.input(name).value() for name in self._terms.reads}

    def _show_state(self) -> None:
        state = self._terms.state(self._values(), self._page.context.office.session.now())
        limits = {clock.clock.label: clock.due for clock in state.clocks if isinstance(clock.due, datetime)}
        began = (clock.began.date() for clock in state.clocks if isinstance(clock.began, datetime))
        following = self._following()
        label = following.label if following else ""
        self.box.show_state(state.chip, next(began, None), limits, label)
