"""Copies that a program which syncs folders (OneDrive, Dropbox, Nextcloud, Syncthing) laid beside an office file because it was
written on two PCs: told by their names, so that nobody goes on in two files without knowing."""

import re
from itertools import islice
from pathlib import Path

from core.path_kinds import Kind, kind_of

_OURS = (Kind.OFFICE, Kind.ENCRYPTED)
MOST = 1000  # names looked at in a folder
# office-DESKTOP-1A2B3C.phaen, office (PC's conflicted copy 2026-11-30).phaen, office.sync-conflict-20261130-101112-ABCDEFG.phaen
_NAMED = re.compile(
    r"(?P<of>.+?)"
    r"(?:-(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{3,14}(?:-\d+)?|\ ?\([^()]*conflicted\ copy[^()]*\)|\.sync-conflict-[\w-]+)"
    r"\.phaen"
)


def copies_by_sync(path: Path) -> tuple[Path, ...]:
    """The copies of an office file that a syncing program laid beside it, by name; none where the folder can't be read."""
    try:
        names = sorted(entry.name for entry in islice(path.parent.iterdir(), MOST))
    except OSError:
        return ()
    alike = [name for name in names if (found := _NAMED.fullmatch(name)) and found["of"] == path.stem]
    return tuple(copy for name in alike if kind_of(copy := path.with_name(name)) in _OURS)


def sentence_of_copy(copy: Path) -> str:
    """What is said of one, and what to do."""
    return (
        f"พบแฟ้ม “{copy.name}” ซึ่งโปรแกรมซิงก์ เช่น OneDrive สร้างไว้เพราะแฟ้มนี้ถูกเขียนจากสองเครื่อง "
        "งานอาจอยู่ไม่ครบในแฟ้มเดียว โปรดเปิดแฟ้มนั้น ส่งข้อมูลเป็นแพ็กเกจ รับเข้าแฟ้มนี้ แล้วย้ายแฟ้มนั้นออกจากโฟลเดอร์"
    )
