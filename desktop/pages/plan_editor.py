"""The right side of the plan page: the form of the chosen place, with the lists and panels that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import chain

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.forms.record_form import RecordForm
from desktop.models.plan_additions import Addition
from desktop.models.plan_items import PlanItem
from desktop.pages.plan_deleting import YEARS, may_go
from desktop.pages.plan_formula import FormulaPanel
from desktop.pages.plan_layouts import LAYOUTS, ROOMY
from desktop.pages.plan_parts import PartsList, parts_of
from desktop.pages.plan_steps import PlanSteps
from desktop.pages.plan_target import FormLine, GoalLine, TargetLine
from desktop.pages.plan_wording import OBJECTS, WordingList
from desktop.shell.context import AppContext
from desktop.widgets.boxes import vbox
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.inputs import LongTextEdit
from desktop.widgets.panel import Panel

# Which lists stand behind tabs of a register's form.
LISTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "plan_projects": (("plan_budget_lines", "งบประมาณ"),),
    "plan_indicators": (("plan_targets", "ค่าเป้าหมาย"),),
    "plan_units": (("plan_texts", "อำนาจหน้าที่"),),
    "plan_printed_tables": (("plan_printed_rows", "แถวในตาราง"),),
    "plan_measures": (("plan_projects", "โครงการ"),),
}
# What is said below the fields.
LINES: Mapping[str, type[FormLine]] = {"plan_targets": TargetLine, "plan_indicators": GoalLine}
WITH_FORMULA = ("plan_indicators", "plan_definitions")


class PlanForm(RecordForm):
    """A form of a plan register; "save and go on" is the page's, which knows the next number.

    The panels behind its further tabs save for themselves: the form's foot shows beside its own fields only.
    """

    next_wanted = Signal()
    given_up = Signal()  # a new record nothing was typed into
    formula: FormulaPanel | None = None

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Saves what is in sight: the formula chosen, else what was typed."""
        if self.formula is None or not self.formula.isVisible() or not self.formula.is_dirty():
            super().save(then)
        elif self.formula.save_formula() and then is not None:
            then()

    def restore(self) -> None:
        """Takes back what was chosen or typed and not saved; a new record without anything typed is given up."""
        chosen = self.formula is not None and self.formula.is_dirty()
        if self.record_id is None and not self.is_dirty():
            self.given_up.emit()
            return
        if self.formula is not None:
            self.formula.restore()
        if self.is_dirty() or not chosen:
            super().restore()

    def _lock(self) -> None:
        super()._lock()
        if self._register.name == YEARS:
            offered = self.footer.may_write() and self.row is not None and may_go(self._context, self.row)
            self.footer.delete.setVisible(offered)

    def watch_tabs(self) -> None:
        """Shows the foot beside the fields only."""
        self.tabs.currentChanged.connect(lambda tab: self.show_foot(tab == 0))

    def begin_next(self) -> None:
        """Asks for another new record of the kind."""
        self.next_wanted.emit()


