"""A newer release on a stick, taken up: its setup is copied and checked, what is typed is saved, the program closes and the
setup begins (Windows) or its folder is opened (Linux)."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from core.releases.installed import installed, system_of
from core.releases.on_stick import Offer, fetch, forget_fetched, newest
from core.thai.dates import day_short
from desktop.shell.background import TaskProgress
from desktop.shell.context import AppContext
from desktop.shell.removable_drives import folders_on, removable_drives

ASKED = (
    "โปรแกรมจะคัดลอกชุดติดตั้งรุ่น {version} มาตรวจลายมือชื่อในเครื่องนี้ บันทึกสิ่งที่พิมพ์ไว้ แล้วปิดตัวเอง{then} ข้อมูลและการตั้งค่าอยู่ครบ"
)
THEN = {
    "windows": "เพื่อเริ่มติดตั้ง",
    "deb": "และเปิดโฟลเดอร์ของชุดติดตั้งให้ ผู้ดูแลเครื่องติดตั้งด้วยคำสั่ง sudo apt install ตามด้วยที่อยู่ของแฟ้ม {setup}",
    "portable": "และเปิดโฟลเดอร์ของชุดติดตั้งให้ แตกแฟ้ม {setup} แล้วใช้แทนโฟลเดอร์โปรแกรมเดิม",
}
STAYS = "ยังไม่ได้เริ่มติดตั้ง เพราะโปรแกรมยังไม่ได้ปิด เมื่อพร้อมแล้วกด ติดตั้ง อีกครั้ง"


def newer_release() -> Offer | None:
    """The newest release on the drives plugged in that this program may become, None where there is none. Called off the
    window's thread."""
    release = installed()
    forget_fetched(release)
    return newest(folders_on(removable_drives()), release, system_of())


def words_of(offer: Offer) -> str:
    """What is said of it."""
    return f"มีรุ่นใหม่ในแฟลชไดรฟ์ รุ่น {offer.version} ({day_short(offer.day)})"


def take_up(context: AppContext, offer: Offer, parent: QWidget) -> QMessageBox:
    """Asks whether to install it, and does so."""
    then = THEN[system_of()].format(setup=offer.setup.name)
    asked = ASKED.format(version=offer.version, then=then)
    box = QMessageBox(QMessageBox.Icon.NoIcon, "ติดตั้งรุ่นใหม่", asked, parent=parent)
    install = box.addButton("ติดตั้ง", QMessageBox.ButtonRole.AcceptRole)
    later = box.addButton("ภายหลัง", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(install)
    box.setEscapeButton(later)
    box.accepted.connect(lambda: _fetch(context, offer, parent.window()))
    box.open()
    return box


def _fetch(context: AppContext, offer: Offer, window: QWidget) -> None:
    def work(progress: TaskProgress) -> Path:
        return fetch(offer, lambda share: progress.go_on(share, offer.setup.name))

    def fetched(setup: Path) -> None:
        if window.close():
            begin(setup)
        else:
            context.tell(STAYS, "info")

    context.run_with_progress(work, fetched, title="กำลังคัดลอกและตรวจชุดติดตั้ง")


def begin(setup: Path) -> None:
    """Starts a setup; where the system has none, or bars it, shows where it lies."""
    if sys.platform == "win32" and QProcess.startDetached(str(setup), [], str(setup.parent))[0]:
        return
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(setup.parent)))
