"""The command that encrypts an office file, changes its passphrase, or takes it away."""

import os
from enum import StrEnum
from typing import Annotated

import typer

from core.cli.opening import opened
from core.cli.options import File
from core.cli.passphrase import line_of_input
from core.faults import UsageRefusal

NEW_VARIABLE = "PHAEN_NEW_FILE_PASSPHRASE"
LOST = "ถ้าลืมรหัสผ่านแฟ้ม ไม่มีใครเปิดแฟ้มนี้ได้อีก รวมทั้งผู้พัฒนาโปรแกรม โปรดจดเก็บไว้ในที่ปลอดภัย"
OPEN_STILL = "แฟ้มสำรองเดิม {count} แฟ้มยังเปิดได้ตามเดิม (ไม่มีรหัสผ่าน หรือใช้รหัสผ่านเก่า) ลบได้ด้วย phaenctl encrypt FILE change --remove-old-backups ซึ่งตั้งรหัสผ่านเดิมซ้ำได้"


class FileChange(StrEnum):
    """What becomes of the file."""

    ON = "on"
    CHANGE = "change"
    OFF = "off"


_DONE = {
    FileChange.ON: "เข้ารหัส {name} แล้ว",
    FileChange.CHANGE: "เปลี่ยนรหัสผ่านของ {name} แล้ว",
    FileChange.OFF: "เลิกเข้ารหัส {name} แล้ว",
}


def encrypt(
    file: File,
    way: Annotated[
        FileChange, typer.Argument(metavar="on|change|off", help="เข้ารหัส เปลี่ยนรหัสผ่าน หรือเลิกเข้ารหัส")
    ],
    new_passphrase_stdin: Annotated[
        bool, typer.Option("--new-passphrase-stdin", help="อ่านรหัสผ่านแฟ้มใหม่จากบรรทัดถัดไปของข้อมูลเข้า")
    ] = False,
    remove_old_backups: Annotated[
        bool,
        typer.Option("--remove-old-backups", help="สำรองใหม่ แล้วลบแฟ้มสำรองที่ไม่ได้ใช้รหัสผ่านใหม่"),
    ] = False,
) -> None:
    """เข้ารหัสแฟ้มสำนักงานทั้งแฟ้ม เปลี่ยนรหัสผ่าน หรือเลิกเข้ารหัส"""
    from core.office.encryption import STILL_NEEDED, encryption

    with opened(file) as office:
        if office.session.is_encrypted is (way is FileChange.ON):
            raise UsageRefusal(
                f"แฟ้ม “{file.name}” เข้ารหัสอยู่แล้ว โปรดสั่ง change หากต้องการเปลี่ยนรหัสผ่าน"
                if way is FileChange.ON
                else f"แฟ้ม “{file.name}” ไม่ได้เข้ารหัสอยู่ โปรดสั่ง on หากต้องการเข้ารหัส"
            )
        new = "" if way is FileChange.OFF else _new_passphrase(new_passphrase_stdin)
        order = encryption(office.session, new)
    done = order.carry_out(remove_old=remove_old_backups)
    print(_DONE[way].format(name=file))
    if done.removed:
        print(f"ลบแฟ้มสำรองเดิม {done.removed} แฟ้มแล้ว")
    if done.left:
        print((STILL_NEEDED if way is FileChange.OFF else OPEN_STILL).format(count=done.left))
    for sentence in done.not_reached():
        print(sentence)
    if new:
        print(LOST)


def _new_passphrase(from_input: bool) -> str:
    new = line_of_input() if from_input else os.environ.get(NEW_VARIABLE, "")
    if not new:
        raise UsageRefusal(f"ยังไม่ได้ระบุรหัสผ่านแฟ้มใหม่ โปรดส่งทาง --new-passphrase-stdin หรือตัวแปร {NEW_VARIABLE}")
    return new
