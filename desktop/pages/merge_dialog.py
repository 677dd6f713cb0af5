"""What packages would bring, before anything is taken in: who sent them, what comes, which figures move, what conflicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from core.faults import Refusal, SealRefusal
from core.office import Arrival, Lacking, Merged, MergeDryRun, MovedFigure, PackageInfo
from core.thai.dates import day_short, moment_short, month_short
from desktop.models.table_model import RIGHT, ModelColumn, TableModel, chip_column
from desktop.shell.background import TaskProgress
from desktop.shell.context import AppContext
from desktop.theme.metrics import row_height, scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.figures import figure
from desktop.widgets.panel import Panel
from desktop.widgets.strip import Strip
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

T = TypeVar("T")
NOTHING = "–"
READY, STRANGER = ("พร้อมรับ", "good"), ("เครื่องใหม่", "warn")
SEALED, UNUSABLE = ("มีรหัสผ่าน", "warn"), ("ใช้ไม่ได้", "bad")
ROWS = 4  # packages shown without scrolling


@dataclass(frozen=True, slots=True)
class Looked:
    """A package that was looked at: what it says of itself, or why it can't be used."""

    path: Path
    info: PackageInfo | None = None
    refusal: Refusal | None = None

    @property
    def state(self) -> tuple[str, str]:
        """Its state in words, and the tone."""
        if self.info is None:
            return SEALED if isinstance(self.refusal, SealRefusal) else UNUSABLE
        return READY if self.info.sender.trusted else STRANGER


