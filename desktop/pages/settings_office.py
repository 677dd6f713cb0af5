"""What stands on the office's memoranda, of the plan of the year looked at. It lies in the office file, so that all the
office's PCs print alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QLabel, QWidget

from desktop.shell.context import AppContext
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox
from desktop.widgets.buttons import quiet
from desktop.widgets.inputs import TextEdit
from desktop.widgets.panel import Panel
from desktop.widgets.thai_label import ThaiLabel

if TYPE_CHECKING:
    from core.office import Changes, Letterhead

FIELDS = {"telephone": "โทรศัพท์", "email": "อีเมล", "addressee": "เรียน (ผู้รับรายงาน)"}
PICTURES = "ภาพ PNG หรือ JPEG (*.png *.jpg *.jpeg)"
OF_THE_YEAR = "ใช้กับบันทึกข้อความของแผนปี {year} ปีใดไม่ได้ระบุข้อใดไว้ ใช้ตามแผนของปีก่อนหน้าที่ใกล้ที่สุด"
NO_PICTURE = "ยังไม่มีภาพ บันทึกข้อความเว้นที่ไว้ให้"
_SIDE = 56  # of the picture shown, points


class OfficeCard(Panel):
    """Telephone, e-mail, addressee and the office's picture; each is saved once it is typed or chosen."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, title="บันทึกข้อความของสำนักงาน")
        self._context = context
        self.fields: dict[str, TextEdit] = {}
        self._being_typed: set[str] = set()
        self.year = ThaiLabel("", self, kind="small")
        grid = captioned_grid(self)
        grid.addWidget(self.year, len(FIELDS) + 1, 1)
        for row, (name, words) in enumerate(FIELDS.items()):
            self.fields[name] = self._field(name, words)
            grid.addWidget(caption(words), row, 0)
            grid.addWidget(self.fields[name], row, 1, Qt.AlignmentFlag.AlignLeft)
        self.picture = QLabel(self)
        self.picture.setAccessibleName("ภาพครุฑของสำนักงาน")
        self.note = ThaiLabel("", self, kind="small")
        self.choose = quiet("เลือกภาพ…", parent=self)
        self.remove = quiet("นำภาพออก", parent=self)
        self.choose.clicked.connect(self._choose_picture)
        self.remove.clicked.connect(lambda: self.take_picture(None))
        grid.addWidget(caption("ภาพครุฑ"), len(FIELDS), 0)
        grid.addLayout(
            hbox(self.picture, self.choose, self.remove, (self.note, 1), spacing=10), len(FIELDS), 1
        )
        self.show_kept()

    def _field(self, name: str, words: str) -> TextEdit:
        register = self._context.office.session.register("plan_years")
        field = TextEdit(max_length=register.field(name).max_length)
        field.setAccessibleName(words)
        field.setFixedWidth(scaled(300))
        field.changed.connect(partial(self._being_typed.add, name))
        field.committed.connect(partial(self._save, name))
        return field

    def show_kept(self) -> None:
        """Shows what the file holds for the year looked at."""
        office, year = self._context.office, self._context.year
        self.year.setText(OF_THE_YEAR.format(year=year))
        self._context.ask(self, lambda: office.plan.letterhead(year), self._show, topic="letterhead")

    def commit(self) -> None:
        """Saves what is typed."""
        for field in self.fields.values():
            field.commit()

    def _show(self, kept: Letterhead | None) -> None:
        writable = kept is not None and not self._context.office.session.read_only
        for name, field in self.fields.items():
            field.setEnabled(writable)
            if name not in self._being_typed:
                field.set_value(getattr(kept, name) if kept else "")
        pixmap = QPixmap()
        if kept is not None and kept.picture:
            pixmap.loadFromData(kept.picture)
        self.picture.setPixmap(_small(pixmap, self.devicePixelRatioF()))
        self.picture.setVisible(not pixmap.isNull())
        held = kept is not None and bool(kept.picture or kept.fault)
        self.choose.setEnabled(writable)
        self.remove.setEnabled(writable and kept is not None and kept.own_picture)
        self.note.setText(kept.fault if kept and kept.fault else "" if held else NO_PICTURE)

    def _save(self, name: str) -> None:
        self._being_typed.discard(name)
        typed = self.fields[name].value_text() or None
        office, year = self._context.office, self._context.year
        self._done(lambda: office.plan.set_letterhead(year, {name: typed}))

    def _choose_picture(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "เลือกภาพครุฑของสำนักงาน", str(Path.home()), PICTURES)
        if name:
            self.take_picture(Path(name))

    def take_picture(self, path: Path | None) -> None:
        """Takes the picture of a file; None for none any more."""
        office, year = self._context.office, self._context.year
        self._done(lambda: office.plan.set_emblem(year, path))

    def _done(self, act: Callable[[], Changes]) -> None:
        changes = self._context.attempt(act)
        if changes is not None and not self._context.tell_if_proposed(changes):
            self._context.tell_undoable(changes)
        self.show_kept()


def _small(pixmap: QPixmap, ratio: float) -> QPixmap:
    if pixmap.isNull():
        return pixmap
    small = pixmap.scaledToHeight(round(scaled(_SIDE) * ratio), Qt.TransformationMode.SmoothTransformation)
    small.setDevicePixelRatio(ratio)
    return small


def captioned_grid(panel: Panel) -> QGridLayout:
    """A grid in a panel: captions in its first column, what they are about in the second."""
    grid = QGridLayout()
    grid.setContentsMargins(scaled(14), scaled(10), scaled(14), scaled(12))
    grid.setHorizontalSpacing(scaled(18))
    grid.setVerticalSpacing(scaled(6))
    grid.setColumnMinimumWidth(0, scaled(140))
    grid.setColumnStretch(1, 1)
    panel.body.addLayout(grid)
    return grid


def caption(text: str) -> QLabel:
    """What stands before something that is chosen or typed."""
    label = QLabel(text)
    set_kind(label, "muted")
    return label
