"""Reading a package somebody brought: suspiciously, member by member, never more in memory than an entry.

Nothing inside is looked at before it is known to be harmless: first the zip's own table (few members, known names,
none encrypted, sizes that can be), then the signature over the manifest's bytes, then the manifest, and only then
the entries, whose hash is counted while they stream. What is wrong is refused in a sentence.
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from core.exchange.packages import age, refusals
from core.exchange.packages.files import PackedFile, read_files
from core.exchange.packages.manifest import ENTRIES, EVIDENCE, Manifest, decode
from core.exchange.packages.signing import signer_of
from core.faults import SealRefusal
from core.keys.signer import KEY_BYTES, SIGNATURE_BYTES
from core.path_kinds import refuse_no_source
from core.store.log.entry import LARGEST_ENTRY

MANIFEST, SIGNATURE = "manifest.json", "signature"
LENGTH_BYTES = 4
MOST_BYTES = 2**31 - 2**20  # of all entries unpacked: what a zip takes without extensions
MOST_MANIFEST = 2 * 2**20
MOST_TABLE = 64 * 1024
MOST_SIZES = {
    ENTRIES: MOST_BYTES,
    EVIDENCE: MOST_BYTES,
    MANIFEST: MOST_MANIFEST,
    SIGNATURE: KEY_BYTES + SIGNATURE_BYTES,
}
BLOCK = 256 * 1024
ENCRYPTED = 0x1

# Everything the standard library raises on bytes that are no sound zip.
UNSOUND = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Package:
    """A package whose signature and manifest are in order; ``key`` is the public key that signed it."""

    name: str
    manifest: Manifest
    key: bytes
    _zip: ZipFile

    def entries(self) -> Iterator[bytes]:
        """The bytes of its entries, in order. FileRefusal at the first sign that they aren't what the manifest says;
        what was given out before is not to be kept then."""
        with _sound(self.name), self._zip.open(ENTRIES) as member:
            yield from _framed(_Checked(member, self.manifest, self.name))  # type: ignore[arg-type]  # readable

    def files(self) -> Iterator[PackedFile]:
        """The files of evidence that came along, each to be read while it is the next. FileRefusal at the first sign that they
        aren't what the manifest says."""
        if self.manifest.evidence is not None:
            with _sound(self.name), self._zip.open(EVIDENCE) as member:
                yield from read_files(member, self.manifest.evidence, self.name)  # type: ignore[arg-type]  # readable

    def check_files(self) -> None:
        """FileRefusal where the files that came along aren't what the manifest says."""
        with _sound(self.name):
            for file in self.files():
                file.finish()


@contextmanager
def opened_package(path: Path, passphrase: str | None = None) -> Iterator[Package]:
    """A package opened for reading; FileRefusal where it isn't one that can be trusted to be what its signer wrote,
    SealRefusal where it is sealed and the passphrase is missing or wrong."""
    with _readable(path) as source, _unsealed(source, path.name, passphrase) as plain:
        _refuse_odd_ending(plain, path.name)
        with _sound(path.name):
            package = ZipFile(plain)
        with package:
            yield _examined(package, path.name)


@contextmanager
def _readable(path: Path) -> Iterator[BinaryIO]:
    refuse_no_source(path, "แพ็กเกจ .phaenx")
    try:
        source = path.open("rb")
    except OSError as fault:
        raise refusals.unreadable(path.name) from fault
    with source:
        yield source


@contextmanager
def _sound(name: str) -> Iterator[None]:
    try:
        yield
    except UNSOUND as fault:
        raise refusals.damaged(name) from fault
    except OSError as fault:
        raise refusals.unreadable(name) from fault


@contextmanager
def _unsealed(source: BinaryIO, name: str, passphrase: str | None) -> Iterator[BinaryIO]:
    with _sound(name):
        sealed = source.read(len(age.MAGIC)) == age.MAGIC
        source.seek(0)
    if not sealed:
        yield source
        return
    if passphrase is None:
        raise SealRefusal(f"แพ็กเกจ “{name}” ปิดผนึกด้วยรหัสผ่าน โปรดระบุรหัสผ่านที่ผู้ส่งแจ้ง")
    with TemporaryFile() as plain:
        with _sound(name):
            try:
                age.unseal(source, plain, passphrase)
            except age.WrongPassphrase as fault:
                raise SealRefusal(f"รหัสผ่านของแพ็กเกจ “{name}” ไม่ถูกต้อง โปรดตรวจกับผู้ส่งแล้วพิมพ์ใหม่") from fault
        yield plain


