"""The page ทะเบียน: the registers of the file at the left, the designer of the chosen one beside it.

What a register becomes is the plan keeper's; in any other unit's file it is a proposal (docs/architecture.md, "Plan edits").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from core.faults import InputRefusal, Refusal
from core.office import DeclaredRegister, Design, Meaning, NewRegister
from desktop.importing.wizard import ImportWizard
from desktop.pages.plan_keeper_strip import KeeperStrip
from desktop.pages.registers.declared_words import in_words
from desktop.pages.registers.design_drafts import NEW
from desktop.pages.registers.designer import FIELDS, GENERAL, Designer
from desktop.pages.registers.meaning import MeaningDialog
from desktop.pages.registers.new import LeftOutDialog, LibraryDialog, SheetDialog
from desktop.pages.registers.register_list import RegisterList
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import primary
from desktop.widgets.popup_list import PopupList
from desktop.widgets.row_selection import go_to

T = TypeVar("T")
LEFT, LEFT_SHARE = 200, 0.22  # px at text size 100 %, but no more than this share of the page
WAYS = ("จากคลังทะเบียน…", "เริ่มจากไม่มีช่อง", "จากตาราง Excel ที่ใช้อยู่…", "จากแบบสำรวจ XLSForm…")
SHEET_WAY = 2
BLANK = "ทะเบียนใหม่"
FORMS = "แบบสำรวจ XLSForm (*.xlsx *.xls)"
SHEETS = "ตารางทำการ (*.xlsx *.xls *.ods *.csv)"
LAID_OVER = "ทะเบียนนี้ถูกแก้ไขจากที่อื่นระหว่างออกแบบ สิ่งที่แก้ไว้วางอยู่บนฉบับล่าสุดแล้ว โปรดตรวจก่อนบันทึก"
KEPT = "ทะเบียนใหม่ที่ออกแบบไว้ยังอยู่ กด Ctrl+N แล้วเลือกเริ่มจากไม่มีช่อง เพื่อนำกลับมา"


class RegistersPage(Page):
    """Every register of the file, and new ones."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ทะเบียน", parent)
        self._writable = not context.office.session.read_only
        units = {unit.code: unit.name for unit in context.office.session.units()}
        self.list = RegisterList(units, self)
        self.designer = Designer(context, units, self)
        self.whose = KeeperStrip(context, self)
        self.add = primary("ทะเบียนใหม่…", "Ctrl N", self)
        self.popup = PopupList(self.add)
        self._shown = ""  # the register designed, "" for a new one
        self._wanted: tuple[str, bool] | None = None  # the one to be shown, and whether the keys go into it
        self._rows: Design | None = None  # whose sheet's rows follow once it is saved
        self._lay_out()
        self._connect()
        self.reload()

    # -- what the shell asks

    def may_leave(self) -> bool:
        """False while something designed isn't saved."""
        return not self.designer.design.is_touched()

    def go_to_typed(self) -> None:
        """The keys go back into the designer."""
        self.designer.focus_inside()

    def open_with(self, name: str = "", place: str = "", new: bool = False, **_: Any) -> None:
        """Shows a register by its ``name``, or the design that waits at a ``place``; ``new`` begins one."""
        if place == NEW or (new and not place):
            self.blank()
        elif name or place:
            self.choose(name or place)

    def begin(self) -> None:
        """Offers the ways in which a new register is begun."""
        if not self._writable:
            self.context.tell(self.whose.whose(), "info")
        elif not self.held_back():
            self.popup.drop(WAYS)

    def save(self) -> None:
        """Says what saving means for the records there, then saves."""
        self.designer.commit()
        if not self._writable:
            self.context.tell(self.whose.whose(), "info")
        elif not self.designer.is_dirty():
            self.context.tell("ไม่มีการแก้ไข จึงไม่มีอะไรต้องบันทึก", "neutral")
        else:
            office, written, new = self.context.office, self.designer.design.written, self.designer.new
            found = self._attempt(lambda: office.registers.meaning(written, new=new))
            if found is not None:
                self._tell_meaning(found)

    # -- new ones

    def blank(self) -> None:
        """Begins a register without a field."""
        office = self.context.office
        self._ask(lambda: office.registers.blank(BLANK), partial(self._begin, tab=GENERAL))

    def from_library(self) -> None:
        """Offers the registers that the program brings."""
        self._ask(self.context.office.registers.library, self._show_library)

    def from_sheet(self, path: Path) -> SheetDialog:
        """Shows what the columns of a sheet would become."""
        dialog = SheetDialog(self.context, path, self)
        dialog.taken.connect(self._begin_from_sheet)
        dialog.open()
        return dialog

    def from_form(self, path: Path) -> None:
        """Begins a register of an XLSForm's questions, and tells what has no counterpart."""
        office = self.context.office
        self.context.run_with_progress(
            lambda progress: office.registers.from_form(path, progress),
            partial(self._begin_from_form, path.name),
            title=f"อ่าน {path.name}",
        )

    # -- inside

    def reload(self) -> None:
        """Reads anew which registers there are."""
        self._ask(self.context.office.registers.declared, self._show)

    def choose(self, name: str, *, inside: bool = False) -> None:
        """Shows a register in the designer; ``inside``: the keys go into it."""
        if name != self._shown and self.held_back():
            self._mark()
            return
        self._wanted = (name, inside)
        office = self.context.office
        self._ask(lambda: office.registers.of_file(name), partial(self._show_design, name))

    def _ask(self, func: Callable[[], Any], then: Callable[[Any], None]) -> None:
        self.context.ask(self, func, then)

    def _show(self, found: Sequence[DeclaredRegister]) -> None:
        self.list.show_registers(found)
        self.designer.know({one.register.name: one.register for one in found})
        self.head.set_note(f"{len(found)} ทะเบียน")
        if self.designer.is_dirty():
            self._mark()
            self._follow()
        elif found:
            there = {one.register.name for one in found}
            wanted = self._wanted[0] if self._wanted else self._shown  # one may be on its way
            self.choose(wanted if wanted in there else found[0].register.name)

    def _follow(self) -> None:
        """A register that was changed elsewhere while it is designed: what was designed is laid over what there is now."""
        office, name = self.context.office, self._shown
        if name:
            self._ask(lambda: office.registers.of_file(name), partial(self._lay_over, name))

    def _lay_over(self, name: str, design: Design) -> None:
        base = design.base
        if name == self._shown and base is not None and self.designer.design.lay_over(base):
            self.context.tell(LAID_OVER, "warn")

    def _show_design(self, name: str, design: Design) -> None:
        if self._wanted is None or self._wanted[0] != name or self.designer.is_dirty():
            return
        inside, self._wanted, self._rows = self._wanted[1], None, None
        if name != self._shown or design.base != self.designer.design.base:
            self._shown = name
            self.designer.begin(design.written, design.base)
        self._mark()
        self.designer.show()
        if inside:
            self.designer.focus_inside()

    def _mark(self) -> None:
        """The line of the register designed is the marked one."""
        line = self.list.model.line_of(self._shown)
        blocked = self.list.table.selectionModel().blockSignals(True)
        if line >= 0:
            go_to(self.list.table, self.list.model.index(line, 0))
        else:
            self.list.table.selectionModel().clear()
        self.list.table.selectionModel().blockSignals(blocked)
        self.list.table.viewport().update()

    def _chosen(self, index: QModelIndex) -> None:
        found = self.list.model.row_at(index.row())
        if found is not None and found.register.name != self._shown:
            self.choose(found.register.name)

    def _begin(self, design: Design, tab: int = FIELDS) -> None:
        self._shown, self._wanted, self._rows = "", None, None
        self.designer.begin(design.written, None)
        self.designer.show()
        self._mark()
        self.designer.show_tab(tab)
        if tab == GENERAL:
            self.designer.general.focus_form()
        else:
            self.designer.focus_inside()

    def _show_library(self, found: Any) -> None:
        office = self.context.office
        dialog = LibraryDialog(found, self)
        dialog.chosen.connect(
            lambda name: self._ask(lambda: office.registers.from_library(name), self._begin)
        )
        dialog.open()

    def _begin_from_sheet(self, answer: tuple[Mapping[str, Any], Design]) -> None:
        written, design = answer
        self._begin(Design(written))
        self._rows = design

    def _begin_from_form(self, name: str, design: Design) -> None:
        self._begin(design)
        if design.left_out:
            LeftOutDialog(name, design.left_out, self).open()

    def _way(self, way: int) -> None:
        if way == 0:
            self.from_library()
        elif way == 1:
            self.blank()
        else:
            begin, kinds = (self.from_sheet, SHEETS) if way == SHEET_WAY else (self.from_form, FORMS)
            path, _ = QFileDialog.getOpenFileName(self, WAYS[way].rstrip("…"), "", kinds)
            if path:
                begin(Path(path))

    def _tell_meaning(self, found: Sequence[Meaning]) -> None:
        session = self.context.office.session
        keeper = "" if session.keeps_plan else session.keeper_name()
        if not found and not keeper:
            self._write()
            return
        dialog = MeaningDialog(self._title(), found, keeper, self)
        dialog.agreed.connect(self._write)
        dialog.open()

    def _attempt(self, func: Callable[[], T]) -> T | None:
        """What ``func`` gives; a refusal is told by the register's labels, and None given."""
        try:
            return self.context.wait_for(func)
        except InputRefusal as refusal:
            self.context.tell(in_words(str(refusal), self.designer.design.written), "bad")
        except Refusal as refusal:
            self.context.refuse(refusal)
        return None

    def _title(self) -> str:
        return str(self.designer.design.written.get("title", ""))

    def _write(self) -> None:
        office, written, new = self.context.office, self.designer.design.written, self.designer.new
        done = self._attempt(lambda: office.registers.save(written, new=new))
        if done is None:
            return
        rows = self._rows
        self.designer.drafts.saved()
        proposed = self.context.tell_if_proposed(done.changes)
        if proposed:
            self._forget_design()
            return
        self._shown = done.register.name
        self.designer.design.begin(written, written)
        self.designer.new = False
        if not rows:
            self.context.tell(f"บันทึก{self._title()}แล้ว กด Ctrl+Z เพื่อเลิกทำ")
        self.reload()
        self._take_rows(rows, done)

    def _take_rows(self, rows: Design | None, done: NewRegister) -> None:
        """The rows of the sheet a register was made of follow by the ordinary import."""
        self._rows = None
        if rows is not None and rows.source is not None:
            office, name, source = self.context.office, done.register.name, rows.source
            wizard = ImportWizard(
                self.context,
                done.register,
                lambda: office.sheets.open_sheet(name, source),
                source.name,
                parent=self,
                sheet=rows.sheet,
            )
            self.context.tell(f"บันทึก{self._title()}แล้ว นำรายการใน {source.name} เข้าต่อได้ทันที หรือกด Esc")
            wizard.open()

    def _forget_design(self) -> None:
        """What was designed isn't the file's: it shows again what is."""
        self._wanted = (str(self.designer.design.written["name"]), False)
        self.designer.design.begin({}, None)
        self._shown = ""
        self.reload()

    def _leave_design(self) -> None:
        if self.designer.new and self.designer.is_dirty():
            if self.designer.design.is_touched():
                self.context.tell(KEPT, "info")
            self.designer.drafts.leave()
            self.designer.design.begin({}, None)
            self.reload()
        self.list.table.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocusProxy(self.list.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.list.setFixedWidth(min(scaled(LEFT), int(self.width() * LEFT_SHARE)))

    def _lay_out(self) -> None:
        self.add.setVisible(self._writable)
        self.head.add_action(self.add)
        self.body.addWidget(self.whose)
        self.body.addLayout(hbox(self.list, (self.designer, 1), spacing=12), 1)
        if not self.context.office.session.keeps_plan:
            self.designer.save.setText("เสนอทะเบียน")

    def _connect(self) -> None:
        self.list.table.selectionModel().currentRowChanged.connect(lambda now, _: self._chosen(now))
        self.list.table.opened.connect(lambda _: self.designer.focus_inside())
        self.add.clicked.connect(self.begin)
        self.popup.picked.connect(self._way)
        self.designer.save_wanted.connect(self.save)
        self.designer.left.connect(self._leave_design)
        self.on_change(None, self.reload)
        self.bind("Ctrl+N", self.begin)
