"""The plan page: the whole plan as a tree, the chosen place in its editor, what the plan check says, the plan's state.

Only the unit that keeps the plan edits it; in any other unit's file what is edited is a proposal (docs/architecture.md,
"Plan edits").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from core.office import RolledOver
from desktop.models.plan_additions import Addition, additions, movable, move
from desktop.models.plan_items import Key, PlanItem, PlanRecords, plan_items
from desktop.pages.deleting import delete_records
from desktop.pages.plan_deleting import delete_places
from desktop.pages.plan_editor import PlanEditor
from desktop.pages.plan_findings import PlanNote, PlanNotes, read_notes
from desktop.pages.plan_keeper_strip import KeeperStrip
from desktop.pages.plan_side import PlanSide
from desktop.pages.plan_state import PlanStrips
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.shell.pages import PLAN
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.popup_list import PopupList
from desktop.widgets.table import DeskTable

LEFT = 352  # px at text size 100 %
LEFT_SHARE = 0.36
LAST = "ถึงรายการสุดท้ายของแผนในชนิดนี้แล้ว"
FIRST = "ถึงรายการแรกของแผนในชนิดนี้แล้ว"


class PlanPage(Page):
    """The plan of the year looked at."""

    checked = Signal()  # the plan check's findings are in sight

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "แผนปฏิบัติราชการ", parent)
        self._writable = not context.office.session.read_only
        self._keeps = context.office.session.keeps_plan and self._writable
        self._records = PlanRecords(context.year, {})
        self._year = 0
        self._shown: Key | None = None
        self._beginning: Addition | None = None
        self._asked = 0
        self._list_wanted = False  # a draft was just made: its list gets the keys once it is there
        self.side = PlanSide(context, self, writable=self._keeps)
        self.tree, self.findings, self.note = self.side.tree, self.side.findings, self.side.note
        self.editor = PlanEditor(context, self, writable=self._writable)
        self.strips = PlanStrips(context, self, keeps=self._keeps)
        self.whose = KeeperStrip(context, self)
        self.add = primary("เพิ่ม…", "Ctrl N", self)
        self.popup = PopupList(self.add)
        self.next_year = quiet("ทำแผนปีถัดไป…", "", self)
        self._lay_out()
        self._connect()
        self.refresh()

    # -- what the shell asks

    def leave(self) -> bool:
        """Saves the months typed for a step; False, with the cursor on them, where they can't be."""
        return self.editor.settle()

    def may_leave(self) -> bool:
        """False while something typed or chosen isn't saved."""
        return not self.editor.is_dirty()

    def leave_year(self) -> bool:
        """False, and said, while something typed or chosen isn't saved: it is of this year's plan."""
        return self.leave() and not self.held_back()

    def open_with(
        self,
        record_id: str = "",
        register: str = "",
        ref: str = "",
        place: str = "",
        next_year: bool = False,
        **_: Any,
    ) -> None:
        """Shows a record of the plan, or the place a finding's reference names; begins the new record of a register that
        was begun at a place before, or next year's plan."""
        if next_year:
            self.make_next_year()
        if place:
            self._begin_again(register, place)
        if ref:
            self.select(self.context.office.plan.locate(self.context.year, ref))
        for name in (register,) if register else PLAN:
            if record_id and self.tree.model.item_of((name, record_id)):
                self.select((name, record_id))

    def begin(self) -> None:
        """Begins a new record where one stands; offers a choice where several kinds may be added."""
        offered = self.offered()
        if not self._writable:
            self.context.tell(self.whose.whose(), "info")
        elif not offered:
            self.context.tell("เลือกหัวข้อในโครงสร้างแผนที่จะเพิ่มรายการก่อน แล้วกด Ctrl+N", "info")
        elif len(offered) == 1:
            self.begin_with(offered[0])
        else:
            self.popup.drop([a.words for a in offered])

    def offered(self) -> tuple[Addition, ...]:
        """What may be added at the chosen place."""
        item = self._item()
        return additions(self._records, item, self.context.as_of) if item else ()

    def begin_with(self, addition: Addition) -> None:
        """Begins a new record of the plan."""
        if self.held_back():
            return
        self._beginning = addition
        self.side.show_note(None)
        self.editor.begin(addition, "|".join(self._shown or ()))

    def _begin_again(self, register: str, place: str) -> None:
        name, _, record = place.partition("|")
        if self.tree.model.item_of((name, record)) is None or not self.select((name, record)):
            return
        found = next((a for a in self.offered() if a.register == register), None)
        if found is not None:
            self.begin_with(found)

    def make_next_year(self) -> None:
        """Shows what next year's plan would be made of, and makes it where that is wanted."""
        if not self._keeps:
            self.context.tell(self.whose.whose(), "info")
        elif not self.held_back():
            from desktop.pages.rollover_dialog import RolloverDialog  # noqa: PLC0415  # once a year

            dialog = RolloverDialog(self.context, self.context.year + 1, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.made.connect(self._rolled_over)
            dialog.open()

    def refresh(self) -> None:
        """Reads the plan anew; what is being typed stays."""
        context, shown = self.context, self._item()
        if context.year != self._year:
            shown = None  # no place of this year's plan follows one of another's
            self._year = context.year
            self.side.show_notes(None)
        self._records = context.wait_for(partial(PlanRecords.read, context.office, context.year))
        self.tree.show_root(plan_items(self._records), self._shown)
        if shown is not None and self._item() is None and not self.editor.is_dirty():
            self._shown = next((key for key in shown.heirs() if self.tree.choose(key)), None)
        self.side.show_again()
        self.head.set_note(f"ปีงบประมาณ {context.year}")
        if self._beginning is None:
            self._show_current()
        self._check()

    def select(self, key: Key | None) -> bool:
        """Shows a place of the plan; False where it is not there, or something typed holds one back."""
        if key is None or self.tree.model.item_of(key) is None:
            self.context.tell("ไม่พบจุดนี้ในแผนแล้ว โปรดตรวจข้อสังเกตอีกครั้ง", "warn")
            return False
        if key != self._shown and self.held_back():
            return False
        self._beginning = None
        self.tree.choose(key)
        self._show(key)
        return True

    def save(self) -> None:
        """Saves what stands in the form, or waives the demand a reason was typed for."""
        if self.findings.reason.hasFocus():
            self.findings.waive_current()
            return
        form, steps = self.editor.form, self.editor.steps
        if steps is not None and steps.isVisible():
            self.tell_settled(steps.fields.settle())
        elif form is not None:
            form.save()
        else:
            super().save()

    def step(self, step: int) -> None:
        """Saves, then shows the next record of its kind (1) or the one before (-1), the cursor in the same field."""
        form = self.editor.form
        if form is None:
            return
        if form.record_id is None and not form.is_dirty():
            self._give_up()
            return
        field = form.fields.focused()
        form.save(lambda: self._arrive(step, field))

    def _arrive(self, step: int, field: str) -> None:
        item = self._item()
        alike = self.tree.model.alike(item) if item else []
        place = alike.index(item.key) + step if item else -1
        if not 0 <= place < len(alike):
            self.context.tell(LAST if step > 0 else FIRST, "info")
        elif self.select(alike[place]) and self.editor.form is not None and field:
            self.editor.form.fields.focus(field)

    def reorder(self, step: int) -> None:
        """Moves the chosen record up (-1) or down (1) among its kind."""
        item = self._item()
        if item is None or not self._writable or self.held_back():
            return
        if not movable(item):
            self.context.tell("รายการนี้เรียงตามเลขที่ จึงย้ายลำดับไม่ได้", "info")
            return
        moved = self.context.attempt(lambda: move(self.context.office, item, step))
        if moved is not None and not self.context.tell_if_proposed(moved[1]):
            self.select(moved[0].key)

    def delete(self) -> None:
        """Deletes the selected records as one step of undo; what is part of them goes with them. A whole plan only once
        its year was typed; where one has to stay the office says why."""
        delete_places(self.context, self, self.tree.selected(), self._delete)

    # -- inside

    def _delete(self, keys: Sequence[Key]) -> None:
        if not self._writable:
            self.context.tell(self.whose.whose(), "info")
        elif not self.held_back():
            delete_records(self.context, keys, self._gone)

    def _gone(self) -> None:
        # A list beside the form keeps the keys: the one that went was one of its rows.
        if self.isVisible() and not isinstance(QApplication.focusWidget(), DeskTable):
            self.tree.tree.setFocus()

    def _item(self) -> PlanItem | None:
        return self.tree.model.item_of(self._shown) if self._shown else None

    def go_to_typed(self) -> None:
        """The keys go back into the form: those that save and restore work there only."""
        form = self.editor.form
        if form is not None:
            (form.focusWidget() or form).setFocus()

    def _chosen(self, item: PlanItem) -> None:
        if item.key == self._shown and self._beginning is None:
            return
        if self.held_back():
            self.tree.choose(self._shown)
            return
        self._beginning = None
        self._show(item.key)

    def _show(self, key: Key) -> None:
        self._shown = key
        self.context.settings.remember_plan_place("|".join(key))
        self._show_current()

    def _show_current(self) -> None:
        item = self._item()
        if item is None and self.editor.is_dirty():
            return  # its place is gone or of another year: what was typed stays in sight
        item = item or self._first()
        if item is None:
            self.editor.show_nothing()
            return
        self.editor.show_item(item, additions(self._records, item, self.context.as_of))
        self.side.show_note(item.key)

    def _first(self) -> PlanItem | None:
        """The place remembered from before, else the plan itself."""
        name, _, record = self.context.settings.plan_place.partition("|")
        plan = next(iter(self._records.rows["plan_years"]), None)
        for key in ((name, record), ("plan_years", plan.id if plan else "")):
            if self.tree.choose(key):
                self._shown = key
                return self.tree.model.item_of(key)
        return None

    def _say_selected(self, *_: object) -> None:
        self.editor.say_selected(len(self.tree.selected()))

    def _check(self) -> None:
        """Runs the plan check off the UI thread; only the latest answer counts."""
        self._asked += 1
        office, year = self.context.office, self.context.year
        self.context.run_in_background(
            lambda: read_notes(office, year), partial(self._checked, self._asked), title=""
        )

    def _checked(self, asked: int, notes: PlanNotes) -> None:
        if asked != self._asked:
            return
        self.side.show_notes(notes)
        self.strips.show_notes(notes)
        if self._shown and self._beginning is None:
            self.side.show_note(self._shown)
        if self._list_wanted:
            self._list_wanted = False
            self.findings.list.setFocus()
        self.checked.emit()

    def _rolled_over(self, made: RolledOver) -> None:
        """The new draft, with the list of what is to be looked through."""
        self._list_wanted = self.context.set_year(made.year)
        self.side.show_findings()
        self.context.tell(
            f"ทำร่างแผนปีงบประมาณ {made.year} แล้ว โปรดตรวจข้อสังเกตทีละข้อ กด Ctrl+Z เพื่อเลิกทำทั้งหมด", "good"
        )

    def _saved(self, key: Key) -> None:
        self._beginning = None
        if key[1]:  # a record that was only proposed isn't in the plan: what was shown before is
            self._shown = key
        self.refresh()

    def _next(self) -> None:
        """After saving, another of the same kind at the same place."""
        item = self._item()
        beside = [a for a in self.offered() if item and a.register == item.register]
        if beside:
            self.begin_with(beside[-1])

    def _jump(self, note: PlanNote) -> None:
        if self.select(note.key):
            self.tree.tree.setFocus()

    def _give_up(self) -> None:
        """A new record that is given up: back to where one stood."""
        self._beginning = None
        self._show_current()
        self.tree.tree.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocusProxy(self.tree.tree)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(min(scaled(LEFT), int(self.width() * LEFT_SHARE)))

    def _lay_out(self) -> None:
        self.next_year.setVisible(self._keeps)
        if self._keeps:
            self.head.add_action(self.next_year)
        if self._writable:
            for words, step in (("ขึ้น", -1), ("ลง", 1)):
                button = quiet(words, "Alt ↑" if step < 0 else "Alt ↓", self)
                button.clicked.connect(partial(self.reorder, step))
                self.head.add_action(button)
            self.head.add_action(self.add)
        self.add.setVisible(self._writable)
        self.body.addWidget(self.strips)
        self.body.addWidget(self.whose)
        right = vbox(self.note, (self.editor, 1), spacing=8)
        halves = hbox(self.side, (right, 1), spacing=12)
        self.body.addLayout(halves, 1)

    def _connect(self) -> None:
        happened = filter(None, map(self.context.office.plan.happened, PLAN))
        self.on_change([*PLAN, *(r.name for r in happened), "plan_proposals"], self.refresh)
        self.on_change(["plan_proposals"], self.whose.refresh)
        self.tree.chosen.connect(self._chosen)
        self.tree.tree.entered_form.connect(self.editor.focus_inside)
        self.tree.tree.delete_wanted.connect(self.delete)
        self.tree.tree.selectionModel().selectionChanged.connect(self._say_selected)
        self.tree.tree.move_wanted.connect(self.reorder)
        self.findings.jump_wanted.connect(self._jump)
        self.add.clicked.connect(self.begin)
        self.next_year.clicked.connect(self.make_next_year)
        self.popup.picked.connect(lambda n: self.begin_with(self.offered()[n]))
        self.editor.saved.connect(self._saved)
        self.editor.delete_wanted.connect(self.delete)
        self.editor.parts_delete_wanted.connect(self._delete)
        self.editor.given_up.connect(self._give_up)
        self.editor.next_wanted.connect(self._next)
        self.editor.step_wanted.connect(self.step)
        self.editor.left.connect(self.tree.tree.setFocus)
        self.editor.select_wanted.connect(self.select)
        self.editor.addition_wanted.connect(self.begin_with)
        self.bind("Ctrl+N", self.begin)
        self.bind("Ctrl+F", self.side.search)
        self.bind("Alt+Up", partial(self.reorder, -1))
        self.bind("Alt+Down", partial(self.reorder, 1))
