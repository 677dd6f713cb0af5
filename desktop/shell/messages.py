"""What the desk says: one sentence at the bottom of the window, and the progress of long work."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QRegion
from PySide6.QtWidgets import QAbstractButton, QFrame, QProgressBar, QStackedWidget, QWidget

from desktop.shell.background import Task
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.boxes import hbox, vbox
from desktop.widgets.buttons import DeskButton, quiet
from desktop.widgets.symbols import paint_cross
from desktop.widgets.thai_label import ThaiLabel

SHOWN_FOR = {"good": 5_000, "info": 6_000, "warn": 12_000, "bad": 30_000}
WIDTH = 620


class Toast(QFrame):
    """One sentence, in the tone of what it says; leaves by itself, or by its cross."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._sentence = ThaiLabel("", self)
        self._close = DeskButton("", self, kind="link", before=paint_cross)
        self._close.setAccessibleName("ปิดข้อความ")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.hide)
        row = hbox((self._sentence, 1), parent=self, margins=(14, 4, 6, 4))
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def text(self) -> str:
        """The sentence shown last."""
        return self._sentence.text()

    def add(self, sentence: str, tone: str) -> None:
        """Shows a sentence below those that haven't left yet."""
        shown = [] if self.isHidden() else self.text().split("\n")
        self.tell("\n".join(dict.fromkeys([*shown, sentence])), tone)

    def tell(self, sentence: str, tone: str) -> None:
        """Shows a sentence over whatever is there."""
        set_kind(self, tone)
        self._sentence.setText(sentence)
        self._timer.start(SHOWN_FOR.get(tone, 6_000))
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self._sentence, QAccessible.Event.Alert))


class ProgressCard(QFrame):
    """How far a task is, with a button to stop it; shown only when it takes a moment."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_kind(self, "panel")
        self._task: Task | None = None
        self._words, self._bar = ThaiLabel("", self), QProgressBar(self)
        self._bar.setTextVisible(False)
        self.stop = quiet("ยกเลิก", "Ctrl .")
        self.stop.clicked.connect(self.cancel)
        column = vbox(self._words, self._bar)
        hbox((column, 1), self.stop, parent=self, margins=(14, 8, 10, 8))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(300)
        self._patience.timeout.connect(self._appear)
        self.hide()

    def text(self) -> str:
        """What is being done, and how far it is."""
        return self._words.text()

    def follow(self, task: Task) -> None:
        """Shows a task once it has taken a moment."""
        self._task = task
        self._moved(-1.0, "")
        task.progressed.connect(self._moved)
        task.ended.connect(self._ended)
        self._patience.start()

    def _appear(self) -> None:
        if self._task is not None:
            self.show()
            self.raise_()

    def _moved(self, share: float, text: str) -> None:
        self._bar.setRange(0, 0 if share < 0 else 1000)
        self._bar.setValue(round(max(share, 0.0) * 1000))
        title = self._task.title if self._task else ""
        self._words.setText(f"{title} · {text}" if text else title)

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._patience.stop()
            self.hide()

    def cancel(self) -> None:
        """Asks the task shown to stop."""
        if self._task is not None:
            self._task.cancel()
            self._words.setText("กำลังหยุด")


class Messages(QObject):
    """Keeps the sentence and the progress low in a widget where they cover no button: at the left, else in the middle or at the
    right, else as far up as it takes."""

    def __init__(self, over: QStackedWidget) -> None:
        super().__init__(over)
        self._over = over
        self.toast, self.remarks, self.progress = Toast(over), Toast(over), ProgressCard(over)
        self._cards = (self.toast, self.remarks, self.progress)
        for card in (over, *self._cards):
            card.installEventFilter(self)

    def tell(self, sentence: str, tone: str = "good") -> None:
        """Says a sentence."""
        self.toast.tell(sentence, tone)
        self._place()
        # What was done may show other buttons, once the page has followed.
        QTimer.singleShot(0, self, self._place)

    def remark(self, sentence: str) -> None:
        """Says something beside what was done, which no other sentence takes the place of."""
        self.remarks.add(sentence, "warn")
        self._place()

    def bring_up(self) -> None:
        """Brings what is shown above a page that was brought up."""
        for card in self._cards:
            card.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        shown = [card for card in self._cards if card.isVisible()]
        if not shown:
            return
        width = min(scaled(WIDTH), self._over.width() - scaled(40))
        heights = [_height(card, width) for card in shown]
        gap = scaled(8)
        corner = self._free(QSize(width, sum(heights) + gap * (len(shown) - 1)))
        bottom = corner.y() + sum(heights) + gap * (len(shown) - 1)
        for card, height in zip(shown, heights, strict=True):
            card.setGeometry(corner.x(), bottom - height, width, height)
            bottom -= height + gap

    def _free(self, size: QSize) -> QPoint:
        """The lowest corner from which nothing of that size covers a button; the bottom left where there is none."""
        buttons, edge, step = self._buttons(), scaled(20), scaled(8)
        lowest, right = (
            self._over.height() - scaled(14) - size.height(),
            self._over.width() - edge - size.width(),
        )
        for y in range(lowest, edge, -step):
            for x in (edge, right // 2, right):
                if not buttons.intersects(QRect(QPoint(x, y), size)):
                    return QPoint(x, y)
        return QPoint(edge, lowest)

    def _buttons(self) -> QRegion:
        """Where the page has buttons, as far as they are in sight."""
        page, found = self._over.currentWidget(), QRegion()
        for button in page.findChildren(QAbstractButton) if page else ():
            if button.isVisible():
                found += seen_of(button, self._over)
        return found


def _height(card: QWidget, width: int) -> int:
    return card.heightForWidth(width) if card.hasHeightForWidth() else card.sizeHint().height()


def seen_of(widget: QWidget, over: QWidget) -> QRect:
    """Where a widget is seen in another one it lies in: what is scrolled away isn't."""
    seen = over.rect()
    held: QWidget | None = widget
    while held is not None and held is not over:
        seen &= QRect(held.mapTo(over, QPoint()), held.size())
        held = held.parentWidget()
    return seen
