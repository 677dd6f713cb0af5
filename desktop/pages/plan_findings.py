"""What the plan check says about the plan: each finding with its place, a jump there, and waiving a demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.office import Office, PlanState, Row
from core.thai.words import breakable
from desktop.forms.drafting import KeptLine
from desktop.models.plan_items import Key
from desktop.models.table_model import AnyIndex, ModelColumn, TableModel
from desktop.shell.context import AppContext
from desktop.theme import tokens
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import primary, quiet
from desktop.widgets.chip import chip_size, paint_chip
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.inputs import TextEdit
from desktop.widgets.lines import draw_line

NOTE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
WORDS_ROLE = int(Qt.ItemDataRole.UserRole) + 2
WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
STATES = {"bad": "ต้องแก้ไข", "warn": "ข้อแนะนำ", "neutral": "ยกเว้นแล้ว"}


@dataclass(frozen=True, slots=True)
class PlanNote:
    """A finding as the page shows it: a demand (``bad``), a waived one (``neutral``) or advice (``warn``)."""

    code: str
    ref: str
    where: str
    message: str
    tone: str
    waived: str | None = None
    key: Key | None = None

    @property
    def is_demand(self) -> bool:
        """True for what keeps the plan a draft until settled or waived."""
        return self.tone != "warn"


@dataclass(frozen=True, slots=True)
class PlanNotes:
    """All findings of a plan, demands first, and the plan's state; ``gone`` are plans that were in force and are
    deleted."""

    state: PlanState
    notes: tuple[PlanNote, ...] = ()
    gone: tuple[Row, ...] = ()

    def tones(self) -> dict[Key, str]:
        """By place: the gravest tone of what is open there."""
        found: dict[Key, str] = {}
        for note in self.notes:
            if note.key is not None and note.tone != "neutral":
                found[note.key] = "bad" if "bad" in (note.tone, found.get(note.key)) else note.tone
        return found

    def at(self, key: Key | None) -> tuple[PlanNote, ...]:
        """What is said about one place."""
        return tuple(n for n in self.notes if n.key is not None and n.key == key)


def read_notes(office: Office, year: int) -> PlanNotes:
    """Runs the plan check; may be called off the UI thread."""
    state = office.plan.plan_state(year)
    found = [
        PlanNote(f.code, f.ref, f.where, f.message, "bad" if f.waived is None else "neutral", f.waived)
        for f in state.faults
    ]
    demands = {(f.code, f.ref, f.message) for f in state.faults}
    # What only a draft is asked comes before the advice it shares with the year it was made from.
    found += [
        PlanNote(f.code, f.ref, f.where, f.message, "warn")
        for f in sorted(office.plan.check_plan(year), key=lambda finding: not finding.of_draft)
        if (f.code, f.ref, f.message) not in demands
    ]
    order = {"bad": 0, "warn": 1, "neutral": 2}
    placed = [
        PlanNote(n.code, n.ref, n.where, n.message, n.tone, n.waived, office.plan.locate(year, n.ref))
        for n in sorted(found, key=lambda note: order[note.tone])
    ]
    gone = tuple(row for row in office.session.deleted_plans() if not row.values["draft"])
    return PlanNotes(state, tuple(placed), gone)


def words_of(note: PlanNote) -> str:
    """A finding's sentence with the places where its lines may break, and why it was waived."""
    said = breakable(note.message)
    return said if note.waived is None else f"{said}\nยกเว้นเพราะ {note.waived}"


