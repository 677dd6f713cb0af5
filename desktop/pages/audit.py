"""What was done, by whom and when: a list that is filtered and searched, the old and new values of the chosen one, printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from core.office import NOT_THEIRS, AuditEntry, AuditPage, AuditQuery, AuditRecord
from core.thai.dates import moment_short, month_short
from core.thai.fiscal import Month, months_of
from desktop.models.table_model import RIGHT, ModelColumn, TableModel
from desktop.shell.background import Task
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.panel import Panel
from desktop.widgets.personal_box import PersonalBox
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable

NOTE = "อ่านจากบันทึกการเปลี่ยนแปลง แก้หรือลบไม่ได้"
FILTER = "เอกสาร PDF (*.pdf);;ตารางคำนวณ (*.xlsx)"
EXPORTS = "office_exports"  # the record of what was printed and exported
ACTIONS = {"create": "เพิ่ม", "change": "แก้ไข", "delete": "ลบ", "restore": "คืน"}
ENTRY_COLUMNS: tuple[ModelColumn[AuditEntry], ...] = (
    ModelColumn("เมื่อ", lambda one: moment_short(one.at)),
    ModelColumn("ผู้บันทึก", lambda one: f"{one.author} ({NOT_THEIRS})" if one.not_theirs else one.author),
    ModelColumn("หน่วยงาน", lambda one: one.unit),
    ModelColumn("งานที่ทำ", lambda one: one.label),
    ModelColumn("เหตุผล", lambda one: one.reason),
    ModelColumn("รายการ", lambda one: f"{one.records:,}", RIGHT),
)


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field that was written: of which record, what was done to that, label, old and new value."""

    record: str
    action: str
    label: str
    old: str
    new: str


FIELD_COLUMNS: tuple[ModelColumn[FieldLine], ...] = (
    ModelColumn("รายการ", lambda one: one.record),
    ModelColumn("ทำอะไร", lambda one: one.action),
    ModelColumn("ช่อง", lambda one: one.label),
    ModelColumn("ค่าเดิม", lambda one: one.old),
    ModelColumn("ค่าใหม่", lambda one: one.new),
)


@dataclass(slots=True)
class _Shown:
    """What the list holds, and where its next page begins."""

    entries: list[AuditEntry] = field(default_factory=list)
    after: tuple[int, int] | None = None


