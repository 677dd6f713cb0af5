"""Data on its way between the units: what came from whom, how fresh each unit's data is, packages in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from core.office import ExchangeItem, Freshness, Pc
from core.releases.on_stick import Offer
from core.thai.dates import moment_short
from desktop.models.table_model import RIGHT, ModelColumn, TableModel, chip_column
from desktop.pages.merge_dialog import MergeDialog
from desktop.pages.send_dialog import SendDialog
from desktop.pages.trusted_dialog import TrustedDialog
from desktop.shell.context import AppContext
from desktop.shell.newer_release import newer_release, take_up, words_of
from desktop.shell.page import Page
from desktop.shell.removable_drives import ENDING, packages_on, removable_drives
from desktop.theme.metrics import row_height, scaled
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.delegates import TONE_ROLE
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.file_drops import local_files
from desktop.widgets.panel import Panel
from desktop.widgets.strip import Strip
from desktop.widgets.table import DeskTable
from desktop.widgets.thai_label import ThaiLabel

FILTER = f"แพ็กเกจข้อมูล (*{ENDING})"
KINDS = {"sent": ("ส่ง", "info"), "received": ("รับ", "good"), "taken_back": ("ย้อนการรับ", "warn")}
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class _State:
    """Everything the page shows, read at once off the UI thread."""

    fresh: tuple[Freshness, ...]
    exchanges: tuple[ExchangeItem, ...]
    to_take_back: ExchangeItem | None
    conflicts: int
    pc: Pc
    found: tuple[Path, ...]
    newer: Offer | None
    unproved: tuple[str, ...]


class ExchangePage(Page):
    """Packages are dropped anywhere on the page, picked from a removable drive or chosen; sending knows what each unit has."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, "รับ–ส่งข้อมูล", parent)
        self._state: _State | None = None
        self.dialog: MergeDialog | SendDialog | TrustedDialog | None = None
        self.setAcceptDrops(True)
        self._add_actions()
        self._add_strips()
        self._add_tables()
        self.setFocusProxy(self.fresh)
        self.on_change(None, self.reload)
        self.reload()

    # The page's parts

    def _add_actions(self) -> None:
        self.trusted = quiet("เครื่องที่เชื่อถือ", parent=self)
        self.send = quiet("ส่งข้อมูล", "Ctrl E", self)
        self.receive = primary("รับแพ็กเกจ", "Ctrl R", self)
        self.send.press_by_key()
        self.receive.press_by_key()
        self.trusted.clicked.connect(self._show_trusted)
        self.send.clicked.connect(lambda: self.send_to(self._chosen_unit()))
        self.receive.clicked.connect(self._choose_packages)
        for button in (self.trusted, self.send, self.receive):
            self.head.add_action(button)

    def _add_strips(self) -> None:
        self.take_found = quiet("ตรวจดู", parent=self)
        self.on_drive = Strip("info", self.take_found, self)
        self.take_found.clicked.connect(lambda: self.take(self._state.found if self._state else ()))
        self.install = quiet("ติดตั้ง", parent=self)
        self.newer = Strip("info", self.install, self)
        self.install.clicked.connect(self._install)
        self.settle = quiet("ไปตัดสิน", parent=self)
        self.waiting = Strip("warn", self.settle, self)
        self.settle.clicked.connect(lambda: self.context.navigate("conflicts"))
        self.undo_merge = quiet("ย้อนการรับ", parent=self)
        self.last_merge = Strip("soft", self.undo_merge, self)
        self.undo_merge.clicked.connect(self._take_back)
        self.who = quiet("ดูเครื่อง", parent=self)
        self.unproved = Strip("info", self.who, self)
        self.who.clicked.connect(self._show_trusted)
        for strip in (self.newer, self.on_drive, self.waiting, self.unproved, self.last_merge):
            self.body.addWidget(strip)

    def _add_tables(self) -> None:
        self.fresh = DeskTable(self)
        self.fresh_model = TableModel(self._fresh_columns(), self, key=lambda fresh: fresh.unit.code)
        self.fresh.setModel(self.fresh_model)
        self.fresh.setAccessibleName("ความสดของข้อมูลแต่ละหน่วยงาน กด Enter เพื่อส่งให้")
        self.fresh.fit_columns({0: 1, 3: 1})
        self.fresh.opened.connect(self._send_row)
        self.log = DeskTable(self)
        self.log_model = TableModel(self._log_columns(), self)
        self.log.setModel(self.log_model)
        self.log.setAccessibleName("บันทึกการรับส่ง")
        self.log.fit_columns({2: 1, 3: 1, 4: 2})
        self.nothing_yet = EmptyState("ยังไม่เคยรับหรือส่งข้อมูล ลากแพ็กเกจมาวางบนหน้านี้ หรือกด รับแพ็กเกจ", parent=self)
        upper = Panel(self, title="ความสดของข้อมูลแต่ละหน่วยงาน · กด Enter เพื่อส่งให้")
        upper.body.addWidget(self.fresh)
        lower = Panel(self, title="บันทึกการรับส่ง")
        lower.body.addWidget(self.log)
        lower.body.addWidget(self.nothing_yet)
        self.body.addWidget(upper)
        self.body.addWidget(lower, 1)
        self.words = ThaiLabel("", self, kind="muted")
        foot = QHBoxLayout()
        foot.addWidget(self.words, 1)
        self.body.addLayout(foot)

    def _fresh_columns(self) -> Sequence[ModelColumn[Freshness]]:
        own = self.context.office.session.unit

        def received(fresh: Freshness) -> str:
            return "เครื่องนี้" if fresh.unit.code == own else _when(fresh.last_received)

        def to_send(fresh: Freshness) -> str:
            if fresh.unit.code == own:
                return ""
            return f"{fresh.to_send:,} การเปลี่ยนแปลง" if fresh.to_send else "ส่งครบแล้ว"

        return (
            ModelColumn("หน่วยงาน", lambda fresh: fresh.unit.name),
            ModelColumn("ข้อมูลล่าสุดที่มี", lambda fresh: _when(fresh.latest_change)),
            ModelColumn(
                "รับแพ็กเกจล่าสุด",
                received,
                roles={TONE_ROLE: lambda fresh: "neutral" if fresh.unit.code == own else None},
            ),
            ModelColumn("ยังไม่ได้ส่งให้", to_send, RIGHT),
        )

    def _log_columns(self) -> Sequence[ModelColumn[ExchangeItem]]:
        def unit(item: ExchangeItem) -> str:
            names = (fresh.unit.name for fresh in self.fresh_model.rows if fresh.unit.code == item.unit)
            return next(names, item.unit) or "ทุกหน่วยงาน"

        return (
            ModelColumn("เมื่อ", lambda item: moment_short(item.at)),
            chip_column("", lambda item: KINDS[item.kind]),
            ModelColumn("หน่วยงาน", unit),
            ModelColumn("เครื่อง", lambda item: item.pc or NOTHING),
            ModelColumn("แพ็กเกจ", lambda item: item.package),
            ModelColumn("รายการ", lambda item: f"{item.entries:,}", RIGHT),
            ModelColumn("ใหม่", lambda item: f"{item.new:,}" if item.kind == "received" else "", RIGHT),
        )

    # What is shown

    def reload(self) -> None:
        """Reads everything anew, in the background."""
        self.context.run_in_background(self._read, self._show, title="")

    def _read(self) -> _State:
        office = self.context.office
        return _State(
            office.exchange.freshness(),
            office.exchange.exchanges(),
            office.exchange.merge_to_take_back,
            office.conflicts.waiting(),
            office.exchange.this_pc(),
            packages_on(removable_drives()),
            newer_release(),
            office.exchange.unproved(),
        )

    def _show(self, state: _State) -> None:
        row = max(0, self.fresh.currentIndex().row())
        self._state = state
        self.fresh.setFixedHeight(row_height(self) * (len(state.fresh) + 1) + scaled(4))
        self.fresh_model.set_rows(state.fresh)
        self.fresh.selectRow(min(row, len(state.fresh) - 1))
        self.log_model.set_rows(state.exchanges)
        self.log.setVisible(bool(state.exchanges))
        self.nothing_yet.setVisible(not state.exchanges)
        self.words.setText(f"คำประจำเครื่องนี้ ({state.pc.name}): {' · '.join(state.pc.words)}")
        self._show_strips(state)

    def _show_strips(self, state: _State) -> None:
        found, last = state.found, state.to_take_back
        self.on_drive.say(f"พบแพ็กเกจ {len(found)} ไฟล์ในสื่อบันทึก เช่น {found[0].name}" if found else "")
        self.newer.say(words_of(state.newer) if state.newer else "")
        self.waiting.say(f"มีข้อขัดแย้ง {state.conflicts} รายการรอตัดสิน" if state.conflicts else "")
        more = f" และอีก {len(state.unproved) - 1:,} เรื่อง" if len(state.unproved) > 1 else ""
        self.unproved.say(f"{state.unproved[0]}{more}" if state.unproved else "")
        self.last_merge.say(
            f"รับข้อมูลล่าสุดเมื่อ {moment_short(last.at)} ย้อนกลับได้จนกว่าจะบันทึกหรือส่งข้อมูลต่อ" if last else ""
        )

    def _chosen_unit(self) -> str:
        row = self.fresh.currentIndex().row()
        units = [f.unit.code for f in self._state.fresh] if self._state else []
        chosen = units[row] if 0 <= row < len(units) else ""
        return "" if chosen == self.context.office.session.unit else chosen

    # In and out

    def open_with(self, *, package: Path | None = None, **_: Any) -> None:
        self.take([package] if package else [])

    def take(self, packages: Sequence[Path]) -> None:
        """Shows what packages would bring, to take or leave."""
        if packages:
            self._open(MergeDialog(self.context, packages, self))

    def _install(self) -> None:
        if self._state is not None and self._state.newer is not None:
            take_up(self.context, self._state.newer, self)

    def send_to(self, unit: str) -> None:
        """Asks where to put a package for a unit ("" for any)."""
        if self._state is not None:
            self._open(SendDialog(self.context, self._state.fresh, unit, self))

    def _send_row(self, _index: QModelIndex) -> None:
        self.send_to(self._chosen_unit())

    def _show_trusted(self) -> None:
        self._open(TrustedDialog(self.context, self))

    def _open(self, dialog: MergeDialog | SendDialog | TrustedDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _: self.reload())
        dialog.open()

    def _choose_packages(self) -> None:
        folder = self.context.settings.exchange_folder or Path.home()
        names, _ = QFileDialog.getOpenFileNames(self, "รับแพ็กเกจ", str(folder), FILTER)
        if names:
            self.context.settings.remember_exchange_folder(Path(names[0]).parent)
            self.take([Path(name) for name in names])

    def _take_back(self) -> None:
        context = self.context
        context.run_in_background(
            context.office.exchange.take_merge_back,
            lambda _: context.tell("ย้อนการรับแล้ว ข้อมูลกลับเป็นเหมือนก่อนรับแพ็กเกจ"),
            title="กำลังย้อนการรับ",
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.take(_dropped(event))


def _dropped(event: QDropEvent) -> list[Path]:
    return [path for path in local_files(event.mimeData()) if path.suffix.lower() == ENDING]


def _when(moment: datetime | None) -> str:
    return moment_short(moment) if moment else NOTHING