class MergeDialog(QDialog):
    """Looks at packages, works out in a copy what they come to, and takes them in when a person says so."""

    def __init__(self, context: AppContext, packages: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._packages = tuple(packages)
        self._looked: tuple[Looked, ...] = ()
        self._units = {u.code: u.name for u in context.office.session.units()}
        self.trial: MergeDryRun | None = None
        self.setWindowTitle("รับแพ็กเกจ")
        self.resize(scaled(980), scaled(640))
        self._make_parts()
        self._lay_out()
        self.look()

    def _make_parts(self) -> None:
        self.packages, self.package_model = self._table(self._package_columns(), "แพ็กเกจที่จะรับ")
        self.packages.fit_columns({0: 2, 1: 1, 2: 1})
        self.packages.setFixedHeight(row_height(self) * (min(len(self._packages), ROWS) + 1) + scaled(4))
        self.fault = Strip("bad", None, self)
        self.trust = quiet("คำตรงกัน เชื่อถือเครื่องนี้", parent=self)
        self.trust.clicked.connect(self._trust)
        self.stranger = Strip("warn", self.trust, self)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setPlaceholderText("รหัสผ่าน แล้วกด Enter")
        self.passphrase.setAccessibleName("รหัสผ่านของแพ็กเกจ")
        self.passphrase.setMinimumWidth(scaled(240))
        self.passphrase.returnPressed.connect(self.look)
        self.sealed = Strip("info", self.passphrase, self)
        self.allow = quiet("ยอมให้ลบ", parent=self)
        self.allow.setCheckable(True)
        self.allow.toggled.connect(lambda _: self._may_take())
        self.deletes = Strip("bad", self.allow, self)
        self.summary = ThaiLabel("", self)
        self.arrivals, self.arrival_model = self._table(self._arrival_columns(), "ข้อมูลที่จะเข้ามา")
        self.arrivals.fit_columns({0: 1, 1: 1})
        self.moved, self.moved_model = self._table(MOVED_COLUMNS, "ตัวเลขที่จะเปลี่ยน")
        self.moved.fit_columns({0: 1})
        self.unmoved = EmptyState("ไม่มีตัวเลขใดเปลี่ยน", parent=self)
        self.take = primary("รับเข้า", "Ctrl Enter", self)
        self.take.press_by_key()
        self.leave = quiet("ไม่รับ", "Esc", self)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self.reject)

    def _table(self, columns: Sequence[ModelColumn[T]], name: str) -> tuple[DeskTable, TableModel[T]]:
        table, model = DeskTable(self), TableModel(columns, self)
        table.setModel(model)
        table.setAccessibleName(name)
        return table, model

    def _package_columns(self) -> Sequence[ModelColumn[Looked]]:
        def of_info(say: Callable[[PackageInfo], str]) -> Callable[[Looked], str]:
            return lambda one: (one.info and say(one.info)) or NOTHING

        return (
            ModelColumn("แพ็กเกจ", lambda one: one.path.name),
            ModelColumn("จาก", of_info(lambda info: self._units.get(info.sender.unit, info.sender.unit))),
            ModelColumn("เครื่อง", of_info(lambda info: info.sender.name)),
            ModelColumn("เขียนเมื่อ", of_info(lambda info: moment_short(info.written_at))),
            ModelColumn("รายการ", of_info(lambda info: f"{info.entries:,}"), RIGHT),
            chip_column("สถานะ", lambda one: one.state),
        )

    def _arrival_columns(self) -> Sequence[ModelColumn[Arrival]]:
        return (
            ModelColumn("หน่วยงาน", lambda arrival: self._units.get(arrival.unit, arrival.unit) or NOTHING),
            ModelColumn("ทะเบียน", lambda arrival: arrival.title),
            ModelColumn(
                "เดือน", lambda arrival: month_short(arrival.month) if arrival.month else NOTHING, RIGHT
            ),
            ModelColumn("รายการ", lambda arrival: f"{arrival.records:,}", RIGHT),
        )

    def _lay_out(self) -> None:
        top = Panel(self)
        top.body.addWidget(self.packages)
        day = day_short(self._context.as_of)
        left, right = Panel(self, title="ข้อมูลที่จะเข้ามา"), Panel(self, title=f"ตัวเลขที่จะเปลี่ยน (ณ {day})")
        left.body.addWidget(self.arrivals)
        right.body.addWidget(self.moved)
        right.body.addWidget(self.unmoved)
        below = hbox((left, 4), (right, 3), spacing=12)
        buttons = hbox((self.summary, 1), self.leave, self.take)
        vbox(
            top,
            self.fault,
            self.sealed,
            self.stranger,
            self.deletes,
            (below, 1),
            buttons,
            parent=self,
            margins=16,
            spacing=10,
        )

    # Looking

    def look(self) -> None:
        """Looks at every package, then works out what they come to."""
        secret = self._secret()
        self._forget_trial("กำลังตรวจแพ็กเกจ")
        office = self._context.office

        def examine(_: TaskProgress) -> tuple[Looked, ...]:
            found = []
            for path in self._packages:
                try:
                    found.append(Looked(path, office.exchange.examine(path, passphrase=secret)))
                except Refusal as refusal:
                    found.append(Looked(path, refusal=refusal))
            return tuple(found)

        self._context.run_with_progress(examine, self._show_looked, title="กำลังตรวจแพ็กเกจ")

    def _show_looked(self, looked: tuple[Looked, ...]) -> None:
        self._looked = looked
        self.package_model.set_rows(looked)
        unusable = [one for one in looked if one.state == UNUSABLE]
        self.fault.say(str(unusable[0].refusal) if unusable else "")
        sealed = next((one for one in looked if one.state == SEALED), None)
        self.sealed.say(str(sealed.refusal) if sealed else "")
        self._show_stranger()
        if sealed:
            self.passphrase.setFocus()
        if self._ready() and not sealed and self._stranger() is None:
            self._try()
        else:
            self.summary.setText("")

    def _ready(self) -> tuple[Path, ...]:
        return tuple(one.path for one in self._looked if one.state == READY)

    def _stranger(self) -> PackageInfo | None:
        return next((one.info for one in self._looked if one.state == STRANGER), None)

    def _show_stranger(self) -> None:
        info = self._stranger()
        if info is None:
            self.stranger.say("")
            return
        sender = info.sender
        self.stranger.say(
            f"แพ็กเกจจากเครื่องใหม่ {sender.name} ของ{self._units.get(sender.unit, sender.unit)} "
            f"โปรดเทียบคำกับผู้ส่งทางโทรศัพท์: {' · '.join(sender.words)}"
        )
        self.trust.setFocus()

    def _trust(self) -> None:
        info = self._stranger()
        if info is not None:
            self._context.attempt(lambda: self._context.office.exchange.trust(info.sender))
            self.look()

    # Trying

    def _forget_trial(self, words: str) -> None:
        self.trial = None
        self.take.setEnabled(False)
        self.allow.setChecked(False)
        self.deletes.say("")
        self.arrival_model.set_rows(())
        self.moved_model.set_rows(())
        self.unmoved.hide()
        self.summary.setText(words)

    def _try(self) -> None:
        self._forget_trial("กำลังทดลองรวมในสำเนา ยังไม่มีอะไรเปลี่ยนในแฟ้ม")
        office, secret, packages = self._context.office, self._secret(), self._ready()
        year, as_of = self._context.year, self._context.as_of
        self._context.run_with_progress(
            lambda progress: office.exchange.try_merge(
                packages, passphrase=secret, on_read=_reporting(progress), year=year, as_of=as_of
            ),
            self._show_trial,
            title="กำลังทดลองรวม",
            on_failed=self._failed,
        )

    def _show_trial(self, trial: MergeDryRun) -> None:
        self.trial = trial
        self.arrival_model.set_rows(trial.arrivals)
        self.moved_model.set_rows(trial.moved)
        self.moved.setVisible(bool(trial.moved))
        self.unmoved.setVisible(not trial.moved)
        self.summary.setText(self._summary_of(trial))
        self.allow.setText("ยอมให้ลบ" if trial.merged.deletes else "ยอมรับบัญชี")
        self.allow.setVisible(_asks(trial.merged))
        self.deletes.say(_to_be_asked(trial.merged))
        self._may_take()
        (self.leave if _asks(trial.merged) else self.take).setFocus(Qt.FocusReason.OtherFocusReason)

    def _may_take(self) -> None:
        """What deletes a plan or a unit, or brings accounts of its own, isn't taken in before somebody allowed just that."""
        asks = self.trial is not None and _asks(self.trial.merged)
        allowed = not asks or self.allow.isChecked()
        self.take.setEnabled(
            self.trial is not None and allowed and not self._context.office.session.read_only
        )

    def _summary_of(self, trial: MergeDryRun) -> str:
        merged = trial.merged
        if not merged.new:
            return f"ทั้ง {merged.read:,} การเปลี่ยนแปลงมีอยู่ในแฟ้มแล้ว ไม่มีอะไรใหม่"
        parts = [f"ใหม่ {merged.new:,} จาก {merged.read:,} การเปลี่ยนแปลง"]
        if trial.conflicts:
            parts.append(f"ขัดแย้งใหม่ {len(trial.conflicts)} รายการ")
        if merged.waiting:
            parts.append(f"รอแพ็กเกจก่อนหน้า {merged.waiting:,} ({self._lacking_of(merged.lacking)})")
        return " · ".join(parts)

    def _lacking_of(self, lacking: Sequence[Lacking]) -> str:
        names = dict.fromkeys(self._units.get(one.unit, one.unit) or NOTHING for one in lacking)
        return "ขอจาก " + " ".join(names)

    # Taking in

    def _take(self) -> None:
        office, secret, packages = self._context.office, self._secret(), self._ready()
        allowed, rival = self.allow.isChecked(), self.trial is not None and self.trial.merged.rival
        self.take.setEnabled(False)
        self._context.run_with_progress(
            lambda progress: office.exchange.merge(
                packages,
                passphrase=secret,
                allow_deletes=allowed,
                accept_accounts=allowed and rival,
                on_read=_reporting(progress),
            ),
            self._taken,
            title="กำลังรับแพ็กเกจ",
            on_failed=self._failed,
        )

    def _taken(self, merged: Merged) -> None:
        said = f"รับแล้ว {merged.new:,} การเปลี่ยนแปลง"
        if merged.conflicts:
            self._context.tell(f"{said} มีข้อขัดแย้ง {merged.conflicts} รายการรอตัดสิน", "warn")
        else:
            self._context.tell(said)
        self.accept()
        if merged.conflicts:
            self._context.navigate("conflicts")

    def _failed(self, error: Exception) -> None:
        self.summary.setText("")
        if isinstance(error, Refusal):
            self.fault.say(str(error))
        else:
            self._context.refuse(error)

    def _secret(self) -> str | None:
        return self.passphrase.text() or None


