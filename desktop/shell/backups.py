"""The copies beside an office file: listed and proved, looked into, returned as a copy; and what was found where the file
is damaged. The file itself is never touched here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from core.faults import DamagedRefusal, FileRefusal, PassphraseRefusal, Refusal
from core.office.rescue import (
    BackupFile,
    backup_file,
    backups_of,
    can_be_returned,
    key_to,
    name_of_copy,
    return_as_copy,
)
from core.thai.dates import day_short
from desktop.models.table_model import RIGHT, ModelColumn, TableModel, chip_column
from desktop.pages.start import ask_for_copy, ask_to_open
from desktop.shell.background import Task, TaskProgress, TaskRunner
from desktop.shell.banner import Act
from desktop.shell.messages import ProgressCard
from desktop.shell.passphrase import PassphraseDialog
from desktop.shell.trouble import sentence_of
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.keys import bind
from desktop.widgets.panel import Panel
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

if TYPE_CHECKING:
    from core.keys.file_key import FileKey
    from desktop.shell.desk import Desk

STATES = {None: ("ยังไม่ได้ตรวจ", "info"), True: ("ใช้คืนได้", "good"), False: ("ใช้ไม่ได้", "bad")}
ABOUT = "เลือกแฟ้มสำรองเพื่อเปิดดู หรือคืนเป็นสำเนาชื่อใหม่ แฟ้มที่ใช้อยู่ไม่ถูกแตะต้อง"
READABLE, UNREADABLE = "ยังอ่านบันทึกการเปลี่ยนแปลงได้ {count:,} รายการ", "อ่านบันทึกการเปลี่ยนแปลงไม่ได้เลย"
KEPT = "แฟ้มที่เสียหายยังอยู่ตามเดิม ไม่มีสิ่งใดถูกแก้หรือลบ เลือกแฟ้มสำรองเพื่อเปิดดู หรือคืนเป็นสำเนาชื่อใหม่แล้วทำงานต่อในสำเนานั้น"
NONE = "ไม่พบแฟ้มสำรองในโฟลเดอร์เดียวกัน หากเก็บไว้ที่อื่น โปรดเลือกแฟ้มนั้น หากไม่มี โปรดเก็บแฟ้มนี้ไว้และแจ้งผู้ดูแล"
BACK = "กลับไปรายการแฟ้มสำรอง"


class BackupsDialog(QDialog):
    """The copies of the office file at ``path``; ``damage`` is what was found wrong with it, None where nothing was."""

    def __init__(self, desk: Desk, path: Path, damage: DamagedRefusal | None = None) -> None:
        super().__init__(desk.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._path, self._damage = desk, path, damage
        self.proved: dict[Path, bool | None] = {}
        self._key: FileKey | None = None  # what opens the encrypted ones, once it was asked for
        self._task_runner = TaskRunner(self)
        self._task: Task | None = None
        self.setWindowTitle("แฟ้มเสียหาย" if damage else "แฟ้มสำรอง")
        self.resize(scaled(860), scaled(500))
        self.heading = QLabel(f"“{path.name}” เสียหาย" if damage else f"แฟ้มสำรองของ “{path.name}”", self)
        set_kind(self.heading, "heading")
        self.table = DeskTable(self)
        self.table.setAccessibleName("แฟ้มสำรอง")
        self.model = TableModel(self._columns(), self, key=lambda copy: str(copy.path))
        self.table.setModel(self.model)
        self.table.fit_columns({4: 1})
        self.none = EmptyState(NONE, parent=self)
        self.fault = ThaiLabel("", self, kind="error")
        self.progress = ProgressCard(self)
        self.other = quiet("เลือกแฟ้มอื่น", "Ctrl O", self)
        self.unlock = quiet("พิมพ์รหัสผ่านแฟ้ม", "Ctrl P", self)
        self.look = quiet("เปิดดู", "Enter", self)
        self.restore = primary("คืนเป็นสำเนา", "Ctrl Enter", self)
        self.shut = quiet("ปิด", "Esc", self)
        self._wire()
        self._lay_out()
        self._list(backups_of(path))

    def _wire(self) -> None:
        self.other.press_by_key()
        self.unlock.press_by_key()
        self.restore.press_by_key()
        bind(self, "Ctrl+.", self.progress.cancel, everywhere=True)
        self.other.clicked.connect(self._choose_other)
        self.unlock.clicked.connect(self._unlock)
        self.look.clicked.connect(self._look)
        self.table.opened.connect(self._look)
        self.restore.clicked.connect(self._restore)
        self.shut.clicked.connect(self.reject)
        self.table.selectionModel().currentRowChanged.connect(self._offer)

    def _lay_out(self) -> None:
        panel = Panel(self)
        panel.body.addWidget(self.table)
        panel.body.addWidget(self.none)
        buttons = hbox(self.other, self.unlock, STRETCH, self.shut, self.look, self.restore)
        layout = vbox(self.heading, parent=self, margins=18, spacing=10)
        for words, kind in self._about():
            layout.addWidget(ThaiLabel(words, self, kind=kind))
        layout.addWidget(panel, 1)
        layout.addWidget(self.fault)
        layout.addWidget(self.progress)
        layout.addLayout(buttons)
        self.fault.hide()
        self.unlock.hide()

    def _about(self) -> tuple[tuple[str, str], ...]:
        if self._damage is None:
            return ((ABOUT, "muted"),)
        count = self._damage.readable
        found = READABLE.format(count=count) if count else UNREADABLE
        return ((f"{self._damage.problem} · {found}", "strong"), (KEPT, "muted"))

    # The list

    def _list(self, copies: Sequence[BackupFile]) -> None:
        self.model.set_rows(copies)
        self.table.setVisible(bool(copies))
        self.none.setVisible(not copies)
        if copies:
            self.table.selectRow(0)
            self.table.setFocus()
        self._offer()
        self._prove([copy for copy in copies if self.proved.get(copy.path) is None])

    def _columns(self) -> Sequence[ModelColumn[BackupFile]]:
        return (
            ModelColumn("วันที่", lambda copy: day_short(copy.made.date())),
            ModelColumn("เวลา", lambda copy: f"{copy.made:%H:%M}"),
            ModelColumn("ขนาด", lambda copy: size_said(copy.size), RIGHT),
            chip_column("ผลตรวจ", lambda copy: STATES[self.proved.get(copy.path)]),
            ModelColumn("ชื่อแฟ้ม", lambda copy: copy.path.name),
        )

    def _prove(self, copies: Sequence[BackupFile]) -> None:
        key = self._key

        def work(progress: TaskProgress) -> None:
            for number, copy in enumerate(copies):
                progress.report(number / len(copies), copy.path.name)
                progress.hand_over((copy.path, can_be_returned(copy.path, progress, key)))

        task = Task("กำลังตรวจแฟ้มสำรอง", work)
        task.handed_over.connect(self._note)
        self._start(task)

    def _note(self, found: tuple[Path, bool | None]) -> None:
        self.proved[found[0]] = found[1]
        self.model.say_changed()
        self._offer()

    def _start(self, task: Task) -> None:
        if self._task is not None:
            self._task.cancel()  # what is asked for now comes first
        self._task = task
        self.progress.follow(self._task_runner.start(task))

    def chosen(self) -> BackupFile | None:
        """The copy the table stands on, None where there is none."""
        return self.model.row_at(self.table.currentIndex().row())

    def _offer(self) -> None:
        copy = self.chosen()
        self.look.setEnabled(copy is not None)
        self.restore.setEnabled(copy is not None and self.proved.get(copy.path) is not False)
        self.unlock.setVisible(None in self.proved.values())

    def _choose_other(self) -> None:
        path = ask_to_open(self)
        if path is not None:
            self.add(path)

    def add(self, path: Path) -> None:
        """Puts a copy that lies elsewhere at the head of the list."""
        try:
            self._list([backup_file(path), *(copy for copy in self.model.rows if copy.path != path)])
        except FileRefusal as refusal:
            self._say(refusal)

    def _unproved(self) -> list[BackupFile]:
        return [one for one in self.model.rows if self.proved.get(one.path) is None]

    def _unlock(self) -> None:
        unproved, chosen = self._unproved(), self.chosen()
        if unproved:
            first = next((one for one in unproved if one == chosen), unproved[0])
            self._ask_for_key(first, then=lambda: self._prove(self._unproved()))

    def _ask_for_key(self, copy: BackupFile, then: Callable[[], None]) -> None:
        """Asks for the passphrase of a copy, which opens others of its time, too, and does what comes ``then``."""

        def keyed(key: FileKey | None) -> None:
            self._key = key
            self.fault.hide()
            then()

        dialog = PassphraseDialog(copy.path.name, lambda typed: key_to(copy.path, typed), self)
        dialog.opened.connect(keyed)
        dialog.failed.connect(self._say)
        dialog.open()

    # What is done with one

    def _look(self) -> None:
        copy = self.chosen()
        if copy is None:
            return
        back = Act(BACK, partial(self._desk.show_backups, self._path, self._damage))
        try:
            self._desk.look_into(copy.path, back, self._key)
        except Refusal as refusal:
            self._say(refusal)
        else:
            self.accept()

    def _restore(self) -> None:
        target = ask_for_copy(self, name_of_copy(self._path, datetime.now()))
        if target is not None:
            self.restore_as(target)

    def restore_as(self, target: Path) -> None:
        """Returns the chosen copy under a name that nothing has, and opens it."""
        copy = self.chosen()
        if copy is None:
            return
        key = self._key
        task = Task("กำลังคืนเป็นสำเนา", lambda progress: return_as_copy(copy.path, target, progress, key))
        task.succeeded.connect(lambda _: self._returned(target))
        task.failed.connect(partial(self._not_returned, copy, target))
        self._start(task)

    def _not_returned(self, copy: BackupFile, target: Path, error: Exception) -> None:
        if isinstance(error, PassphraseRefusal):
            self._ask_for_key(copy, then=partial(self.restore_as, target))
        else:
            self._say(error)

    def _returned(self, target: Path) -> None:
        self.accept()
        if self._desk.try_open(target, self._key):
            self._desk.tell(f"คืนเป็นสำเนาแล้วที่ {target} และเปิดสำเนานี้ให้แล้ว แฟ้มเดิมยังอยู่ตามเดิม")

    def _say(self, error: Exception) -> None:
        self.fault.setText(sentence_of(error)[0])
        self.fault.show()

    def done(self, result: int) -> None:
        self._task_runner.close()
        super().done(result)


def size_said(size: int) -> str:
    """So many bytes as people say it."""
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{size / 1000:,.1f} KB"
