"""The rail: every page by unit, one's own unit first, with a count only where something waits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.models.table_model import TIP, AnyIndex, ModelColumn, Roles, TableModel
from desktop.shell.pages import PageEntry
from desktop.theme import set_kind, tokens
from desktop.theme.metrics import SMALL, scaled, sized
from desktop.widgets.boxes import vbox
from desktop.widgets.lines import draw_line
from desktop.widgets.thai_label import ThaiLabel

if TYPE_CHECKING:
    from core.office import Badge

WIDTH = 212
COUNT = 12
OFFICE_WIDTH = 132  # two lines of like length
PAGE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
COUNT_ROLE = int(Qt.ItemDataRole.UserRole) + 2


@dataclass(frozen=True, slots=True)
class RailCount:
    """What waits on a page, in words; ``brief`` where room is short."""

    words: str
    tone: str
    brief: str = ""


def counts_of(badge: Badge) -> tuple[RailCount, ...]:
    """A register's badge in words: what is overdue apart from what is near; of what is owed within minutes, how many wait."""
    if badge.waiting:
        waiting = badge.overdue + badge.near
        return (RailCount(f"{waiting} {badge.waiting}", "bad" if badge.overdue else "warn", f"{waiting} รอ"),)
    overdue = RailCount(f"{badge.overdue} เกินกำหนด", "bad", f"{badge.overdue} เกิน")
    near = RailCount(f"{badge.near} ใกล้ครบ", "warn", f"{badge.near} ใกล้")
    return tuple(count for count, number in ((overdue, badge.overdue), (near, badge.near)) if number)


@dataclass(frozen=True, slots=True)
class RailHeading:
    """The name of a unit over its pages."""

    text: str


class RailModel(TableModel[RailHeading | PageEntry]):
    """Headings and pages, in order; headings can't be chosen."""

    def __init__(self, parent: QWidget) -> None:
        self._waiting: Mapping[str, Sequence[RailCount]] = {}
        roles: Roles[RailHeading | PageEntry] = {
            PAGE_ROLE: _name,
            COUNT_ROLE: self._counts,
            Qt.ItemDataRole.AccessibleTextRole: self._words,
            TIP: self._words,
        }
        super().__init__((ModelColumn("", _title, roles=roles),), parent, key=lambda line: _name(line) or "")

    def set_waiting(self, waiting: Mapping[str, Sequence[RailCount]]) -> None:
        """What waits, by page name."""
        if waiting != self._waiting:
            self._waiting = waiting
            self.say_changed()

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        return Qt.ItemFlag.NoItemFlags if index.data(PAGE_ROLE) is None else super().flags(index)

    def _counts(self, line: RailHeading | PageEntry) -> Sequence[RailCount]:
        return self._waiting.get(_name(line) or "", ())

    def _words(self, line: RailHeading | PageEntry) -> str:
        return " ".join((_title(line), *(count.words for count in self._counts(line))))


def _title(line: RailHeading | PageEntry) -> str:
    return line.text if isinstance(line, RailHeading) else line.title


def _name(line: RailHeading | PageEntry) -> str | None:
    return None if isinstance(line, RailHeading) else line.name


class RailDelegate(QStyledItemDelegate):
    """Headings small and muted, the open page on the selection's ground, counts at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        heading = index.data(PAGE_ROLE) is None
        return QSize(scaled(WIDTH - 24), scaled(28) if heading and index.row() else scaled(27))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(PAGE_ROLE) is None:
            self._paint_heading(painter, option, str(index.data()))
        else:
            self._paint_page(painter, option, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        painter.setFont(sized(option.font, SMALL))
        painter.setPen(tokens().muted)
        box = option.rect.adjusted(scaled(10), 0, -scaled(4), -scaled(1))
        box.setTop(box.bottom() - painter.fontMetrics().height())
        draw_line(painter, box, text)

    def _paint_page(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(0, 0, 0, -1)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().selection if chosen else tokens().soft)
            painter.drawRoundedRect(box, tokens().radius, tokens().radius)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(tokens().accent, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), tokens().radius, tokens().radius)
        inner = option.rect.adjusted(scaled(10), 0, -scaled(7), -2)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)
        title = QFontMetrics(font).horizontalAdvance(str(index.data()))
        taken = self._paint_counts(painter, option, inner, index.data(COUNT_ROLE), inner.width() - title)
        painter.setFont(font)
        painter.setPen(tokens().accent if chosen else tokens().ink)
        inner.setRight(inner.right() - taken)
        draw_line(painter, inner, str(index.data()))

    def _paint_counts(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        box: QRect,
        counts: Sequence[RailCount],
        room: int,
    ) -> int:
        """Paints the counts at the right, briefly where the title leaves no room for all their words; the width taken."""
        gap, taken = scaled(6), 0
        fonts = [_count_font(option.font, count) for count in counts]
        widths = [QFontMetrics(f).horizontalAdvance(c.words) for f, c in zip(fonts, counts, strict=True)]
        brief = sum(widths) + gap * len(counts) > room
        for count, font in reversed(list(zip(counts, fonts, strict=True))):
            words = (brief and count.brief) or count.words
            painter.setFont(font)
            painter.setPen(tokens().tone(count.tone).ink)
            draw_line(painter, box.adjusted(0, 0, -taken, 0), words, Qt.AlignmentFlag.AlignRight)
            taken += painter.fontMetrics().horizontalAdvance(words) + gap
        return taken


def _count_font(base: QFont, count: RailCount) -> QFont:
    return sized(base, COUNT, QFont.Weight.DemiBold if count.tone != "neutral" else None)


class RailList(QListView):
    """The rail's list: arrows move, Enter opens."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())  # the page one is on stays in sight, however little room is left


class Rail(QFrame):
    """The left edge of the window; ``opened`` carries a page's rail name."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "rail")
        self._brand, self._office = QLabel("แผน"), ThaiLabel("", self, kind="small")
        set_kind(self._brand, "brand")
        self.model = RailModel(self)
        self.list = RailList(self)
        self._lay_out()

    def _lay_out(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(RailDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("หน้าต่าง ๆ ของโปรแกรม")
        self.list.clicked.connect(self._open)
        layout = vbox(parent=self, margins=(10, 10, 10, 8), spacing=0)
        for label in (self._brand, self._office):
            label.setContentsMargins(scaled(10), 0, 0, 0)
            layout.addWidget(label)
        self._office.setMaximumWidth(scaled(OFFICE_WIDTH))
        layout.addSpacing(scaled(6))
        layout.addWidget(self.list, 1)
        self.setFixedWidth(scaled(WIDTH))

    def set_office(self, name: str) -> None:
        """The office's name under the program's."""
        self._office.setText(name)

    def set_groups(self, groups: Iterable[tuple[str, tuple[PageEntry, ...]]]) -> None:
        """Shows the pages under their units' names ("" for no heading)."""
        lines: list[RailHeading | PageEntry] = []
        for heading, pages in groups:
            lines.extend([RailHeading(heading)] if heading else [])
            lines.extend(pages)
        self.model.set_rows(lines)

    def choose(self, name: str) -> None:
        """Marks a page as the open one."""
        row = self.model.line_of(name)
        if row < 0:
            self.list.clearSelection()
            return
        self.list.setCurrentIndex(self.model.index(row, 0))

    def _open(self, index: QModelIndex) -> None:
        name = index.data(PAGE_ROLE)
        if name:
            self.opened.emit(name)
