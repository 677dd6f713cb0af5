"""The desk's table view: fixed row height, quiet lines, a header that reads tokens, whole-row selection, keys."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.theme import tokens
from desktop.theme.metrics import SMALL, row_height, scaled, sized
from desktop.widgets.column_widths import LEAST, ColumnRoom, ColumnWidths
from desktop.widgets.delegates import PADDING, RowDelegate, paint_words
from desktop.widgets.row_names import RowNames
from desktop.widgets.symbols import paint_triangle


class DeskHeader(QHeaderView):
    """Column headings: muted, aligned as the column is, with the order's triangle where one is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(scaled(24))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), row_height(self))

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        painter.save()
        painter.fillRect(rect, tokens().soft)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens().line)
        painter.setFont(self._words_font())
        painter.setPen(tokens().muted)
        centred = bool(self._alignment(index) & Qt.AlignmentFlag.AlignHCenter)
        padding = 1 if centred else scaled(PADDING)
        box = rect.adjusted(padding, 0, -padding, -1)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == index:
            box.setRight(box.right() - self._paint_order(painter, rect))
        text = self.model().headerData(index, Qt.Orientation.Horizontal)
        paint_words(painter, box, str(text or ""), self._alignment(index))
        painter.restore()

    def heading_width(self, index: int) -> int:
        """The px a heading needs, with room for the order's triangle where the table can be sorted."""
        words = str(self.model().headerData(index, Qt.Orientation.Horizontal) or "")
        if not words:
            return self.minimumSectionSize()
        padding = 1 if self._alignment(index) & Qt.AlignmentFlag.AlignHCenter else scaled(PADDING)
        order = self._order_room() if self.sectionsClickable() else 0
        return QFontMetrics(self._words_font()).horizontalAdvance(words) + 1 + 2 * padding + order

    def _words_font(self) -> QFont:
        return sized(self.font(), SMALL, QFont.Weight.Medium)

    def _alignment(self, index: int) -> Qt.AlignmentFlag:
        role = Qt.ItemDataRole.TextAlignmentRole
        wanted = self.model().headerData(index, Qt.Orientation.Horizontal, role)
        return Qt.AlignmentFlag(wanted) if wanted is not None else Qt.AlignmentFlag.AlignLeft

    def _paint_order(self, painter: QPainter, rect: QRect) -> int:
        side = scaled(8)
        box = QRectF(rect.right() - side - 3, rect.center().y() - side / 2, side, side)
        paint_triangle(
            painter, box, tokens().muted, up=self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        )
        return self._order_room()

    def _order_room(self) -> int:
        return max(0, scaled(8) + 6 - scaled(PADDING))


class DeskTable(QTableView):
    """A table of records. ``opened`` is said of a row on Enter or a double click, ``delete_wanted`` on Del."""

    opened = Signal(QModelIndex)
    delete_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        header = DeskHeader(self)
        self.setHorizontalHeader(header)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget(self))  # else the style paints a light square between the scroll bars
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(RowDelegate(self))
        self.doubleClicked.connect(self.opened)
        self._row_height = 0
        self._widths = ColumnWidths(self)
        self._fit_rows()

    def keep_names(self, kept: bool) -> None:
        """Keeps the rows' names in sight at the left, or leaves them to the columns."""
        if kept and not isinstance(self.verticalHeader(), RowNames):
            self.setVerticalHeader(RowNames(self))
            self._fit_rows()
        self.verticalHeader().setVisible(kept)

    def set_row_height(self, height: int) -> None:
        """Rows of that many px, never less than their text needs."""
        self._row_height = height
        self._fit_rows()

    def _fit_rows(self) -> None:
        header = self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(0)
        header.setDefaultSectionSize(max(self._row_height, row_height(self)))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            self._widths.follow()

    def fit_columns(
        self,
        texts: Mapping[int, int] | None = None,
        *,
        drawn: Mapping[int, int] | None = None,
        samples: Mapping[int, str] | None = None,
        least: int = LEAST,
    ) -> None:
        """Sizes the columns by what they hold: see ``ColumnRoom``."""
        self._widths.set_columns(ColumnRoom(texts or {}, drawn or {}, samples or {}, least))

    def show_column(self, column: int, shown: bool) -> None:
        """Shows or hides a column; the others share the room."""
        if self.isColumnHidden(column) == shown:
            self.setColumnHidden(column, not shown)
            self._widths.fit()

    def heading(self, column: int) -> str:
        """A column's heading."""
        return str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")

    def heading_width(self, column: int) -> int:
        """The px a column's heading needs."""
        header = self.horizontalHeader()
        if isinstance(header, DeskHeader) and not header.isHidden():
            return header.heading_width(column)
        return header.minimumSectionSize()

    def row_delegate(self) -> RowDelegate:
        """The delegate its cells are painted and measured by."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, RowDelegate)
        return delegate

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._widths.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()
            self._widths.measure()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_wanted.emit()
        else:
            super().keyPressEvent(event)
