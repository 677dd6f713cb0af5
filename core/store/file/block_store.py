"""Bytes kept once by what they are: blocks of 64 KB, each a file named by its SHA-256, from which backups are put together.

Of what a day changes in an office file a block of 64 KB takes half of what one of 1 MB does, evidence nothing at all
(docs/architecture.md, "Decisions"). A folder may have been in anybody's hands: a block is only ever taken for what its name
says, and no link is followed.
"""

import os
import re
import stat
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from core.whole_files import move, passing_folder, private_folder, sync_folder

BLOCK = 1 << 16  # bytes
HASH_BYTES = 32
_NAME = re.compile(r"[0-9a-f]{62}")
_SHELF = re.compile(r"[0-9a-f]{2}")
_PLAIN, _DEFLATED = b"\0", b"\1"


class BadBlock(Exception):
    """A block is missing, or isn't what its name says."""


def name_of(content: bytes) -> bytes:
    """What a block is known by: 32 bytes."""
    return sha256(content).digest()


class BlockStore:
    """The blocks in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: bytes) -> bytes:
        """The content of a block. BadBlock where it isn't there or isn't what its name says; OSError as it comes."""
        place = self._place(name)
        try:
            if not stat.S_ISREG(place.lstat().st_mode) or place.stat().st_size > 2 * BLOCK:
                raise BadBlock(place.name)
            stored = place.read_bytes()
        except (FileNotFoundError, NotADirectoryError) as fault:
            raise BadBlock(place.name) from fault
        content = _unpacked(stored)
        if name_of(content) != name:
            raise BadBlock(place.name)
        return content

    def add(self, blocks: Iterator[bytes], *, look_at_all: bool) -> list[bytes]:
        """Keep blocks of at most ``BLOCK`` bytes and bring them onto the disk; their names in order. What is new is read back,
        with ``look_at_all`` what lies there already, too: one that is spoilt is made anew. OSError as it comes, and then what
        was new has gone again."""
        added: list[Path] = []
        try:
            with passing_folder(private_folder(self._folder), "new") as draft:
                names = [self._keep(content, draft / "block", added, look_at_all) for content in blocks]
            for shelf in {place.parent for place in added}:
                sync_folder(shelf)
            if added:
                sync_folder(self._folder)
        except BaseException:
            for place in added:
                with suppress(OSError):
                    place.unlink()
            raise
        return names

    def _keep(self, content: bytes, draft: Path, added: list[Path], look_at_all: bool) -> bytes:
        name = name_of(content)
        place = self._place(name)
        if self._holds(name) if look_at_all else _is_there(place):
            return name
        _refuse_link(private_folder(place.parent))
        with draft.open("wb") as file:
            file.write(_packed(content))
            file.flush()
            os.fsync(file.fileno())
        move(draft, place)
        added.append(place)
        if not self._holds(name):
            raise OSError(0, "a block can't be read back", str(place))
        return name

    def _holds(self, name: bytes) -> bool:
        try:
            self.read(name)
        except BadBlock:
            return False
        return True

    def sweep(self, wanted: Collection[bytes]) -> None:
        """Remove the blocks nobody wants. What isn't called as a block is stays, and so does what can't be removed."""
        for place in self._places():
            if bytes.fromhex(place.parent.name + place.name) not in wanted:
                with suppress(OSError):
                    place.unlink()

    def _places(self) -> Iterator[Path]:
        for shelf in _entries(self._folder):
            if _SHELF.fullmatch(shelf.name) and shelf.is_dir(follow_symlinks=False):
                for entry in _entries(Path(shelf.path)):
                    if _NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                        yield Path(entry.path)

    def _place(self, name: bytes) -> Path:
        return self._folder / name.hex()[:2] / name.hex()[2:]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with suppress(OSError), os.scandir(folder) as found:
        return list(found)
    return []


def _is_there(place: Path) -> bool:
    try:
        found = place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size > 0


def _refuse_link(folder: Path) -> None:
    """OSError where a folder leads elsewhere: what is written and swept there would be somebody else's."""
    if folder.is_symlink() or folder.parent.is_symlink():
        raise NotADirectoryError(20, "a link in the place of a folder", str(folder))


def _packed(content: bytes) -> bytes:
    deflated = zlib.compress(content, 1)
    return _DEFLATED + deflated if len(deflated) < len(content) else _PLAIN + content


def _unpacked(stored: bytes) -> bytes:
    kind, rest = stored[:1], stored[1:]
    if kind == _PLAIN:
        return rest
    if kind != _DEFLATED:
        raise BadBlock("unknown kind")
    try:
        return zlib.decompressobj().decompress(
            rest, BLOCK + 1
        )  # one that unpacks to more is cut, and so not its name
    except zlib.error as fault:
        raise BadBlock(str(fault)) from fault
