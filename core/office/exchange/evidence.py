"""Evidence in packages: which files go along, and taking in those that records here name."""

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate

from core.exchange.packages.files import HEAD, Files
from core.exchange.packages.reader import MOST_BYTES, Package
from core.remarks import remark, remarked
from core.store.connection import Connection
from core.store.file.blob_writer import put_file
from core.store.file.office_file import OfficeFile
from core.store.log import exchange_state
from core.store.tables import blobs
from core.store.tables.blobs import Blob


def going_along(connection: Connection, numbers: Collection[int], unit: str | None) -> list[Blob]:
    """The files that go along with entries of these numbers: those that records they made name, and those a ``unit`` asked for
    last. As many as one package holds; the others are asked for later."""
    sent, asked = frozenset(numbers), exchange_state.wanted_by(connection, unit) if unit else frozenset()
    found = [
        b for b, made_by in blobs.named(connection).items() if b.hash in asked or not sent.isdisjoint(made_by)
    ]
    reached = accumulate(HEAD + blob.size for blob in found)
    return [blob for blob, size in zip(found, reached, strict=True) if size <= MOST_BYTES]


def bodies(connection: Connection, files: Sequence[Blob]) -> Files:
    """The files with their bytes."""
    return ((blob, blobs.pieces(connection, blob.hash)) for blob in files)


def take_in(file: OfficeFile, packages: Sequence[Package], most: int) -> int:
    """Take in the files of packages whose entries are in already, those that records here name and that aren't here, until all
    evidence of the file is ``most`` bytes; how many. What couldn't be taken in comes with the same packages once more."""
    taken: list[Blob] = []
    with remarked("รวมการเปลี่ยนแปลงเรียบร้อยแล้ว แต่รับหลักฐานได้ไม่ครบ โปรดตรวจเนื้อที่ว่าง แล้วรวมแพ็กเกจเดิมอีกครั้ง"):
        taken.extend(_taken(file, packages, most))
    return len(taken)


def _taken(file: OfficeFile, packages: Sequence[Package], most: int) -> Iterator[Blob]:
    with file.reading() as connection:
        wanted, room = blobs.wanted(connection), most - blobs.total(connection)
    left_out = 0
    for package in packages:
        for packed in package.files():
            if packed.blob.hash not in wanted:
                continue
            if packed.blob.size > room:
                left_out += 1
                continue
            put_file(file, packed, packed.blob)
            room -= packed.blob.size
            del wanted[packed.blob.hash]
            yield packed.blob
    if left_out:
        remark(f"ไม่ได้รับหลักฐาน {left_out} ไฟล์ เพราะเกินเพดานทั้งแฟ้ม โปรดขอให้ผู้ดูแลแผนเพิ่มเพดาน แล้วรวมแพ็กเกจเดิมอีกครั้ง")
