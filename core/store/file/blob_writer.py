"""Writing a file's bytes into an office file, a few pieces in a transaction: nobody's saving waits long, and what is left
of one that was stopped or killed is removed."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import Protocol

from core.faults import InputRefusal, Refusal
from core.store.file.office_file import OfficeFile
from core.store.tables import blobs
from core.store.tables.blobs import PIECE, Blob

TOGETHER = 4  # pieces in one transaction


class ByteSource(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """So many bytes at most; none at the end."""
        ...


OnPiece = Callable[[int], None]  # told how many bytes are written; may raise to stop


def unheard(_: int) -> None:
    """Progress that nobody follows."""


def put_pieces(file: OfficeFile, source: ByteSource, blob: Blob, on_piece: OnPiece = unheard) -> None:
    """Write the pieces of a file read from ``source``; what names it is to say in its own transaction that they are all there
    (``blobs.finish``). Nothing is written where they are there already.

    InputRefusal where the source doesn't hold what ``blob`` says any more. Whatever is raised leaves nothing behind.
    """
    with file.reading() as connection:
        if blobs.held(connection, [blob.hash]):
            return
    try:
        digest = sha256()
        for first in range(0, blob.parts, TOGETHER):
            bodies = _read(source, min(TOGETHER, blob.parts - first))
            with file.transaction(log_only=True) as connection:
                for part, body in enumerate(bodies, first):
                    digest.update(body)
                    blobs.put_piece(connection, blob.hash, part, body)
            on_piece(min((first + len(bodies)) * PIECE, blob.size))
        if digest.hexdigest() != blob.hash or source.read(1):
            raise InputRefusal("ไฟล์ถูกแก้ไขขณะกำลังอ่าน จึงยังไม่ได้แนบ โปรดปิดโปรแกรมที่กำลังบันทึกไฟล์นั้นแล้วแนบใหม่")
    except BaseException:
        with suppress(Refusal), file.transaction(log_only=True) as connection:
            blobs.drop_pieces(connection, blob.hash)
        raise


def _read(source: ByteSource, count: int) -> list[bytes]:
    return [body for _ in range(count) if (body := source.read(PIECE))]


def put_file(file: OfficeFile, source: ByteSource, blob: Blob, on_piece: OnPiece = unheard) -> None:
    """Write a file that a record names already, whole."""
    put_pieces(file, source, blob, on_piece)
    with file.transaction(log_only=True) as connection:
        blobs.finish(connection, blob)
