"""The office file itself: open another, make one, back it up, check it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from core.office import CheckReport
from desktop.pages.encryption_dialog import EncryptionDialog
from desktop.pages.start import FILTER, ask_to_open
from desktop.shell.context import AppContext
from desktop.shell.page import Page
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import DeskButton, link, quiet
from desktop.widgets.chip import ChipLabel
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

MOST_PROBLEMS = 20
SAVE_KEY = "Ctrl S"
ENCRYPTED, PLAIN = "เข้ารหัสไว้", "ไม่ได้เข้ารหัส"
ACTIONS = (
    ("open", "เปิดแฟ้มอื่น", "Ctrl O", "ปิดแฟ้มนี้แล้วเปิดแฟ้มงานอื่น"),
    ("new", "สร้างแฟ้มใหม่", "", "แฟ้มงานพร้อมแผนที่เลือก สำหรับเริ่มบันทึกจริง"),
    ("sample", "สร้างแฟ้มตัวอย่าง", "", "แฟ้มพร้อมข้อมูลตัวอย่างหนึ่งปี สำหรับฝึกใช้"),
    ("backup", "สำรองแฟ้ม", SAVE_KEY, "เก็บสำเนาที่ตรวจแล้วว่าใช้คืนได้จริง"),
    ("encrypt", "เข้ารหัสแฟ้ม", "", "ตั้ง เปลี่ยน หรือเลิกรหัสผ่านของทั้งแฟ้ม เผื่อเครื่องหรือแฟ้มตกไปอยู่กับผู้อื่น"),
    ("copies", "แฟ้มสำรองที่มี", "", "ดูรายการแฟ้มสำรอง เปิดดู หรือคืนเป็นสำเนาชื่อใหม่"),
    ("check", "ตรวจแฟ้ม", "", "ตรวจว่าฐานข้อมูลและบันทึกการเปลี่ยนแปลงครบถ้วน ไม่มีใครแก้ลับหลัง"),
)


class FilesPage(Page):
    """What can be done with the file as a whole."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "แฟ้มงาน", parent)
        self.buttons: dict[str, DeskButton] = {}
        self.head.set_note(context.office.session.path.name)
        self.body.addWidget(self._actions_panel())
        self.body.addWidget(self._result_panel())
        self.body.addWidget(self._recent_panel())
        self.body.addStretch(1)

    def _actions_panel(self) -> QWidget:
        session = self.context.office.session
        panel = Panel(self, title=str(session.path))
        state = (ENCRYPTED, "good") if session.is_encrypted else (PLAIN, "neutral")
        self.encrypted = ChipLabel(*state, parent=panel)
        panel.head_layout().addWidget(self.encrypted)
        grid = QGridLayout()
        grid.setContentsMargins(*[scaled(14)] * 4)
        grid.setHorizontalSpacing(scaled(16))
        grid.setVerticalSpacing(scaled(8))
        grid.setColumnStretch(1, 1)
        acts = {
            "open": self._open,
            "new": partial(self._create, sample=False),
            "sample": partial(self._create, sample=True),
            "backup": self.save,
            "encrypt": self._ask_for_passphrase,
            "copies": self._show_copies,
            "check": self.check,
        }
        for row, (name, words, key, about) in enumerate(ACTIONS):
            button = quiet(words, key, self)
            if key != SAVE_KEY:  # the page's own key
                button.press_by_key()
            button.clicked.connect(acts[name])
            self.buttons[name] = button
            grid.addWidget(button, row, 0)
            grid.addWidget(ThaiLabel(about, self, kind="muted"), row, 1)
        panel.body.addLayout(grid)
        return panel

    def _result_panel(self) -> QWidget:
        self.result = Panel(self, title="ผลการตรวจ")
        self._state = ChipLabel(parent=self.result)
        self.result.head_layout().addWidget(self._state)
        inner = QVBoxLayout()
        inner.setContentsMargins(scaled(14), scaled(8), scaled(14), scaled(10))
        self.findings = ThaiLabel("", self.result)
        inner.addWidget(self.findings)
        self.result.body.addLayout(inner)
        self.result.hide()
        return self.result

    def _recent_panel(self) -> QWidget:
        panel = Panel(self, title="เปิดล่าสุด")
        inner = QVBoxLayout()
        inner.setContentsMargins(scaled(10), scaled(6), scaled(10), scaled(8))
        here = self.context.office.session.path.resolve()
        others = [path for path in self.context.settings.recent_files if path != here]
        for path in others:
            button = link(path.name, panel)
            button.setToolTip(str(path))
            button.clicked.connect(lambda _=False, p=path: self._open_path(p))
            inner.addWidget(button)
        if not others:
            none = QLabel("ยังไม่มีแฟ้มอื่น")
            set_kind(none, "muted")
            inner.addWidget(none)
        panel.body.addLayout(inner)
        return panel

    def _open(self) -> None:
        path = ask_to_open(self)
        if path is not None:
            self._open_path(path)

    def _open_path(self, path: Path) -> None:
        if self.context.desk is not None:
            self.context.desk.try_open(path)

    def _create(self, *, sample: bool) -> None:
        if self.context.desk is not None:
            self.context.desk.ask_for_new(sample=sample)

    def _ask_for_passphrase(self) -> None:
        """Asks for a new passphrase, and has the file encrypted once it is given."""
        desk = self.context.desk
        if desk is not None:
            dialog = EncryptionDialog(self.context, self)
            dialog.ordered.connect(lambda order, remove: desk.encrypt(order, remove_old=remove))
            dialog.open()

    def _show_copies(self) -> None:
        if self.context.desk is not None:
            self.context.desk.show_backups(self.context.office.session.path)

    def save(self) -> None:
        """Makes a verified copy of the file."""
        here = self.context.office.session.path
        suggested = str(here.with_name(f"{here.stem} สำรอง {self.context.today:%Y-%m-%d}.phaen"))
        name, _ = QFileDialog.getSaveFileName(self, "สำรองแฟ้ม", suggested, FILTER)
        if name:
            self.back_up(Path(name))

    def back_up(self, target: Path) -> None:
        """Makes a verified copy in the background."""
        context = self.context
        context.run_in_background(
            lambda: context.office.file.backup(target),
            lambda path: context.tell(f"สำรองแฟ้มแล้วที่ {path} และตรวจแล้วว่าใช้คืนได้"),
            title="กำลังสำรองแฟ้ม",
        )

    def check(self) -> None:
        """Checks the file in the background and shows what was found."""
        self.context.run_in_background(self.context.office.file.check, self._show_check, title="กำลังตรวจแฟ้ม")

    def _show_check(self, report: CheckReport) -> None:
        self._state.set(*(("แฟ้มครบถ้วน", "good") if report.sound else ("พบปัญหา", "bad")))
        lines = [*report.problems] or ["ฐานข้อมูลและบันทึกการเปลี่ยนแปลงครบถ้วนถูกต้อง"]
        lines += report.remarks
        advice = [f"{f.where}: {f.message}" for f in report.plan_findings]
        records = [f"{f.where}: {f.message}" for f in report.record_findings]
        if records:
            lines += [f"รายการที่ต้องตรวจ {len(records)} ข้อ", *records]
        if advice:
            lines += [f"แผนมีข้อควรพิจารณา {len(advice)} ข้อ", *advice]
        shown = lines[:MOST_PROBLEMS]
        if len(lines) > len(shown):
            shown.append(f"และอีก {len(lines) - len(shown)} ข้อ")
        self.findings.setText("\n".join(shown))
        self.result.show()
