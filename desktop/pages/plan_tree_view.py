"""The plan's tree on screen: search above, places below; what a person does there is said with signals."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from desktop.models.plan_items import Key, PlanItem
from desktop.models.plan_tree import COUNT_ROLE, GROUP_ROLE, MARK_ROLE, PlanTree
from desktop.theme import tokens
from desktop.theme.metrics import SMALL, row_height, scaled, sized
from desktop.widgets.boxes import vbox
from desktop.widgets.empty_state import EmptyState
from desktop.widgets.lines import draw_line
from desktop.widgets.row_selection import go_to
from desktop.widgets.symbols import paint_chevron

AnyIndex = QModelIndex | QPersistentModelIndex
INDENT = 16
ALT = Qt.KeyboardModifier.AltModifier


class PlaceDelegate(QStyledItemDelegate):
    """Headings half bold with their count, records plain, a dot where the plan check found something."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        view = option.widget
        return QSize(scaled(100), row_height(view) - scaled(2) if view else scaled(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        group, mark = index.data(GROUP_ROLE), index.data(MARK_ROLE)
        box = option.rect.adjusted(scaled(4), 0, -scaled(10), 0)
        if mark:
            side = scaled(7)
            dot = QRectF(box.right() - side, box.center().y() - side / 2 + 0.5, side, side)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().tone(mark).ink)
            painter.drawEllipse(dot)
            box.setRight(box.right() - side - scaled(6))
        if group and index.data(COUNT_ROLE):
            painter.setFont(sized(option.font, SMALL))
            painter.setPen(tokens().muted)
            words = str(index.data(COUNT_ROLE))
            draw_line(painter, box, words, Qt.AlignmentFlag.AlignRight)
            box.setRight(box.right() - painter.fontMetrics().horizontalAdvance(words) - scaled(8))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Medium if group else QFont.Weight.Normal)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setFont(font)
        painter.setPen(tokens().accent if chosen else tokens().ink)
        draw_line(painter, box, str(index.data()))
        painter.restore()