class NoteDelegate(QStyledItemDelegate):
    """A finding as a card: where, its kind as a chip, and the whole sentence wrapped."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else option.rect.width()
        text = QRect(0, 0, width - 2 * scaled(12), 10_000)
        said = option.fontMetrics.boundingRect(text, WRAPPED, str(index.data(WORDS_ROLE)))
        return QSize(width, said.height() + option.fontMetrics.height() + scaled(16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        note = index.data(NOTE_ROLE)
        assert isinstance(note, PlanNote)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, tokens().selection if chosen else tokens().panel)
        painter.fillRect(
            QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens().line
        )
        box = option.rect.adjusted(scaled(12), scaled(6), -scaled(12), -scaled(4))
        head = QRect(box.left(), box.top(), box.width(), option.fontMetrics.height() + scaled(2))
        taken = chip_size(option.font, STATES[note.tone]).width()
        paint_chip(painter, head, STATES[note.tone], note.tone, Qt.AlignmentFlag.AlignRight)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(tokens().ink)
        draw_line(painter, head.adjusted(0, 0, -taken - scaled(6), 0), note.where)
        painter.setFont(option.font)
        painter.setPen(tokens().muted if note.tone == "neutral" else tokens().ink)
        painter.drawText(
            box.adjusted(0, head.height() + scaled(2), 0, 0), WRAPPED, str(index.data(WORDS_ROLE))
        )
        painter.restore()


class NoteList(QListView):
    """The findings; Enter jumps to the place."""

    opened = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class FindingsPanel(QWidget):
    """The list of findings with what can be done about the chosen one."""

    jump_wanted = Signal(object)  # a PlanNote

    def __init__(self, context: AppContext, parent: QWidget | None = None, *, writable: bool = True) -> None:
        super().__init__(parent)
        self._context, self._writable = context, writable
        self._words: dict[PlanNote, str] = {}
        self.model = TableModel((self._column(),), self)
        self.list = NoteList(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(NoteDelegate(self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("ข้อสังเกตของแผน กด Enter เพื่อไปยังจุดที่พบ")
        self.none = EmptyState("ตรวจแล้วไม่พบข้อขัดกันในแผน", parent=self)
        self.jump = quiet("ไปที่จุดนี้", "Enter", self)
        self.reason = TextEdit(max_length=500)
        self.reason.setPlaceholderText("เหตุผลที่ยกเว้น หรือเลขที่หนังสือ")
        self.reason.setAccessibleName("เหตุผลที่ยกเว้น")
        self._kept = KeptLine(context.drafts, self.reason, "plan_waivers", "reason")
        self.waive = primary("ยกเว้น", "", self)
        self.withdraw = quiet("ถอนการยกเว้น", "", self)
        self._lay_out()
        self.list.opened.connect(lambda _: self._jump())
        self.list.doubleClicked.connect(lambda _: self._jump())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._show_actions())
        self.jump.clicked.connect(self._jump)
        self.waive.clicked.connect(self.waive_current)
        self.reason.returnPressed.connect(self.waive_current)
        self.withdraw.clicked.connect(self.withdraw_current)

    def show_notes(self, notes: Sequence[PlanNote]) -> None:
        """Shows other findings; the chosen one stays chosen where it is still there."""
        before = self.current()
        self._words = {note: words_of(note) for note in notes}
        self.model.set_rows(notes)
        same = (n for n, x in enumerate(notes) if before and (x.code, x.ref) == (before.code, before.ref))
        self.list.setVisible(bool(notes))
        self.none.setVisible(not notes)
        if notes:
            self.list.setCurrentIndex(self.model.index(next(same, 0), 0))
        self._show_actions()

    def current(self) -> PlanNote | None:
        """The chosen finding."""
        return self.model.row_at(self.list.currentIndex().row())

    def choose(self, note: PlanNote) -> None:
        """Makes a finding the chosen one."""
        if note in self.model.rows:
            self.list.setCurrentIndex(self.model.index(self.model.rows.index(note), 0))

    def waive_current(self) -> None:
        """Lets the chosen demand stand, with the reason typed."""
        note, context = self.current(), self._context
        if note is None or not note.is_demand:
            return
        reason = self.reason.text()
        year = context.year
        done = context.attempt(lambda: context.office.plan.waive(year, note.code, note.ref, reason))
        if done is not None:
            self._kept.done()
            context.tell(f"ยกเว้นข้อสังเกตที่{note.where}แล้ว กด Ctrl+Z เพื่อเลิกทำ", "good")

    def withdraw_current(self) -> None:
        """Takes the chosen demand's waiver back."""
        note, context = self.current(), self._context
        if note is not None and note.waived is not None:
            year = context.year
            context.attempt(lambda: context.office.plan.withdraw_waiver(year, note.code, note.ref))

    # -- inside

    def _column(self) -> ModelColumn[PlanNote]:
        return ModelColumn(
            "",
            lambda note: f"{STATES[note.tone]} {note.where}: {note.message}",
            roles={NOTE_ROLE: lambda note: note, WORDS_ROLE: lambda note: self._words[note]},
        )

    def _jump(self) -> None:
        note = self.current()
        if note is not None:
            self.jump_wanted.emit(note)

    def _show_actions(self) -> None:
        note = self.current()
        if note is not None:
            self._kept.show(f"{self._context.year} {note.code} {note.ref}")
        open_demand = note is not None and note.tone == "bad" and self._writable
        self.reason.setVisible(open_demand)
        self.waive.setVisible(open_demand)
        self.withdraw.setVisible(note is not None and note.tone == "neutral" and self._writable)
        self.jump.setVisible(note is not None)
        self.jump.setEnabled(note is not None and note.key is not None)

    def _lay_out(self) -> None:
        row = hbox(self.jump, STRETCH, self.withdraw, self.waive, spacing=8)
        foot = vbox(self.reason, row, margins=(10, 7, 10, 7), spacing=6)
        vbox((self.list, 1), (self.none, 1), foot, parent=self, margins=0, spacing=0)
