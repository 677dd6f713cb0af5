"""Encrypting an office file as a whole, under another passphrase, or no longer. Source: docs/domain.md, "Encryption"."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.faults import FileRefusal, InputRefusal
from core.office.backups.service import BackupService
from core.office.progress import Progress, Watch
from core.office.session import Session
from core.plan.rights import UseCase
from core.store.file.backup_folders import absent_folder
from core.store.file.backup_set import Why
from core.store.file.encrypting import recrypt
from core.store.file.format import other_passphrase
from core.store.file.office_file import OfficeFile
from core.store.file.safekeeping import copies_beside, others, remove

if TYPE_CHECKING:
    from core.keys.file_key import FileKey

SHORTEST = 8  # letters of a passphrase: whoever has the file may try as often as he likes
STILL_NEEDED = "แฟ้มสำรองเดิม {count:,} แฟ้มยังเข้ารหัสอยู่ เปิดได้ด้วยรหัสผ่านเดิมเท่านั้น"
BESIDE = "สำเนาของแฟ้มนี้ในโฟลเดอร์เดียวกัน {count:,} แฟ้ม เช่น “{name}” ยังเปิดได้โดยไม่ใช้รหัสผ่านใหม่ โปรดลบเองหากไม่ใช้แล้ว"
AWAY = (
    "โฟลเดอร์สำรองที่สอง “{folder}” ไม่ได้ต่ออยู่ แฟ้มสำรองที่เก็บไว้ในนั้นยังเปิดได้โดยไม่ใช้รหัสผ่านใหม่ "
    "หากต้องการลบ โปรดต่อไดรฟ์แล้วเปลี่ยนรหัสผ่านอีกครั้งโดยสั่งลบแฟ้มสำรองเดิม"
)


@dataclass(frozen=True, slots=True)
class Encrypted:
    """What became of the backups that don't open with the new passphrase: how many were ``removed``, how many are ``left``; which
    copies lie ``beside`` the file under names of their own and open without it, and the second folder of backups where it is
    ``away`` and wasn't looked into."""

    removed: int
    left: int
    beside: tuple[Path, ...] = ()
    away: Path | None = None

    def not_reached(self) -> tuple[str, ...]:
        """What opens without the new passphrase and isn't the program's to remove, in Thai sentences."""
        beside = BESIDE.format(count=len(self.beside), name=self.beside[0].name) if self.beside else ""
        away = AWAY.format(folder=self.away) if self.away else ""
        return tuple(filter(None, (beside, away)))


@dataclass(frozen=True, slots=True)
class Encryption:
    """What makes a file open with another key (``new``; None: with none), once it is closed."""

    path: Path
    key: "FileKey | None"
    new: "FileKey | None"
    author: str

    def carry_out(self, progress: Progress | None = None, *, remove_old: bool = False) -> "Encrypted":
        """Do so; the old file is there until the new one is proved. With ``remove_old`` a backup is made then, and those that
        open otherwise are removed. FileRefusal, LockRefusal, or Stopped where ``progress`` asks for it:
        the file is as it was."""
        with Watch(progress, self.path.name) as watch:
            recrypt(self.path, self.key, self.new, holder=self.author, on_progress=watch.tick)
        removed = self._remove_old() if remove_old else 0
        left = len(others(self.path, self.new))
        if self.new is None:
            return Encrypted(removed, left)
        beside = copies_beside(self.path, self.new, self.key)
        return Encrypted(removed, left, beside, absent_folder(self.path))

    def _remove_old(self) -> int:
        with Session(OfficeFile.open(self.path, holder=self.author, key=self.new), self.author) as session:
            BackupService(session).make(Why.HAND)
        return remove(others(self.path, self.new))


def encryption(session: Session, new: str, old: str | None = None) -> Encryption:
    """What makes the open file open with a new passphrase ("": with none), for which it has to be closed; takes half a second.
    ``old`` is the passphrase as it was typed to allow it (None: it was typed to open the file just now). PassphraseRefusal,
    RightRefusal, FileRefusal where the file can't be written, InputRefusal where the passphrase is too short or there is none to
    be taken away."""
    from core.keys.file_key import FileKey  # noqa: PLC0415  # brings argon2

    session.rights.require(UseCase.CHANGE_SETTINGS)
    if session.file_barred:
        raise FileRefusal(session.barred)
    if not new and session.file.key is None:
        raise InputRefusal(f"แฟ้ม “{session.path.name}” ไม่ได้เข้ารหัสอยู่แล้ว")
    if new and len(new) < SHORTEST:
        raise InputRefusal(f"รหัสผ่านแฟ้มต้องยาวอย่างน้อย {SHORTEST} ตัวอักษร โปรดตั้งให้ยาวขึ้น เช่น สามคำเว้นวรรคกัน")
    opens = session.file.key
    if opens is not None and old is not None and FileKey.of(opens.head, old) is None:
        raise other_passphrase(session.path, given=True)
    key = FileKey.drawn(new) if new else None
    return Encryption(session.path, opens, key, session.author)
