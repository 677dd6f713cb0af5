"""The copies beside an office file: which there are, which can be returned, and returning one as a copy.

Whatever lies under the file's own name, damaged or not, is never touched here.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import FileRefusal, PassphraseRefusal
from core.office.progress import Progress, Watch
from core.store.file import backup_folders as folders
from core.store.file import copies, damage, restore
from core.store.file.backup_set import Why
from core.store.file.damage import BESIDE, BackupFile, backups_of
from core.store.file.encrypting import unlocked
from core.store.file.safekeeping import as_office_file

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

__all__ = [
    "BackupFile",
    "backup_file",
    "backup_folders",
    "backups_of",
    "can_be_returned",
    "key_to",
    "name_of_copy",
    "reason_of",
    "return_as_copy",
    "where_of",
]

REASONS = {
    Why.CLOSING: "ตอนปิดแฟ้ม",
    Why.REGULAR: "ทุกครึ่งชั่วโมง",
    Why.IMPORT: "ก่อนนำเข้า",
    Why.MERGE: "ก่อนรวมแพ็กเกจ",
    Why.RESTORE: "ก่อนคืนแฟ้มสำรอง",
    Why.HAND: "สั่งเอง",
    BESIDE: "สำเนาทั้งแฟ้ม",
}


def reason_of(backup: BackupFile) -> str:
    """Why a backup was made, in Thai."""
    return REASONS.get(backup.why, "อื่น ๆ")


def backup_folders(path: Path) -> tuple[Path, Path | None]:
    """Where backups of an office file lie: the folder beside it, and the second one, None where there is none."""
    return folders.folder_beside(path), folders.second_folder(path)


def where_of(path: Path, backup: BackupFile) -> str:
    """Where a backup of a file lies: ``folder``, ``second`` or ``beside`` the file."""
    if backup.path.parent == path.parent:
        return "beside"
    return "folder" if backup.path.parent == folders.folder_beside(path) else "second"


def backup_file(path: Path) -> BackupFile:
    """A copy a person points to. FileRefusal where it can't be looked at."""
    try:
        return damage.backup_file(path)
    except OSError as fault:
        raise FileRefusal(f"อ่านแฟ้ม “{path.name}” ไม่ได้ โปรดตรวจว่าแฟ้มยังอยู่และท่านมีสิทธิอ่าน") from fault


def key_to(copy: Path, passphrase: str) -> "FileKey | None":
    """What opens a copy; None of one that isn't encrypted. Takes half a second. FileRefusal where it can't be read,
    PassphraseRefusal where the passphrase is another."""
    with as_office_file(copy) as file:
        return unlocked(file, passphrase)


def can_be_returned(
    copy: Path, progress: Progress | None = None, key: "FileKey | None" = None
) -> bool | None:
    """True where database and log of a copy are proved; None where it is encrypted and ``key`` isn't the one. Stopped where
    ``progress`` asks for it."""
    try:
        with as_office_file(copy) as file:
            return copies.is_sound(file, Watch(progress, "").heed, key)
    except PassphraseRefusal:
        return None
    except FileRefusal:
        return False


def name_of_copy(path: Path, now: datetime) -> Path:
    """A name beside an office file that nothing has yet, for a backup that is returned as a copy."""
    return copies.free_name(path, f"restored-{now:%Y%m%d-%H%M}")


def return_as_copy(
    copy: Path, target: Path, progress: Progress | None = None, key: "FileKey | None" = None
) -> None:
    """Return a backup under a name that nothing has, verified. FileRefusal where something has it or the backup can't be
    proved, PassphraseRefusal where it needs another key; Stopped where ``progress`` asks for it, and nothing is left then."""
    with Watch(progress, target.name) as watch:
        restore.restore_as_copy(copy, target, watch.tick, key)
