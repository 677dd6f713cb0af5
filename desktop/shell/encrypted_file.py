"""An encrypted office file at the desk: its passphrase is asked for, set, changed and taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import PassphraseRefusal, Refusal
from core.office.encryption import STILL_NEEDED
from desktop.shell.background import Task, TaskRunner
from desktop.shell.passphrase import PassphraseDialog
from desktop.shell.trouble import sentence_of
from desktop.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from core.office import Office
    from core.office.encryption import Encrypted, Encryption
    from desktop.shell.desk import Desk

WORKING = "กำลังเขียนแฟ้มใหม่"
DONE = "เข้ารหัสแฟ้มด้วยรหัสผ่านใหม่แล้ว"
TAKEN_AWAY = "เลิกเข้ารหัสแฟ้มแล้ว แฟ้มนี้เปิดได้โดยไม่ต้องใช้รหัสผ่าน"
LEFT = "แฟ้มสำรองเดิม {count:,} แฟ้มยังเปิดได้ตามเดิมโดยไม่ใช้รหัสผ่านใหม่ หากต้องการลบ โปรดเปลี่ยนรหัสผ่านอีกครั้งและเลือกลบแฟ้มสำรองเดิม"
STOPPED = "ยังไม่ได้เปลี่ยนรหัสผ่านแฟ้ม แฟ้มยังเป็นเช่นเดิม"


def ask_passphrase(
    desk: Desk, path: Path, opens: Callable[[str], Office], show: Callable[[Office], None]
) -> PassphraseDialog:
    """Asks for the passphrase of an encrypted file until it is right or given up, and shows the file then."""

    def opened(office: Office) -> None:
        try:
            show(office)
        except Refusal as refusal:
            desk.refuse(refusal)

    if desk.context is None:
        desk.show_start()
    dialog = PassphraseDialog(path.name, opens, desk.window)
    dialog.opened.connect(opened)
    dialog.unwanted.connect(lambda office: office.close())
    dialog.failed.connect(desk.refuse)
    dialog.open()
    return dialog


def carry_out(desk: Desk, order: Encryption, *, remove_old: bool) -> None:
    """Closes the open file, has it encrypted in the background, and opens it again, whatever came of it."""
    if not desk.window.may_leave():
        return
    page = desk.window.page_name
    desk.let_go()
    desk.window.show_instead(EmptyState(f"{WORKING} {order.path.name}"))
    task = Task(WORKING, lambda progress: order.carry_out(progress, remove_old=remove_old))
    outcome: list[Encrypted | Exception] = []
    task.succeeded.connect(outcome.append)
    task.failed.connect(outcome.append)
    task.ended.connect(lambda _: _open_again(desk, order, page, next(iter(outcome), None)))
    desk.window.messages.progress.follow(task)
    TaskRunner(desk).start(task)


def _open_again(desk: Desk, order: Encryption, page: str, outcome: Encrypted | Exception | None) -> None:
    try:
        opened = desk.open_file(order.path, order.new)
    except PassphraseRefusal:
        opened = desk.try_open(order.path, order.key)
    except Refusal as refusal:
        desk.refuse(refusal)
        return
    if opened:
        desk.window.show_page(page)
    desk.gate.tell(*(sentence_of(outcome) if isinstance(outcome, Exception) else _said(desk, order, outcome)))


def _said(desk: Desk, order: Encryption, done: Encrypted | None) -> tuple[str, str]:
    # What was stopped in its last moment may be done all the same: the file tells.
    if desk.context is None or desk.context.office.session.file.key != order.new:
        return STOPPED, "info"
    sentence, of_left = (DONE, LEFT) if order.new is not None else (TAKEN_AWAY, STILL_NEEDED)
    left = (of_left.format(count=done.left),) if done and done.left else ()
    told = (*left, *done.not_reached()) if done else ()
    return " ".join((sentence, *told)), "warn" if told else "good"
