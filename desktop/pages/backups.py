"""Backups: which there are, what returning the chosen one would change, returning it as a copy or in place, a second folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from core.office import BackupFile, MovedFigure, RegisterChanges, RestoreView, UndoneAction, Why
from core.office.rescue import can_be_returned, name_of_copy, reason_of, where_of
from core.thai.dates import moment_short
from desktop.models.table_model import RIGHT, ModelColumn, TableModel, chip_column
from desktop.pages.start import ask_for_copy
from desktop.shell.background import Task, TaskProgress, TaskRunner
from desktop.shell.backups import STATES, size_said
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.shell.trouble import sentence_of
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.figures import figure
from desktop.widgets.panel import Panel
from desktop.widgets.row_selection import go_to
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

T = TypeVar("T")
CALM = 150  # ms
NOTE = "สำรองเองเมื่อปิดแฟ้ม ทุกครึ่งชั่วโมง และก่อนนำเข้า รวม หรือคืน"
NONE = "ยังไม่มีแฟ้มสำรอง กด Ctrl+S เพื่อสำรองเดี๋ยวนี้"
PLACE = 3  # the column that says where one is kept
WHERE = {"folder": "แห่งแรก", "second": "แห่งที่สอง", "beside": "ข้างแฟ้ม"}
LOOKING = "กำลังดูว่าจะเปลี่ยนอะไร"
SAME = "แฟ้มสำรองนี้ตรงกับแฟ้มที่เปิดอยู่ การคืนจะไม่เปลี่ยนข้อมูล"
RETURNED = "คืนแฟ้มสำรองของ {when} แล้ว ข้อมูลเมื่อครู่สำรองไว้แล้วในรายการ หากเปลี่ยนใจให้คืนรายการนั้น"

REGISTER_COLUMNS: tuple[ModelColumn[RegisterChanges], ...] = (
    ModelColumn("ทะเบียน", lambda one: one.title),
    ModelColumn("จะหายไป", lambda one: count(one.gone), RIGHT),
    ModelColumn("จะกลับมา", lambda one: count(one.back), RIGHT),
    ModelColumn("กลับเป็นค่าเดิม", lambda one: count(one.changed), RIGHT),
)
FIGURE_COLUMNS: tuple[ModelColumn[MovedFigure], ...] = (
    ModelColumn("ตัวชี้วัด", lambda one: f"{one.code} {one.title}"),
    ModelColumn("ตอนนี้", lambda one: figure(one.before, one.unit), RIGHT),
    ModelColumn("เมื่อคืน", lambda one: figure(one.after, one.unit), RIGHT),
)
UNDONE_COLUMNS: tuple[ModelColumn[UndoneAction], ...] = (
    ModelColumn("เมื่อ", lambda one: moment_short(one.at)),
    ModelColumn("ผู้บันทึก", lambda one: one.author),
    ModelColumn("งานที่จะหายไป", lambda one: one.label),
)


class BackupsPage(Page):
    """The list above; below it what returning the chosen backup would change. Nothing is returned before that was shown."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "สำรองข้อมูล", parent)
        self.proved: dict[Path, bool | None] = {}
        self.view: RestoreView | None = None
        self._runner = TaskRunner(self)
        self._looking: Task | None = None
        self._second: Path | None = None
        self.head.set_note(NOTE)
        self._add_actions()
        self._add_list()
        self._add_changes()
        self.setFocusProxy(self.table)
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.timeout.connect(self._look)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._look_soon())
        self.on_change(None, self.reload)
        self.reload()

    # The page's parts

    def _add_actions(self) -> None:
        self.other = quiet("โฟลเดอร์ที่สอง", parent=self)
        self.no_other = quiet("เลิกใช้โฟลเดอร์ที่สอง", parent=self)
        self.make = primary("สำรองเดี๋ยวนี้", "Ctrl S", self)
        self.other.clicked.connect(self._choose_second)
        self.no_other.clicked.connect(lambda: self.use_second(None))
        self.make.clicked.connect(self.save)
        for button in (self.no_other, self.other, self.make):
            self.head.add_action(button)

    def _add_list(self) -> None:
        self.where = ThaiLabel("", self, kind="muted")
        self.table = DeskTable(self)
        self.model = TableModel(self._columns(), self, key=lambda one: str(one.path))
        self.table.setModel(self.model)
        self.table.setAccessibleName("แฟ้มสำรองที่มี กด Enter เพื่อเปิดดู")
        self.table.fit_columns({1: 1})
        self.table.opened.connect(lambda _: self._open())
        self.none = EmptyState(NONE, parent=self)
        listed = Panel(self, title="แฟ้มสำรองที่มี · Enter เปิดดู")
        listed.body.addWidget(self.table)
        listed.body.addWidget(self.none)
        self.body.addWidget(self.where)
        self.panels = hbox((listed, 1), spacing=12)
        self.body.addLayout(self.panels, 1)

    def _columns(self) -> Sequence[ModelColumn[BackupFile]]:
        path = self.context.office.session.path
        return (
            ModelColumn("เมื่อ", lambda one: moment_short(one.made)),
            ModelColumn("เหตุที่สำรอง", reason_of),
            ModelColumn("ขนาดแฟ้ม", lambda one: size_said(one.size), RIGHT),
            ModelColumn("เก็บไว้ที่", lambda one: WHERE[where_of(path, one)]),
            chip_column("ผลตรวจ", lambda one: STATES[self.proved.get(one.path)]),
        )

    def _add_changes(self) -> None:
        self.summary = ThaiLabel("", self, kind="strong")
        self.registers, self.register_model = self._table(REGISTER_COLUMNS, "ข้อมูลที่จะเปลี่ยน ตามทะเบียน", {0: 1})
        self.figures, self.figure_model = self._table(FIGURE_COLUMNS, "ตัวชี้วัดที่จะเปลี่ยน", {0: 1})
        self.undone, self.undone_model = self._table(UNDONE_COLUMNS, "งานที่จะหายไป ล่าสุดอยู่บน", {1: 1, 2: 3})
        self.as_copy = quiet("คืนเป็นสำเนา", "Ctrl Enter", self)
        self.here = quiet("คืนลงแฟ้มนี้", "Ctrl R", self)
        self.as_copy.press_by_key()
        self.here.press_by_key()
        self.as_copy.clicked.connect(self._ask_for_copy)
        self.here.clicked.connect(self.restore_here)
        self.changes = Panel(self, title="หากคืนแฟ้มที่เลือก", margin=12)
        tables = vbox((self.undone, 3), (self.registers, 2), (self.figures, 2), spacing=8)
        self.changes.body.addWidget(self.summary)
        self.changes.body.addLayout(tables, 1)
        self.changes.body.addLayout(hbox(STRETCH, self.as_copy, self.here, spacing=8))
        self.panels.addWidget(self.changes, 1)

    def _table(
        self, columns: Sequence[ModelColumn[T]], name: str, wide: dict[int, int]
    ) -> tuple[DeskTable, TableModel[T]]:
        table = DeskTable(self)
        model = TableModel(columns, self)
        table.setModel(model)
        table.setAccessibleName(name)
        table.fit_columns(wide)
        return table, model

    # What is shown

    def reload(self) -> None:
        """Reads which backups there are, and proves those that weren't yet."""
        backups = self.context.office.backups
        self.context.ask(
            self, lambda: (backups.all(), backups.folder(), backups.second_folder()), self._show, topic="rows"
        )

    def _show(self, found: tuple[tuple[BackupFile, ...], Path, Path | None]) -> None:
        copies, folder, self._second = found
        row = max(0, self.table.currentIndex().row())
        self.model.set_rows(copies)
        self.table.setVisible(bool(copies))
        self.none.setVisible(not copies)
        self.changes.setVisible(bool(copies))
        path = self.context.office.session.path
        self.table.show_column(PLACE, len({where_of(path, one) for one in copies}) > 1)
        self.head.offer(self.no_other, self._second is not None)
        self.where.setText(self._where(folder))
        self.make.setEnabled(not self.context.office.session.file_barred)
        if copies:
            go_to(self.table, self.model.index(min(row, len(copies) - 1), 0))
            self._look_soon()
            self._prove([one for one in copies if one.path not in self.proved])

    def _where(self, folder: Path) -> str:
        if self._second is None:
            return f"เก็บไว้ที่ {folder} · ยังไม่ได้เลือกโฟลเดอร์ที่สอง เช่น แฟลชไดรฟ์ ซึ่งช่วยเมื่อเครื่องนี้เสีย"
        return f"เก็บไว้ที่ {folder} และ {self._second}"

    def _prove(self, copies: Sequence[BackupFile]) -> None:
        key = self.context.office.session.file.key

        def work(progress: TaskProgress) -> None:
            for one in copies:
                if progress.cancelled:
                    return
                progress.hand_over((one.path, can_be_returned(one.path, progress, key)))

        if copies:
            task = Task("", work)
            task.handed_over.connect(self._note)
            self._runner.start(task)

    def _note(self, found: tuple[Path, bool | None]) -> None:
        self.proved[found[0]] = found[1]
        self.model.say_changed()
        self._offer()

    def chosen(self) -> BackupFile | None:
        """The backup the list stands on, None where there is none."""
        return self.model.row_at(self.table.currentIndex().row())

    def _look_soon(self) -> None:
        """Looks at the chosen one once the keys rest: whoever goes down the list waits for none of those he passed."""
        self._tell(None, LOOKING if self.chosen() else "")
        self._calm.start(CALM)

    def _look(self) -> None:
        """Works out what returning the chosen one would change."""
        chosen = self.chosen()
        if self._looking is not None:
            self._looking.cancel()
        if chosen is None:
            return
        office, day = self.context.office, self.context.as_of
        task = Task("", lambda _: office.backups.changes(chosen.path, as_of=day))
        task.succeeded.connect(self._tell)
        task.failed.connect(lambda error: self._tell(None, sentence_of(error)[0]))
        self._looking = self._runner.start(task, urgent=True)

    def _tell(self, view: RestoreView | None, sentence: str = "") -> None:
        self.view = view
        self.summary.setText(sentence if view is None else _summary(view))
        self.register_model.set_rows(view.registers if view else ())
        self.figure_model.set_rows(view.figures if view else ())
        self.undone_model.set_rows(view.undone if view else ())
        self._offer()

    def _offer(self) -> None:
        chosen = self.chosen()
        good = chosen is not None and bool(self.proved.get(chosen.path, True))
        self.as_copy.setEnabled(good)
        self.here.setEnabled(good and self.view is not None and not self.context.office.session.read_only)

    # What is done

    def save(self) -> None:
        """Ctrl+S: backs the file up now."""
        context = self.context
        context.run_with_progress(
            lambda progress: context.office.backups.make(Why.HAND, progress), self._made, title="กำลังสำรองแฟ้ม"
        )

    def _made(self, made: Sequence[object]) -> None:
        self.context.tell("สำรองแฟ้มแล้ว และตรวจแล้วว่าใช้คืนได้" if made else "แฟ้มยังไม่เปลี่ยนจากที่สำรองไว้ครั้งล่าสุด")
        self.reload()

    def _choose_second(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, "เลือกโฟลเดอร์หรือไดรฟ์ที่สอง", str(self._second or Path.home())
        )
        if folder:
            self.use_second(Path(folder))

    def use_second(self, folder: Path | None) -> None:
        """Keeps backups in a second folder, too; None: no longer."""
        context = self.context
        context.run_in_background(
            partial(context.office.backups.set_second_folder, folder),
            lambda _: self.save() if folder else self.reload(),
            title="",
        )

    def _open(self) -> None:
        chosen, desk = self.chosen(), self.context.desk
        if chosen is not None and desk is not None:
            desk.look_into_backup(chosen.path)

    def _ask_for_copy(self) -> None:
        target = ask_for_copy(self, name_of_copy(self.context.office.session.path, datetime.now()))
        if target is not None:
            self.restore_as(target)

    def restore_as(self, target: Path) -> None:
        """Returns the chosen backup under a name that nothing has."""
        chosen, context = self.chosen(), self.context
        if chosen is not None:
            context.run_with_progress(
                lambda progress: context.office.backups.restore_as(chosen.path, target, progress),
                lambda _: context.tell(f"คืนเป็นสำเนาแล้วที่ {target} แฟ้มที่เปิดอยู่ยังเป็นเช่นเดิม"),
                title="กำลังคืนเป็นสำเนา",
            )

    def restore_here(self) -> None:
        """Makes the open file what it was when the chosen backup was made."""
        chosen, context = self.chosen(), self.context
        if chosen is not None and self.view is not None:
            done = RETURNED.format(when=moment_short(chosen.made))
            context.run_in_background(
                lambda: context.office.backups.restore_here(chosen.path),
                lambda _: context.tell(done),
                title="กำลังคืนแฟ้มสำรอง",
            )


def count(number: int) -> str:
    """So many records; nothing where there are none."""
    return f"{number:,}" if number else ""


def _summary(view: RestoreView) -> str:
    if not (view.lost or view.regained):
        return SAME
    said = f"การบันทึก {view.lost:,} ครั้งหลังจาก {moment_short(view.made)} จะหายไป" if view.lost else ""
    more = f"การบันทึก {view.regained:,} ครั้งที่มีเฉพาะในแฟ้มสำรองจะกลับมา" if view.regained else ""
    return " และ".join(filter(None, (said, more)))
