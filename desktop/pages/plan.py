"""The plan page: the whole plan as a tree, the chosen place in its editor, what the plan check says, the plan's state.

Only the unit that keeps the plan edits it; in any other unit's file what is edited is a proposal (DESIGN.md, "Plan edits").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.office import PlanState, RolledOver
from desktop.models.plan_additions import Addition, additions, movable, move
from desktop.models.plan_items import Key, PlanItem, PlanRecords, plan_items
from desktop.pages.deleting import delete_records
from desktop.pages.plan_editor import YEARS, PlanEditor, may_go, plan_deletion
from desktop.pages.plan_findings import FindingsPanel, PlanNote, PlanNotes, read_notes
from desktop.pages.plan_keeper_strip import KeeperStrip
from desktop.pages.plan_tree_view import PlanTreeView
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.shell.pages import PLAN
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import link, primary, quiet
from desktop.widgets.panel import Panel, rule
from desktop.widgets.popup_list import PopupList
from desktop.widgets.strip import Strip
from desktop.widgets.tab_bar import TabBar
from desktop.widgets.table import DeskTable

LEFT = 352  # px at text size 100 %
LEFT_SHARE = 0.36
TREE, FINDINGS = 0, 1
SETTLE = "แผนปีงบประมาณ {year} ยังเป็นร่าง มี {count} ข้อที่ต้องแก้ไขหรือยกเว้นพร้อมเหตุผลก่อนใช้เป็นแผนของปี"
READY = "แผนปีงบประมาณ {year} ยังเป็นร่าง ตรวจแล้วไม่มีข้อที่ต้องแก้ไข ใช้เป็นแผนของปีได้"
FAILING = "แผนปีงบประมาณ {year} มี {count} ข้อที่ไม่เป็นไปตามเกณฑ์ของแผน โปรดแก้ไขหรือยกเว้นพร้อมเหตุผล"
LAST = "ถึงรายการสุดท้ายของแผนในชนิดนี้แล้ว"
FIRST = "ถึงรายการแรกของแผนในชนิดนี้แล้ว"
HEADING = "“{label}” เป็นหัวข้อของโครงสร้างแผนจึงลบไม่ได้ ยังไม่ได้ลบรายการใด โปรดเลือกเฉพาะรายการที่จะลบ"
HELD = "รายการนี้ยังไม่ได้บันทึก กด Ctrl+S เพื่อบันทึก หรือ Esc เพื่อคืนค่าเดิม แล้วลองอีกครั้ง"


class PlanPage(Page):
    """The plan of the year looked at."""

    checked = Signal()  # the plan check's findings are in sight

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "แผนปฏิบัติราชการ", parent)
        self._writable = not context.office.read_only
        self._keeps = context.office.keeps_plan and self._writable
        self._records = PlanRecords(context.year, {})
        self._notes: PlanNotes | None = None
        self._year = 0
        self._shown: Key | None = None
        self._beginning: Addition | None = None
        self._asked = 0
        self._list_wanted = False  # a draft was just made: its list gets the keys once it is there
        self.tree = PlanTreeView(self)
        self.findings = FindingsPanel(context, self, writable=self._keeps)
        self.editor = PlanEditor(context, self, writable=self._writable)
        self.adopt = primary("ใช้เป็นแผนของปี", "", self)
        self.banner = Strip("warn", self.adopt, self)
        self.bring_back = quiet("คืนแผน", "", self)
        self.gone = Strip("warn", self.bring_back, self)
        self.whose = KeeperStrip(context, self)
        self.note_link = link("ดูข้อสังเกต", self)
        self.note = Strip("warn", self.note_link, self)
        self.tabs = TabBar(self)
        self.add = primary("เพิ่ม…", "Ctrl N", self)
        self.popup = PopupList(self.add)
        self.next_year = quiet("ทำแผนปีถัดไป…", "", self)
        self._left = QStackedWidget(self)
        self._panel = Panel(self)
        self._lay_out()
        self._connect()
        self.refresh()

    # -- what the shell asks

    def may_leave(self) -> bool:
        """False while something typed or chosen isn't saved."""
        return not self.editor.is_dirty()

    def open_with(
        self, record_id: str = "", register: str = "", ref: str = "", next_year: bool = False, **_: Any
    ) -> None:
        """Shows a record of the plan, or the place a finding's reference names; or begins next year's plan."""
        if next_year:
            self.make_next_year()
        if ref:
            place = self.context.office.locate(self.context.year, ref)
            self.select(place)
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
        if self._held_back():
            return
        self._beginning = addition
        self.note.say("")
        self.editor.begin(addition)

    def make_next_year(self) -> None:
        """Shows what next year's plan would be made of, and makes it where that is wanted."""
        if not self._keeps:
            self.context.tell(self.whose.whose(), "info")
        elif not self._held_back():
            from desktop.pages.rollover_dialog import RolloverDialog  # once a year

            dialog = RolloverDialog(self.context, self.context.year + 1, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.made.connect(self._rolled_over)
            dialog.open()

    def refresh(self) -> None:
        """Reads the plan anew; what is being typed stays."""
        context, shown = self.context, self._item()
        if context.year != self._year:
            shown = None  # no place of this year's plan follows one of another's
            self._year, self._notes = context.year, None
            self.findings.show_notes(())  # another year's list is read from its beginning
        self._records = PlanRecords.read(context.office, context.year)
        self.tree.show_root(plan_items(self._records), self._shown)
        if shown is not None and self._item() is None and not self.editor.is_dirty():
            self._shown = next((key for key in shown.heirs() if self.tree.choose(key)), None)
        if self._notes:
            self._show_notes(self._notes)
        self.head.set_note(f"ปีงบประมาณ {context.year}")
        if self._beginning is None:
            self._show_current()
        self._check()

    def select(self, key: Key | None) -> bool:
        """Shows a place of the plan; False where it is not there, or something typed holds one back."""
        if key is None or self.tree.model.item_of(key) is None:
            self.context.tell("ไม่พบจุดนี้ในแผนแล้ว โปรดตรวจข้อสังเกตอีกครั้ง", "warn")
            return False
        if key != self._shown and self._held_back():
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
        if item is None or not self._writable or self._held_back():
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
        selected = self.tree.selected()
        heading = next((item for item in selected if item.row is None), None)
        if heading is not None:
            self.context.tell(HEADING.format(label=heading.label), "info")
            return
        keys = [item.key for item in selected]
        plans = [item.row for item in selected if item.row is not None and item.register == YEARS]
        plan = next((row for row in plans if may_go(self.context, row)), None)
        if plan is None:
            self._delete(keys)
        else:
            ask = plan_deletion(plan.values["fiscal_year"], self)
            ask.confirmed.connect(partial(self._delete, keys))
            ask.open()

    # -- inside

    def _delete(self, keys: Sequence[Key]) -> None:
        if not self._writable:
            self.context.tell(self.whose.whose(), "info")
        elif not self._held_back():
            delete_records(self.context, keys, self._gone)

    def _gone(self) -> None:
        # A list beside the form keeps the keys: the one that went was one of its rows.
        if self.isVisible() and not isinstance(QApplication.focusWidget(), DeskTable):
            self.tree.tree.setFocus()

    def _item(self) -> PlanItem | None:
        return self.tree.model.item_of(self._shown) if self._shown else None

    def _held_back(self) -> bool:
        if not self.editor.is_dirty():
            return False
        self.context.tell(HELD, "warn")
        return True

    def _chosen(self, item: PlanItem) -> None:
        if item.key == self._shown and self._beginning is None:
            return
        if self._held_back():
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
        self._show_note(item.key)

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

    def _show_note(self, key: Key) -> None:
        found = self._notes.at(key) if self._notes else ()
        worst = next((n for n in found if n.tone != "neutral"), None)
        more = f" (และอีก {len(found) - 1} ข้อ)" if len(found) > 1 else ""
        said = f"{worst.message}{more}" if worst else ""
        self.note.say(said, "bad" if worst and worst.tone == "bad" else "warn")

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
        self._notes = notes
        self._show_notes(notes)
        self._show_state(notes.state)
        self._show_gone(notes)
        if self._shown and self._beginning is None:
            self._show_note(self._shown)
        if self._list_wanted:
            self._list_wanted = False
            self.findings.list.setFocus()
        self.checked.emit()

    def _show_notes(self, notes: PlanNotes) -> None:
        self.tree.model.set_marks(notes.tones())
        self.findings.show_notes(notes.notes)
        self.tabs.setTabText(FINDINGS, f"ข้อสังเกต {len(notes.notes)}" if notes.notes else "ข้อสังเกต")

    def _show_state(self, state: PlanState) -> None:
        count = len(state.open)
        if state.flagged:
            said = (SETTLE if count else READY).format(year=state.year, count=count)
        else:
            said = FAILING.format(year=state.year, count=count) if count else ""
        self.banner.say(said, "warn" if count else "good")
        self.adopt.setVisible(state.flagged and self._keeps)
        self.adopt.setEnabled(not count)

    def _show_gone(self, notes: PlanNotes) -> None:
        years = " ".join(str(row.values["fiscal_year"]) for row in notes.gone)
        self.gone.say(f"แผนปี {years} ที่เคยใช้ถูกลบไปจากแฟ้มนี้" if notes.gone else "")
        self.bring_back.setVisible(self._keeps)

    def _bring_back(self) -> None:
        context, gone = self.context, self._notes.gone if self._notes else ()
        ids = [row.id for row in gone]
        if context.attempt(lambda: context.office.restore_many("plan_years", ids)) is not None:
            context.tell(f"คืนแผนแล้ว {len(ids)} ปี", "good")

    def _adopt(self) -> None:
        year = self.context.year
        if self.context.attempt(lambda: self.context.office.adopt_plan(year)) is not None:
            self.context.tell(f"ใช้เป็นแผนปีงบประมาณ {year} แล้ว กด Ctrl+Z เพื่อเลิกทำ", "good")

    def _rolled_over(self, made: RolledOver) -> None:
        """The new draft, with the list of what is to be looked through."""
        self._list_wanted = True
        self.context.set_year(made.year)
        self.tabs.setCurrentIndex(FINDINGS)
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

    def _to_findings(self) -> None:
        self.tabs.setCurrentIndex(FINDINGS)
        here = self._notes.at(self._shown) if self._notes else ()
        if here:
            self.findings.choose(here[0])
        self.findings.list.setFocus()

    def _search(self) -> None:
        self.tabs.setCurrentIndex(TREE)
        self.tree.focus_search()

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
        self._panel.setFixedWidth(min(scaled(LEFT), int(self.width() * LEFT_SHARE)))

    def _lay_out(self) -> None:
        self.tabs.addTab("โครงสร้าง")
        self.tabs.addTab("ข้อสังเกต")
        self._left.addWidget(self.tree)
        self._left.addWidget(self.findings)
        head = QHBoxLayout()
        head.setContentsMargins(scaled(10), scaled(4), scaled(10), 0)
        head.addWidget(self.tabs, 1)
        self._panel.body.addLayout(head)
        self._panel.body.addWidget(rule(self._panel))
        self._panel.body.addWidget(self._left, 1)
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
        for strip in (self.gone, self.banner, self.whose):
            self.body.addWidget(strip)
        right = QVBoxLayout()
        right.setSpacing(scaled(8))
        right.addWidget(self.note)
        right.addWidget(self.editor, 1)
        halves = QHBoxLayout()
        halves.setSpacing(scaled(12))
        halves.addWidget(self._panel)
        halves.addLayout(right, 1)
        self.body.addLayout(halves, 1)

    def _connect(self) -> None:
        self.on_change([*PLAN, "project_steps", "study_parts", "plan_proposals"], self.refresh)
        self.on_change(["plan_proposals"], self.whose.refresh)
        self.tabs.currentChanged.connect(self._left.setCurrentIndex)
        self.tree.chosen.connect(self._chosen)
        self.tree.tree.entered_form.connect(self.editor.focus_inside)
        self.tree.tree.delete_wanted.connect(self.delete)
        self.tree.tree.selectionModel().selectionChanged.connect(self._say_selected)
        self.tree.tree.move_wanted.connect(self.reorder)
        self.findings.jump_wanted.connect(self._jump)
        self.note_link.clicked.connect(self._to_findings)
        self.adopt.clicked.connect(self._adopt)
        self.bring_back.clicked.connect(self._bring_back)
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
        self.bind("Ctrl+F", self._search)
        self.bind("Alt+Up", partial(self.reorder, -1))
        self.bind("Alt+Down", partial(self.reorder, 1))
