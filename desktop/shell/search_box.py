"""The search box (Ctrl+K): pages, registers, indicators, reports and commands, found by typing and chosen by keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.thai.folding import fold_case
from desktop.theme import set_kind, tokens
from desktop.theme.metrics import SMALL, TINY, row_height, scaled, sized
from desktop.widgets.buttons import paint_key
from desktop.widgets.lines import draw_line

KIND_ROLE = int(Qt.ItemDataRole.UserRole) + 1
HINT_ROLE = int(Qt.ItemDataRole.UserRole) + 2
MOST = 12


@dataclass(frozen=True, slots=True)
class SearchTarget:
    """Something that can be found. ``kind`` is its Thai kind (หน้า ตัวชี้วัด รายงาน คำสั่ง); ``words`` are further
    words it answers to; ``hint`` its key."""

    kind: str
    title: str
    act: Callable[[], object]
    words: str = ""
    hint: str = ""


def find(targets: Sequence[SearchTarget], query: str) -> list[SearchTarget]:
    """The targets that hold every word of the query, those that begin with it first."""
    wanted = fold_case(query).split()
    found = [t for t in targets if all(word in _haystack(t) for word in wanted)]
    return sorted(found, key=lambda t: not fold_case(t.title).startswith(" ".join(wanted)))


def _haystack(target: SearchTarget) -> str:
    return fold_case(f"{target.title} {target.words} {target.kind}")


class _Lines(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, tokens().selection)
        box = option.rect.adjusted(scaled(10), 0, -scaled(10), 0)
        painter.setFont(sized(option.font, SMALL))
        painter.setPen(tokens().muted)
        draw_line(painter, box, _beside(index), Qt.AlignmentFlag.AlignRight)
        box.setRight(box.right() - painter.fontMetrics().horizontalAdvance(_beside(index)) - scaled(10))
        painter.setFont(option.font)
        painter.setPen(tokens().ink)
        draw_line(painter, box, str(index.data()))
        painter.restore()


def _beside(index: QModelIndex) -> str:
    return "  ·  ".join(text for text in (index.data(HINT_ROLE), index.data(KIND_ROLE)) if text)


class SearchBox(QLineEdit):
    """The box, with its list under it while it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer: Callable[[], Sequence[SearchTarget]] = tuple
        self._targets: Sequence[SearchTarget] = ()
        self._found: list[SearchTarget] = []
        self._back: QWidget | None = None
        self.setPlaceholderText("ค้นหาทะเบียน ตัวชี้วัด รายงาน คำสั่ง")
        self.setTextMargins(0, 0, scaled(46), 0)  # room for the key's name
        self.setAccessibleName("ค้นหาทะเบียน ตัวชี้วัด รายงาน คำสั่ง")
        self.list, self.frame = QListView(), QFrame()
        self._items = QStandardItemModel(self)
        self._set_up_list()
        self.textEdited.connect(self._look)

    def _set_up_list(self) -> None:
        self.frame.setParent(self.window())
        self.frame.hide()
        set_kind(self.frame, "popup")
        layout = QVBoxLayout(self.frame)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.list)
        self.list.setModel(self._items)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._choose(index.row()))

    def set_offer(self, offer: Callable[[], Sequence[SearchTarget]]) -> None:
        """What can be found; asked for anew each time the box is opened."""
        self._offer = offer

    def open(self) -> None:
        """Puts the cursor into the box and shows everything."""
        self._back = self.window().focusWidget()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._look(self.text())

    def found(self) -> tuple[SearchTarget, ...]:
        """What is listed now."""
        return tuple(self._found) if self.frame.isVisible() else ()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._targets = self._offer()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.frame.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.text() and not self.hasFocus():
            font = sized(self.font(), TINY, QFont.Weight.Medium)
            width, height = scaled(42), scaled(20)
            box = QRect(self.width() - width - 8, (self.height() - height) // 2, width, height)
            paint_key(QPainter(self), box.toRectF(), "Ctrl K", font)

    def _look(self, query: str) -> None:
        self._found = find(self._targets, query)[:MOST]
        self._items.clear()
        for target in self._found:
            item = QStandardItem(target.title)
            item.setData(target.kind, KIND_ROLE)
            item.setData(target.hint, HINT_ROLE)
            self._items.appendRow(item)
        self.list.setCurrentIndex(self._items.index(0, 0))
        self._show_list()

    def _show_list(self) -> None:
        if not self._found or not self.hasFocus():
            self.frame.hide()
            return
        line = row_height(self.list)
        self.list.setStyleSheet(f"QListView::item {{ height: {line}px; }}")
        window = self.window()
        self.frame.setParent(window)
        corner = self.mapTo(window, QPoint(0, self.height() + 3))
        width = max(self.width(), scaled(460))
        left = min(corner.x(), window.width() - width - scaled(10))
        self.frame.setGeometry(left, corner.y(), width, len(self._found) * line + 12)
        self.frame.show()
        self.frame.raise_()

    def _move(self, by: int) -> None:
        if not self.frame.isVisible():
            self._look(self.text())
            return
        row = (self.list.currentIndex().row() + by) % max(1, len(self._found))
        self.list.setCurrentIndex(self._items.index(row, 0))

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._found):
            return
        target = self._found[row]
        self._leave()
        target.act()

    def _leave(self) -> None:
        self.clear()
        self.frame.hide()
        self._found = []
        if self._back is not None and self._back is not self:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()
