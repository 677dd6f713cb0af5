"""The designer of one register: its parts behind tabs, and beside them the form and list as a clerk will see them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from core.faults import Refusal
from core.office import Trial
from core.registers.declare import Register
from desktop.models.register_design import RegisterDesign
from desktop.pages.registers.clocks import ClocksTab
from desktop.pages.registers.declared_words import in_words
from desktop.pages.registers.design_drafts import DesignDrafts
from desktop.pages.registers.fields import FieldsTab
from desktop.pages.registers.general import GeneralTab
from desktop.pages.registers.parts_tab import PartsTab
from desktop.pages.registers.prints import PrintsTab
from desktop.pages.registers.rules import RulesTab
from desktop.pages.registers.try_out import TITLE, TryOut
from desktop.pages.registers.views import ViewsTab
from desktop.shell.context import AppContext
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.elided import ElidedLabel
from desktop.widgets.keys import bind
from desktop.widgets.panel import Panel, rule
from desktop.widgets.strip import Strip
from desktop.widgets.tab_bar import TabBar

TABS = ("ข้อมูลทั่วไป", "ช่อง", "กำหนดเวลา", "กติกา", "มุมมอง", "พิมพ์")
GENERAL, FIELDS, CLOCKS, RULES, VIEWS, PRINTS, TRY = range(7)
BESIDE = 820  # px at text size 100 % from which on what is tried stands beside the tabs
SHARE = 0.36
NO_FIELDS = "ทะเบียนต้องมีอย่างน้อยหนึ่งช่อง โปรดเพิ่มช่อง"
BEGIN = "เพิ่มช่องแรกแล้วลองกรอกที่นี่ได้ทันที"
WAIT = "ยังลองกรอกไม่ได้จนกว่าจะแก้ตามที่แจ้งไว้"


class Designer(QWidget):
    """What is designed (``design``), and how far that makes sense. ``save_wanted``, ``left``: Esc with nothing changed."""

    save_wanted = Signal()
    left = Signal()
    read = Signal()  # what is written was read, or refused

    def __init__(self, context: AppContext, units: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.design = RegisterDesign(self)
        self.refusal = ""
        self.new = False
        self.fields = FieldsTab(self.design, {}, self)
        self.general = GeneralTab(self.design, units, self)
        self.clocks, self.rules, self.views, self.prints = (
            ClocksTab(self.design, self),
            RulesTab(self.design, self),
            ViewsTab(self.design, self),
            PrintsTab(self.design, self),
        )
        self._parts: tuple[PartsTab, ...] = (self.fields, self.clocks, self.rules, self.views, self.prints)
        self.try_out = TryOut(context, self)
        self.drafts = DesignDrafts(context.drafts, self.design, self)
        self.fault = Strip("warn", None, self)
        self.tabs, self.stack = TabBar(self), QStackedWidget(self)
        self.panel = Panel(self)
        self.state = ElidedLabel("", self)
        self.save, self.restore = primary("บันทึกทะเบียน", "Ctrl S", self), quiet("คืนค่าเดิม", "Esc", self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._lay_out()
        self._connect()

    # -- what is shown

    def begin(self, written: Mapping[str, Any], base: Mapping[str, Any] | None) -> None:
        """Designs another register; ``base`` None: one the file hasn't."""
        self.new = base is None
        for tab in self._parts:
            tab.at = 0
        self.try_out.forget_all()
        self.drafts.leave()
        self.design.begin(written, base)
        self.drafts.offer()

    def is_dirty(self) -> bool:
        """True while something isn't saved."""
        return self.design.is_dirty()

    def know(self, registers: Mapping[str, Register]) -> None:
        """The registers a field, rule or view may ask."""
        own = self.design.written.get("name")
        known = {name: register for name, register in registers.items() if name != own}
        keyed = {n: r.short_title for n, r in known.items() if len(r.key_fields) == 1}
        plan = {"units": "ส่วนราชการ", "projects": "โครงการ", "indicators": "ตัวชี้วัด"}
        self.fields.others = {**plan, **keyed}
        self.rules.known = self.views.known = self.prints.known = known

    def commit(self) -> None:
        """Takes over what stands typed in the field that has the keys."""
        focus = QApplication.focusWidget()
        if focus is not None and self.panel.isAncestorOf(focus):
            take = getattr(focus, "commit", None)
            if callable(take):
                take()

    def show_tab(self, place: int) -> None:
        """Turns to a tab."""
        self.tabs.setCurrentIndex(place)

    def focus_inside(self) -> None:
        """Goes into the tab in sight."""
        place = self.stack.currentIndex()
        if place == GENERAL:
            self.general.focus_form()
        elif place == TRY:
            self.try_out.focus_form()
        elif (shown := self.stack.currentWidget()) is not None:
            shown.setFocus()

    def can_retrace(self, *, back: bool) -> bool:
        """True while a step of designing can be taken back, or done again."""
        return self.design.can_step(back=back)

    def retrace(self, back: bool) -> None:
        """Takes a step of designing back, or does it again."""
        self.design.step(back=back)

    # -- inside

    def _changed(self) -> None:
        self._refresh(self.stack.currentIndex())
        self._say_state()
        self.drafts.note()
        self._soon.start(0)

    def _refresh(self, place: int) -> None:
        if place < TRY and self.design.written:
            (self.general if place == GENERAL else self._parts[place - FIELDS]).refresh()

    def _turn(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self._refresh(place)

    def _read(self) -> None:
        office, written, new = self._context.office, self.design.written, self.new
        lacking = self.rules.lacking() or self.views.lacking()
        if not written.get("fields"):
            self._say_refused("", NO_FIELDS, BEGIN)
            return
        if lacking:
            self._say_refused(lacking, lacking, WAIT)
            return
        self._context.ask(
            self,
            lambda: office.registers.trial(written, new=new),
            self._understood,
            topic="trial",
            on_failed=self._refused,
        )

    def _understood(self, trial: Trial) -> None:
        self.refusal = ""
        self.fault.say("")
        self.rules.show_statements([str(getattr(rule, "says", "")) for rule in trial.register.rules])
        self.try_out.show_trial(trial, self.design.written)
        self._say_state()
        self.read.emit()

    def _refused(self, fault: Exception) -> None:
        if isinstance(fault, Refusal):
            said = in_words(str(fault), self.design.written)
            self._say_refused(said, said, WAIT)
        else:
            self._context.refuse(fault)

    def _say_refused(self, said: str, refusal: str, tried: str) -> None:
        """Why what is written makes no register yet; what was tried last stays in sight."""
        self.refusal = refusal
        self.fault.say(said)
        self.try_out.say(tried)
        self._say_state()
        self.read.emit()

    def _say_state(self) -> None:
        if not self.is_dirty():
            self.state.setText("ตรงกับที่บันทึกไว้")
        else:
            self.state.setText("ยังบันทึกไม่ได้" if self.refusal else "ยังไม่ได้บันทึก")
        self.restore.setVisible(self.is_dirty() and not self.new)

    def _escape(self) -> None:
        """From a form back to its list; from there what the file has, or out of the designer."""
        shown, focus = self.stack.currentWidget(), QApplication.focusWidget()
        if isinstance(shown, PartsTab) and focus is not None and shown.forms.isAncestorOf(focus):
            self.commit()
            shown.table.setFocus()
        else:
            self._restore()

    def _restore(self) -> None:
        if self.is_dirty() and not self.new:
            self.design.restore()
        else:
            self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_try_out()

    def _place_try_out(self) -> None:
        beside = self.width() >= scaled(BESIDE)
        if beside == (self.try_out.parentWidget() is self):
            self.try_out.setFixedWidth(int(self.width() * SHARE)) if beside else None
            return
        if beside:
            self.stack.removeWidget(self.try_out)
            if self.tabs.count() > TRY:
                self.tabs.removeTab(TRY)
            self.try_out.setParent(self)
            self._row.addWidget(self.try_out)
            self.try_out.setFixedWidth(int(self.width() * SHARE))
            self.try_out.show()
        else:
            self._row.removeWidget(self.try_out)
            self.try_out.setMinimumWidth(0)
            self.try_out.setMaximumWidth((1 << 24) - 1)
            self.stack.addWidget(self.try_out)
            self.tabs.addTab(TITLE)

    def _lay_out(self) -> None:
        for words, tab in zip(TABS, (self.general, *self._parts), strict=True):
            self.tabs.addTab(words)
            self.stack.addWidget(tab)
        head = hbox((self.tabs, 1), margins=(10, 4, 10, 0))
        foot = hbox(self.save, self.restore, (self.state, 1), STRETCH, margins=(14, 7, 14, 7), spacing=8)
        for part in (head, rule(self.panel), (self.stack, 1), rule(self.panel), foot):
            one, share = part if isinstance(part, tuple) else (part, 0)
            self.panel.body.addWidget(one, share) if isinstance(one, QWidget) else self.panel.body.addLayout(
                one
            )
        column = vbox(self.drafts.line, self.fault, (self.panel, 1), spacing=8)
        self._row = hbox((column, 1), self.try_out, parent=self, margins=0, spacing=12)

    def _connect(self) -> None:
        self.design.changed.connect(self._changed)
        self.tabs.currentChanged.connect(self._turn)
        self._soon.timeout.connect(self._read)
        self.save.clicked.connect(self.save_wanted)
        self.restore.clicked.connect(self._restore)
        for tab in self._parts:
            tab.told.connect(lambda sentence: self._context.tell(sentence, "info"))
        bind(self, "Esc", self._escape)
        for n in range(TRY + 1):
            bind(self, f"Alt+{n + 1}", partial(self._go_to_tab, n))

    def _go_to_tab(self, place: int) -> None:
        if place < self.tabs.count():
            self.commit()
            self.tabs.setCurrentIndex(place)
            self.focus_inside()
        elif place == TRY:
            self.try_out.focus_form()
