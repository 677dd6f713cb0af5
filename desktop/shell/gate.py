"""Who is at the desk: asked when a file with accounts is opened, and again after F9 or a while without a key."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from desktop.shell.banner import Act
from desktop.shell.context import AppContext
from desktop.shell.recovery_sheet import RecoverySheetDialog
from desktop.shell.sign_in import RecoverDialog, SignInDialog
from desktop.theme import set_kind
from desktop.widgets.boxes import STRETCH, vbox

if TYPE_CHECKING:
    from core.office import Changes, NewKey, Person
    from desktop.shell.desk import Desk

OF_ACCOUNTS = frozenset({"office_people", "office_revocations"})
NOBODY, LOOKS = "", "looks"  # beside people's ids: nobody was asked, or somebody only looks
SOON = 300  # ms
LOOKING = "เปิดดูอย่างเดียว เพราะยังไม่ได้ลงชื่อเข้าใช้ กด F9 เพื่อลงชื่อเข้าใช้"
NO_ACCOUNTS = "แฟ้มนี้ยังไม่มีบัญชีผู้ใช้ จึงไม่มีสิ่งที่ต้องล็อก เริ่มใช้บัญชีได้ในหน้าผู้ใช้"
AT_WORK = "กำลังทำงานอยู่ โปรดรอให้เสร็จแล้วกด F9 อีกครั้ง"
USED = frozenset(
    (QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)
)


def awake_clock() -> float:
    """Seconds that go on while the PC sleeps, as Windows' monotonic clock does; Linux has a clock of its own for that."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class Cover(QWidget):
    """Hides what stands in a window while it is locked."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        said = QLabel("โปรดลงชื่อเข้าใช้", self)
        set_kind(said, "muted")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        vbox(STRETCH, said, STRETCH, parent=self)
        window.installEventFilter(self)
        self._fill(window)
        self.show()
        self.raise_()

    def _fill(self, window: QWidget) -> None:
        self.setGeometry(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self._fill(watched)
        return False


class Gate(QObject):
    """Asks, locks, and has the pages made anew for another person; ``idle_ms`` says for how long nobody was at the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._covers: list[Cover] = []
        self._shown_for = NOBODY  # the person whose pages are shown
        self._used = 0.0
        self._allowed = 0  # seconds without a key, 0 for any
        self._woken = False  # after such a while
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._look_idle)
        self._later = QTimer(self, interval=SOON)  # while another dialog waits for its answer
        self._later.timeout.connect(self._follow)
        self.dialog: SignInDialog | None = None
        self._untold: tuple[str, str] | None = None  # a sentence and its tone, while the window is covered

    def enter(self, context: AppContext) -> None:
        """A file was opened: asks who it is where it has accounts and can be written."""
        self._shown_for = NOBODY
        self._stop_watching()
        session = context.office.session
        if not session.barred:
            context.office_changed.connect(self._hear)
        if session.has_accounts and not session.barred:
            self.ask()

    def _hear(self, changes: Changes) -> None:
        if not changes.registers.isdisjoint(OF_ACCOUNTS):
            self._later.start()

    def _follow(self) -> None:
        """What was taken in may have brought the first accounts, or ended the one that is signed in."""
        if QApplication.activeModalWidget() is not None and self.dialog is None:
            return
        self._later.stop()
        session = self._desk.context.office.session if self._desk.context else None
        if (
            session is not None
            and session.has_accounts
            and session.person is None
            and self._shown_for != LOOKS
        ):
            self.ask()

    def know(self) -> None:
        """Follows who is signed in by now."""
        context = self._desk.context
        person = context.office.session.person if context else None
        if context is not None and person is not None and person.id != self._shown_for:
            self._in(context, person)

    def tell(self, sentence: str, tone: str) -> None:
        """Says a sentence; where the window is covered, once it isn't any more."""
        if self.dialog is None:
            self._desk.tell(sentence, tone)
        else:
            self._untold = (sentence, tone)

    def _tell_untold(self) -> None:
        untold, self._untold = self._untold, None
        if untold is not None:
            self._desk.tell(*untold)

    def lock(self) -> None:
        """F9: nobody is signed in any more until somebody signs in; what is typed stays."""
        context = self._desk.context
        if context is None or self.dialog is not None or context.office.session.barred:
            return
        if not context.office.session.has_accounts:
            context.tell(NO_ACCOUNTS, "info")
        elif context.task_runner.at_work():
            context.tell(AT_WORK, "info")
        else:
            self._lock(context)

    def _lock(self, context: AppContext) -> None:
        typing = QApplication.focusWidget()
        if typing is not None:
            typing.clearFocus()  # what saves itself on being left is saved by who typed it
        if context.office.session.person is not None:
            context.wait_for(context.office.people.sign_out)
        self.ask()

    def ask(self) -> None:
        """Asks who it is, over windows that show nothing meanwhile."""
        context = self._desk.context
        if context is None or self.dialog is not None:
            return
        self._stop_watching()
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        over = QApplication.activeModalWidget() or self._desk.window
        dialogs = (shown for shown in QApplication.topLevelWidgets() if isinstance(shown, QDialog))
        self._covers = [Cover(w) for w in (self._desk.window, *(d for d in dialogs if d.isVisible()))]
        path = context.office.session.path
        names = context.wait_for(context.office.people.names)
        self.dialog = SignInDialog(context, names, self._desk.settings.user_of(path), over)
        self.dialog.signed_in.connect(lambda person: self._in(context, person))
        self.dialog.forgotten.connect(lambda name: self._recover(context, name))
        self.dialog.rejected.connect(lambda: self._look(context))
        self.dialog.open()

    def _recover(self, context: AppContext, name: str) -> None:
        assert self.dialog is not None
        dialog = RecoverDialog(context, name, self.dialog)
        dialog.recovered.connect(lambda key: self._recovered(context, key))
        dialog.open()

    def _recovered(self, context: AppContext, key: NewKey) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._in(context, key.person)
        RecoverySheetDialog(context, key, self._desk.window).open()

    def _in(self, context: AppContext, person: Person) -> None:
        self._desk.settings.remember_user(context.office.session.path, person.name)
        self._uncover()
        self._begin(context, person)

    def _begin(self, context: AppContext, person: Person) -> None:
        self._show_for(person.id)
        self._desk.window.reading.say("")
        self._used, self._woken = awake_clock(), False
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # the desk has one
        self._allowed = 60 * context.wait_for(lambda: context.office.settings.number("idle_minutes"))
        if self._allowed:
            self._idle.start(self._allowed * 1000)
        self._tell_untold()

    def _look(self, context: AppContext) -> None:
        self._uncover()
        if self._desk.context is context:
            self._show_for(LOOKS)
            self._desk.window.reading.say(LOOKING, [Act("ลงชื่อเข้าใช้", self.ask)])
            self._tell_untold()

    def _show_for(self, person: str) -> None:
        """Pages show what a person may type: another person's are made anew. Drafts of what was typed wait there."""
        if self._desk.context is not None:
            self._desk.context.know_anew()
        if person != self._shown_for:
            self._shown_for = person
            self._desk.window.show_anew(self._desk.window.page_name)
        else:
            self._desk.window.refresh_frame()

    def _uncover(self) -> None:
        self.dialog = None
        covers, self._covers = self._covers, []
        for cover in covers:
            cover.hide()
            cover.deleteLater()

    # -- a while without a key; F9 within a dialog, which has the keys for itself

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        if event.type() in USED and not self._overslept():
            self._used = awake_clock()
        return self._locks_over_dialog(event)

    def _locks_over_dialog(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if (
            event.key() != Qt.Key.Key_F9
            or self.dialog is not None
            or QApplication.activeModalWidget() is None
        ):
            return False
        self.lock()
        return True

    def _overslept(self) -> bool:
        """True where nobody was there for longer than allowed and the timer hasn't said so: the PC slept, and timers with it.
        Whoever wakes it is asked who it is."""
        if not self._woken and self._allowed and awake_clock() - self._used >= self._allowed:
            self._woken = True
            self._idle.start(0)
        return self._woken

    def _look_idle(self) -> None:
        context = self._desk.context
        if context is None:
            return
        self._allowed = 60 * context.wait_for(lambda: context.office.settings.number("idle_minutes"))
        left = self._allowed - (awake_clock() - self._used)
        if left > 0:
            self._woken = False
        if left > 0 or context.task_runner.at_work():
            self._idle.start(int(max(left, 5) * 1000))
        elif self._allowed and context.office.session.person is not None:
            self._lock(context)

    def _stop_watching(self) -> None:
        self._later.stop()
        self._idle.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # the desk has one

    def close(self) -> None:
        """The file is let go of: nothing is asked any more."""
        self._stop_watching()
        if self.dialog is not None:
            self.dialog.rejected.disconnect()
            self.dialog.reject()
        self._uncover()
        self._untold = None
