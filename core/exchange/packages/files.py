"""The files of evidence inside a package: each led by the SHA-256 of its bytes and by their number, one after the other."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import BinaryIO

from core.exchange.packages import refusals
from core.exchange.packages.manifest import Member
from core.store.tables.blobs import PIECE, Blob

HEAD = 32 + 8
MOST_FILE = 500 * 2**20  # bytes

Files = Iterable[tuple[Blob, Iterable[bytes]]]


class _Counted:
    """What goes through: counted and hashed."""

    def __init__(self) -> None:
        self.size = self.count = 0
        self.digest = sha256()

    def note(self, body: bytes) -> bytes:
        """Count some bytes, and hand them on."""
        self.size += len(body)
        self.digest.update(body)
        return body

    def member(self) -> Member:
        """What went through."""
        return Member(self.size, self.digest.digest(), self.count)


def write_files(files: Files, target: BinaryIO) -> Member:
    """Write files one after the other; what was written."""
    written = _Counted()
    for blob, pieces in files:
        target.write(written.note(bytes.fromhex(blob.hash) + blob.size.to_bytes(8, "big")))
        for piece in pieces:
            target.write(written.note(piece))
        written.count += 1
    return written.member()


class PackedFile:
    """A file inside a package, to be read once, while it is the next."""

    def __init__(self, blob: Blob, source: BinaryIO, counted: _Counted) -> None:
        self.blob = blob
        self._left, self._digest = blob.size, sha256()
        self._source, self._counted = source, counted

    def read(self, size: int = PIECE) -> bytes:
        """So many of its bytes at most; none at its end."""
        body = self._source.read(min(size, self._left))
        self._left -= len(body)
        self._digest.update(body)
        return self._counted.note(body)

    def finish(self) -> bool:
        """Read to its end; False where the package ends before it, or its bytes aren't those of its hash."""
        while self._left and self.read():
            pass
        return not self._left and self._digest.hexdigest() == self.blob.hash


def read_files(source: BinaryIO, said: Member, name: str) -> Iterator[PackedFile]:
    """The files of a package called ``name``; what isn't read of one is passed over. FileRefusal where they aren't what the
    manifest ``said``."""
    read = _Counted()
    while head := read.note(source.read(HEAD)):
        size = int.from_bytes(head[32:], "big")
        if len(head) < HEAD or not 0 < size <= MOST_FILE:
            raise refusals.damaged(name)
        file = PackedFile(Blob(head[:32].hex(), size), source, read)
        yield file
        if not file.finish():
            raise refusals.damaged(name)
        read.count += 1
    if read.member() != said:
        raise refusals.damaged(name)