def _asks(merged: Merged) -> bool:
    """True where a merge isn't done before a person allowed it."""
    return bool(merged.deletes) or merged.rival


def _to_be_asked(merged: Merged) -> str:
    """What a person has to ask the sender, or to know, before taking a package in."""
    said = []
    if merged.deletes:
        said.append(f"แพ็กเกจนี้จะลบ{' และ'.join(merged.deletes)} ออกจากแฟ้ม โปรดถามผู้ส่งก่อนรับ")
    if merged.accounts:
        whose = " และ".join(merged.accounts)
        why = " โดยไม่รู้จักบัญชีของแฟ้มนี้" if merged.rival else " แฟ้มนี้จะมีบัญชีผู้ใช้ตามนั้น"
        said.append(f"แพ็กเกจนี้เริ่มบัญชีผู้ใช้ของ{whose}{why} โปรดถามผู้ส่งก่อนรับ")
    return " ".join(said)


def _reporting(progress: TaskProgress) -> Callable[[int, int], None]:
    def tell(done: int, of: int) -> None:
        progress.go_on(done / of if of else None, f"{done:,} จาก {of:,}")

    return tell


MOVED_COLUMNS: tuple[ModelColumn[MovedFigure], ...] = (
    ModelColumn("ตัวชี้วัด", lambda moved: f"{moved.code} {moved.title}"),
    ModelColumn("จาก", lambda moved: figure(moved.before, moved.unit), RIGHT),
    ModelColumn("เป็น", lambda moved: figure(moved.after, moved.unit), RIGHT),
)
