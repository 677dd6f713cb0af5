"""How table cells are painted: from the model's roles and the tokens, without a style sheet."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from desktop.theme import tokens
from desktop.theme.metrics import row_height, scaled
from desktop.widgets.chip import chip_size, paint_chip
from desktop.widgets.lines import draw_line

TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 1  # str: the cell is a chip of that tone
MARK_ROLE = int(Qt.ItemDataRole.UserRole) + 2  # str tone: the cell's words take the tone's ink
MUTED_ROLE = int(Qt.ItemDataRole.UserRole) + 3  # bool: beside the point
BOLD_ROLE = int(Qt.ItemDataRole.UserRole) + 4  # bool: the figure itself
ROW_TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 5  # str tone: the whole row is marked at its left edge

PADDING = 10
CHIP = "chip "  # before the tone of a cell that is painted as a chip
AnyIndex = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Rows with a line under them, chips, right-aligned figures, marked rows, and a frame on the current cell."""

    def __init__(self, parent: QObject | None = None, *, frame_current: bool = False) -> None:
        super().__init__(parent)
        self._frame_current = frame_current

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        self.paint_ground(painter, option, index)
        painter.setFont(option.font)
        self.paint_content(painter, self.content_box(option, index), index)
        if self._frame_current and option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_frame(painter, option.rect)
        painter.restore()

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The cell's ground: selection, the line under the row, the mark at the row's left edge."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, tokens().selection if selected else tokens().panel)
        painter.fillRect(
            QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), tokens().line
        )
        mark = index.data(ROW_TONE_ROLE)
        if mark and index.column() == 0:
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), tokens().tone(mark).ink
            )

    def content_box(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QRect:
        """Where the cell's content goes."""
        padding = self.padding()
        return option.rect.adjusted(padding, 0, -padding, -1)

    def paint_content(self, painter: QPainter, box: QRect, index: AnyIndex) -> None:
        """The cell's content: a chip or words."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        align = _alignment(index)
        tone = index.data(TONE_ROLE)
        if tone:
            paint_chip(painter, box, text, str(tone), align)
            return
        painter.setPen(ink_of(index))
        if index.data(BOLD_ROLE):
            painter.setFont(bold(painter.font()))
        paint_words(painter, box, text, align)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        view = option.widget
        height = row_height(view) if view else super().sizeHint(option, index).height()
        return QSize(self.cell_width(option.font, index), height)

    def looks(self, index: AnyIndex) -> tuple[str, str]:
        """What a cell's width follows from beside the font: its words, and how they are painted."""
        tone = index.data(TONE_ROLE)
        painted = f"{CHIP}{tone}" if tone else "bold" if index.data(BOLD_ROLE) else ""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or ""), painted

    def cell_width(self, font: QFont, index: AnyIndex) -> int:
        """The px a cell needs to show all of its content."""
        words, painted = self.looks(index)
        if not words:
            return 0
        if painted.startswith(CHIP):
            return chip_size(font, words, painted.removeprefix(CHIP)).width() + 2 * self.padding()
        return self.words_width(bold(font) if painted else font, words)

    def words_width(self, font: QFont, words: str) -> int:
        """The px words need in a cell."""
        return QFontMetrics(font).horizontalAdvance(words) + 1 + 2 * self.padding()

    def padding(self) -> int:
        """The px left free at each side of a cell's content."""
        return scaled(PADDING)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        # What is elided is told whole, unless the model has more to say.
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        cut = index.isValid() and option.rect.width() < self.cell_width(view.font(), index)
        if cut and not index.data(Qt.ItemDataRole.ToolTipRole):
            QToolTip.showText(event.globalPos(), words, view)
            return True
        return super().helpEvent(event, view, option, index)

    def _paint_frame(self, painter: QPainter, cell: QRect) -> None:
        painter.setPen(QPen(tokens().accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(cell).adjusted(1, 1, -1, -2))


def bold(font: QFont) -> QFont:
    """A copy of a font in bold, as the figure itself is written."""
    copy = QFont(font)
    copy.setWeight(QFont.Weight.Bold)
    return copy


def paint_words(painter: QPainter, box: QRect, text: str, align: Qt.AlignmentFlag) -> None:
    """One line of words in a cell, elided at its end."""
    draw_line(painter, box, text, align)


def ink_of(index: AnyIndex) -> QColor:
    """The colour of a cell's words."""
    mark = index.data(MARK_ROLE)
    if mark:
        return tokens().tone(str(mark)).ink
    return tokens().muted if index.data(MUTED_ROLE) else tokens().ink


def _alignment(index: AnyIndex) -> Qt.AlignmentFlag:
    wanted = index.data(Qt.ItemDataRole.TextAlignmentRole)
    if wanted is None:
        return Qt.AlignmentFlag.AlignLeft
    return Qt.AlignmentFlag(wanted) & Qt.AlignmentFlag.AlignHorizontal_Mask
