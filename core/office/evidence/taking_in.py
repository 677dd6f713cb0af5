"""A file somebody attaches, taken in: copied apart once, so that all that is judged and kept of it is the same bytes."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from core.exchange.evidence import looking
from core.exchange.evidence.kinds import GROUPS, EvidenceKind, kind_of
from core.exchange.evidence.names import clean_name
from core.faults import FileRefusal, InputRefusal, disk_sentence
from core.office.evidence.limits import size_words
from core.office.evidence.types import EvidenceLimits
from core.path_kinds import refuse_no_file
from core.store.tables.blobs import PIECE, Blob

OnRead = Callable[[int], None]  # told how many bytes were read; may raise to stop
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A file ready to be kept: its clean name, its bytes as they lie at ``path``, and what it is."""

    name: str
    path: Path
    blob: Blob
    kind: EvidenceKind


def take_in(source: Path, folder: Path, limits: EvidenceLimits, on_read: OnRead) -> TakenIn:
    """Copy a file into a passing folder and judge it there. InputRefusal for what isn't taken: a link, an empty file, one
    too large, of a kind that isn't allowed, damaged or made to fill the memory, or written to meanwhile. FileRefusal where it
    can't be read or copied."""
    name = clean_name(source.name)
    try:
        if source.is_symlink():
            raise InputRefusal(f"“{name}” เป็นทางลัด (link) ไม่ใช่ตัวไฟล์ โปรดเลือกไฟล์จริงที่ทางลัดนั้นชี้ไป")
        refuse_no_file(source, "ไฟล์")
        copy = folder / f"{sha256(str(source).encode()).hexdigest()[:16]}{Path(name).suffix}"
        blob = _copied(source, copy, name, limits, on_read)
    except OSError as fault:
        raise FileRefusal(f"อ่านไฟล์ “{name}” ไม่ได้ {disk_sentence(fault)}") from fault
    kind = kind_of(copy, name)
    if kind.group not in limits.groups:
        allowed = " ".join(GROUPS[group] for group in GROUPS if group in limits.groups)
        raise InputRefusal(f"สำนักงานนี้ไม่รับไฟล์ชนิดของ “{name}” เป็นหลักฐาน โปรดใช้ {allowed}")
    if kind.shown:
        _try_to_show(copy, name)
    return TakenIn(name, copy, blob, kind)


def _copied(source: Path, copy: Path, name: str, limits: EvidenceLimits, on_read: OnRead) -> Blob:
    with os.fdopen(os.open(source, os.O_RDONLY | _NO_LINK), "rb") as reading, copy.open("wb") as writing:
        before = os.fstat(reading.fileno())
        if not stat.S_ISREG(before.st_mode):
            raise InputRefusal(f"“{name}” ไม่ใช่ไฟล์ธรรมดา โปรดเลือกไฟล์ที่เก็บไว้ในโฟลเดอร์")
        if before.st_size > limits.file:
            raise InputRefusal(
                f"ไฟล์ “{name}” ใหญ่ {size_words(before.st_size)} เกินเพดานไฟล์ละ {size_words(limits.file)} "
                "โปรดลดขนาดหรือแยกเป็นหลายไฟล์แล้วแนบใหม่"
            )
        digest, size = _stream(reading, writing, before.st_size, on_read)
        after = os.fstat(reading.fileno())
    if size != before.st_size or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise InputRefusal(f"ไฟล์ “{name}” ถูกแก้ไขขณะกำลังอ่าน จึงยังไม่ได้แนบ โปรดปิดโปรแกรมที่กำลังบันทึกไฟล์นั้นแล้วแนบใหม่")
    return Blob(digest, size)


def _stream(reading: BinaryIO, writing: BinaryIO, most: int, on_read: OnRead) -> tuple[str, int]:
    """Copy no more than one byte beyond what was there; the SHA-256 and the number of what was copied."""
    digest, size = sha256(), 0
    while size <= most and (body := reading.read(min(PIECE, most + 1 - size))):
        digest.update(body)
        writing.write(body)
        size += len(body)
        on_read(size)
    return digest.hexdigest(), size


def _try_to_show(path: Path, name: str) -> None:
    """Refuse what can't be opened; that it asks for a password is no fault of a letter."""
    try:
        looking.picture_of(path, name)
    except looking.LockedRefusal:
        return
