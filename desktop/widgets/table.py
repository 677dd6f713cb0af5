"""The desk's table view: fixed row height, quiet lines, a header that reads tokens, whole-row selection, keys."""

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.theme import tokens
from desktop.theme.metrics import SMALL, row_height, scaled, sized
from desktop.widgets.delegates import PADDING, RowDelegate, paint_words
from desktop.widgets.symbols import paint_triangle


class DeskHeader(QHeaderView):
    """Column headings: muted, aligned as the column is, with the order's triangle where one is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(scaled(24))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), row_height(self))

    def paintSection(self, painter: QPainter, rect: QRect, index: int) -> None:
        painter.save()
        painter.fillRect(rect, tokens().soft)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens().line)
        painter.setFont(sized(self.font(), SMALL, QFont.Weight.Medium))
        painter.setPen(tokens().muted)
        centred = bool(self._alignment(index) & Qt.AlignmentFlag.AlignHCenter)
        padding = 1 if centred else scaled(PADDING)
        box = rect.adjusted(padding, 0, -padding, -1)
        if self.isSortIndicatorShown() and self.sortIndicatorSection() == index:
            box.setRight(box.right() - self._paint_order(painter, rect))
        text = self.model().headerData(index, Qt.Orientation.Horizontal)
        paint_words(painter, box, str(text or ""), self._alignment(index))
        painter.restore()

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
        return max(0, side + 6 - scaled(PADDING))


class DeskTable(QTableView):
    """A table of records. ``opened`` is said of a row on Enter or a double click."""

    opened = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        header = DeskHeader(self)
        self.setHorizontalHeader(header)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(RowDelegate(self))
        self.doubleClicked.connect(self.opened)
        self._row_height = 0
        self._stretch: int | None = None
        self._least = 0
        self._fit_rows()

    def set_row_height(self, height: int) -> None:
        """Rows of that many px, never less than their text needs."""
        self._row_height = height
        self._fit_rows()

    def _fit_rows(self) -> None:
        header = self.verticalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(0)
        header.setDefaultSectionSize(max(self._row_height, row_height(self)))

    def set_widths(self, widths: dict[int, int], stretch: int | None = None, least: int = 120) -> None:
        """Column widths in px at text size 100 %; one column takes what is left, but never less than ``least``:
        where room is short the table scrolls sideways instead of cutting its words."""
        self._stretch, self._least = stretch, least
        for column, width in widths.items():
            self.horizontalHeader().resizeSection(column, scaled(width))
        self.fit_stretch()

    def fit_stretch(self) -> None:
        """Gives the stretching column what is left, after columns were hidden or shown."""
        if self._stretch is None or self.model() is None:
            return
        header = self.horizontalHeader()
        columns = range(header.count())
        others = sum(
            header.sectionSize(c) for c in columns if c != self._stretch and not header.isSectionHidden(c)
        )
        header.resizeSection(self._stretch, max(scaled(self._least), self.viewport().width() - others))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_stretch()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
        else:
            super().keyPressEvent(event)
