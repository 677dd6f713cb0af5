"""Writing a finished file: wholly or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from core.faults import FileRefusal


def write_whole(target: Path, data: bytes) -> None:
    """Put ``data`` at ``target``, over what was there. Raises FileRefusal (Thai) and changes nothing if it can't."""
    try:
        _replace(target, data)
    except OSError as error:
        raise FileRefusal(_sentence(target, error)) from error


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is private; a report is read by whoever may read the folder's files.
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sentence(target: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f'บันทึกรายงานไม่ได้ เพราะไม่มีโฟลเดอร์ "{target.parent}" ให้สร้างโฟลเดอร์หรือเลือกที่เก็บอื่น'
    if isinstance(error, IsADirectoryError) or target.is_dir():
        return f'บันทึกรายงานไม่ได้ เพราะ "{target}" เป็นโฟลเดอร์ ให้ระบุชื่อไฟล์'
    if isinstance(error, PermissionError):
        return f'บันทึกรายงานที่ "{target}" ไม่ได้ เพราะไฟล์กำลังเปิดอยู่หรือไม่มีสิทธิเขียน ให้ปิดไฟล์แล้วลองใหม่ หรือเลือกที่เก็บอื่น'
    return f'บันทึกรายงานที่ "{target}" ไม่ได้ ({error.strerror or "เขียนไฟล์ไม่สำเร็จ"}) ให้ตรวจที่ว่างในดิสก์หรือเลือกที่เก็บอื่น'
