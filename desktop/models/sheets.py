"""The pages of a PDF as pictures: drawn off the UI thread, each when somebody looks at it.

PDFium isn't thread safe, so one lock guards every use of it, closing too: what is opened here is closed here, for the
collector would close it on any thread.
"""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pypdfium2
from PySide6.QtCore import QObject, QRunnable, QSizeF, QThreadPool, Signal
from PySide6.QtGui import QImage

_PDFIUM = Lock()


@dataclass(frozen=True, slots=True)
class Sheets:
    """A PDF and the size of each of its pages, in points; a sentence that names what is printed as boxes, "" for none."""

    pdf: bytes
    sizes: tuple[QSizeF, ...]
    lacking: str = ""


def read_sheets(pdf: bytes, lacking: str = "") -> Sheets:
    """The pages of a PDF; call it off the UI thread."""
    with _PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        sizes = tuple(QSizeF(*document.get_page_size(n)) for n in range(len(document)))
        document.close()
    return Sheets(pdf, sizes, lacking)


class Painter:
    """Draws pages of one PDF one after the other, on any thread; ``close`` it in the end."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._document: Any = None
        self._closed = False

    def picture(self, page: int, width: int) -> QImage:
        """A page (from 0), ``width`` px wide; a null picture once closed."""
        with _PDFIUM:
            if self._closed:
                return QImage()
            if self._document is None:
                self._document = pypdfium2.PdfDocument(self._pdf)
                atexit.register(self.close)  # at the latest
            sheet = self._document[page]
            bitmap = sheet.render(
                scale=width / sheet.get_width(), force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRx
            )
            size = (bitmap.width, bitmap.height, bitmap.stride)
            picture = QImage(bytes(bitmap.buffer), *size, QImage.Format.Format_RGB32).copy()
            bitmap.close()
            sheet.close()
        return picture

    def close(self) -> None:
        """Lets go of the PDF."""
        with _PDFIUM:
            self._closed = True
            if self._document is not None:
                self._document.close()
                self._document = None
                atexit.unregister(self.close)


class PagePictures:
    """Draws the pages asked for in the background. Only the latest request counts: what scrolled by is left out.

    ``report.drawn`` tells of each on the thread of whoever listens. Neither it nor the threads belong to a window, so a
    window may go while a page is being drawn.
    """

    def __init__(self, sheets: Sheets) -> None:
        self.report = _Report()
        self._painter = Painter(sheets.pdf)
        self._lock = Lock()
        self._wanted: dict[int, int] = {}
        self._on_the_way: dict[int, int] = {}

    def want(self, widths: dict[int, int]) -> None:
        """Asks for pages by number with their widths in px; replaces what was asked before."""
        with self._lock:
            self._wanted = widths
            new = {page: width for page, width in widths.items() if self._on_the_way.get(page) != width}
            self._on_the_way |= new
        for page, width in new.items():
            QThreadPool.globalInstance().start(_Job(self, page, width))

    def close(self) -> None:
        """Draws nothing more; the page at hand is finished and dropped."""
        with self._lock:
            self._wanted = {}
        self._painter.close()

    def draw(self, page: int, width: int) -> None:
        """Draws one page if it is still wanted; called on the worker's thread."""
        if not self._still(page, width):
            return
        picture = self._painter.picture(page, width)
        with self._lock:
            self._on_the_way.pop(page, None)
        if not picture.isNull():  # closed meanwhile: nobody is there to be told
            self.report.drawn.emit(page, picture)

    def _still(self, page: int, width: int) -> bool:
        with self._lock:
            wanted = self._wanted.get(page) == width
            if not wanted and self._on_the_way.get(page) == width:
                del self._on_the_way[page]
            return wanted


class _Report(QObject):
    drawn = Signal(int, QImage)  # page from 0, its picture


class _Job(QRunnable):
    def __init__(self, pictures: PagePictures, page: int, width: int) -> None:
        super().__init__()
        self._pictures, self._page, self._width = pictures, page, width

    def run(self) -> None:
        self._pictures.draw(self._page, self._width)
