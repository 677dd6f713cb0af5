"""Writing a finished document: wholly or not at all."""

from pathlib import Path

from core import whole_files
from core.faults import FileRefusal


def write_whole(target: Path, data: bytes) -> None:
    """Put ``data`` at ``target``, over what was there. Raises FileRefusal (Thai) and changes nothing if it can't."""
    try:
        whole_files.write_whole(target, lambda made: _fill(made, data))
    except OSError as error:
        raise FileRefusal(_sentence(target, error)) from error


def _fill(made: Path, data: bytes) -> None:
    made.write_bytes(data)


def _sentence(target: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f'บันทึกรายงานไม่ได้ เพราะไม่มีโฟลเดอร์ "{target.parent}" ให้สร้างโฟลเดอร์หรือเลือกที่เก็บอื่น'
    if isinstance(error, IsADirectoryError) or target.is_dir():
        return f'บันทึกรายงานไม่ได้ เพราะ "{target}" เป็นโฟลเดอร์ ให้ระบุชื่อไฟล์'
    if isinstance(error, PermissionError):
        return f'บันทึกรายงานที่ "{target}" ไม่ได้ เพราะไฟล์กำลังเปิดอยู่หรือไม่มีสิทธิเขียน ให้ปิดไฟล์แล้วลองใหม่ หรือเลือกที่เก็บอื่น'
    return f'บันทึกรายงานที่ "{target}" ไม่ได้ ({error.strerror or "เขียนไฟล์ไม่สำเร็จ"}) ให้ตรวจที่ว่างในดิสก์หรือเลือกที่เก็บอื่น'
