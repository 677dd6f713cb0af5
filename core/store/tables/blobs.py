"""Files kept beside the log, once each by the SHA-256 of their bytes, in pieces (``blobs``, ``blob_parts``).

Pieces are written first, a few in a transaction; the row of ``blobs`` comes with the record that names it. So what a crash
leaves are pieces without a row, which the next opening sweeps. Nothing here is folded: a record may name a file that this
copy of the office's file doesn't hold (left out of a package), which is asked for later.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from sqlalchemy import Connection, delete, func, insert, select

from core.faults import FileRefusal
from core.plan.office_records import EVIDENCE, PRINTED_REPORTS
from core.registers.declare import Register
from core.store.tables.definitions import BLOB_PARTS, BLOBS
from core.store.tables.register_tables import table_of

PIECE = 1 << 20  # bytes
_NAMING = (table_of(EVIDENCE), table_of(PRINTED_REPORTS))
_DAMAGED = "หลักฐานหรือรายงานที่เก็บในแฟ้ม ({name}) เสียหาย โปรดคืนจากแฟ้มสำรองล่าสุด"


@dataclass(frozen=True, slots=True)
class Blob:
    """A file's bytes: their SHA-256 in hex, how many they are, in how many pieces."""

    hash: str
    size: int

    @property
    def parts(self) -> int:
        """How many pieces it has."""
        return -(-self.size // PIECE)


def held(connection: Connection, hashes: Sequence[str]) -> dict[str, Blob]:
    """Those of some files that are held whole, by hash."""
    found = connection.execute(select(BLOBS.c.hash, BLOBS.c.size).where(BLOBS.c.hash.in_(hashes)))
    return {name: Blob(name, size) for name, size in found}


def put_piece(connection: Connection, name: str, part: int, body: bytes) -> None:
    """Write a piece of a file that isn't held yet, over one that was left there."""
    connection.execute(
        insert(BLOB_PARTS).prefix_with("OR REPLACE"), {"hash": name, "part": part, "body": body}
    )


def finish(connection: Connection, blob: Blob) -> None:
    """Say that every piece of a file is there; harmless where that was said before."""
    row = {"hash": blob.hash, "size": blob.size, "parts": blob.parts}
    connection.execute(insert(BLOBS).prefix_with("OR IGNORE"), row)


def drop_pieces(connection: Connection, name: str) -> None:
    """Remove the pieces of a file that was never finished."""
    unfinished = select(BLOBS.c.hash).where(BLOBS.c.hash == name)
    connection.execute(delete(BLOB_PARTS).where(BLOB_PARTS.c.hash == name, ~unfinished.exists()))


def sweep(connection: Connection) -> None:
    """Remove the pieces of all files that were never finished: nobody is writing one."""
    connection.execute(delete(BLOB_PARTS).where(BLOB_PARTS.c.hash.not_in(select(BLOBS.c.hash))))


def pieces(connection: Connection, name: str) -> Iterator[bytes]:
    """The pieces of a file that are there, in order, one in memory at a time; whether they are all is told by their hash."""
    of_file = BLOB_PARTS.c.hash == name
    for part in (
        connection.execute(select(BLOB_PARTS.c.part).where(of_file).order_by(BLOB_PARTS.c.part))
        .scalars()
        .all()
    ):
        asked = select(BLOB_PARTS.c.body).where(of_file, BLOB_PARTS.c.part == part)
        yield bytes(connection.execute(asked).scalar_one())


def write_out(connection: Connection, name: str, target: BinaryIO) -> None:
    """Write a file's bytes to ``target``; FileRefusal where they aren't what they were."""
    digest = sha256()
    for piece in pieces(connection, name):
        digest.update(piece)
        target.write(piece)
    if digest.hexdigest() != name:
        raise FileRefusal(_DAMAGED.format(name=_called(connection, name)))


def total(connection: Connection) -> int:
    """How many bytes all files held take."""
    return int(connection.execute(select(func.coalesce(func.sum(BLOBS.c.size), 0))).scalar_one())


def total_named(connection: Connection, register: Register) -> int:
    """How many bytes those files held take that standing records of a register name, each counted once."""
    table = table_of(register)
    named = select(table.c.file).where(table.c.deleted == 0, table.c.file.is_not(None))
    return int(
        connection.execute(
            select(func.coalesce(func.sum(BLOBS.c.size), 0)).where(BLOBS.c.hash.in_(named))
        ).scalar_one()
    )


def wanted(connection: Connection) -> dict[str, int]:
    """The files that records name and aren't held, by hash, with the size the record says."""
    found: dict[str, int] = {}
    for table in _NAMING:
        asked = select(table.c.file, table.c.size).where(
            table.c.deleted == 0, table.c.file.is_not(None), table.c.file.not_in(select(BLOBS.c.hash))
        )
        found |= {name: size or 0 for name, size in connection.execute(asked)}
    return found


def named(connection: Connection) -> dict[Blob, frozenset[int]]:
    """The files held that records name, each with the numbers of the entries that made these, in the order they were added."""
    found: dict[Blob, set[int]] = {}
    for table in _NAMING:
        asked = select(BLOBS.c.hash, BLOBS.c.size, table.c.base).join(table, table.c.file == BLOBS.c.hash)
        for name, size, base in connection.execute(asked.where(table.c.deleted == 0).order_by(table.c.base)):
            found.setdefault(Blob(name, size), set()).add(base)
    return {blob: frozenset(numbers) for blob, numbers in found.items()}


def problems(connection: Connection) -> Iterator[str]:
    """A Thai sentence for each file held whose bytes aren't what they were."""
    for name, size in connection.execute(select(BLOBS.c.hash, BLOBS.c.size).order_by(BLOBS.c.hash)).all():
        digest, read = sha256(), 0
        for piece in pieces(connection, name):
            digest.update(piece)
            read += len(piece)
        if (digest.hexdigest(), read) != (name, size):
            yield _DAMAGED.format(name=_called(connection, name))


def _called(connection: Connection, name: str) -> str:
    """What records call a file; its hash where none does."""
    for table, column in zip(_NAMING, ("name", "title"), strict=True):
        asked = select(table.c[column]).where(table.c.file == name, table.c[column].is_not(None)).limit(1)
        if (called := connection.execute(asked).scalar()) is not None:
            return str(called)
    return name[:16]
