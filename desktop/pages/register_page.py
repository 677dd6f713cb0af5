"""A register's page: the indicators it feeds, its records at the left, the chosen one's form at the right.

Serves every register as it is declared: with what its clocks say, with its lines below the list, with the way in for a chat's
export where it takes one.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog

from core.office import Changes, Row, SheetImport, is_reference, target_of
from core.registers.declare import Register
from core.registers.views import LINES
from core.thai.fiscal import Month
from desktop.forms import RecordForm
from desktop.importing.line_dialog import LineDialog
from desktop.importing.wizard import ImportWizard
from desktop.pages.clocks import DueClock, MomentsClock
from desktop.pages.deleting import delete_records
from desktop.pages.record_lines import RecordLines
from desktop.pages.record_list import RecordList
from desktop.pages.register_exports import offer_exports
from desktop.pages.register_reports import offer_reports
from desktop.pages.strips import Strips
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.shell.pages import PLAN
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import primary, quiet

FORM_WIDTH, FORM_SHARE = 342, 0.39  # px at text size 100 %, but no more than this share of the page
LAST = "ถึงรายการสุดท้ายของรายการที่แสดงแล้ว"
FIRST = "ถึงรายการแรกของรายการที่แสดงแล้ว"
MOST_STRIPS = 3  # more would leave no room: then only the chosen record's own shows
SHEETS_IN = "ตารางทำการ (*.xlsx *.xls *.ods *.csv)"
CHATS = "ไฟล์ส่งออกแชตของ LINE (*.zip *.csv)"
TEMPLATES = "ตารางทำการ (*.xlsx)"


class RegisterPage(Page):
    """The page of one register."""

    def __init__(self, context: AppContext, register_name: str) -> None:
        self.register: Register = context.office.session.register(register_name)
        super().__init__(context, self.register.short_title)
        self._feeds = context.office.figures.feeds(register_name)
        self.strips = Strips(context, self._feeds if len(self._feeds) <= MOST_STRIPS else (), self)
        self.list = self._made_list()
        self.form = RecordForm(context, self.register, parent=self)
        lines = self.register.view(LINES)
        self.lines = RecordLines(self, lines) if lines else None
        self._was_shown = False
        self._wanted = ""  # the record to be shown, once it is read
        self._before: str | None = None  # the record shown before a new one was begun
        self._lay_out()
        self._connect()
        self._open_first()
        self.due, self.moments = self._clocks()
        offer_reports(self, register_name)

    # -- what the desk asks

    def open_with(self, **args: Any) -> None:
        """``record_id`` shows a record, ``month`` a month, ``new=True`` begins a new record."""
        if "month" in args:
            self.list.show_month(args["month"])
            self.list.read()
        if args.get("record_id"):
            self.show_record(str(args["record_id"]))
        if args.get("new"):
            self.begin()

    def may_leave(self) -> bool:
        """False while something typed isn't saved."""
        return not self.form.is_dirty() and (self.lines is None or self.lines.box.may_leave())

    def leave(self) -> bool:
        """Saves what stands in an open cell of the lines; False, with the cursor in it, where that can't be."""
        return self.lines is None or self.lines.box.settle()

    def leave_year(self) -> bool:
        """False, and said, while something typed isn't saved."""
        return not self.held_back()

    def go_to_typed(self) -> None:
        """The keys go back into the form: those that save and restore work there only."""
        (self.form.focusWidget() or self.form).setFocus()

    def refresh(self) -> None:
        """Reads everything anew."""
        self.strips.refresh()
        self.list.forget()
        self.list.read()
        self.form.offer_records()
        self.form.refresh()

    # -- what a person does

    def save(self) -> None:
        """Saves what stands in the form."""
        self.form.save()

    def step(self, step: int) -> None:
        """Saves, then shows the next record (1) or the one before (-1), the cursor in the same field. Its place is that
        of before saving: a request that was paid moves down the list."""
        field, is_new = self.form.fields.focused(), self.form.record_id is None
        typed, target = self.form.is_dirty(), self.list.beside(step)
        if is_new and not typed:
            self._arrive(self._last_shown(), step, field)
        elif is_new:
            self.form.save(lambda: self._arrive(self.list.beside(step), step, field, typed=True))
        else:
            self.form.save(lambda: self._arrive(target, step, field, typed=typed))

    def begin(self) -> None:
        """Begins a new record, unless one is half filled in."""
        if self.context.office.session.read_only or self.register.plan_born:
            return
        if not self.register.used_in(self.context.year):
            self.context.tell(
                f"{self.register.title}ไม่ใช้แล้วในปีงบประมาณ {self.context.year} จึงไม่เพิ่มรายการ", "info"
            )
        elif not self.held_back():
            self.form.show_blank()
            self.form.fields.focus_first()

    def _takes_new(self) -> bool:
        """True where a record can be added in the year worked in."""
        may = not (self.register.plan_born or self.context.office.session.read_only)
        return may and self.register.used_in(self.context.year)

    def _offer_new(self) -> None:
        """Shows what begins a new record, or takes it away."""
        self.head.offer(self._new, self._takes_new())
        self.list.offer_new(offered=self._takes_new())

    def show_record(self, record_id: str, field: str = "") -> None:
        """Shows a record, in its own month where the one in sight doesn't hold it; the cursor in a field, if named."""
        if self.held_back():
            return
        self._wanted = record_id
        row, office, name = self.list.row(record_id), self.context.office, self.register.name
        show = partial(self._show_found, field=field)
        if row is not None:
            show(row)
        else:
            self.context.ask(self, lambda: office.records.record(name, record_id), show, topic="record")

    def delete(self) -> None:
        """Deletes the selected records as one step of undo; where none is in sight, the one in the form."""
        self._delete(self.list.selection.ids() or self._of_the_form())

    def undelete(self) -> None:
        """Brings the selected deleted records back as one step of undo; where none is in sight, the one in the form."""
        in_trash = self.list.selection.ids() if self.list.trash.is_on() else ()
        ids, heir = in_trash or self._of_the_form(), self.list.selection.heir()
        office, name = self.context.office, self.register.name
        done = self.context.attempt(lambda: office.records.restore_many(name, ids)) if ids else None
        if done is not None:
            self.context.tell_undoable(done)
            if heir is None:  # that was the last of them
                self.list.trash.set_on(False)
            self._go_on_with(ids[0] if heir is None else heir)

    def import_file(self, source: Path) -> ImportWizard:
        """Shows what importing a file would bring, to be matched, mended and taken over, or left."""
        office, name = self.context.office, self.register.name
        return self._wizard(lambda: office.sheets.open_sheet(name, source), source.name)

    def paste_block(self, text: str) -> ImportWizard | None:
        """Shows what a block of copied cells would bring; None where the clipboard holds none."""
        if self.context.office.session.read_only or not text.strip():
            return None
        office, name = self.context.office, self.register.name
        shown = [self.list.model.columns[n].name for n in self.list.shown_columns()]
        order = tuple(name for name in shown if name in {f.name for f in self.register.fields})
        return self._wizard(lambda: office.sheets.open_block(name, text), "ข้อมูลที่วาง", order)

    def import_line(self, source: Path) -> LineDialog:
        """Shows what a LINE export proposes, to be taken over or left."""
        dialog = LineDialog(self.context, source, self.register.name, self)
        dialog.open()
        return dialog

    def _wizard(
        self, begin: Callable[[], SheetImport], name: str, order: tuple[str, ...] = ()
    ) -> ImportWizard:
        wizard = ImportWizard(self.context, self.register, begin, name, order, self)
        wizard.open()
        return wizard

    def export_file(self, target: Path, *, personal: bool = False) -> None:
        """Writes the records in sight to a file, in their order, their personal data masked unless ``personal``."""
        office, name, ids = self.context.office, self.register.name, self.list.model.ids
        masked = " โดยปิดข้อมูลส่วนบุคคลไว้" if self.register.personal_fields and not personal else ""
        self.context.run_with_progress(
            lambda progress: office.sheets.export_records(
                name,
                target,
                rows=office.records.rows_by_id(name, ids),
                progress=progress,
                personal=personal,
            ),
            lambda count: self.context.tell(
                f"ส่งออก {count:,} {self.register.counted_in} ไว้ที่ {target.name} แล้ว{masked}"
            ),
            title=f"ส่งออก {target.name}",
        )

    def write_template(self, target: Path) -> None:
        """Writes an empty sheet to be filled in and imported."""
        office, name = self.context.office, self.register.name
        self.context.run_in_background(
            lambda: office.sheets.write_template(name, target),
            lambda _: self.context.tell(f"เขียนแบบกรอกไว้ที่ {target.name} แล้ว กรอกแล้วนำเข้าได้ทันที"),
            title=f"เขียนแบบกรอก {target.name}",
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.list.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.form.setFixedWidth(min(scaled(FORM_WIDTH), int(self.width() * FORM_SHARE)))

    # -- inside

    def _of_the_form(self) -> tuple[str, ...]:
        return (self.form.record_id,) if self.form.record_id else ()

    def _delete_selected(self) -> None:
        if self.list.trash.is_on():
            self.context.tell("รายการที่เลือกลบไว้แล้ว กด กู้คืน เพื่อนำกลับมา", "info")
        elif not self.list.selection.ids():
            self.context.tell("ยังไม่ได้เลือกรายการที่จะลบ เลือกแถวในตารางก่อน แล้วกด Del", "info")
        else:
            self._delete(self.list.selection.ids())

    def _delete(self, ids: Sequence[str]) -> None:
        if not self.held_back():
            heir = self.list.selection.heir()
            keys = [(self.register.name, record_id) for record_id in ids]
            delete_records(self.context, keys, lambda: self._go_on_with(heir))

    def _go_on_with(self, heir: str | None) -> None:
        """The list has the keys, and the record whose turn it is stands in the form."""
        if heir is not None:
            self.show_record(heir)
        else:
            self._open_first()
        if self.isVisible():
            self.list.table.setFocus()

    def _made_list(self) -> RecordList:
        new_label = "" if self.register.plan_born else self._new_words()
        made = RecordList(
            self.context, self.register, counted_in=self.register.counted_in, new_label=new_label, parent=self
        )
        made.show_month(self._first_month() if made.by_month else None)
        return made

    def _first_month(self) -> Month | None:
        month = Month.of(self.context.as_of)
        return month if month.fiscal_year == self.context.year else None

    def _new_words(self) -> str:
        return self.register.new_label or f"เพิ่ม{self.register.short_title}"

    def _lay_out(self) -> None:
        if not self.context.office.session.read_only:
            self._action(quiet("แบบกรอก", "", self), self._ask_template)
            self._action(quiet("นำเข้า", "", self), self._ask_import)
        offer_exports(self)
        if self.register.line and not self.context.office.session.read_only:
            self._action(quiet("นำเข้าจาก LINE", "", self), self._ask_line)
        self._new = primary(self._new_words(), "Ctrl N", self)
        self._action(self._new, self.begin)
        self._offer_new()
        self.body.addWidget(self.strips)
        self.body.addLayout(self.list.bar())
        left = vbox((self.list, 3), *([(self.lines, 2)] if self.lines else []), margins=0, spacing=12)
        halves = hbox((left, 1), self.form, spacing=12)
        self.body.addLayout(halves, 1)

    def _action(self, button: Any, act: Callable[[], object]) -> None:
        button.clicked.connect(act)
        self.head.add_action(button)

    def _clocks(self) -> tuple[DueClock | None, MomentsClock | None]:
        """What says beside the form until when there is time, by limits in days and by those in minutes and hours."""
        days = tuple(clock for clock in self.register.clocks if clock.by_day)
        times = tuple(clock for clock in self.register.clocks if not clock.by_day)
        return DueClock(self, days) if days else None, MomentsClock(self, times) if times else None

    def _connect(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(lambda _: self.form.fields.focus_first())
        self.list.delete_wanted.connect(self._delete_selected)
        self.list.selected.connect(self.form.footer.say_selected)
        self.list.month_chosen.connect(lambda _: self._month_chosen())
        self.list.new_wanted.connect(self.begin)
        self.list.trash_toggled.connect(lambda _: self._month_chosen())
        self.form.saved.connect(self._saved)
        self.form.shown.connect(self._form_shown)
        self.form.step_wanted.connect(self.step)
        self.form.left.connect(self._leave_form)
        self.form.delete_wanted.connect(self.delete)
        self.form.restore_wanted.connect(self.undelete)
        self.form.begun.connect(self._begun)
        self.on_change(self._shown_registers(), self._data_changed)
        self.on_change(self._named_registers(), self.form.offer_records)
        self.on_change(None, self.strips.refresh)  # last: the list is what was worked in
        self.context.year_changed.connect(self._year_changed)
        self.bind("Ctrl+N", self.begin)
        self.bind("Ctrl+F", self._go_to_filter)
        # Fields keep the key for themselves: only where nothing is typed does it take a block of cells.
        self.bind("Ctrl+V", lambda: self.paste_block(QGuiApplication.clipboard().text()))

    def _go_to_filter(self) -> None:
        self.list.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.words.selectAll()

    def _shown_registers(self) -> frozenset[str]:
        """The registers whose records the list's lines are made of: its own, those its keys name, by what it judges, and what its
        filters count."""
        judged = {"office_holidays", "office_settings", "office_evidence"}
        return frozenset({self.register.name, *judged}) | self._named_registers()

    def _named_registers(self) -> frozenset[str]:
        """The registers whose records its keys name."""
        return frozenset({*PLAN, *(target_of(f) for f in self.register.fields if is_reference(f))})

    def _office_changed(self, changes: Changes) -> None:
        self.list.forget(changes if changes.registers <= {self.register.name} else None)
        super()._office_changed(changes)

    def _chosen(self, record_id: str) -> None:
        if self.held_back():
            self.list.choose(self.form.record_id)
            return
        self.show_record(record_id)

    def _show_found(self, row: Row, field: str = "") -> None:
        """Shows a record that was read, in its own month where the one in sight doesn't hold it."""
        if row.id != self._wanted:
            return  # a new one was begun while it was read
        if self.held_back():  # something was typed while it was read
            self.list.choose(self.form.record_id)
            return
        if not self.list.choose(row.id):
            self.list.show_month(None)
            self.list.read()
        self.form.show_row(row)
        if field:
            self.form.fields.focus(field)

    def _begun(self) -> None:
        """A new record is filled in, whatever was to be shown once it is read."""
        self._wanted = ""
        self.list.read_only_to_show()
        self.list.choose(None)

    def _arrive(self, record_id: str | None, step: int, field: str, *, typed: bool = False) -> None:
        if record_id is None:
            self.context.tell(f"{'บันทึกแล้ว ' if typed else ''}{LAST if step > 0 else FIRST}", "info")
            return
        self.show_record(record_id, field)

    def _leave_form(self) -> None:
        """The list has the keys again; a new record nothing was typed into gives way to the one before it."""
        before = self._last_shown()
        if self.form.record_id is None and before is not None:
            self.show_record(before)
        self.list.table.setFocus()

    def _last_shown(self) -> str | None:
        """The record shown before a new one was begun, where it is still in sight."""
        return self._before if self.list.model.line_of(self._before) >= 0 else None

    def _saved(self, record_id: str) -> None:
        self._before = record_id
        if not self.list.choose(record_id):
            self.list.read(partial(self._say_if_outside, record_id))

    def _say_if_outside(self, record_id: str) -> None:
        if self.list.model.line_of(record_id) < 0:
            self.context.tell("บันทึกแล้ว รายการนี้อยู่นอกเดือนหรือตัวกรองที่แสดงอยู่")

    def _form_shown(self) -> None:
        self._before = self.form.record_id or self._before
        if len(self._feeds) > MOST_STRIPS:
            code = self.form.raw().get("indicator", "")
            self.strips.set_codes([code] if code in self._feeds else [])

    def _open_first(self) -> None:
        """Shows the chosen record, else the first one, once the list has been read: unless another is on its way."""
        self.list.read(self._show_first)

    def _show_first(self) -> None:
        if self.form.is_dirty() or self._wanted not in ("", self.form.record_id):
            return
        record_id = self.list.current() or self.list.model.id_at(0)
        if record_id is None:
            self.form.show_blank()
        else:
            self._chosen(record_id)

    def _data_changed(self) -> None:
        self.list.read()
        self.form.refresh()

    def _month_chosen(self) -> None:
        self._wanted = ""
        self.list.read(lambda: None if self.list.current() else self._show_first())

    def _year_changed(self, year: int) -> None:
        self._offer_new()
        self.list.month.set_year(year)
        self.list.show_month(self._first_month() if self.list.by_month else None)
        self._month_chosen()

    def _ask_import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, f"นำเข้า{self.register.title}", "", SHEETS_IN)
        if path:
            self.import_file(Path(path))

    def _ask_line(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "นำเข้าจาก LINE", "", CHATS)
        if path:
            self.import_line(Path(path))

    def _ask_template(self) -> None:
        name = f"แบบกรอก{self.register.short_title}.xlsx"
        path, _ = QFileDialog.getSaveFileName(self, f"แบบกรอก{self.register.title}", name, TEMPLATES)
        if path:
            self.write_template(Path(path))
