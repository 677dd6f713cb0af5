"""Asking for the passphrase of an encrypted office file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from core.faults import PassphraseRefusal, Refusal
from desktop.shell.asking import Questions
from desktop.shell.waiting_dialog import WaitingDialog, line

ABOUT = "แฟ้ม “{name}” เข้ารหัสไว้ โปรดพิมพ์รหัสผ่านแฟ้มจึงจะเปิดได้ ถ้าลืมรหัสผ่าน ไม่มีใครเปิดแฟ้มนี้ได้อีก"
OPENING = "กำลังเปิดแฟ้ม…"
UNTYPED = "ยังไม่ได้พิมพ์รหัสผ่านแฟ้ม"


class PassphraseDialog(WaitingDialog):
    """Opens an encrypted file once its passphrase is right, by ``opens``, off the window's thread. ``opened`` carries what came
    of it, ``unwanted`` the same where the dialog was left meanwhile; ``failed`` the refusal that has nothing to do with the
    passphrase."""

    opened = Signal(object)
    unwanted = Signal(object)
    failed = Signal(object)

    def __init__(self, name: str, opens: Callable[[str], object], parent: QWidget) -> None:
        self._questions = Questions()
        super().__init__(self._questions, "แฟ้มเข้ารหัส", "เปิดแฟ้ม", parent)
        self._opens = opens
        self.passphrase = line("รหัสผ่านแฟ้ม", secret=True)
        self.add("รหัสผ่านแฟ้ม", self.passphrase)
        self.lay_out(ABOUT.format(name=name))

    def go(self) -> None:
        if not self.passphrase.text():
            self.say(UNTYPED)
            return
        self.wait(OPENING, partial(self._opens, self.passphrase.text()), self._done)

    def _done(self, found: object) -> None:
        if not self.isVisible():
            self.unwanted.emit(found)
            return
        self.accept()
        self.opened.emit(found)

    def refused(self, refusal: Refusal) -> None:
        if isinstance(refusal, PassphraseRefusal):
            super().refused(refusal)
        elif self.isVisible():
            self.reject()
            self.failed.emit(refusal)

    def done(self, result: int) -> None:
        super().done(result)
        self.passphrase.clear()
        self._questions.close()
