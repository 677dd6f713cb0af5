"""Chips: a state in a word or two, its colour second. Painted alike as widgets and in table cells."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.theme import tokens
from desktop.theme.metrics import SMALL, scaled, sized
from desktop.theme.token_sets import DISPUTED
from desktop.widgets.lines import draw_line
from desktop.widgets.symbols import paint_alert

PADDING = 9
MARK, GAP = 12, 4  # px of the mark of a disputed state, and between it and the words


def chip_font(base: QFont) -> QFont:
    """The font a chip is written in, from its surroundings' font."""
    return sized(base, SMALL, QFont.Weight.DemiBold)


def chip_size(base: QFont, text: str, tone: str = "") -> QSize:
    """The room a chip needs, px; one of a disputed state carries a mark."""
    metrics = QFontMetrics(chip_font(base))
    words = metrics.horizontalAdvance(text) + _mark_room(tone)
    return QSize(words + 2 * scaled(PADDING), chip_height(metrics))


def _mark_room(tone: str) -> int:
    return scaled(MARK + GAP) if tone == DISPUTED else 0


def chip_height(metrics: QFontMetrics) -> int:
    """A chip's height, px: a line without its lowest row, which only ฎู and ฏู need."""
    return max(scaled(20), metrics.height() - 1)


def paint_chip(
    painter: QPainter,
    cell: QRect,
    text: str,
    tone: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Paints a chip inside a cell, vertically in the middle; a chip too wide for the cell is elided."""
    if not text:
        return
    painter.save()
    base = painter.font()
    size = chip_size(base, text, tone).boundedTo(QSize(cell.width(), cell.height()))
    painter.setFont(chip_font(base))
    box = _aligned(cell, size, align)
    _paint(painter, box, text, tone)
    painter.restore()


def _aligned(cell: QRect, size: QSize, align: Qt.AlignmentFlag) -> QRect:
    box = QRect(cell.topLeft(), size)
    box.moveTop(cell.y() + (cell.height() - size.height()) // 2)
    if align & Qt.AlignmentFlag.AlignRight:
        box.moveRight(cell.right())
    elif align & Qt.AlignmentFlag.AlignHCenter:
        box.moveLeft(cell.x() + (cell.width() - size.width()) // 2)
    return box


def _paint(painter: QPainter, box: QRect, text: str, tone: str) -> None:
    colours = tokens().tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.background)
    painter.drawRoundedRect(QRectF(box), box.height() / 2, box.height() / 2)
    painter.setPen(colours.ink)
    side = scaled(PADDING) - 1
    if tone == DISPUTED:
        _paint_mark(painter, box.x() + side, box, colours.ink)
    words = box.adjusted(side + _mark_room(tone), 0, -side, 0)
    draw_line(painter, words, text, Qt.AlignmentFlag.AlignHCenter, raised=-1)


def _paint_mark(painter: QPainter, left: int, box: QRect, ink: QColor) -> None:
    mark = scaled(MARK)
    paint_alert(painter, QRectF(left, box.y() + (box.height() - mark) / 2, mark, mark), ink)


class ChipLabel(QWidget):
    """A chip standing by itself."""

    def __init__(self, text: str = "", tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    def set(self, text: str, tone: str = "neutral") -> None:
        """Shows another state; no text hides the chip."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The state in words."""
        return self._text

    def tone(self) -> str:
        """The tone's name."""
        return self._tone

    def sizeHint(self) -> QSize:
        return chip_size(self.font(), self._text, self._tone)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, self.rect(), self._text, self._tone)


class FilterChip(QWidget):
    """A chip that is switched on and off: by mouse, Space or Enter."""

    toggled = Signal(bool)

    def __init__(self, text: str = "", tone: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone, self._on = text, tone, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Changes the words (a count moved)."""
        self._text = text
        self._name()
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words."""
        return self._text

    def is_on(self) -> bool:
        """True while the filter is on."""
        return self._on

    def set_on(self, on: bool) -> None:
        """Switches it; says so once."""
        if on == self._on:
            return
        self._on = on
        self._name()
        self.update()
        self.toggled.emit(on)

    def _name(self) -> None:
        self.setAccessibleName(f"{self._text} เลือกอยู่" if self._on else self._text)

    def sizeHint(self) -> QSize:
        return chip_size(self.font(), self._text) + QSize(4, 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_on(not self._on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.set_on(not self._on)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(
            painter, self.rect().adjusted(2, 2, -2, -2), self._text, self._tone if self._on else "neutral"
        )
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens().accent, 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), self.height() / 2, self.height() / 2
            )
