"""The passphrase a package is sealed with: on the command line, from standard input, or from a file.

What stands on a command line is seen by whoever lists the PC's programs; the other two, and the environment variable,
are not.
"""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.faults import InputRefusal, UsageRefusal
from core.path_kinds import refuse_no_file

VARIABLE = "PHAEN_PASSPHRASE"
LONGEST = 4096  # characters read of a line

Text = Annotated[
    str | None,
    typer.Option("--passphrase", metavar="TEXT", help="รหัสผ่านปิดผนึกแพ็กเกจ (age)", show_default=False),
]
FromInput = Annotated[bool, typer.Option("--passphrase-stdin", help="อ่านรหัสผ่านจากบรรทัดแรกของข้อมูลเข้า")]
FromFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="F", help="อ่านรหัสผ่านจากบรรทัดแรกของแฟ้ม", show_default=False),
]


def passphrase_of(text: str | None, from_input: bool, file: Path | None) -> str | None:
    """The passphrase named one way, else ``PHAEN_PASSPHRASE``; None where there is none.

    UsageRefusal where it is named twice, InputRefusal or FileRefusal where what is read is empty or can't be read.
    """
    if (text is not None) + from_input + (file is not None) > 1:
        raise UsageRefusal(
            "ระบุรหัสผ่านได้ทางเดียว โปรดเลือก --passphrase, --passphrase-stdin หรือ --passphrase-file อย่างใดอย่างหนึ่ง"
        )
    if from_input:
        return line_of_input()
    if file is not None:
        return _filled(_first_line(file), f"แฟ้ม “{file.name}”")
    return os.environ.get(VARIABLE) if text is None else text


def line_of_input() -> str:
    """The next line of standard input, which holds a secret; InputRefusal where it is empty."""
    return _filled(sys.stdin.readline(LONGEST), "ข้อมูลเข้า")


def _first_line(file: Path) -> str:
    try:
        refuse_no_file(file, "แฟ้มรหัสผ่าน")
        with file.open(encoding="utf-8-sig") as source:
            return source.readline(LONGEST)
    except (OSError, UnicodeDecodeError) as fault:
        raise InputRefusal(
            f"อ่านแฟ้มรหัสผ่าน “{file.name}” ไม่ได้ โปรดบันทึกเป็นข้อความ UTF-8 และตรวจสิทธิของแฟ้ม"
        ) from fault


def _filled(line: str, where: str) -> str:
    passphrase = line.rstrip("\r\n")
    if not passphrase:
        raise InputRefusal(f"บรรทัดแรกของ{where}ว่างอยู่ โปรดใส่รหัสผ่านไว้ในบรรทัดแรกแล้วเรียกใหม่")
    return passphrase
