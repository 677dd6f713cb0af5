"""The form of one record, generated from its register: live findings, saving by key, its history behind a tab.

The way of a saved form is short: raw texts go to ``office.records.save``; what comes back are findings under the fields
they are about, or a saved record whose change the whole desk hears of.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.faults import Finding, InputRefusal
from core.office import HistoryItem, Row
from core.registers.declare import Register, Value
from desktop.forms.checking import LiveFindings
from desktop.forms.drafting import Drafting, DraftLine, order_tabs
from desktop.forms.evidence_tab import EvidenceTab
from desktop.forms.field_area import FieldArea
from desktop.forms.footer import FormFooter
from desktop.forms.history import HistoryView
from desktop.forms.input_set import InputSet
from desktop.forms.later import TimeNote
from desktop.forms.layouts import FormLayout, layout_for
from desktop.forms.make_input import locked_fields
from desktop.forms.notes import Notes
from desktop.forms.suggesting import Suggesting
from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.widgets.boxes import vbox
from desktop.widgets.finding_line import FindingLine
from desktop.widgets.inputs import FieldInput
from desktop.widgets.inputs.protocol import widget_of
from desktop.widgets.keys import FINISH, STEPS, bind
from desktop.widgets.panel import rule
from desktop.widgets.tab_bar import TabBar

DATA = 0
NOT_TYPED = "รายการนี้ยังบันทึกไม่ได้ สิ่งที่พิมพ์ต่อจากนั้นจึงยังไม่ได้ลงที่ใด แก้รายการนี้แล้วพิมพ์อีกครั้ง"


class RecordForm(QFrame):
    """One record being read, filled in or changed."""

    saved = Signal(str)  # the record's id
    delete_wanted = Signal()
    restore_wanted = Signal()  # a deleted record shall be brought back
    shown = Signal()  # another record, or the same one anew
    begun = Signal()  # a new record is being filled in
    edited = Signal(str)  # a field's name: typed into
    settled = Signal(str)  # a field's name: its content is final
    step_wanted = Signal(int)  # the next record (1) or the one before (-1), with the cursor where it is
    left = Signal()  # Esc with nothing typed: back to where the record was chosen

    def __init__(
        self,
        context: AppContext,
        register: Register,
        layout: FormLayout | None = None,
        parent: QWidget | None = None,
        *,
        writable: bool = True,
    ) -> None:
        super().__init__(parent)
        self._writable = writable and not context.office.session.read_only
        self._given: Mapping[str, Value | None] = {}
        self._beside: dict[str, Value | None] = {}
        set_kind(self, "panel")
        self.setObjectName("form")
        self._context = context
        self._register = register
        self._row: Row | None = None
        self._values: Mapping[str, Value | None] = {}
        # Another one each time something is shown: tells answers that come too late.
        self._start: dict[str, str] = {}
        # The new record saved last, whose days the next one starts on.
        self._last: Mapping[str, Value | None] = {}
        self._inputs = InputSet(context, register)
        Suggesting(context, register, self._inputs.all, self)
        line = DraftLine(self)
        self.fields = FieldArea(register, layout or layout_for(register), self._inputs.all, self)
        self.drafting = Drafting(context.drafts, register.name, self, self.fields, line)
        self.history = HistoryView(register, self)
        self.footer = FormFooter(register, self)
        self.general = FindingLine(self)
        self.checking = LiveFindings(context, register, self, self.fields, self.general)
        self.later = TimeNote(context, register, self)
        self.tabs = TabBar(self)
        self.notes = Notes(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()
        # What the plan holds is proved where its figures and steps are looked at.
        self.evidence = None if register.internal else EvidenceTab(context, register, self)
        self._start = self.raw()
        self._say_later()
        self._say_state()

    # -- what is shown

    @property
    def record_id(self) -> str | None:
        """The record shown; None while a new one is being filled in."""
        return self._row.id if self._row else None

    @property
    def row(self) -> Row | None:
        """The record shown as it was last read."""
        return self._row

    def input(self, name: str) -> FieldInput:
        """The input of a field."""
        return self.fields.input(name)

    def raw(self) -> dict[str, str]:
        """The fields' contents as they are saved."""
        return self.fields.raw()

    def raw_to_save(self) -> dict[str, object]:
        """The same with what was given beside the fields of a new record."""
        return {**self.raw(), **(self._beside if self._row is None else {})}

    def is_dirty(self) -> bool:
        """True when something was typed that isn't saved."""
        return self.raw() != self._start

    def saved_raw(self) -> Mapping[str, str]:
        """The fields' contents before anything was typed."""
        return self._start

    def takes_drafts(self) -> bool:
        """True while something can be typed."""
        return self.footer.may_write()

    def can_retrace(self, *, back: bool) -> bool:
        """True while what Esc took away can be brought back."""
        return back and self.fields.isVisible() and self.drafting.can_take_back()

    def retrace(self, _back: bool) -> None:
        """Brings back what Esc took away."""
        self.drafting.take()

    def show_row(self, row: Row, findings: Sequence[Finding] | None = None) -> None:
        """Shows a record as it is saved; ``findings`` are what is wrong with it, where that is known already."""
        self._row = row
        self.later.show_row(row)
        self._show(row.values, findings or ())
        if findings is None:
            self.checking.check()

    def show_blank(self, values: Mapping[str, Value | None] | None = None) -> None:
        """Begins a new record with the office's defaults, and the given values on top.

        A given value of a field that the layout leaves out is saved with the record.
        """
        defaults = self._context.wait_for(self._defaults())
        self._row = None
        self.later.show_row(None)
        self._given = dict(values or {})
        self._beside = {n: v for n, v in self._given.items() if n not in self.fields.names()}
        self._show({**defaults, **self._given})
        self.tabs.setCurrentIndex(DATA)
        self.begun.emit()

    def _defaults(self) -> Callable[[], dict[str, Value | None]]:
        office, day = self._context.office, self._context.as_of
        return partial(office.records.blank, self._register.name, day, self._last)

    def _follow_day(self) -> None:
        """A new record nobody has typed into yet starts on the day looked at, once another is chosen."""
        self._last = {}
        if self._is_untouched():
            show = partial(self._show_defaults, self._start)
            self._context.ask(self, self._defaults(), show, topic="defaults")
        self._say_later()

    def _show_defaults(self, start: Mapping[str, str], defaults: Mapping[str, Value | None]) -> None:
        if start is self._start and self._is_untouched():
            self._show({**defaults, **self._given})

    def _is_untouched(self) -> bool:
        """True for a new record nobody has typed into."""
        return self._row is None and not self.is_dirty()

    def offer_records(self) -> None:
        """Reads anew which records the fields may name."""
        self._inputs.offer_records()

    def refresh(self) -> None:
        """Reads the record anew; what is being typed stays."""
        if self._row is None or self.is_dirty():
            return
        read = partial(self._context.office.records.record, self._register.name, self._row.id)
        self._context.ask(self, read, partial(self._show_anew, self._start), topic="record")

    def _show_anew(self, start: Mapping[str, str], row: Row) -> None:
        if start is self._start and not self.is_dirty():
            self.show_row(row)

    def add_tab(self, words: str, page: QWidget) -> int:
        """Puts a page of the record's own behind a further tab, before its history; returns its place."""
        place = self.tabs.insertTab(self.tabs.count() - 1, words)
        self._stack.insertWidget(place, page)
        return place

    def show_foot(self, shown: bool) -> None:
        """Shows the form's foot, or leaves its room to a tab that saves for itself."""
        self._foot_rule.setVisible(shown)
        self.footer.setVisible(shown)

    # -- what a person does

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Saves what was typed, and calls ``then`` once nothing is left to be saved. What can't be saved stays, with the
        findings shown, and ``then`` isn't called."""
        self.fields.commit()
        raw = self.raw()
        if raw != self._start or self._row is None:
            self.checking.try_saving()
            if not self._write(raw):
                return
            self.saved.emit(self.record_id or "")
        elif then is None:
            self._context.tell("ไม่มีการแก้ไข จึงไม่มีอะไรต้องบันทึก", "neutral")
        if then is not None:
            then()

    def save_and_next(self) -> None:
        """Saves, then goes on: after a new record with another one, after an existing one with the next of the list."""
        if self._row is None:
            self.save(self.begin_next)
        else:
            self.step_wanted.emit(1)

    def begin_next(self) -> None:
        """Begins another new record in the first field."""
        if not self._register.plan_born:
            self.show_blank()
            self.fields.focus_first()

    def restore(self) -> None:
        """Takes back what was typed since the last save; where nothing was, goes back to where the record was chosen."""
        if not self.is_dirty():
            self.left.emit()
        elif self._row is not None:
            self.show_row(self._row)
        else:
            self._show(self._values)

    def delete(self) -> None:
        """Asks for the record to be deleted, and for what is selected with it."""
        if self.record_id is not None:
            self.delete_wanted.emit()

    # -- inside

    def _write(self, raw: Mapping[str, str]) -> bool:
        office, name = self._context.office, self._register.name
        changed = {n: text for n, text in raw.items() if text != self._start.get(n)}
        given = {**raw, **self._beside} if self._row is None else changed
        try:
            saved = self._context.wait_for(partial(office.records.save, name, given, self.record_id))
        except Exception as fault:
            self._show_refused(fault)
            return False
        self._context.tell_if_proposed(saved.changes)
        if saved.row is None:
            self._show(self._values)
            return True
        if self._row is None:
            self._last = {name: self.fields.input(name).value() for name in self.fields.names()}
        self.show_row(saved.row, None if saved.proposed else saved.findings)
        return True

    def _show_refused(self, fault: Exception) -> None:
        """What was typed stays, and what was typed ahead for the next record doesn't come into it."""
        if self._context.drop_typed():
            self._context.tell(NOT_TYPED, "warn")
        if not isinstance(fault, InputRefusal):
            self._context.refuse(fault)
        elif not fault.findings:
            self.checking.check()
            self._context.tell(str(fault), "bad")
        else:
            self.checking.show(fault.findings)
            self._go_to_fault(str(fault))

    def _go_to_fault(self, sentence: str) -> None:
        first = self.checking.first_fault()
        if first:
            self.tabs.setCurrentIndex(DATA)
            self.fields.focus(first)
        else:
            self._context.tell(sentence, "bad")

    def _show(self, values: Mapping[str, Value | None], findings: Sequence[Finding] = ()) -> None:
        self._values = dict(values)
        self.fields.set_values(values)
        self._start = self.raw()
        self._lock()
        self._say_later()
        self.checking.begin(findings)
        self.shown.emit()
        if self._shows_history():
            self._load_history()

    def _field_settled(self, name: str) -> None:
        self.checking.leave(name)
        self.settled.emit(name)

    def _field_edited(self, name: str) -> None:
        self._say_later()
        self._say_state()
        self.edited.emit(name)

    def _say_later(self) -> None:
        """Says what of the record isn't there yet on the day looked at."""
        self.later.follow({name: self.fields.input(name) for name in self.fields.names()})

    def _say_state(self) -> None:
        self.footer.say(dirty=self.is_dirty(), is_new=self._row is None, faults=self.checking.faults())

    def _lock(self) -> None:
        deleted = self._row is not None and self._row.deleted
        writable = self._writable and not deleted
        takes_new = not self._register.plan_born and self._register.used_in(self._context.year)
        if self._row is None and not takes_new:
            writable = False
        self.footer.set_modes(writable=writable, deleted=deleted, exists=self._row is not None)
        self.fields.set_locked(locked_fields(self._register, self._row is None), everything=not writable)
        for further in range(1, self.tabs.count()):
            self.tabs.setTabVisible(further, self._row is not None)

    def _load_history(self) -> None:
        if self.record_id:
            read = partial(self._context.office.records.history, self._register.name, self.record_id)
            self._context.ask(self, read, partial(self._show_history, self.record_id), topic="history")

    def _show_history(self, record_id: str, items: Sequence[HistoryItem]) -> None:
        if record_id == self.record_id:
            self.history.show_items(items)

    def _turn(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        if self._shows_history():
            self._load_history()

    def _shows_history(self) -> bool:
        return self._stack.currentWidget() is self.history

    def _lay_out(self) -> None:
        for words in ("ข้อมูล", "ประวัติ"):
            self.tabs.addTab(words)
        self._stack.addWidget(self._data_page())
        self._stack.addWidget(self.history)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(10, 4, 10, 0)
        head.addWidget(self.tabs, 1)
        column.addLayout(head)
        column.addWidget(rule(self))
        column.addWidget(self._stack, 1)
        self._foot_rule = rule(self)
        column.addWidget(self._foot_rule)
        column.addWidget(self.footer)

    def _data_page(self) -> QWidget:
        page = QWidget(self)
        vbox(self.drafting.line, (self.fields, 1), self.notes, parent=page, margins=0, spacing=0)
        self.notes.add(self.general)
        self.notes.add(self.later)
        return page

    def _connect(self) -> None:
        self.shown.connect(self.drafting.show)
        self.edited.connect(lambda _: self.drafting.note())
        self.saved.connect(self.drafting.saved)
        order_tabs(self.drafting.line, widget_of(self.fields.input(self.fields.names()[0])))
        self.fields.changed.connect(self._field_edited)
        self.fields.committed.connect(self._field_settled)
        self.checking.shown.connect(self._say_state)
        self.fields.left_last.connect(self.footer.focus_primary)
        self.tabs.currentChanged.connect(self._turn)
        self.footer.save_wanted.connect(lambda: self.save())
        self.footer.next_wanted.connect(self.save_and_next)
        self.footer.delete_wanted.connect(self.delete)
        self.footer.restore_wanted.connect(self.restore_wanted)
        self._context.as_of_changed.connect(self._follow_day)
        bind(self, FINISH, self.save_and_next)
        bind(self, "Esc", lambda: self.restore())
        for keys, step in STEPS:  # in the fields alone: a history turns its own pages
            bind(self.fields, keys, partial(self.step_wanted.emit, step))