_END, _END_SIZE = b"PK\5\6", 22
_LOCATOR, _LOCATOR_SIZE = b"PK\6\7", 20


def _refuse_odd_ending(source: BinaryIO, name: str) -> None:
    """Look at the zip's end before its table is read: the library reads a table of any size into memory."""
    with _sound(name):
        source.seek(0)
        begun = source.read(4)
        size = source.seek(0, 2)
        source.seek(max(0, size - _END_SIZE - _LOCATOR_SIZE))
        tail = source.read()
    if begun != b"PK\3\4":
        raise refusals.foreign(name)
    end, locator = tail[-_END_SIZE:], tail[:-_END_SIZE]
    if not end.startswith(_END) or locator.startswith(_LOCATOR):
        raise refusals.damaged(name)
    if int.from_bytes(end[12:16], "little") > MOST_TABLE:
        raise refusals.too_large(name)


def _examined(package: ZipFile, name: str) -> Package:
    members = _members(package.infolist(), name)
    with _sound(name):
        body = package.read(members[MANIFEST])
        signature = package.read(members[SIGNATURE])
    key = signer_of(body, signature)
    if key is None:
        raise refusals.wrongly_signed(name)
    manifest = decode(body, name)
    said = {ENTRIES: manifest.entries, **({EVIDENCE: manifest.evidence} if manifest.evidence else {})}
    if {n: i.file_size for n, i in members.items() if n in (ENTRIES, EVIDENCE)} != {
        n: m.size for n, m in said.items()
    }:
        raise refusals.damaged(name)
    return Package(name, manifest, key, package)


def _members(infos: list[ZipInfo], name: str) -> dict[str, ZipInfo]:
    members = {info.filename: info for info in infos}
    if MANIFEST in members and SIGNATURE not in members:
        raise refusals.unsigned(name)
    if MANIFEST not in members:
        raise refusals.foreign(name)
    if len(infos) != len(members) or not MOST_SIZES.keys() - {EVIDENCE} <= set(members) <= MOST_SIZES.keys():
        raise refusals.damaged(name)
    for info in infos:
        if info.flag_bits & ENCRYPTED or info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise refusals.damaged(name)
        if info.file_size > MOST_SIZES[info.filename]:
            raise refusals.too_large(name)
    return members


class _Checked:
    """A member read on: counts and hashes what it gives out, and knows at the end whether it was what was signed."""

    def __init__(self, member: BinaryIO, manifest: Manifest, name: str) -> None:
        self.name = name
        self._member = member
        self._said = manifest.entries
        self._digest = sha256()
        self._size = 0
        self._count = 0

    def blocks(self) -> Iterator[bytes]:
        """The member's bytes, a block at a time."""
        while block := self._member.read(BLOCK):
            self._digest.update(block)
            self._size += len(block)
            yield block

    def count(self, entries: int) -> None:
        """So many entries more."""
        self._count += entries

    def end(self) -> None:
        """FileRefusal where it wasn't what was signed."""
        if (self._size, self._count) != (self._said.size, self._said.count):
            raise refusals.damaged(self.name)
        if self._digest.digest() != self._said.sha256:
            raise refusals.damaged(self.name)


def _framed(checked: _Checked) -> Iterator[bytes]:
    held = b""
    for block in checked.blocks():
        held += block
        bodies, rest = _bodies(held, checked.name)
        checked.count(len(bodies))
        yield from bodies
        held = held[rest:]
    if held:
        raise refusals.damaged(checked.name)
    checked.end()


def _bodies(held: bytes, name: str) -> tuple[list[bytes], int]:
    """The entries that are there whole, and where the first begins that isn't."""
    bodies: list[bytes] = []
    at, size = 0, len(held)
    while at + LENGTH_BYTES <= size:
        start = at + LENGTH_BYTES
        end = start + int.from_bytes(held[at:start], "big")
        if end - start > LARGEST_ENTRY:
            raise refusals.too_large(name)
        if end > size:
            break
        bodies.append(held[start:end])
        at = end
    return bodies, at
