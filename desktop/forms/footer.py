"""The foot of a form: save, save and go on, delete or bring back; and how things stand, in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from core.registers.declare import Register
from desktop.theme import set_kind
from desktop.theme.metrics import scaled
from desktop.widgets.buttons import link, primary, quiet

ROOMY = 700  # px at text size 100 %: in a window at least so high the state of an existing record has a line of its own


class FormFooter(QWidget):
    """The actions of a form; which of them show follows from ``set_modes``."""

    save_wanted = Signal()
    next_wanted = Signal()
    delete_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._writable = True
        self._deleted = False
        self._exists = False
        self._selected = 0
        self._plain = register.plan_born  # made and deleted with the plan only
        self.next = primary("บันทึกแล้วต่อไป", "", self)
        self.save = quiet("บันทึก", "", self)
        self.delete = link("ลบ", self)
        self.restore = primary("กู้คืน", "", self)
        self.state = QLabel(self)
        set_kind(self.state, "small")
        self._lay_out()
        self._connect()

    def say(self, *, dirty: bool, is_new: bool, faults: int) -> None:
        """Says how things stand: faults first, then what isn't saved, else the key that saves."""
        if self._deleted:
            self.state.setText("รายการนี้ถูกลบแล้ว")
        elif not self._writable:
            self.state.setText("เปิดดูเท่านั้น")
        elif faults:
            self.state.setText(f"ต้องแก้ {faults} จุด")
        elif dirty:
            self.state.setText("ยังไม่ได้บันทึก")
        else:
            self.state.setText("รายการใหม่ · Ctrl Enter" if is_new else "Ctrl ↓ ถัดไป · Ctrl ↑ ก่อนหน้า")
        set_kind(self.state, "error" if faults else "small")
        self._fit_words()

    def set_modes(self, *, writable: bool, deleted: bool, exists: bool) -> None:
        """Which actions there are."""
        self._writable, self._deleted, self._exists = writable, deleted, exists
        self.next.setVisible(writable and (exists or not self._plain))
        self.save.setVisible(writable)
        self.delete.setVisible(writable and exists and not self._plain)
        self.restore.setVisible(deleted)

    def say_selected(self, count: int) -> None:
        """Says how many records are deleted or brought back together."""
        self._selected = count
        self._fit_words()

    def say_proposing(self) -> None:
        """Says that saving proposes: for records whose keeper is another unit."""
        self.save.setText("เสนอแก้ไข")
        self.next.setText("เสนอแล้วต่อไป")

    def may_write(self) -> bool:
        """True while the record can be changed."""
        return self._writable

    def focus_primary(self) -> None:
        """Goes to the button that finishes the record."""
        self.next.setFocus(Qt.FocusReason.TabFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def _fit_words(self) -> None:
        """Half a word says nothing: where there is no room the state stays unsaid, and several are only numbered."""
        room = self.width() - 2 * scaled(14)
        self._number("รายการ")
        if self._selected > 1 and self._taken() > room:
            self._number("")
        below = self._exists and self.window().height() >= scaled(ROOMY)
        if below:
            self._grid.addWidget(self.state, 1, 0, 1, 5)
        else:
            self._grid.addWidget(self.state, 0, 4)
        self.state.setVisible(below or room - self._taken() >= self.state.sizeHint().width())

    def _number(self, counted_in: str) -> None:
        many = f" {self._selected:,} {counted_in}".rstrip() if self._selected > 1 else ""
        self.delete.setText(f"ลบ{many}")
        self.restore.setText(f"กู้คืน{many}")

    def _taken(self) -> int:
        buttons = (b for b in (self.next, self.save, self.restore, self.delete) if not b.isHidden())
        return sum(b.sizeHint().width() + scaled(8) for b in buttons)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(scaled(14), scaled(7), scaled(14), scaled(7))
        self._grid.setHorizontalSpacing(scaled(8))
        self._grid.setVerticalSpacing(scaled(3))
        self._grid.setColumnStretch(4, 1)
        for place, widget in enumerate((self.next, self.save, self.restore, self.delete)):
            self._grid.addWidget(widget, 0, place)
        # The words give way before the buttons do.
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.next.setToolTip("Ctrl+Enter · Ctrl+↓ ไปรายการถัดไป · Ctrl+↑ ไปรายการก่อนหน้า")
        self.save.setToolTip("Ctrl+S")
        self.delete.setToolTip("Del")

    def _connect(self) -> None:
        self.next.clicked.connect(self.next_wanted)
        self.save.clicked.connect(self.save_wanted)
        self.delete.clicked.connect(self.delete_wanted)
        self.restore.clicked.connect(self.restore_wanted)
