"""Signing in, by the password or by the recovery sheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.faults import Refusal, SignInRefusal
from desktop.shell.context import AppContext
from desktop.shell.waiting_dialog import WaitingDialog, line
from desktop.widgets.buttons import Dropdown, link

if TYPE_CHECKING:
    from core.office import NewKey, Person

OF_ACCOUNT = "รหัสผ่านของบัญชี"
ENCRYPTED = "เข้ารหัสไว้ และเปิดด้วยรหัสผ่านแฟ้มแล้ว โปรดลงชื่อเข้าใช้ด้วยรหัสผ่านของบัญชี ไม่ใช่รหัสผ่านแฟ้ม"
CHECKING = "กำลังตรวจรหัสผ่าน…"
AGAIN = "รออีก {left} วินาทีจึงลองใหม่ได้ หากลืมรหัสผ่าน ให้ใช้ใบกู้บัญชี"
UNLIKE = "รหัสผ่านใหม่สองช่องไม่เหมือนกัน โปรดพิมพ์ใหม่ทั้งสองช่อง"


class SignInDialog(WaitingDialog):
    """Asks who it is and for the password. ``signed_in`` carries the person, ``forgotten`` the name of who has lost the
    password; rejected, the file is only looked at."""

    signed_in = Signal(object)
    forgotten = Signal(str)

    def __init__(self, context: AppContext, names: Sequence[str], name: str, parent: QWidget) -> None:
        super().__init__(context, "ลงชื่อเข้าใช้", "ลงชื่อเข้าใช้", parent, leave="ดูอย่างเดียว")
        self.context = context
        self.who = Dropdown("", self, name="ผู้ใช้")
        self.who.set_choices([(one, one) for one in names])
        self.who.set_value(name if name in names else next(iter(names), ""))
        self.password = line(OF_ACCOUNT, secret=True)
        self.who.chosen.connect(lambda _: self.password.setFocus())
        self.forgot = link("ลืมรหัสผ่าน", self)
        self.forgot.clicked.connect(lambda: self.forgotten.emit(self.who.value()))
        self.add("ผู้ใช้", self.who)
        self.add(OF_ACCOUNT, self.password)
        session = context.office.session
        about = f"แฟ้ม {session.path.name}"
        self.lay_out(f"{about} {ENCRYPTED}" if session.is_encrypted else about, self.forgot)
        self._left = 0
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count_down)
        self.password.setFocus()

    def go(self) -> None:
        if not self.password.text():
            self.say("ยังไม่ได้พิมพ์รหัสผ่าน")
            return
        name, password = self.who.value(), self.password.text()
        self.wait(CHECKING, partial(self.context.office.people.sign_in, name, password), self._in)

    def _in(self, person: Person) -> None:
        self.signed_in.emit(person)
        self.accept()

    def refused(self, refusal: Refusal) -> None:
        super().refused(refusal)
        if isinstance(refusal, SignInRefusal) and refusal.left > 1:
            self._left = refusal.left
            self.do.setEnabled(False)
            self._second.start()

    def _count_down(self) -> None:
        self._left -= 1
        self.say(AGAIN.format(left=self._left) if self._left else "")
        if not self._left:
            self._second.stop()
            self.do.setEnabled(True)


class RecoverDialog(WaitingDialog):
    """Asks for the recovery sheet's code and a new password; ``recovered`` carries the person with the next sheet's code."""

    recovered = Signal(object)

    def __init__(self, context: AppContext, name: str, parent: QWidget) -> None:
        super().__init__(context, f"กู้บัญชีของ {name}", "ตั้งรหัสผ่านใหม่", parent)
        self.context = context
        self._name = name
        self.code = line("รหัสในใบกู้บัญชี")
        self.code.setPlaceholderText("ตัวเลข 8 กลุ่ม เช่น 12345-67890-…")
        self.password, self.again = line("รหัสผ่านใหม่", secret=True), line("พิมพ์อีกครั้ง", secret=True)
        self.add("รหัสในใบกู้บัญชี", self.code)
        self.add("รหัสผ่านใหม่", self.password)
        self.add("พิมพ์อีกครั้ง", self.again)
        self.lay_out("พิมพ์รหัสจากใบกู้บัญชีที่พิมพ์เก็บไว้ หากไม่มีใบ ให้ผู้ดูแลแผนออกกุญแจและรหัสผ่านใหม่ให้ในหน้าผู้ใช้")
        self.code.setFocus()

    def go(self) -> None:
        if self.password.text() != self.again.text():
            self.say(UNLIKE)
            return
        people, code, password = self.context.office.people, self.code.text(), self.password.text()
        self.wait("กำลังเปิดบัญชี…", lambda: people.recover(self._name, code, password), self._done)

    def refused(self, refusal: Refusal) -> None:
        super().refused(refusal)
        self.code.setFocus()

    def _done(self, key: NewKey) -> None:
        self.recovered.emit(key)
        self.accept()