class AuditPageView(Page):
    """The list above, below it what the chosen entry did. Ctrl+F goes to the search, F5 looks further back."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "ประวัติการใช้งาน", parent)
        self._shown = _Shown()
        self._wanted: tuple[AuditQuery, tuple[int, int] | None] | None = None
        self._search: Task | None = None
        self._record = ""
        self._say_note()
        self.print = primary("พิมพ์", "Ctrl P", self)
        self.print.press_by_key()
        self.print.clicked.connect(self._ask_where)
        self.personal = PersonalBox(self)
        self.head.add_beside(self.personal)
        self.head.add_action(self.print)
        self._add_filters()
        self._add_lists()
        self.setFocusProxy(self.table)
        self.on_change(None, self.reload)
        self.on_change([EXPORTS], self.reload)
        self.on_change(["office_settings"], self._say_note)
        context.ask(self, lambda: context.office.audit.people(), self._know_people, topic="people")
        self.reload()

    # The page's parts

    def _say_note(self) -> None:
        settings = self.context.office.settings
        self.context.ask(
            self,
            settings.retention_said,
            lambda said: self.head.set_note(said or NOTE),
            topic="note",
        )

    def _add_filters(self) -> None:
        context = self.context
        self.search = QLineEdit(self)
        self.search.setMinimumWidth(scaled(120))
        self.search.setPlaceholderText("ค้นหาคำ เลขที่ หรือค่าที่บันทึก")
        self.search.setAccessibleName("ค้นหาในประวัติ กด Enter เพื่อค้น")
        self.search.returnPressed.connect(self.reload)
        self.bind("Ctrl+F", lambda: self.search.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.person = self._box("ผู้บันทึก", [("", "ทุกคน")])
        months = [(month.first_day.isoformat(), month_short(month)) for month in months_of(context.year)]
        self.month = self._box("เดือน", [("", "ทุกเดือน"), *months])
        registers = sorted((r.title, r.name) for r in context.office.session.registers())
        of_all = [("", "ทุกทะเบียน"), (EXPORTS, "การพิมพ์และส่งออก")]
        self.register = self._box("ทะเบียน", [*of_all, *((name, title) for title, name in registers)])
        self.all = quiet("ล้างตัวกรอง", "Esc", self)
        self.all.press_by_key()
        self.all.clicked.connect(self.clear)
        self.body.addLayout(
            hbox((self.search, 3), self.person, self.month, (self.register, 1), self.all, spacing=8)
        )

    def _box(self, name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(7)
        for code, words in choices:
            box.addItem(words, code)
        box.activated.connect(lambda _: self.reload())
        return box

    def _add_lists(self) -> None:
        self.table, self.fields = DeskTable(self), DeskTable(self)
        self.model = TableModel(ENTRY_COLUMNS, self, key=lambda one: str(one.n))
        self.field_model = TableModel(FIELD_COLUMNS, self)
        self.table.setModel(self.model)
        self.table.setAccessibleName("งานที่ทำ ล่าสุดอยู่บน")
        self.table.fit_columns({1: 1, 3: 3, 4: 1})
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look())
        self.fields.setModel(self.field_model)
        self.fields.setAccessibleName("ค่าเดิมและค่าใหม่ของงานที่เลือก")
        self.fields.fit_columns({0: 2, 2: 1, 3: 2, 4: 2})
        self.none = EmptyState("ไม่มีงานที่ตรงกับตัวกรอง กด Esc เพื่อล้างตัวกรอง", parent=self)
        self.older = quiet("ดูก่อนหน้านี้", "F5", self)
        self.older.press_by_key()
        self.older.clicked.connect(self.go_back)
        listed = Panel(self, title="ล่าสุดอยู่บน")
        listed.body.addWidget(self.table)
        listed.body.addWidget(self.none)
        listed.body.addLayout(hbox(STRETCH, self.older, margins=(8, 4, 8, 6)))
        told = Panel(self, title="ค่าเดิมและค่าใหม่")
        told.body.addWidget(self.fields)
        self.none.hide()
        self.older.hide()
        self.body.addWidget(listed, 3)
        self.body.addWidget(told, 2)

    # What is shown

    def _know_people(self, names: Sequence[str]) -> None:
        for name in names:
            self.person.addItem(name, name)

    def open_with(self, **args: Any) -> None:
        self._record = str(args.get("record") or "")
        self.register.setCurrentIndex(max(0, self.register.findData(args.get("register") or "")))
        self.reload()

    def query(self) -> AuditQuery:
        """What is asked for."""
        month, register = str(self.month.currentData()), str(self.register.currentData())
        days = Month.of(date.fromisoformat(month)) if month else None
        return AuditQuery(
            str(self.person.currentData()),
            days.first_day if days else None,
            days.last_day if days else None,
            register,
            self._record if register else "",
            self.search.text().strip(),
        )

    def clear(self) -> None:
        """Asks for all again."""
        self._record = ""
        self.search.clear()
        for box in (self.person, self.month, self.register):
            box.setCurrentIndex(0)
        self.reload()

    def reload(self) -> None:
        """Reads the first page."""
        self._read(None)

    def go_back(self) -> None:
        """Reads the next page, of what is older."""
        if self._shown.after is not None:
            self._read(self._shown.after)

    def _read(self, after: tuple[int, int] | None) -> None:
        """Words are looked for in the whole log, which takes a while and can be stopped; what is shown stays until then."""
        office, query = self.context.office, self.query()
        if self._search is not None:
            self._search.cancel()
            self._search = None
        wanted = self._wanted = (query, after)
        show = partial(self._show, wanted)
        if not query.text:
            self.context.ask(self, lambda: office.audit.page(query, after), show, topic="rows")
            return
        self._search = self.context.run_with_progress(
            lambda progress: office.audit.page(query, after, progress=progress), show, title="กำลังค้นประวัติ"
        )
        self.destroyed.connect(self._search.cancel)

    def _show(self, wanted: tuple[AuditQuery, tuple[int, int] | None], page: AuditPage) -> None:
        if wanted is not self._wanted:
            return
        if wanted[1] is None:
            self._shown = _Shown()
        row = len(self._shown.entries)
        self._shown.entries += page.entries
        self._shown.after = page.after
        self.model.set_rows(self._shown.entries)
        there = bool(self._shown.entries)
        self.table.setVisible(there)
        self.none.setVisible(not there)
        self.older.setVisible(page.after is not None)
        if there:
            go_to(self.table, self.model.index(min(row, len(self._shown.entries) - 1), 0))
        self._look()

    def _look(self) -> None:
        entry, office = self.model.row_at(self.table.currentIndex().row()), self.context.office
        if entry is None:
            self.field_model.set_rows(())
            return
        self.context.ask(self, lambda: office.audit.records(entry.n), self._tell, topic="records")

    def _tell(self, records: Sequence[AuditRecord]) -> None:
        self.field_model.set_rows([line for record in records for line in _lines(record)])

    # Printing

    def _ask_where(self) -> None:
        here = self.context.office.session.path
        name, _ = QFileDialog.getSaveFileName(
            self, "พิมพ์ประวัติการใช้งาน", str(here.with_name("ประวัติการใช้งาน.pdf")), FILTER
        )
        if name:
            self.print_to(Path(name))

    def print_to(self, target: Path) -> None:
        """Prints what is asked for, all of its pages."""
        context, query, personal = self.context, self.query(), self.personal.take()
        context.run_with_progress(
            lambda progress: context.office.reports.print_audit(
                query, target, personal=personal, progress=progress
            ),
            lambda path: context.tell(f"พิมพ์แล้วที่ {path}"),
            title="กำลังพิมพ์ประวัติการใช้งาน",
        )


def _lines(record: AuditRecord) -> list[FieldLine]:
    first = (record.named, ACTIONS[record.action])
    if not record.fields:
        return [FieldLine(*first, "", "", "")]
    return [
        FieldLine(*(first if number == 0 else ("", "")), one.label, one.old, one.new)
        for number, one in enumerate(record.fields)
    ]
