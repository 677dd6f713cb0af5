"""An open office file that somebody else has written: nothing more is saved into it, and a person chooses how to go on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

if TYPE_CHECKING:
    from core.office import Merged
    from desktop.shell.desk import Desk

THEIRS, KEEP, BOTH, LATER = "ใช้แฟ้มในโฟลเดอร์", "เก็บงานนี้เป็นสำเนา", "รวมทั้งสอง", "ยังไม่เลือก"
ASIDE = "แฟ้มอื่นถูกนำมาแทน “{name}” ในโฟลเดอร์ งานที่บันทึกไว้ก่อนหน้านี้ยังอยู่ครบในโปรแกรม โปรดเลือกว่าจะทำอย่างไร"
OVERWRITTEN = (
    "“{name}” ถูกเขียนทับจากภายนอก จึงยังไม่ได้บันทึกสิ่งที่พิมพ์ โปรดเปิดแฟ้มที่อยู่ในโฟลเดอร์ตอนนี้ แล้วดูในหน้าแรกว่าขาดรายการใด"
)


class ChangedFileDialog(QMessageBox):
    """Asks what becomes of the work in this program and the file that lies in its place."""

    def __init__(self, name: str, *, put_aside: bool, parent: QWidget | None = None) -> None:
        text = (ASIDE if put_aside else OVERWRITTEN).format(name=name)
        super().__init__(QMessageBox.Icon.NoIcon, "แฟ้มถูกเปลี่ยนจากภายนอก", text, parent=parent)
        for words in (BOTH, KEEP, THEIRS) if put_aside else (THEIRS,):
            self.addButton(words, QMessageBox.ButtonRole.AcceptRole)
        later = self.addButton(LATER, QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(later)
        self.setEscapeButton(later)


def ask_how_to_go_on(desk: Desk) -> ChangedFileDialog | None:
    """Opens the question; None where no file is open."""
    context = desk.context
    if context is None:
        return None
    office = context.office
    dialog = ChangedFileDialog(
        office.session.path.name, put_aside=not office.file.is_in_place(), parent=desk.window
    )
    ways: dict[str, Callable[[], object]] = {
        THEIRS: desk.open_again,
        KEEP: lambda: _keep(desk, lambda _: None),
        BOTH: lambda: _keep(desk, lambda copy: _merge(desk, copy)),
    }
    dialog.buttonClicked.connect(lambda button: ways.get(button.text(), lambda: None)())
    dialog.open()
    return dialog


def _keep(desk: Desk, then: Callable[[Path], None]) -> None:
    context = desk.context
    assert context is not None

    def kept(copy: Path) -> None:
        if desk.open_again():
            desk.tell(f"เก็บงานของเครื่องนี้ไว้ที่ {copy.name} แล้ว")
            then(copy)

    context.run_in_background(context.office.file.keep_copy, kept, title="เก็บงานของเครื่องนี้เป็นสำเนา")


def _merge(desk: Desk, copy: Path) -> None:
    context = desk.context
    assert context is not None

    def merged(done: Merged) -> None:
        conflicts = f" มีข้อขัดแย้งรอตัดสิน {done.conflicts} รายการ" if done.conflicts else ""
        desk.tell(f"รวมงานจาก {copy.name} แล้ว {done.new} การเปลี่ยนแปลง{conflicts}")

    context.run_in_background(lambda: context.office.exchange.take_in_copy(copy), merged, title="รวมทั้งสองแฟ้ม")
