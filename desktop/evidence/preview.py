"""What a file of evidence shows, page by page, as large as there is room."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStackedLayout, QWidget

from core.office import PagePicture
from desktop.theme import tokens
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import STRETCH, hbox, vbox
from desktop.widgets.buttons import DeskButton, quiet
from desktop.widgets.thai_label import ThaiLabel


class Preview(QWidget):
    """A picture with the page it is of, or a sentence."""

    page_wanted = Signal(int)  # counted from 0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = _Picture(self)
        self.sentence = ThaiLabel("", self, kind="muted")
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.place = ThaiLabel("", self, kind="small")
        self.before = self._turner("‹", "หน้าก่อน (PgUp)", lambda: self.page_wanted.emit(self._page - 1))
        self.after = self._turner("›", "หน้าถัดไป (PgDn)", lambda: self.page_wanted.emit(self._page + 1))
        self._page = self._pages = 0
        stack = QStackedLayout()
        stack.addWidget(self.picture)
        stack.addWidget(self.sentence)
        self._stack = stack
        self._foot = QWidget(self)
        hbox(STRETCH, self.before, self.place, self.after, STRETCH, parent=self._foot, margins=0, spacing=8)
        self.place.setWordWrap(False)
        vbox((stack, 1), self._foot, parent=self, margins=0, spacing=4)
        self.say("")

    def _turner(self, text: str, hint: str, act: Callable[[], object]) -> DeskButton:
        button = quiet(text, parent=self)
        button.setToolTip(hint)
        button.setAccessibleName(hint)
        button.clicked.connect(lambda: act())
        return button

    @property
    def page(self) -> int:
        """The page shown, counted from 0."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages there are; 0 while a sentence stands there."""
        return self._pages

    def say(self, sentence: str) -> None:
        """Shows a sentence instead of a picture."""
        self._page = self._pages = 0
        self.sentence.setText(sentence)
        self._stack.setCurrentWidget(self.sentence)
        self._foot.hide()

    def show_page(self, seen: PagePicture, page: int, name: str) -> None:
        """Shows a page of the file called ``name``."""
        self._page, self._pages = min(page, seen.pages - 1), seen.pages
        image = QImage(seen.points, seen.width, seen.height, seen.width * 3, QImage.Format.Format_RGB888)
        self.picture.show_image(image.copy())  # the bytes go with the answer
        self.picture.setAccessibleName(f"ตัวอย่าง {name} หน้า {self._page + 1} จาก {seen.pages}")
        self.place.setText(f"หน้า {self._page + 1} / {seen.pages}")
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page + 1 < seen.pages)
        self._stack.setCurrentWidget(self.picture)
        self._foot.setVisible(seen.pages > 1)


class _Picture(QWidget):
    """A picture as large as there is room, framed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()

    def show_image(self, image: QImage) -> None:
        """Shows another picture."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(scaled(200), scaled(160))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        size = self._image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF(
            room.left() + (room.width() - size.width()) / 2,
            room.top() + (room.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._image)
        painter.setPen(QPen(tokens().line, 1))
        painter.drawRect(box)