class TreeView(QTreeView):
    """The tree; Enter goes into the form, Delete deletes, Alt with up and down moves."""

    entered_form = Signal()
    delete_wanted = Signal()
    move_wanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_form.emit()
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and event.modifiers() & ALT:
            self.move_wanted.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        chosen, current = self.selectionModel().isSelected(index), bool(index == self.currentIndex())
        row = QRect(0, option.rect.top(), self.viewport().width(), option.rect.height())
        if chosen:
            painter.fillRect(row, tokens().selection)
            if current and self.hasFocus():
                painter.fillRect(QRect(0, row.top(), 3, row.height()), tokens().accent)
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: AnyIndex) -> None:
        model = self.model()
        here = model.index(index.row(), 0, index.parent())
        if not model.hasChildren(here):
            return
        side = scaled(10)
        middle = QPoint(rect.right() - self.indentation() // 2 + 1, rect.center().y())
        painter.save()
        painter.translate(middle)
        if not self.isExpanded(here):
            painter.rotate(-90)
        paint_chevron(painter, QRectF(-side / 2, -side / 2, side, side), tokens().muted)
        painter.restore()


class PlanTreeView(QWidget):
    """Search and tree; ``chosen`` carries the place."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = PlanTree(self)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText("ค้นในแผน (Ctrl F)")
        self.words.setAccessibleName("ค้นในแผน")
        self.words.setClearButtonEnabled(True)
        self.tree = TreeView(self)
        self.none = EmptyState("ไม่พบคำนี้ในแผน", parent=self)
        self._expanded: set[Key] = set()
        self._loading = False
        self._lay_out()
        self.words.textEdited.connect(self._filter)
        self.words.textChanged.connect(lambda text: self._filter(text) if not text else None)
        self.words.returnPressed.connect(self._to_match)
        self.tree.selectionModel().currentChanged.connect(self._moved)
        self.tree.expanded.connect(lambda index: self._note(index, open_now=True))
        self.tree.collapsed.connect(lambda index: self._note(index, open_now=False))

    def current(self) -> PlanItem | None:
        """The chosen place."""
        return self.model.item(self.tree.currentIndex())

    def selected(self) -> tuple[PlanItem, ...]:
        """The selected places from the top down."""
        indexes = {self.model.item(i): self.tree.visualRect(i).top() for i in self.tree.selectedIndexes()}
        return tuple(sorted(filter(None, indexes), key=lambda item: indexes[item]))

    def show_root(self, root: PlanItem, keep: Key | None) -> None:
        """Shows another tree; what was open stays open, the kept place stays chosen."""
        self._loading = True
        self.model.set_root(root)
        self._open_again()
        self._loading = False
        self.choose(keep)

    def choose(self, key: Key | None, *, quietly: bool = True) -> bool:
        """Makes a place the current one, opening what stands over it; False where there is none."""
        item = self.model.item_of(key) if key else None
        if item is None or key is None:
            return False
        if not self.model.index_of(key).isValid():
            self.words.clear()
        self._loading = quietly
        for above in item.path()[:-1]:
            self.tree.expand(self.model.index_of(above.key))
        index = self.model.index_of(key)
        go_to(self.tree, index)
        if not self.tree.viewport().rect().contains(self.tree.visualRect(index)):
            self.tree.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self._loading = False
        return True

    def focus_search(self) -> None:
        """Goes to the search field."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.words.text():
            self.words.clear()
            self.tree.setFocus()
        elif event.key() == Qt.Key.Key_Down and self.words.hasFocus():
            self._to_match()
        else:
            super().keyPressEvent(event)

    # -- inside

    def _filter(self, text: str) -> None:
        keep = self.current()
        self._loading = True
        self.model.set_filter(text)
        if self.model.is_filtered():
            self.tree.expandToDepth(3)
            self._expand_found(QModelIndex())
        else:
            self._open_again()
        found = self.model.rowCount() > 0
        self.tree.setVisible(found)
        self.none.setVisible(not found)
        self._loading = False
        if keep is not None and self.model.index_of(keep.key).isValid():
            self.choose(keep.key)

    def _expand_found(self, parent: QModelIndex) -> None:
        for row in range(self.model.rowCount(parent)):
            index = self.model.index(row, 0, parent)
            item = self.model.item(index)
            holds = item is not None and self.model.holds(item)
            self.tree.setExpanded(index, not holds)
            if not holds:
                self._expand_found(index)

    def _to_match(self) -> None:
        index = self.model.first_match() if self.model.is_filtered() else self.tree.currentIndex()
        if index.isValid():
            go_to(self.tree, index)
            self.tree.setFocus()

    def _open_again(self) -> None:
        for key in self._expanded:
            index = self.model.index_of(key)
            if index.isValid():
                self.tree.expand(index)

    def _note(self, index: QModelIndex, *, open_now: bool) -> None:
        item = self.model.item(index)
        if item is None or self.model.is_filtered():
            return
        if open_now:
            self._expanded.add(item.key)
        elif not self._loading:
            self._expanded.discard(item.key)

    def _moved(self, index: QModelIndex) -> None:
        item = self.model.item(index)
        if item is not None and not self._loading:
            self.chosen.emit(item)

    def _lay_out(self) -> None:
        self.tree.setModel(self.model)
        self.tree.setItemDelegate(PlaceDelegate(self.tree))
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setIndentation(scaled(INDENT))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.tree.setAccessibleName("โครงสร้างแผน")
        self.tree.header().setStretchLastSection(True)
        self.none.hide()
        column = vbox(parent=self, margins=0, spacing=6)
        row = vbox(self.words, margins=(10, 8, 10, 0))
        column.addLayout(row)
        column.addWidget(self.tree, 1)
        column.addWidget(self.none, 1)
