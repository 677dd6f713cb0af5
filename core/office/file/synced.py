"""Copies that a program which syncs folders (OneDrive, Dropbox, Nextcloud, Syncthing) laid beside an office file because it was
written on two PCs: told by their names, so that nobody goes on in two files without knowing.

OneDrive adds the name of a PC alone, as a clerk might add a unit's: only this PC's name and those that Windows draws are taken for
one.
"""

import re
import socket
from itertools import islice
from pathlib import Path

from core.path_kinds import Kind, kind_of

_OURS = (Kind.OFFICE, Kind.ENCRYPTED)
MOST = 1000  # names looked at in a folder
# office-DESKTOP-1A2B3C.phaen, office (PC's conflicted copy 2026-11-30).phaen, office.sync-conflict-20261130-101112-ABCDEFG.phaen
_NAMED = re.compile(
    r"(?:-(?P<pc>[\w-]+?)(?:-\d)?|\ ?\([^()]*conflicted\ copy[^()]*\)|\.sync-conflict-[\w-]+)"
    r"\.phaen"
)
_DRAWN = re.compile(r"(?:DESKTOP|LAPTOP|WIN)-[A-Z0-9]{6,11}")  # by Windows, for a PC that nobody named


def copies_by_sync(path: Path) -> tuple[Path, ...]:
    """The copies of an office file that a syncing program laid beside it, by name; none where the folder can't be read."""
    try:
        names = sorted(entry.name for entry in islice(path.parent.iterdir(), MOST))
    except OSError:
        return ()
    alike = [name for name in names if _is_copy(name, path.stem)]
    return tuple(copy for name in alike if kind_of(copy := path.with_name(name)) in _OURS)


def _is_copy(name: str, stem: str) -> bool:
    if not (name.startswith(stem) and (found := _NAMED.fullmatch(name, len(stem)))):
        return False
    pc = found["pc"]
    return pc is None or pc.upper() == socket.gethostname().upper() or bool(_DRAWN.fullmatch(pc))


def sentence_of_copy(copy: Path) -> str:
    """What is said of one, and what to do."""
    return (
        f"แฟ้ม “{copy.name}” อาจเป็นสำเนาที่โปรแกรมซิงก์ เช่น OneDrive สร้างไว้เพราะแฟ้มนี้ถูกเขียนจากสองเครื่อง "
        "หากใช่ โปรดเปิดแฟ้มนั้น ส่งข้อมูลเป็นแพ็กเกจ แล้วรับเข้าแฟ้มนี้ งานจะได้อยู่ครบในแฟ้มเดียว"
    )