class PlanEditor(QWidget):
    """Shows a place; ``begin`` a new record. Forms are made once for each register."""

    saved = Signal(object)  # the key of the record
    delete_wanted = Signal()
    parts_delete_wanted = Signal(list)  # keys of records in a list beside the form
    given_up = Signal()
    left = Signal()  # Esc with nothing typed
    step_wanted = Signal(int)  # the next record (1) or the one before (-1)
    next_wanted = Signal()
    begun = Signal()
    select_wanted = Signal(object)  # a key
    addition_wanted = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self._context, self._writable = context, writable
        self._forms: dict[str, PlanForm] = {}
        self._lists: dict[tuple[str, str], PartsList] = {}
        self._formulas: dict[str, FormulaPanel] = {}
        self._wordings: dict[str, WordingList] = {}
        self._steps: PlanSteps | None = None
        self._stack = QStackedWidget(self)
        self._empty = EmptyState("เลือกหัวข้อจากโครงสร้างแผนทางซ้าย", parent=self)
        self._group = Panel(self, title=" ")
        self._overview = self._parts_list(self)
        self._group.body.addWidget(self._overview)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._group)
        vbox(self._stack, parent=self, margins=0)

    @property
    def form(self) -> PlanForm | None:
        """The form in sight, None while a heading is shown."""
        found = self._stack.currentWidget()
        return found if isinstance(found, PlanForm) else None

    @property
    def steps(self) -> PlanSteps | None:
        """The Gantt of the project last shown."""
        return self._steps

    def formula(self, register: str) -> FormulaPanel:
        """The formula panel of a register's form."""
        return self._formulas[register]

    def parts(self, register: str, of: str) -> PartsList:
        """The list of a register's records in the form of another."""
        return self._lists[(of, register)]

    def wording(self, register: str) -> WordingList:
        """The list of the book's rows in the form of a register."""
        return self._wordings[register]

    def is_dirty(self) -> bool:
        """True while something typed or chosen isn't saved."""
        form = self.form
        waiting = any(p.is_dirty() for p in self._formulas.values())
        held = self._steps is not None and not self._steps.may_leave()
        return (form is not None and form.is_dirty()) or waiting or held

    def settle(self) -> bool:
        """Saves the months typed for a step; False, with the cursor on them, where they can't be."""
        return self._steps is None or self._steps.fields.settle()

    def show_item(self, item: PlanItem, additions: tuple[Addition, ...]) -> None:
        """Shows a place: a record's form, or a heading's list."""
        if item.row is None:
            self._show_group(item, additions)
            return
        form = self._form(item.register)
        self._stack.setCurrentWidget(form)
        if form.record_id != item.row.id or not form.is_dirty():
            form.offer_records()
            form.show_row(item.row)
        self._show_parts(item, additions)

    def show_nothing(self) -> None:
        """Shows a sentence where nothing is chosen."""
        self._stack.setCurrentWidget(self._empty)

    def say_selected(self, count: int) -> None:
        """Says how many places are selected, and deleted together."""
        if self.form is not None:
            self.form.footer.say_selected(count)

    def begin(self, addition: Addition, place: str) -> None:
        """Begins a new record at a place of the tree."""
        form = self._form(addition.register)
        form.drafting.place = place
        self._stack.setCurrentWidget(form)
        form.offer_records()
        form.show_blank(addition.values)
        first = next((n for n in _FIRST if n in form.fields.names() and not form.raw()[n]), "")
        form.fields.focus(first) if first else form.fields.focus_first()

    def show_tab(self, words: str) -> None:
        """Turns to a tab of the form by its words, where it has one."""
        form = self.form
        names = [form.tabs.tabText(n) for n in range(form.tabs.count())] if form else []
        if form is not None and words in names:
            form.tabs.setCurrentIndex(names.index(words))

    def focus_inside(self) -> None:
        """Goes into what is in sight: the fields, the Gantt, the formula or the list."""
        form = self.form
        if form is not None and form.tabs.currentIndex() == 0:
            form.fields.focus_first()
            return
        inside = (
            *((self._steps.gantt,) if self._steps else ()),
            *(p.formula for p in self._formulas.values()),
        )
        listed = (made.table for made in self._lists.values()), (w.table for w in self._wordings.values())
        lists = (self._overview.table, *chain(*listed))
        found = next((w for w in (*inside, *lists) if w.isVisible()), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.TabFocusReason)

    # -- inside

    def _show_group(self, item: PlanItem, additions: tuple[Addition, ...]) -> None:
        self._stack.setCurrentWidget(self._group)
        self._group.set_title(item.label)
        registers = [c.register for c in item.children] or [a.register for a in additions]
        if not registers:
            self.show_nothing()
            return
        parts = parts_of(item, registers[0], additions)
        self._overview.show_parts(parts)

    def _show_parts(self, item: PlanItem, additions: tuple[Addition, ...]) -> None:
        register = item.register
        for part, _ in LISTS.get(register, ()):
            self._lists[(register, part)].show_parts(parts_of(item, part, additions))
        if register == "plan_projects" and self._steps is not None:
            self._steps.show_project(item, additions)
        if register in self._formulas:
            self._formulas[register].show_item(item)
        if register in self._wordings and item.row is not None:
            self._wordings[register].show_object(item.row)

    def _form(self, register: str) -> PlanForm:
        if register not in self._forms:
            self._forms[register] = self._made(register)
        return self._forms[register]

    def _made(self, name: str) -> PlanForm:
        register = self._context.office.session.register(name)
        form = PlanForm(self._context, register, LAYOUTS.get(name), self, writable=self._writable)
        for field, rows in ROOMY.items():
            if field in form.fields.names() and isinstance(box := form.input(field), LongTextEdit):
                box.set_rows(rows)
        if not self._context.office.session.keeps_plan:
            form.footer.say_proposing()
        if line := LINES.get(name):
            line(self._context, form)
        self._add_tabs(form, name)
        form.watch_tabs()
        form.saved.connect(lambda record: self.saved.emit((name, record)))
        form.delete_wanted.connect(self.delete_wanted)
        form.begun.connect(self.begun)
        form.given_up.connect(self.given_up)
        form.left.connect(self.left)
        form.step_wanted.connect(self.step_wanted)
        form.next_wanted.connect(self.next_wanted)
        self._stack.addWidget(form)
        return form

    def _add_tabs(self, form: PlanForm, name: str) -> None:
        if name == "plan_projects":
            self._steps = PlanSteps(self._context, form, writable=self._writable)
            self._steps.opened.connect(self.select_wanted)
            self._steps.addition_wanted.connect(self.addition_wanted)
            form.add_tab("ขั้นตอนและแผนเวลา", self._steps)
        if name in WITH_FORMULA:
            panel = FormulaPanel(self._context, name, form, writable=self._writable)
            panel.addition_wanted.connect(self.addition_wanted)
            self._formulas[name] = form.formula = panel
            form.add_tab("วิธีคำนวณ", panel)
        for part, words in LISTS.get(name, ()):
            self._lists[(name, part)] = self._parts_list(form)
            form.add_tab(words, self._lists[(name, part)])
        if name in OBJECTS:
            form.add_tab("ถ้อยคำในเล่ม", self._wording_list(name, form))

    def _wording_list(self, name: str, form: PlanForm) -> WordingList:
        made = self._wordings[name] = WordingList(self._context, name, form, writable=self._writable)
        made.opened.connect(partial(self._word, self.select_wanted))
        made.written.connect(partial(self._word, self.saved))
        return made

    def _word(self, shown: SignalInstance, key: object) -> None:
        """Shows a row of the book, the cursor in its words."""
        shown.emit(key)
        if self.form is not None and "cells" in self.form.fields.names():
            self.form.fields.focus("cells")

    def _parts_list(self, parent: QWidget) -> PartsList:
        made = PartsList(self._context, parent, writable=self._writable)
        made.opened.connect(self.select_wanted)
        made.addition_wanted.connect(self.addition_wanted)
        made.delete_wanted.connect(self.parts_delete_wanted)
        return made


# A new record is begun in the first of these that is still empty.
_FIRST = ("title", "value", "text", "name", "reason", "cells")
