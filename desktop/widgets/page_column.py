"""Pages one below the other, as a reader of documents shows them: large ones to read, small ones to choose from."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.models.sheets import PagePictures, Sheets
from desktop.theme import tokens
from desktop.theme.metrics import SMALL, scaled, sized

Zoom = float | Literal["width", "page"]

INCH, POINTS = 96, 72
STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
KEPT = 40  # pictures kept beside those in sight
_STEPS_BY_KEY = {Qt.Key.Key_Down: 1, Qt.Key.Key_PageDown: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageUp: -1}
_NO_SIZE = QSizeF(595, 842)


class PageColumn(QAbstractScrollArea):
    """The pages of a PDF. With ``captions`` each has its number below, and the current one a frame: a column to choose
    from; without, pages to read, in any zoom."""

    current_changed = Signal(int)  # page from 0
    zoomed = Signal()
    picked = Signal(int)
    drawn = Signal(int)  # a page's picture has come

    def __init__(self, parent: QWidget | None = None, *, captions: bool = False, margin: int = 14) -> None:
        super().__init__(parent)
        self._captions, self._margin = captions, margin
        self._sheets: Sheets | None = None
        self._pictures: PagePictures | None = None
        self._closing: Callable[[], None] = lambda: None
        self._shown: OrderedDict[int, QImage] = OrderedDict()
        self._outdated: set[int] = set()
        self._zoom: Zoom = "width"
        self._rects: list[QRect] = []
        self._current = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _: self.viewport().update())

    # What is shown

    def set_sheets(self, sheets: Sheets | None, *, same: bool = False) -> None:
        """Shows other pages from the first; ``same``: a newer drawing of what is shown, which stays where it is."""
        self._let_go()
        self._sheets = sheets
        self._outdated = set(self._shown) if same else set()
        if not same:
            self._shown.clear()
            self._current = 0
        if sheets is not None:
            self._pictures = PagePictures(sheets)
            self._pictures.report.drawn.connect(self._take)
            # Held by the signal itself: closed with the window, never left to the collector, which knows no lock.
            self._closing = partial(PagePictures.close, self._pictures)
            self.destroyed.connect(self._closing)
        self._lay_out()
        if not same:
            self.verticalScrollBar().setValue(0)
            self.horizontalScrollBar().setValue(0)
        self.viewport().update()

    def count(self) -> int:
        """How many pages there are."""
        return len(self._sheets.sizes) if self._sheets else 0

    def current(self) -> int:
        """The page looked at, from 0."""
        return self._current

    def picture(self, page: int) -> QImage | None:
        """A page's picture as far as it is drawn."""
        return self._shown.get(page)

    def close_document(self) -> None:
        """Lets go of the document and of whoever draws it."""
        self.set_sheets(None)

    def _let_go(self) -> None:
        if self._pictures is not None:
            self._pictures.report.drawn.disconnect(self._take)
            self.destroyed.disconnect(self._closing)
            self._pictures.close()
            self._pictures = None

    # Where it stands

    def go_to(self, page: int) -> None:
        """Brings a page's head into sight."""
        if 0 <= page < len(self._rects):
            self.verticalScrollBar().setValue(self._rects[page].top() - scaled(self._margin))
            self._set_current(page)

    def mark(self, page: int) -> None:
        """Frames a page as the current one, and keeps it in sight."""
        if 0 <= page < len(self._rects):
            self._set_current(page)
            self._into_sight(self._rects[page])

    def _into_sight(self, rect: QRect) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if rect.top() < bar.value():
            bar.setValue(rect.top() - scaled(self._margin))
        elif rect.bottom() + scaled(28) > bar.value() + height:
            bar.setValue(rect.bottom() + scaled(28) - height)

    def _set_current(self, page: int) -> None:
        if page != self._current:
            self._current = page
            self.viewport().update()
            self.current_changed.emit(page)

    def _scrolled(self, top: int) -> None:
        self.viewport().update()
        if self._rects and not self._captions:
            # The page that holds the line a third down the window is the one being read.
            line = top + self.viewport().height() // 3
            self._set_current(max(0, bisect_right([r.top() for r in self._rects], line) - 1))

    # How large it is

    def zoom(self) -> Zoom:
        """A share of true size, or what the page is fitted to."""
        return self._zoom

    def set_zoom(self, zoom: Zoom) -> None:
        """Changes the size; what is looked at stays in sight."""
        bar = self.verticalScrollBar()
        page = self._current
        place = self._rects[page] if page < len(self._rects) else QRect()
        share = (bar.value() - place.top()) / place.height() if place.height() else 0.0
        self._zoom = zoom
        self._lay_out()
        if page < len(self._rects):
            now = self._rects[page]
            bar.setValue(round(now.top() + share * now.height()))
        self.viewport().update()
        self.zoomed.emit()

    def percent(self) -> int:
        """The current page's size in percent of true size."""
        return round(self._scale_of(self._size_of(self._current)) * 100)

    def step_zoom(self, up: bool) -> None:
        """The next larger or smaller of the usual sizes."""
        now = self.percent() / 100
        steps = [s for s in STEPS if (s > now + 0.005 if up else s < now - 0.005)]
        if steps:
            self.set_zoom(steps[0] if up else steps[-1])

    def _size_of(self, page: int) -> QSizeF:
        return self._sheets.sizes[page] if self._sheets and page < self.count() else _NO_SIZE

    def _scale_of(self, size: QSizeF) -> float:
        if isinstance(self._zoom, float):
            return self._zoom
        room = self.viewport().size()
        wide = (room.width() - 2 * scaled(self._margin)) / (size.width() * INCH / POINTS)
        high = (room.height() - 2 * scaled(self._margin)) / (size.height() * INCH / POINTS)
        return max(0.05, wide if self._zoom == "width" else min(wide, high))

    def _lay_out(self) -> None:
        self._rects = []
        gap, top, widest = scaled(self._margin), scaled(self._margin), 0
        below = scaled(24) if self._captions else 0
        for size in self._sheets.sizes if self._sheets else ():
            scale = self._scale_of(size) * INCH / POINTS
            width, height = round(size.width() * scale), round(size.height() * scale)
            self._rects.append(QRect(0, top, width, height))
            top += height + below + gap
            widest = max(widest, width)
        self._set_bars(widest + 2 * gap, top)

    def _set_bars(self, width: int, height: int) -> None:
        room = self.viewport().size()
        for bar, needed, there in (
            (self.verticalScrollBar(), height, room.height()),
            (self.horizontalScrollBar(), width, room.width()),
        ):
            bar.setRange(0, max(0, needed - there))
            bar.setPageStep(there)
            bar.setSingleStep(scaled(40))

    def _placed(self, page: int) -> QRect:
        """Where a page stands in the viewport: in the middle, or scrolled sideways where it is wider."""
        rect, room = self._rects[page], self.viewport().width()
        aside = (room - rect.width()) // 2
        left = max(aside, scaled(self._margin)) - self.horizontalScrollBar().value()
        return rect.translated(left, -self.verticalScrollBar().value())

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        bottoms = [r.bottom() + scaled(24) for r in self._rects]
        first = bisect_right(bottoms, top)
        last = bisect_right([r.top() for r in self._rects], top + self.viewport().height())
        return range(first, last)

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), tokens().soft)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setFont(sized(self.font(), SMALL))
        seen = self._in_sight()
        for page in seen:
            self._paint_page(painter, page)
        self._ask_for(seen)

    def _paint_page(self, painter: QPainter, page: int) -> None:
        rect = self._placed(page)
        chosen = self._captions and page == self._current
        painter.fillRect(rect, Qt.GlobalColor.white)
        if picture := self._shown.get(page):
            painter.drawImage(rect, picture)
        painter.setPen(QPen(tokens().accent if chosen else tokens().control_line, 2 if chosen else 1))
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        if self._captions:
            painter.setPen(tokens().accent if chosen else tokens().muted)
            below = QRect(rect.left(), rect.bottom() + 2, rect.width(), scaled(22))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(page + 1))

    def _ask_for(self, seen: range) -> None:
        if self._pictures is None:
            return
        # The next page is drawn ahead, so that scrolling meets it ready.
        pages = range(seen.start, min(seen.stop + 1, len(self._rects)))
        widths = {n: max(1, round(self._rects[n].width() * self.devicePixelRatioF())) for n in pages}
        self._pictures.want({n: width for n, width in widths.items() if self._lacks(n, width)})

    def _lacks(self, page: int, width: int) -> bool:
        picture = self._shown.get(page)
        return picture is None or picture.width() != width or page in self._outdated

    def _take(self, page: int, picture: QImage) -> None:
        self._shown[page] = picture
        self._shown.move_to_end(page)
        self._outdated.discard(page)
        while len(self._shown) > KEPT:
            self._shown.popitem(last=False)
        self.viewport().update()
        self.drawn.emit(page)

    # Hands

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self._lay_out()
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and not self._captions:
            self.step_zoom(event.angleDelta().y() > 0)
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        page = self._page_at(event.position().toPoint())
        if page is not None:
            self.picked.emit(page)

    def _page_at(self, point: QPoint) -> int | None:
        return next((n for n in self._in_sight() if self._placed(n).contains(point)), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, step = self.verticalScrollBar(), _STEPS_BY_KEY.get(Qt.Key(event.key()))
        if self._captions and step:
            self.picked.emit(min(max(self._current + step, 0), max(self.count() - 1, 0)))
        elif event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        elif event.key() == Qt.Key.Key_Space:
            bar.setValue(bar.value() + bar.pageStep() * 9 // 10)
        else:
            super().keyPressEvent(event)
