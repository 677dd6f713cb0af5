"""What stands before an office file that is to be written: its name, its lock, its place on the disk, and this PC's key."""

from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import FileRefusal, WriteRefusal
from core.keys.pc_key import pc_key
from core.keys.signer import KeySigner
from core.store.file.file_mark import has_second_name
from core.store.file.lock import WriterLock
from core.store.file.writable import refuse_unwritable, refuse_write_protected
from core.whole_files import remove_leftovers

if TYPE_CHECKING:
    from core.keys.file_key import FileKey


def refuse_taken(path: Path) -> None:
    """FileRefusal where something has the name already, or nothing can lie there."""
    if path.exists():
        raise FileRefusal(f"มีแฟ้ม “{path.name or path}” อยู่แล้ว โปรดตั้งชื่ออื่น หรือเปิดแฟ้มเดิม")
    if not path.parent.is_dir():
        raise FileRefusal(f"ไม่พบโฟลเดอร์ “{path.parent}” โปรดเลือกโฟลเดอร์ที่มีอยู่")


def own_key() -> KeySigner:
    """This PC's key. WriteRefusal without one: what nobody signs isn't written."""
    try:
        return pc_key()
    except FileRefusal as refusal:
        raise WriteRefusal(f"{refusal} ระหว่างนี้เปิดแฟ้มได้เพื่ออ่านเท่านั้น", copy_helps=False) from refusal


def locked(path: Path, holder: str, key: "FileKey | None" = None) -> WriterLock:
    """The lock of a file that can be written, held. LockRefusal where somebody holds it, WriteRefusal where it can't be written."""
    refuse_write_protected(path)
    lock = WriterLock(path, holder)
    lock.acquire()
    try:
        refuse_second_name(path)
        refuse_unwritable(path, key)
    except BaseException:
        lock.release()
        raise
    remove_leftovers(path.parent)
    return lock


def refuse_second_name(path: Path) -> None:
    """WriteRefusal where two names lead to one file: a journal belongs to one of them."""
    if has_second_name(path):
        raise WriteRefusal(
            f"แฟ้ม “{path.name}” มีอีกชื่อหนึ่งในเครื่องนี้ (hard link) จึงเขียนไม่ได้อย่างปลอดภัย โปรดลบชื่อที่เกินออก หรือคัดลอกเป็นแฟ้มใหม่แล้วเปิดแฟ้มนั้น"
        )
