"""The copies beside an office file: which there are, which can be returned, and returning one as a copy.

Whatever lies under the file's own name, damaged or not, is never touched here.
"""

from datetime import datetime
from pathlib import Path

from core.faults import FileRefusal
from core.office.progress import Progress, Watch
from core.store.file import copies, damage, restore
from core.store.file.damage import BackupFile, backups_of

__all__ = ["BackupFile", "backup_file", "backups_of", "can_be_returned", "name_of_copy", "return_as_copy"]


def backup_file(path: Path) -> BackupFile:
    """A copy a person points to. FileRefusal where it can't be looked at."""
    try:
        return damage.backup_file(path)
    except OSError as fault:
        raise FileRefusal(f"อ่านแฟ้ม “{path.name}” ไม่ได้ โปรดตรวจว่าแฟ้มยังอยู่และท่านมีสิทธิอ่าน") from fault


def can_be_returned(copy: Path, progress: Progress | None = None) -> bool:
    """True where database and log of a copy are proved. Stopped where ``progress`` asks for it."""
    try:
        return copies.is_sound(copy, Watch(progress, "").heed)
    except FileRefusal:
        return False


def name_of_copy(path: Path, now: datetime) -> Path:
    """A name beside an office file that nothing has yet, for a backup that is returned as a copy."""
    return copies.free_name(path, f"restored-{now:%Y%m%d-%H%M}")


def return_as_copy(copy: Path, target: Path, progress: Progress | None = None) -> None:
    """Return a backup under a name that nothing has, verified. FileRefusal where something has it or the backup can't be
    proved; Stopped where ``progress`` asks for it, and nothing is left then."""
    with Watch(progress, target.name) as watch:
        restore.restore_as_copy(copy, target, watch.tick)
