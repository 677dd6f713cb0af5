"""The folder beside an office file in which its backups lie: one small file for each, which names the blocks it is made of.

Such a file is a line of JSON, the names of the blocks (32 bytes each), and the SHA-256 of all that. What lies in the folder may
be anybody's: what can't be read as ours is left alone, and while it is there no block goes.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from core.faults import FileRefusal
from core.store.file.block_store import BLOCK, HASH_BYTES, BadBlock, BlockStore
from core.store.file.thinning import kept
from core.whole_files import private_folder, write_whole

SUFFIX = ".phaenb"
_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[a-z]+(-[0-9]+)?\.phaenb")
_VERSION = 1
_LARGEST = 64 << 20  # bytes of such a file: it names blocks of 128 GB
_LONGEST_HEAD = 1 << 14
_WAIT = 5.0  # seconds for another desk that is at work in the folder


class Why(StrEnum):
    """Why a backup was made."""

    CLOSING = "closing"
    REGULAR = "regular"
    IMPORT = "import"
    MERGE = "merge"
    RESTORE = "restore"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class BackupHead:
    """What a backup says of itself: when (this PC's time) and why it was made, of which file of which office, on which PC, how
    many bytes the file has, and the ``state`` it was in."""

    made: datetime
    why: str
    file: str
    office: str
    pc: str
    size: int
    state: str


@dataclass(frozen=True, slots=True)
class StoredBackup:
    """A backup in its folder: its head, and the names of its blocks in order."""

    path: Path
    head: BackupHead
    blocks: tuple[bytes, ...]


class BadBackup(Exception):
    """A file in the folder is called as a backup is and can't be read as one."""


def is_stored(path: Path) -> bool:
    """True for a file that names the blocks of a backup, by its name alone."""
    return path.suffix == SUFFIX


def read_backup(path: Path) -> StoredBackup:
    """A backup as it lies in its folder; its blocks aren't looked at. BadBackup where it isn't one; OSError as it comes."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
        raise BadBackup(path.name)
    stored = path.read_bytes()
    body, digest = stored[:-HASH_BYTES], stored[-HASH_BYTES:]
    line, _, names = body.partition(b"\n")
    if sha256(body).digest() != digest or len(line) > _LONGEST_HEAD or len(names) % HASH_BYTES:
        raise BadBackup(path.name)
    blocks = tuple(names[at : at + HASH_BYTES] for at in range(0, len(names), HASH_BYTES))
    head = _head_of(line)
    if head.size > len(blocks) * BLOCK or head.size <= (len(blocks) - 1) * BLOCK:
        raise BadBackup(path.name)
    return StoredBackup(path, head, blocks)


def _head_of(line: bytes) -> BackupHead:
    try:
        said = json.loads(line)
        if said["phaen_backup"] != _VERSION or type(said["size"]) is not int:
            raise BadBackup("of another program")
        texts = [said[key] for key in ("why", "file", "office", "pc", "state")]
        if not all(isinstance(text, str) for text in texts):
            raise BadBackup("not a text")
        why, file, office, pc, state = texts
        return BackupHead(datetime.fromisoformat(said["made"]), why, file, office, pc, said["size"], state)
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise BadBackup(str(fault)) from fault


def _written(head: BackupHead, blocks: list[bytes]) -> bytes:
    said = {
        "phaen_backup": _VERSION,
        "made": head.made.isoformat(timespec="seconds"),
        "why": head.why,
        "file": head.file,
        "office": head.office,
        "pc": head.pc,
        "size": head.size,
        "state": head.state,
    }
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode() + b"\n" + b"".join(blocks)
    return body + sha256(body).digest()


class BackupSet:
    """The backups in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._blocks = BlockStore(folder / "blocks")

    def all(self) -> tuple[StoredBackup, ...]:
        """Those that can be read, newest first; none where the folder is missing or can't be read."""
        return tuple(sorted(self._readable(), key=lambda one: one.head.made, reverse=True))

    def _readable(self) -> Iterator[StoredBackup]:
        for path in self._named():
            with suppress(BadBackup, OSError):
                yield read_backup(path)

    def _named(self) -> list[Path]:
        with suppress(OSError):
            return [path for path in self.folder.iterdir() if _NAME.fullmatch(path.name)]
        return []

    def add(self, draft: Path, head: BackupHead) -> StoredBackup:
        """Keep a finished copy of an office file as a backup, and thin the older ones of the same file out. FileRefusal where
        another desk is at work in the folder; OSError as it comes, and then nothing has changed."""
        with self._held():
            today = any(one.head.made.date() == head.made.date() for one in self.all())
            names = self._blocks.add(_cut(draft), look_at_all=not today)
            target = self._free_name(head)
            try:
                write_whole(target, lambda made: _write(made, _written(head, names)))
            except BaseException:
                self._sweep()
                raise
            self._thin(head)
        return StoredBackup(target, head, tuple(names))

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Have the folder for oneself: what one desk has just written another mustn't sweep away."""
        lock = FileLock(private_folder(self.folder) / "in-use.lock", timeout=_WAIT, thread_local=False)
        try:
            lock.acquire()
        except Timeout as busy:
            raise FileRefusal(
                f"โฟลเดอร์สำรอง “{self.folder.name}” กำลังถูกใช้โดยโปรแกรมอื่น จึงยังไม่ได้สำรอง โปรแกรมจะลองใหม่เองในครั้งถัดไป"
            ) from busy
        try:
            yield
        finally:
            lock.release()

    def _free_name(self, head: BackupHead) -> Path:
        stem, count = f"{head.made:%Y%m%d-%H%M%S}-{head.why}", 1
        while (target := self.folder / f"{stem}{f'-{count}' if count > 1 else ''}{SUFFIX}").exists():
            count += 1
        return target

    def _thin(self, newest: BackupHead) -> None:
        """Remove the backups of the same file that are no longer needed, and the blocks that no backup names."""
        held = self.all()
        ours = [one for one in held if (one.head.file, one.head.office) == (newest.file, newest.office)]
        staying = kept(one.head.made for one in ours) | {newest.made}
        leaving = [one for one in ours if one.head.made not in staying]
        for one in leaving:
            with suppress(OSError):
                one.path.unlink()
        if leaving:
            self._sweep()

    def begins(self, backup: StoredBackup) -> bytes:
        """The first bytes of the office file a backup holds. FileRefusal where they are missing or spoilt; OSError as it
        comes."""
        try:
            return self._blocks.read(backup.blocks[0])
        except (BadBlock, IndexError) as fault:
            raise _spoilt(backup) from fault

    def sweep(self) -> None:
        """Remove the blocks that no backup names. FileRefusal where another desk is at work in the folder."""
        with self._held():
            self._sweep()

    def _sweep(self) -> None:
        named = self._named()
        with suppress(BadBackup, OSError):  # what can't be read may need any of the blocks
            self._blocks.sweep({name for path in named for name in read_backup(path).blocks})

    def put_together(self, backup: StoredBackup, target: Path) -> None:
        """Write the office file a backup holds to a name that nothing has. FileRefusal where a block is missing or spoilt;
        OSError as it comes."""
        left = backup.head.size
        try:
            with target.open("xb") as file:
                for name in backup.blocks:
                    content = self._blocks.read(name)
                    if len(content) != min(left, BLOCK):
                        raise BadBlock(name.hex())
                    left -= file.write(content)
        except BadBlock as fault:
            raise _spoilt(backup) from fault


def _spoilt(backup: StoredBackup) -> FileRefusal:
    return FileRefusal(f"แฟ้มสำรอง “{backup.path.name}” ไม่ครบหรือเสียหาย จึงยังไม่ได้คืน โปรดเลือกแฟ้มสำรองอื่น")


def set_of(path: Path) -> tuple[BackupSet, StoredBackup]:
    """The backup of that name, and the set it belongs to. FileRefusal where it can't be read."""
    try:
        return BackupSet(path.parent), read_backup(path)
    except (BadBackup, OSError) as fault:
        raise FileRefusal(f"อ่านแฟ้มสำรอง “{path.name}” ไม่ได้ โปรดเลือกแฟ้มสำรองอื่น") from fault


def _cut(draft: Path) -> Iterator[bytes]:
    with draft.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _write(made: Path, stored: bytes) -> None:
    made.write_bytes(stored)
